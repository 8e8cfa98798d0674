"""A cell may show a sign in place of its value; a sign is never a value, and beside the data it keeps nothing out."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from opora.sources import READERS
from opora.sources.book import Book, open_book
from opora.sources.taken import Taken
from opora.vocabulary.problem_kinds import Severity
from tests.sources.gia.protocols import HEADING_9, PUPIL_9, csv
from tests.sources.vpr.test_vpr_individual import PUPIL
from tests.sources.vpr.test_vpr_individual import sheet as individual_sheet
from tests.workbooks import CIRCUMSTANCES, rows_of

UNCOUNTED = ""  # what xlsxwriter keeps for a formula whose value nobody gives it


def workbook(put: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]) -> Book:
    """Return a Ф1 of two pupils to which something was put; its rows 7 and 8 are the pupils."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Лист1")
        other = [*PUPIL[:3], 50013, *PUPIL[4:]]
        for index, row in enumerate(individual_sheet(PUPIL, other)):
            sheet.write_row(index, 0, row)
        put(book, sheet)
    return open_book("файл.xlsx", stream.getvalue())


def taken(book: Book) -> Taken:
    reader = next(reader for reader in READERS if reader.recognises(book))
    return reader.read(book, CIRCUMSTANCES)


@pytest.mark.parametrize(
    ("cell", "heading"),
    [("A8", "ОО"), ("B8", "Муниципалитет"), ("C8", "Название ОО"), ("D8", "Код участника"), ("G8", "1 (4б)"),
     ("J8", "Первичный балл"), ("K8", "Отметка")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("value", "code", "found"), [("#N/A", "cell-error", "#N/A"), (UNCOUNTED, "formula-without-value", "")]
)
def test_a_sign_among_the_data_is_named_once_with_its_cell(
    cell: str, heading: str, value: str, code: str, found: str
) -> None:
    read = taken(workbook(lambda _, sheet: sheet.write_formula(cell, "=VLOOKUP(1,A:B,2)", None, value) and None))
    assert [
        (one.code, one.place.row, one.place.column, one.found)
        for one in read.problems
        if one.severity is Severity.BLOCKS
    ] == [(code, 8, heading, found)]


def test_the_problem_says_what_to_do() -> None:
    (problem,) = taken(workbook(lambda _, sheet: sheet.write_formula("K8", "=1/0", None, "#DIV/0!") and None)).problems
    assert problem.text == (
        "файл.xlsx › Лист1 › строка 8, столбец «Отметка»: найдено «#DIV/0!», ожидается значение или пустая ячейка. "
        "Исправьте формулу, впишите значение или очистите ячейку. [cell-error]"
    )


def test_signs_beside_the_data_keep_nothing_out() -> None:
    def put(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write("A10", "Средний балл")
        sheet.write_formula("J10", "=AVERAGE(J7:J8)", None, UNCOUNTED)
        sheet.write("M6", "% выполнения")
        sheet.write_formula("M7", "=J7/0", None, "#DIV/0!")
        book.add_worksheet("Свод").write_formula("A1", "=1/0", None, "#DIV/0!")

    read = taken(workbook(put))
    assert read.problems == []
    assert [row["mark"] for row in rows_of(read, "results")] == [3, 3]


def test_a_title_that_is_a_formula_nobody_counted_is_named_beside_what_it_leaves_open() -> None:
    read = taken(workbook(lambda _, sheet: sheet.write_formula("A1", '="ВПР "&2025', None, UNCOUNTED) and None))
    assert [(one.code, one.place.row, one.place.column) for one in read.problems] == [
        ("paper-unknown", 2, None), ("formula-without-value", 1, "A"),
    ]  # fmt: skip


def test_a_sign_in_a_protocol_is_named_and_its_participant_is_not() -> None:
    rows = [
        ["01 - Русский язык 2023.06.06"],
        HEADING_9,
        PUPIL_9,
        [*PUPIL_9[:-1], "#Н/Д"],
        ["#ССЫЛКА!" if n == 1 else cell for n, cell in enumerate(PUPIL_9)],
    ]
    read = taken(csv(rows))
    assert [(one.code, one.place.row, one.place.column, one.found) for one in read.problems] == [
        ("cell-error", 4, "Оценка", "#Н/Д"), ("cell-error", 5, "Код ОО", "#ССЫЛКА!"),
    ]  # fmt: skip
