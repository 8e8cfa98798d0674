"""The receipt: in words, as one workbook, and as the sender's own workbook with comments."""

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from opora.reports.receipt_text import file_line, problem_lines, receipt_lines, total_lines
from opora.reports.receipt_workbook import commented_copy, receipt_book
from opora.tables.receipt import Receipt
from tests.reports import samples
from tests.workbooks import xlsx


def sent() -> bytes:
    """Return a workbook as a sender formats it: bold heading, merged title, formula, coloured column, own comment."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Лист1"
    sheet.append(["Класс 5Б", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["Код", "Первичный балл", "Отметка"])
    sheet["A2"].font = Font(bold=True, name="Verdana")
    for row in range(3, 40):
        sheet.append([50_000 + row, row % 20, "н" if row > 13 else 4])
    sheet["E3"] = "=SUM(B3:B39)"
    sheet["A3"].fill = PatternFill("solid", fgColor="00FF00")
    sheet["C14"].comment = Comment("был болен", "Школа")
    sheet.column_dimensions["A"].width = 33
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def marks(*rows: int, code: str = "mark-unknown", position: int | None = 2) -> list[Any]:
    return [samples.problem(code, "5б.xlsx", row, "Отметка", found="н", position=position) for row in rows]


def copy(problems: list[Any], original: bytes | None = None) -> Any:
    content = commented_copy(original or sent(), problems)
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content))


def test_each_bad_cell_is_coloured_and_says_what_to_do() -> None:
    sheet = copy(marks(15, 16))["Лист1"]
    assert sheet["C15"].fill.fgColor.rgb == "00F8CBAD"
    assert sheet["C15"].comment.text.startswith("Непонятная отметка. Ожидается 2–5 или пусто.")
    assert sheet["C17"].comment is None


def test_the_senders_values_formulas_and_formatting_stay() -> None:
    before, after = openpyxl.load_workbook(io.BytesIO(sent()))["Лист1"], copy(marks(15))["Лист1"]
    for row in before.iter_rows():
        for cell in row:
            other = after[cell.coordinate]
            assert other.value == cell.value
            assert repr(other.font) == repr(cell.font)
            assert other.number_format == cell.number_format
            assert repr(other.fill) == repr(cell.fill) or cell.coordinate == "C15"
    assert after["E3"].value == "=SUM(B3:B39)"
    assert after.column_dimensions["A"].width == before.column_dimensions["A"].width
    assert [str(span) for span in after.merged_cells.ranges] == ["A1:C1"]


def test_the_senders_own_comment_is_kept_with_ours_below() -> None:
    text = copy(marks(14))["Лист1"]["C14"].comment.text
    assert text.startswith("был болен\n\nНепонятная отметка")


def test_a_second_copy_of_a_copy_does_not_repeat_our_comments() -> None:
    once = commented_copy(sent(), marks(15))
    twice = copy(marks(15), once)
    assert twice["Лист1"]["C15"].comment.text.count("Непонятная отметка") == 1
    assert twice.sheetnames == ["Замечания 2", "Замечания", "Лист1"]


def test_the_first_sheet_lists_all_problems_with_links_to_their_cells() -> None:
    workbook = copy([*marks(15, 16), samples.problem("total-differs", "5б.xlsx")])
    assert workbook.sheetnames == ["Замечания", "Лист1"]
    assert workbook.active.title == "Замечания"
    rows = list(workbook["Замечания"].iter_rows(min_row=4))
    assert [row[3].value for row in rows] == [15, 16, None]
    assert rows[0][3].hyperlink.location == "'Лист1'!C15"
    assert rows[2][3].hyperlink is None
    assert rows[2][1].value == "обратить внимание"


def test_a_problem_in_a_merged_cell_marks_the_cell_that_is_seen() -> None:
    assert copy(marks(1))["Лист1"]["A1"].comment is not None


def test_several_problems_of_one_cell_are_one_comment_of_the_gravest_colour() -> None:
    sheet = copy([*marks(15, code="class-unknown"), *marks(15)])["Лист1"]
    assert sheet["C15"].fill.fgColor.rgb == "00F8CBAD"
    assert "параллели" in sheet["C15"].comment.text
    assert "Непонятная отметка" in sheet["C15"].comment.text


def test_a_problem_without_a_cell_is_listed_and_marks_nothing() -> None:
    workbook = copy(marks(15, position=None))
    assert workbook["Лист1"]["C15"].comment is None
    assert workbook["Замечания"]["D4"].hyperlink.location == "'Лист1'!A15"


@pytest.mark.parametrize(
    "content", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"a;b\n1;2", b"PK\x03\x04 broken", sent()[:900]]
)
def test_a_file_that_cannot_be_opened_has_no_copy(content: bytes) -> None:
    assert commented_copy(content, marks(15)) is None


def test_a_book_refused_for_its_size_is_not_opened_again() -> None:
    assert commented_copy(sent(), marks(15, code="sheet-too-wide")) is None


def test_hostile_values_are_shown_and_not_executed() -> None:
    quoted = "Лист'1"
    original = xlsx({quoted: [["а", "б"], [1, 2]]})
    problems = [
        samples.problem("value-not-in-list", "x.xlsx", 2, name, found=name, position=1).model_copy(
            update={"sheet": quoted}
        )
        for name in samples.HOSTILE_NAMES
    ]
    workbook = copy(problems, original)
    cells = [cell for row in workbook["Замечания"].iter_rows(min_row=4) for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert workbook["Замечания"]["D4"].hyperlink.location == "'Лист''1'!B2"
    assert workbook["Замечания"]["F5"].value == samples.HOSTILE_NAMES[1]


def test_one_workbook_lists_all_files_and_all_problems() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(receipt_book(samples.receipt())))
    files = list(workbook["Файлы"].iter_rows(min_row=4, values_only=True))
    assert [row[:2] for row in files] == [
        ("vpr/5a_math.xlsx", "принят"), ("5б.xlsx", "не принят"), ("5в.xlsx", "уже известен"),
        ("фото.jpg", "не распознан"),
    ]  # fmt: skip
    assert len(list(workbook["Замечания"].iter_rows(min_row=4))) == 27


def test_a_file_is_one_line_with_its_status() -> None:
    files = samples.receipt().files
    assert file_line(files[0]) == "vpr/5a_math.xlsx – принят: 22 строки, 2024 год, обратить внимание: 1 место"
    assert file_line(files[1]) == "5б.xlsx – не принят: 2024 год, исправить: 25 мест"


def test_problems_alike_in_one_column_stand_together() -> None:
    lines = problem_lines(samples.receipt().files[1].problems)
    assert len(lines) == 3
    assert "строка 14, столбец «Отметка»" in lines[0]
    assert lines[1].strip() == "ещё 23 такие же строки: 15–37"
    assert "строка 9, столбец «Первичный балл»" in lines[2]


def test_other_values_of_the_same_problem_are_shown() -> None:
    problems = [*marks(5), samples.problem("mark-unknown", "5б.xlsx", 7, "Отметка", found="зач")]
    assert problem_lines(problems)[1].strip() == "ещё 1 такая же строка: 7 (найдено также «зач»)"


def test_what_blocks_comes_first() -> None:
    lines = problem_lines([samples.problem("scale-unknown", "a"), *marks(5)])
    assert lines[0].strip().startswith("[исправить]")
    assert lines[1].strip().startswith("[внимание]")


def test_totals_count_files_rows_and_problems() -> None:
    assert total_lines(samples.receipt()) == [
        "Всего файлов: 4 (принят – 1; уже известен – 1; не принят – 1; не распознан – 1).",
        "Принято 22 строки, замечаний – 27.",
        "Новый выпуск: 7 (прежний – 6).",
    ]
    assert total_lines(Receipt(release=6, previous_release=6, files=[]))[2] == "Выпуск прежний: 6."
    assert total_lines(Receipt(release=None, previous_release=None, files=[]))[2].startswith("Выпуска пока нет")


def test_the_whole_receipt_is_lines_without_control_characters() -> None:
    receipt = samples.receipt()
    odd = receipt.files[0].model_copy(update={"file": "a\x1b[31mb.xlsx"})
    lines = receipt_lines(Receipt(release=7, previous_release=6, files=[odd, *receipt.files[1:]]))
    assert lines[0].startswith("a[31mb.xlsx – принят")
    assert lines[-1] == "Новый выпуск: 7 (прежний – 6)."


def test_of_many_files_only_those_with_something_to_say_are_named() -> None:
    receipt = samples.receipt()
    quiet = [receipt.files[2].model_copy(update={"file": f"{number}.xlsx"}) for number in range(30)]
    lines = receipt_lines(receipt.model_copy(update={"files": [*quiet, *receipt.files]}))
    assert not [line for line in lines if line.startswith("7.xlsx")]
    assert [line for line in lines if line.startswith("5б.xlsx – не принят")]
    assert any(line.startswith("Всего файлов: 34 ") for line in lines)
