"""The receipt as Excel: the sender's own workbook with its cells commented, and one workbook of all problems."""

from __future__ import annotations

import io
import warnings
import zipfile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from opora.reports.hidden_names import hide_names
from opora.reports.sheets import SheetColumn, clipped, new_book, row_height
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.problems import FILE_STATUS_IN_RUSSIAN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

    from opora.tables.receipt import ProblemRecord, Receipt

SHEET = "Замечания"
AUTHOR = "Опора"

#: Every bad cell is coloured and listed; beyond this number comments are left out, for Excel opens them too slowly.
MOST_COMMENTS = 2_000

_MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_TOO_LARGE = frozenset({"file-too-large", "archive-too-large", "sheet-too-wide"})
_FILLS = {Severity.BLOCKS: "F8CBAD", Severity.WARNS: "FFE699"}
_SEVERITY_IN_RUSSIAN = {Severity.BLOCKS: "исправить", Severity.WARNS: "обратить внимание"}
_LOST = ("xl/media/", "xl/charts/")
_COLUMNS = (
    ("№", 6), ("Что делать", 18), ("Лист", 24), ("Строка", 9), ("Столбец", 24), ("Найдено", 24), ("Ожидается", 32),
    ("Замечание", 44), ("Как исправить", 60), ("Код", 24),
)  # fmt: skip


def commented_copy(original: bytes, problems: Sequence[ProblemRecord]) -> bytes | None:
    """Return the sender's workbook with each bad cell coloured and commented, and a first sheet that lists all.

    Values, formulas and formatting stay the sender's; names and documents of people are closed; macros are left out,
    pictures and charts too – the first sheet says so where there were any. The original is not changed.

    Args:
        original: the file as it was sent.
        problems: the problems of this file; rows count from 1, positions from 0.

    Returns:
        The copy, or None where the file is no .xlsx that can be opened, or is too large to open safely.
    """
    if any(problem.code in _TOO_LARGE for problem in problems):
        return None
    workbook = _opened(original)
    if workbook is None:
        return None
    has_names = hide_names(workbook)
    cells = _cells_to_mark(workbook, problems)
    for number, (cell, alike) in enumerate(cells):
        _mark(cell, alike, with_comment=number < MOST_COMMENTS)
    remarks = _remarks(original, len(cells))
    if has_names:
        remarks.append("Имена и документы в копии закрыты: её можно переслать. В исходном файле они на месте.")
    _add_list(workbook, problems, remarks)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _opened(original: bytes) -> Workbook | None:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(original)) as package:
            if sum(member.file_size for member in package.infolist()) > _MOST_UNPACKED_BYTES:
                return None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of extensions it leaves out; they carry no values
            return load_workbook(io.BytesIO(original), rich_text=True)
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a damaged part provokes; no copy is the answer to all
        return None


def _cells_to_mark(workbook: Workbook, problems: Sequence[ProblemRecord]) -> list[tuple[Cell, list[ProblemRecord]]]:
    """Return each bad cell once with all its problems; a merged cell stands for its whole range."""
    sheets = {sheet.title: sheet for sheet in workbook.worksheets}
    merged = {name: _merged_starts(sheet) for name, sheet in sheets.items()}
    found: dict[tuple[str, int, int], list[ProblemRecord]] = {}
    for problem in problems:
        if problem.sheet and problem.sheet in sheets and problem.row and problem.position is not None:
            place = (problem.row, problem.position + 1)
            found.setdefault((problem.sheet, *merged[problem.sheet].get(place, place)), []).append(problem)
    return [(sheets[name].cell(row, column), alike) for (name, row, column), alike in found.items()]


def _merged_starts(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (span.min_row, span.min_col) for span in sheet.merged_cells.ranges for row, column in span.cells
    }


