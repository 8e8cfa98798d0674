"""What is expected of each school: from the calendar, the register and what has come."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from opora.vocabulary.calendar import reason_none_held, results_due
from opora_web.facts import SchoolFacts, current_facts
from opora_web.intake.expected.queries import Arrival, Expected, expected_of, has_grades
from tests.web.personas import People, SignedIn

TODAY = dt.date(2024, 9, 1)


def cells(found: Expected, code: str) -> dict[str, Arrival]:
    row = next(row for row in found.rows if row.school.code == code)
    return {column.title: cell.arrival for column, cell in zip(found.columns, row.cells, strict=True)}


def school(kind: str | None = None, **register: int) -> SchoolFacts:
    return SchoolFacts("s1", "Школа", "Канск", {"kind": kind, **register})


def test_what_came_is_there_and_what_did_not_is_missing(people: People):
    code = str(people.schools[0].code)
    found = cells(expected_of(people["coordinator"], {}, TODAY), code)
    come = {f"{procedure} {year}" for procedure, year in current_facts().arrived[code]}
    assert "vpr 2024" in come
    assert found["ВПР 2024"] is Arrival.ARRIVED
    assert {title for title, arrival in found.items() if arrival is Arrival.MISSING} == set()


def test_nothing_is_missing_before_the_day_it_is_due(people: People):
    code = str(people.schools[0].code)
    for today, stands in ((dt.date(2025, 6, 15), Arrival.NOT_DUE), (dt.date(2025, 6, 16), Arrival.MISSING)):
        assert cells(expected_of(people["coordinator"], {}, today), code)["ВПР 2025"] is stands


def test_a_year_in_which_nothing_was_held_is_no_ones_debt():
    assert reason_none_held("oge", 2020) is not None
    assert reason_none_held("oge", 2021) is None  # two subjects were held
    assert reason_none_held("ege", 2020) is None  # only the base paper was not
    assert results_due("vpr", 2022) == dt.date(2022, 11, 15)
    assert results_due("vpr", 2024) == dt.date(2024, 6, 15)
    assert results_due("mdr", 2024) is None


@pytest.mark.parametrize(
    ("one", "grades", "has"),
    [
        (school("НОШ"), (9,), False),
        (school("НОШ"), (4, 5), True),
        (school("ООШ"), (11,), False),
        (school("СОШ", pupils_10_11=0), (11,), False),
        (school("СОШ", pupils_10_11=18), (11,), True),
        (school("СОШ"), (11,), True),
        (school(None), (9,), True),
    ],
)
def test_grades_a_school_does_not_have_are_not_expected(one: SchoolFacts, grades: tuple[int, ...], has: bool):
    assert has_grades(one, grades) is has


def test_a_head_sees_the_own_school_and_a_coordinator_the_district(people: People):
    assert [row.school.code for row in expected_of(people["head"], {}, TODAY).rows] == [people.schools[0].code]
    seen = {row.school.code for row in expected_of(people["coordinator"], {}, TODAY).rows}
    assert seen == {school.code for school in people.schools}
    assert not expected_of(people["observer"], {}, TODAY).rows


def test_schools_that_lack_most_come_first_and_filters_narrow(people: People):
    found = expected_of(people["analyst"], {"year": "2025"}, dt.date(2025, 12, 1))
    counts = [row.missing for row in found.rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert {column.year for column in found.columns} == {2025}
    home = people.municipalities["Лесной"].name
    narrowed = expected_of(people["analyst"], {"municipality": home, "standing": "missing"}, dt.date(2025, 12, 1))
    assert {row.school.municipality for row in narrowed.rows} == {home}
    assert all(row.missing for row in narrowed.rows)


def test_the_page_and_the_book_say_the_same(people: People, signed_in: SignedIn):
    browser = signed_in("coordinator")
    page = browser.get("/intake/expected/?year=2024")
    assert page.status_code == 200
    sheet = load_workbook(io.BytesIO(browser.get("/intake/expected.xlsx?year=2024").content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) - 1 == len(people.schools)
    assert "ВПР 2024" in rows[0]
    assert all(str(row[1]) in page.content.decode() for row in rows[1:])


def test_who_sends_nothing_has_no_calendar(people: People, signed_in: SignedIn):
    for who in ("observer", "teacher", "outsider"):
        assert signed_in(who).get("/intake/expected/").status_code == 403
