"""The list of schools: what is found, filtered and ordered – and that no address breaks it."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opora.tables.identification import ON_THE_LIST
from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.facts import SchoolFacts, current_facts
from opora_web.programme.schools.listing import ROWS_ON_A_PAGE, listing
from opora_web.programme.schools.rows import SchoolRow, _row, school_rows
from opora_web.programme.schools.rules import SIZES, conditions_of, is_found, sought_words
from tests.web.personas import People, SignedIn


def row(name: str, code: str = "edu100101", codes: tuple[str, ...] = (), **register: Any) -> SchoolRow:
    return _row(SchoolFacts(code=code, name=name, municipality="Речной", register=register, codes=codes), None)


@pytest.mark.parametrize(
    "asked",
    [
        "озёрная",
        "ОЗЕРНАЯ",
        "сош озерная",
        "№ 2",
        "озёрная сош № 2",
        "edu100101",
        "EDU1001",
        "103001",
        "«Озёрная»",
        "7701",
    ],
)
def test_a_school_is_found_by_parts_of_its_name_and_by_every_code(asked: str):
    school = row("МКОУ «Озёрная СОШ № 2»", codes=("103001",), inn="7701234567")
    assert is_found(sought_words(asked), school.sought)


@pytest.mark.parametrize("asked", ["озёрная № 1", "лесная", "10", "озёрнаяя"])
def test_what_is_not_said_is_not_found(asked: str):
    assert not is_found(sought_words(asked), row("МКОУ «Озёрная СОШ № 2»").sought)


def test_school_one_is_not_school_ten():
    rows = [row("СОШ № 1"), row("СОШ № 10"), row("СОШ № 11")]
    assert [one.name for one in listing(rows, QueryDict("q=школа 1".replace("школа", "сош"))).rows] == ["СОШ № 1"]


def test_sizes_leave_no_number_of_pupils_out():
    assert all(sum(size.holds(pupils) for size in SIZES) == 1 for pupils in range(3_000))


def test_school_two_stands_before_school_ten_and_yo_beside_ye():
    rows = [row("СОШ № 10"), row("Ёлкинская СОШ"), row("СОШ № 2"), row("Енисейская СОШ"), row("Жуковская СОШ")]
    names = [one.name for one in listing(rows, QueryDict("sort=name")).rows]
    assert names == ["Ёлкинская СОШ", "Енисейская СОШ", "Жуковская СОШ", "СОШ № 2", "СОШ № 10"]
    assert [one.name for one in listing(rows, QueryDict("sort=-name")).rows] == names[::-1]


def test_an_order_keeps_schools_that_do_not_know_the_value_last():
    rows = [row("А", pupils=None), row("Б", pupils=300), row("В", pupils=20)]
    assert [one.name for one in listing(rows, QueryDict("sort=pupils")).rows] == ["В", "Б", "А"]
    assert [one.name for one in listing(rows, QueryDict("sort=-pupils")).rows] == ["Б", "В", "А"]


def test_each_filter_agrees_with_the_findings(release: int):
    facts = current_facts()
    rows = school_rows(facts)
    said = facts.identified(2024)
    for query, wanted in {
        "status=on-list": lambda code: said[code].status in ON_THE_LIST,
        "status=insufficient-data": lambda code: said[code].status == "insufficient-data",
        "listed=first-time": lambda code: said[code].listed == "first-time",
        "movement=entered": lambda code: said[code].movement == "entered",
        "kind=ООШ": lambda code: facts.schools[code].kind == "ООШ",
        "rural=yes": lambda code: facts.schools[code].register["rural"] is True,
        "conditions=unknown": lambda code: not facts.schools[code].context,
        "size=small": lambda code: 50 <= (facts.schools[code].register["pupils"] or 0) < 200,
    }.items():
        found = {one.code for one in listing(rows, QueryDict(query)).rows}
        assert found == {code for code in said if wanted(code)}, query
    assert len(listing(rows, QueryDict("")).rows) == len(said)


def test_conditions_part_schools_by_half_a_spread_of_the_index():
    assert [conditions_of(one) for one in (None, 44.9, 45.0, 55.0, 55.1)] == [
        "unknown", "harder", "usual", "usual", "easier",
    ]  # fmt: skip


def test_the_page_says_what_was_asked_for(signed_in: SignedIn, people: People):
    page = signed_in("coordinator").get("/schools/", {"q": "сош", "kind": "СОШ"}).content.decode()
    assert "Отбор: поиск «сош»; вид – СОШ." in page


def test_junk_in_the_address_is_said_and_harms_nothing(signed_in: SignedIn):
    browser = signed_in("coordinator")
    junk = {
        "status": "' OR 1=1 --",
        "sort": "../../etc",
        "page": "-7",
        "q": "\x00<script>alert(1)</script>",
        "all": "да",
    }
    answer = browser.get("/schools/", junk)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<script>alert" not in page
    assert "Такого выбора нет, показано без него" in page
    assert browser.get("/schools/", {"q": "я" * 100_000}).status_code == 200
    assert browser.get("/schools/", {"page": "9" * 5_000}).status_code == 200


def test_nothing_found_says_what_to_do(signed_in: SignedIn):
    assert "Ничего не найдено" in signed_in("coordinator").get("/schools/?q=такойнет").content.decode()


def test_a_person_sees_the_schools_of_their_post_and_no_others(signed_in: SignedIn, people: People):
    def codes(name: str) -> set[str]:
        page = signed_in(name).get("/schools/?all=1")
        return {one.code for one in page.context["page"]}

    own = {str(school.code) for school in people.schools}
    assert codes("coordinator") == codes("observer") == own
    assert codes("head") == {str(people.schools[0].code)}
    assert codes("analyst") == set(current_facts().schools)
    assert codes("stranger") & own == set()


def test_the_workbook_holds_what_the_page_found_and_no_formulas(signed_in: SignedIn, people: People):
    answer = signed_in("analyst").get("/schools/table.xlsx?status=on-list")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    said = current_facts().identified(2024)
    codes = {cells[2].value for cells in book["Школы"].iter_rows(min_row=4)}
    assert codes == {code for code, one in said.items() if one.listed}
    notes = " ".join(str(cell.value) for cells in book["О таблице"].iter_rows() for cell in cells)
    assert "вывод по правилу – в списке" in notes
    assert "Выпуск данных № 1" in notes
    assert all(cell.data_type != "f" for sheet in book for cells in sheet.iter_rows() for cell in cells)


def test_the_number_of_queries_does_not_depend_on_rows(signed_in: SignedIn, people: People):
    def queries(name: str, address: str) -> int:
        browser = signed_in(name)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    for address in ("/schools/", "/schools/table.xlsx", "/"):
        assert queries("head", address) == queries("authority-head", address) or address == "/"
        assert queries("coordinator", address) == queries("analyst", address)


def test_a_page_holds_a_hundred_rows_and_all_when_asked(release: int):
    rows = [row(f"СОШ № {number}", code=f"edu{number}") for number in range(250)]
    first = listing(rows, QueryDict(""))
    assert len(first.page.object_list) == ROWS_ON_A_PAGE
    assert first.page.paginator.num_pages == 3
    assert len(listing(rows, QueryDict("page=99")).page.object_list) == 50
    assert len(listing(rows, QueryDict("all=1")).page.object_list) == 250


def test_the_search_of_the_header_goes_straight_to_the_school(signed_in: SignedIn, people: People):
    browser, school = signed_in("coordinator"), people.schools[0]
    facts = current_facts().schools[str(school.code)]
    for asked in (
        str(school.code),
        str(school.code).upper(),
        school.name,
        facts.register["ris_code"],
        facts.register["inn"],
    ):
        answer = browser.get("/schools/find/", {"q": asked})
        assert (answer.status_code, answer.url) == (302, f"/schools/{school.code}/"), asked
    assert browser.get("/schools/find/", {"q": "сош"}).url.startswith("/schools/?q=")
    assert browser.get("/schools/find/").url == "/schools/?"


def test_the_search_does_not_lead_to_a_school_one_may_not_see(signed_in: SignedIn, people: People):
    answer = signed_in("neighbour-head").get("/schools/find/", {"q": str(people.schools[0].code)})
    assert answer.url.startswith("/schools/?q=")


def test_who_sees_no_schools_has_no_search(signed_in: SignedIn):
    assert "find-school" not in signed_in("administrator").get("/").content.decode()
    assert "find-school" in signed_in("head").get("/").content.decode()


def test_a_name_made_to_harm_is_only_a_name(signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch):
    hostile = row('<img src=x onerror=alert(1)>"=HYPERLINK("http://x")', code=str(people.schools[0].code))
    monkeypatch.setitem(current_facts()._kept, "school-rows", [hostile])
    page = signed_in("coordinator").get("/schools/").content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_before_the_first_release_the_page_says_what_to_do(signed_in: SignedIn, people: People):
    Organisation.objects.filter(kind=OrganisationKind.SCHOOL).update(code=None)
    assert "Школ пока нет" in signed_in("coordinator").get("/schools/").content.decode()


@pytest.mark.django_db
def test_nobody_sees_the_list_without_signing_in():
    assert Client().get("/schools/").url.startswith("/accounts/login/")
