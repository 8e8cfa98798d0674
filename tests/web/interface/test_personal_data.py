"""What is kept about a person: all of it, in words, to that person and to who manages them."""

import io
import json

import openpyxl
from django.test import Client

from opora_web.accounts.models import Person
from opora_web.interface.personal_data import KINDS, personal_data_of
from tests.web.personas import PASSWORD, People, SignedIn


def test_everything_that_points_at_a_person_has_russian_words():
    pointing = {f"{one.related_model._meta.label}.{one.field.name}" for one in Person._meta.related_objects}
    assert pointing == set(KINDS)
    assert all("а" <= title[-1].lower() <= "я" for title in KINDS.values())


def test_a_person_reads_and_takes_away_what_is_kept_in_words(people: People, signed_in: SignedIn):
    head, address = people["head"], f"/people/{people['head'].pk}/records/"
    Client().post("/accounts/login/", {"login": "head", "password": PASSWORD})
    browser = signed_in("head")
    page = browser.get(address).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address, {"as": "xlsx"}).content))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
    for_programs = json.loads(browser.get(address, {"as": "json"}).content)
    school = people.schools[0].name
    for words in (head.full_name, head.email, f"директор школы, {school}: с 01.09.2024", "Должности", "Входы"):
        assert words in page
        assert words in cells or any(words in cell for cell in cells)
        assert words in str(for_programs)
    for name in ("accounts.Post", "SchoolAnswer", "person", "None"):
        assert name not in str(for_programs)


def test_it_says_who_keeps_the_data_for_what_and_what_stays_after_erasing(people: People, signed_in: SignedIn):
    page = signed_in("head").get(f"/people/{people['head'].pk}/records/").content.decode()
    for words in ("Кто хранит", "Зачем", "Откуда взято", "Кто видит", "Сколько хранится", "Что останется и тогда"):
        assert words in page


def test_the_journal_counts_what_a_person_did(people: People, signed_in: SignedIn):
    before = personal_data_of(people["coordinator"], "")
    signed_in("coordinator").post(f"/people/{people['head'].pk}/switch/", {"why": "ушла"})
    after = personal_data_of(people["coordinator"], "")
    assert "Журнал" not in [kind.title for kind in before.kinds]
    assert after.kinds[-1].records == ["записей о сделанном этим человеком: 1"]


def test_nobody_reads_what_is_kept_about_others(people: People, signed_in: SignedIn):
    address = f"/people/{people['head'].pk}/records/"
    assert signed_in("neighbour-head").get(address).status_code == 404
    assert signed_in("stranger").get(address).status_code == 404
    assert signed_in("coordinator").get(address).status_code == 200
    assert Client().get(address).status_code == 302
