"""Cells merged over several rows say their value in each of them; an empty cell that is not merged says nothing."""

from opora.sources import READERS
from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from tests.sources.gia.protocols import HEADING_9, PUPIL_9
from tests.sources.vpr.test_vpr_individual import PUPIL
from tests.sources.vpr.test_vpr_individual import sheet as individual_sheet
from tests.sources.vpr_samples import SCHOOL, TITLE
from tests.workbooks import CIRCUMSTANCES, book, rows_of

OTHER = ["edu100102", "Абанский район", "МБОУ Абанская СОШ №3"]


def taken(opened: Book) -> Taken:
    reader = next(reader for reader in READERS if reader.recognises(opened))
    return reader.read(opened, CIRCUMSTANCES)


def values(read: Taken, table: str, column: str) -> list[Cell]:
    return [row.get(column) for row in rows_of(read, table)]


def pupils(*, school_of_last: list[Cell]) -> list[list[Cell]]:
    """Return a Ф1 of two schools of two pupils each, the school named beside the first of them."""
    rows = [PUPIL, ["", "", "", *PUPIL[3:]], [*OTHER, *PUPIL[3:]], [*school_of_last, *PUPIL[3:]]]
    return individual_sheet(*([*row[:3], 50012 + number, *row[4:]] for number, row in enumerate(rows)))


def test_a_school_merged_over_its_pupils_is_the_school_of_each() -> None:
    read = taken(book(pupils(school_of_last=["", "", ""]), merged=["A7:A8", "B7:B8", "C7:C8", "A9:A10", "B9:B10"]))
    assert read.problems == []
    assert values(read, "results", "school_code") == ["edu100101", "edu100101", "edu100102", "edu100102"]
    assert values(read, "school_names", "school_code") == ["edu100101", "edu100102"]


def test_an_empty_cell_below_merged_ones_is_not_filled() -> None:
    read = taken(book(pupils(school_of_last=["", "", ""]), merged=["A7:A8"]))
    assert [(problem.code, problem.place.row) for problem in read.problems] == [("school-code-missing", 10)]


def test_a_total_beside_merged_cells_is_no_pupil() -> None:
    rows = [*individual_sheet(PUPIL), ["", "Итого", "", 1, "", "", 2, 1, 0, 3, 3, 4]]
    assert len(values(taken(book(rows, merged=["A7:A8"])), "results", "pupil")) == 1


def test_a_municipality_merged_over_its_schools_is_the_municipality_of_each() -> None:
    rows = [
        ["Муниципалитет", "Код школы", "Краткое наименование"],
        ["Абанский район", "s1", "СОШ 1"],
        ["", "s2", "СОШ 2"],
    ]
    assert values(taken(book([*rows], merged=["A2:A3"])), "register", "municipality") == ["Абанский район"] * 2


def test_a_group_merged_over_its_marks_is_the_group_of_each() -> None:
    rows = [
        *TITLE,
        ["Группы участников", "Группа баллов", "Кол-во участников", "1", "2.1"],
        ["Макс балл", "", "", 1, 2],
        [SCHOOL, "2", 4, 50, 10],
        ["", "3", 10, 70, 20],
    ]
    read = taken(book(rows, merged=["A7:A8"]))
    assert read.problems == []
    assert values(read, "item_shares", "mark_group") == ["2", "2", "3", "3"]
    assert set(values(read, "item_shares", "area")) == {SCHOOL}


def test_a_code_merged_over_the_participants_of_a_school_is_the_code_of_each() -> None:
    rows = [["01 - Русский язык 2023.06.06"], HEADING_9, PUPIL_9, ["2", "", *PUPIL_9[2:6], "Ванин", *PUPIL_9[7:]]]
    read = taken(book(rows, merged=["B3:B4"]))
    assert read.problems == []
    assert values(read, "results", "school_code") == ["111002", "111002"]


def test_headings_merged_over_two_rows_are_the_headings_they_were() -> None:
    heading = ["Группы участников", "Кол-во ОО", "Кол-во участников", "Распределение, %", "", "", ""]
    rows = [*TITLE, heading, ["", "", "", 2, 3, 4, 5], [SCHOOL, "", 10, 10, 20, 30, 40]]
    read = taken(book(rows, merged=["A5:A6", "B5:B6", "C5:C6", "D5:G5"]))
    assert read.problems == []
    assert values(read, "mark_counts", "mark_5") == [4]