def _mark(cell: Cell, problems: Sequence[ProblemRecord], *, with_comment: bool) -> None:
    """Colour a cell by its gravest problem and add what to do to whatever comment the sender had there."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    blocks = any(problem.severity is Severity.BLOCKS for problem in problems)
    cell.fill = PatternFill("solid", fgColor=_FILLS[Severity.BLOCKS if blocks else Severity.WARNS])
    if not with_comment:
        return
    own = [cell.comment.text] if cell.comment and cell.comment.author != AUTHOR else []
    words = clipped("\n\n".join([*own, *map(_comment_text, problems)]))
    cell.comment = Comment(words, AUTHOR, width=340, height=40 + 18 * (len(words) // 45 + words.count("\n") + 1))


def _comment_text(problem: ProblemRecord) -> str:
    expected = f"Ожидается {problem.expected}. " if problem.expected else ""
    return f"{_what(problem)}. {expected}{problem.remedy}"


def _what(problem: ProblemRecord) -> str:
    title = KINDS[problem.code].title
    return title[:1].upper() + title[1:]


def _remarks(original: bytes, cells: int) -> list[str]:
    remarks = ["Это копия присланной книги: проблемные ячейки закрашены, что делать – в примечаниях и в таблице ниже."]
    with zipfile.ZipFile(io.BytesIO(original)) as package:
        if any(name.startswith(_LOST) for name in package.namelist()):
            remarks.append("Рисунки и диаграммы в копию не вошли; в исходном файле они на месте.")
    if cells > MOST_COMMENTS:
        remarks.append(f"Примечания сделаны к первым {MOST_COMMENTS} ячейкам; в таблице перечислены все.")
    return remarks


def _add_list(workbook: Workbook, problems: Sequence[ProblemRecord], remarks: Sequence[str]) -> None:
    """Add the first sheet: remarks, then every problem with a link to its cell."""
    titles = set(workbook.sheetnames)
    numbered = (f"{SHEET} {number}" for number in range(2, len(titles) + 3))
    sheet = workbook.create_sheet(next(name for name in (SHEET, *numbered) if name not in titles), 0)
    for number, remark in enumerate(remarks, start=1):
        _put(sheet, (number, 1), remark).font = _font(bold=number == 1)
    top = len(remarks) + 2
    _put_headings(sheet, top)
    for number, problem in enumerate(problems, start=1):
        _put_problem(sheet, top + number, number, problem)
        _link(sheet, (top + number, 4), problem, titles)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:J{top + max(1, len(problems))}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight = "landscape", 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    workbook.active = 0
    for other in workbook.worksheets:
        other.sheet_view.tabSelected = other is sheet


def _put_headings(sheet: Worksheet, row: int) -> None:
    from openpyxl.styles import Alignment, PatternFill
    from openpyxl.utils import get_column_letter

    for position, (heading, width) in enumerate(_COLUMNS, start=1):
        cell = _put(sheet, (row, position), heading)
        cell.font, cell.fill = _font(bold=True), PatternFill("solid", fgColor="DCE5EC")
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(position)].width = width


def _put_problem(sheet: Worksheet, row: int, number: int, problem: ProblemRecord) -> None:
    from openpyxl.styles import Alignment

    values = (number, *_problem_cells(problem))
    sheet.row_dimensions[row].height = row_height(values, [width for _, width in _COLUMNS])
    for position, value in enumerate(values, start=1):
        cell = _put(sheet, (row, position), value)
        cell.font, cell.alignment = _font(), Alignment(wrap_text=True, vertical="top")


def _font(**look: Any) -> Font:
    from openpyxl.styles import Font

    return Font(name="Arial", size=10, **look)


def _put(sheet: Worksheet, place: tuple[int, int], value: Any) -> Any:
    """Put a value into a cell; a text stays a text, whatever sign it begins with."""
    cell = sheet.cell(*place)
    if isinstance(value, str):
        cell.value = clipped(value)
        cell.data_type, cell.quotePrefix = "s", value[:1] in {"=", "+", "-", "@"}
    else:
        cell.value = value
    return cell


def _link(sheet: Worksheet, place: tuple[int, int], problem: ProblemRecord, titles: set[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    if problem.row is None or problem.sheet not in titles:
        return
    name = problem.sheet.replace("'", "''")
    cell = sheet.cell(*place)
    target = f"'{name}'!{get_column_letter((problem.position or 0) + 1)}{problem.row}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
    cell.font = _font(color="0B5A8A", underline="single")


def _problem_cells(problem: ProblemRecord) -> tuple[Any, ...]:
    return (
        _SEVERITY_IN_RUSSIAN[problem.severity],
        problem.sheet,
        problem.row,
        problem.column,
        problem.found,
        problem.expected,
        _what(problem),
        problem.remedy,
        problem.code,
    )


def receipt_book(receipt: Receipt, sources: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return one .xlsx file with a sheet of all files and a sheet of all problems.

    Args:
        receipt: what became of the files.
        sources: Russian names of the kinds of files by their codes; a code without a name stands as it is.
    """
    release = f"выпуск {receipt.release}" if receipt.release is not None else "выпуска пока нет"
    files = (
        SheetColumn("Файл", 44), SheetColumn("Что с ним", 26), SheetColumn("Вид файла", 26),
        SheetColumn("Год", 8, "centre"), SheetColumn("Строк принято", 10, "whole"), SheetColumn("Школы", 30),
        SheetColumn("Замечаний", 11, "whole"),
    )  # fmt: skip
    problems = (SheetColumn("Файл", 36), *(SheetColumn(heading, width) for heading, width in _COLUMNS[1:]))
    with new_book() as (book, stream):
        rows = [
            [one.file, FILE_STATUS_IN_RUSSIAN[one.status], sources.get(one.source or "", one.source),
             one.year, one.rows, ", ".join(one.schools), len(one.problems)]
            for one in receipt.files
        ]  # fmt: skip
        book.add_table("Файлы", f"Присланные файлы, {release}", files, rows)
        found = [[problem.file, *_problem_cells(problem)] for one in receipt.files for problem in one.problems]
        book.add_table(SHEET, f"Все замечания, {release}", problems, found)
    return stream.getvalue()
