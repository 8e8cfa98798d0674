"""The social context of schools on its own: one row per school and year."""

from opora.sources import READERS
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from tests.workbooks import CIRCUMSTANCES, book, rows_of, without_address

HEADING = ["Код школы", "Год данных", "Неполные семьи, %", "Расстояние до центра, км"]


def taken(*rows: list[Cell]) -> Taken:
    opened = book([HEADING, *rows])
    reader = next(reader for reader in READERS if reader.recognises(opened))
    assert reader.SOURCE == "school-contexts"
    return reader.read(opened, CIRCUMSTANCES)


def test_a_school_and_a_year_are_one_row() -> None:
    result = taken(["EDU100101", 2023, 20, "12,5"], ["edu100101", 2024, 25, None])
    assert without_address(rows_of(result, "contexts")) == [
        {"school": "edu100101", "year": 2023, "share_incomplete_families": 0.2, "distance_km": 12.5},
        {"school": "edu100101", "year": 2024, "share_incomplete_families": 0.25},
    ]
    assert result.problems == []


def test_the_same_school_and_year_twice_is_refused() -> None:
    result = taken(["s1", 2024, 20, 1], ["s1", 2024, 30, 1])
    assert [(problem.code, problem.place.row) for problem in result.problems] == [("school-twice", 3)]


def test_a_school_with_nothing_filled_in_is_named() -> None:
    result = taken(["s1", 2024, 20, 1], ["s2", 2024, None, "н/д"])
    assert [(problem.code, problem.found) for problem in result.problems] == [("row-skipped", "s2")]
    assert [row["source_row"] for row in rows_of(result, "contexts")] == [2]
