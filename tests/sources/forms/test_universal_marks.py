"""The template of marks: numbers of people by school, which make up all participants."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources import READERS
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from tests.disorder import disordered, seeds
from tests.workbooks import CIRCUMSTANCES, book, rows_of, without_address

HEADING = ["Процедура", "Год", "Предмет", "Класс работы", "Уровень", "Код школы", "Название школы", "Муниципалитет",
           "Кол-во участников", "2", "3", "4", "5"]  # fmt: skip
SCHOOL = ["ВПР", 2024, "Математика", 5, "", "edu100101", "СОШ №1", "Абанский район", 22, 8, 7, 5, 2]


def taken(*rows: list[Cell], heading: list[Cell] | None = None) -> Taken:
    opened = book([list(heading or HEADING), *rows])
    reader = next(reader for reader in READERS if reader.recognises(opened))
    assert reader.SOURCE == "template-marks"
    return reader.read(opened, CIRCUMSTANCES)


def changed(column: str, cell: Cell) -> list[Cell]:
    position = HEADING.index(column)
    return [*SCHOOL[:position], cell, *SCHOOL[position + 1 :]]


def test_a_school_and_a_paper_are_one_row() -> None:
    result = taken(SCHOOL)
    assert rows_of(result, "mark_counts") == [
        {
            "year": 2024, "procedure": "vpr", "subject": "mathematics", "paper_grade": 5, "level": "standard",
            "area_level": "school", "area": "СОШ №1", "municipality": "Абанский район", "school_code": "edu100101",
            "pupils": 22, "mark_2": 8, "mark_3": 7, "mark_4": 5, "mark_5": 2, "source_sheet": "Лист1", "source_row": 2,
        }
    ]  # fmt: skip
    assert rows_of(result, "school_names") == [
        {"school_code": "edu100101", "name": "СОШ №1", "municipality": "Абанский район"}
    ]
    assert (result.problems, result.year) == ([], 2024)


def test_a_school_without_a_name_is_called_by_its_code() -> None:
    (row,) = rows_of(taken(changed("Название школы", "")), "mark_counts")
    assert row["area"] == "edu100101"


def test_marks_that_do_not_make_up_the_participants_are_named() -> None:
    (problem,) = taken(SCHOOL, changed("2", 9)).problems
    assert (problem.code, problem.place.row, problem.found) == (
        "marks-do-not-sum", 3, "участников 22, сумма отметок 23",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [("2", "", "value-missing"), ("2", 36.36, "number-unknown"), ("5", -1, "value-out-of-range"),
     ("Кол-во участников", "", "value-missing"), ("Код школы", "", "school-code-missing"),
     ("Предмет", "Труд", "subject-unknown")],
)  # fmt: skip
def test_a_cell_that_does_not_fit_is_named(column: str, cell: Cell, code: str) -> None:
    assert [(one.code, one.place.column) for one in taken(changed(column, cell)).problems] == [(code, column)]


def test_a_missing_column_of_marks_is_named() -> None:
    result = taken(SCHOOL[:-1], heading=HEADING[:-1])
    assert [(one.code, one.expected) for one in result.problems] == [("heading-missing", "столбец «5»")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=1, max_size=5), seeds)
def test_counts_read_back_however_they_are_arranged(drawn: list[tuple[int, ...]], seed: int) -> None:
    rows = [
        ["РПР", 2023, "физика", 8, "", f"10{number}", "", "", sum(four), *four] for number, four in enumerate(drawn)
    ]
    mixed = disordered([HEADING, *rows], seed)
    result = taken(*mixed[1:], heading=mixed[0])
    assert result.problems == []
    read = [
        (row["school_code"], row["pupils"], *(row[f"mark_{mark}"] for mark in (2, 3, 4, 5)))
        for row in without_address(rows_of(result, "mark_counts"))
    ]
    assert read == [(f"10{number}", sum(four), *four) for number, four in enumerate(drawn)]
