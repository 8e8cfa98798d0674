"""How often each list asks the database: kept in query_counts.toml, the same for few rows and for many.

A change is a diff somebody reads: `OPORA_WRITE_QUERY_COUNTS=1 pytest tests/web/test_query_counts.py` writes it anew.
"""

import datetime as dt
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opora.vocabulary.questionnaire import questionnaire
from opora_web.accounts.actions import appoint
from opora_web.accounts.models import Person, PostKind
from opora_web.api.keys import make_key
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.intake.models import SchoolEvent, SchoolEventKind, Sending, SentFile
from opora_web.intake.register.actions import put_event_away, write_event
from opora_web.intake.sendings.actions import send_for, withdraw
from opora_web.intake.sendings.uploads import store_content
from opora_web.interface.saved_filters import put_filter_away, save_filter
from opora_web.programme.case.actions import note_contact, open_case, put_note_away
from opora_web.programme.case.models import Case
from opora_web.programme.diagnosis.actions import begin_diagnosis
from opora_web.programme.identification.models import ListEntry, ListState, SchoolList
from opora_web.public.models import Publication
from tests.web.personas import MOMENT, SINCE, People, SignedIn
from tests.web.samples import SAMPLES

GOLDEN = Path(__file__).with_name("query_counts.toml")

#: Address → who opens it. Every page that lists something of the database.
LISTS = {
    "/": "coordinator",
    "/schools/": "coordinator",
    "/cases/": "coordinator",
    "/cases/?view=board": "coordinator",
    "/cases/{case}/": "coordinator",
    "/lists/": "coordinator",
    "/lists/{list}/": "coordinator",
    "/lists/{list}/answers/": "coordinator",
    "/lists/own/": "head",
    "/lists/new/": "coordinator",
    "/intake/": "coordinator",
    "/intake/expected/": "coordinator",
    "/intake/register/": "coordinator",
    "/intake/register/codes/": "coordinator",
    "/people/": "coordinator",
    "/people/places/{home}/": "coordinator",
    "/diagnosis/": "coordinator",
    "/publications/": "coordinator",
    "/open/": "coordinator",
    "/keys/": "coordinator",
    "/filters/": "coordinator",
    "/trash/": "coordinator",
}  # fmt: skip


def add_rows(people: People, number: int) -> None:
    """Add so many of everything that the lists show, as far as there are schools enough."""
    coordinator = people["coordinator"]
    already = Sending.objects.count()
    for place in range(already, already + number):
        school, later = people.schools[place % len(people.schools)], MOMENT + dt.timedelta(minutes=place)
        file = store_content(f"{place}.txt", f"{place}".encode())
        send_for(school, [file], "", coordinator, later)
        withdraw(send_for(school, [file], "", coordinator, later), coordinator, later)
        _add_to_trash(people, place)
        person = Person.objects.create_user(f"person-{place}", f"p{place}@example.org", full_name=f"Человек {place}")
        appoint(person, PostKind.CURATOR, school, SINCE)
        make_key(coordinator, f"ключ {place}", MOMENT)
        _add_programme(people, place)


def _add_to_trash(people: People, place: int) -> None:
    coordinator = people["coordinator"]
    event = SchoolEvent(school=people.schools[0], kind=SchoolEventKind.RENAMED, happened_on=MOMENT.date())
    write_event(event, coordinator)
    put_event_away(event, coordinator, MOMENT)
    save_filter(coordinator, f"подборка {place}", "/people/", f"q={place}")
    put_filter_away(save_filter(coordinator, f"убрана {place}", "/people/", f"q={place}"), coordinator, MOMENT)


def _add_programme(people: People, place: int) -> None:
    coordinator, home = people["coordinator"], people.municipalities["Речной"]
    made = SchoolList.objects.create(
        organisation=home, year=2000 + place, rules=DEFAULT_RULES, rules_title="Правило", release=1,
        made_by=coordinator, made_at=MOMENT, state=ListState.DISCUSSED,
    )  # fmt: skip
    source = ListEntry.objects.filter(school_list__year=2024, school=people.schools[0]).get()
    ListEntry.objects.create(school_list=made, school=people.schools[0], finding=source.finding, status="low")
    Publication.objects.create(
        organisation=home, year=2000 + place, release=1, content={"papers": []}, made_by=coordinator, made_at=MOMENT,
        published_at=MOMENT, published_by=coordinator,
    )  # fmt: skip
    school = people.schools[place % len(people.schools)]
    begin_diagnosis(school, 2000 + place, questionnaire(), coordinator, MOMENT)
    case = Case.objects.filter(school=school).first() or open_case(
        school, (current_facts(), 2024, DEFAULT_RULES), coordinator, MOMENT
    )
    said = {"held_on": MOMENT.date(), "today": MOMENT.date(), "form": "visit", "found": "урок", "next_step": ""}
    note_contact(case, said, coordinator)
    put_note_away(note_contact(case, said, coordinator), coordinator, MOMENT, "")


def queries_of(browser: Client, address: str) -> int:
    """Return how often a page asks the database once the release is read."""
    assert browser.get(address).status_code == 200, address
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(address)
    return len(asked)


def counts(people: People, signed_in: SignedIn) -> dict[str, int]:
    """Return the number of queries of every list."""
    where = {
        "case": Case.objects.get(school=people.schools[0]).pk,
        "list": SchoolList.objects.get(year=2024).pk,
        "home": people.municipalities["Речной"].pk,
    }
    browsers = {name: signed_in(name) for name in set(LISTS.values())}
    return {address: queries_of(browsers[name], address.format(**where)) for address, name in LISTS.items()}


@pytest.fixture
def settled(people: People) -> People:
    """One of everything."""
    for name in ("list_entry", "case"):
        SAMPLES[name](people)
    add_rows(people, 1)
    return people


def test_every_list_asks_as_often_as_agreed_however_many_rows_it_has(settled: People, signed_in: SignedIn):
    few = counts(settled, signed_in)
    if os.environ.get("OPORA_WRITE_QUERY_COUNTS"):
        lines = [f'"{address}" = {number}' for address, number in few.items()]
        GOLDEN.write_text(
            "# How often each list asks the database. See test_query_counts.py.\n" + "\n".join(lines) + "\n"
        )
    assert few == tomllib.loads(GOLDEN.read_text())
    add_rows(settled, 12)
    assert Sending.objects.count() == 26
    assert SentFile.objects.count() == 26
    many = counts(settled, signed_in)
    assert {address: (few[address], number) for address, number in many.items() if number != few[address]} == {}


def test_a_filter_that_lets_one_row_through_asks_as_often_as_none(settled: People, signed_in: SignedIn):
    browser: Any = signed_in("coordinator")
    for address in ("/schools/", "/intake/register/", "/intake/expected/"):
        assert queries_of(browser, address) == queries_of(browser, f"{address}?q={settled.schools[0].code}"), address
