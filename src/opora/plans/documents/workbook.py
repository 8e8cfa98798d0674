"""An Excel workbook → one table of words a sheet, merged cells known as such."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from opora.plans.documents.refusals import refuse_large
from opora.plans.documents.table_of_text import TableOfText, TextDocument, TextRow, simple_rows
from opora.sources.book import MergedCells, open_book
from opora.sources.cells import Cell, text


def read_workbook(file: str, content: bytes) -> TextDocument:
    """Return the document in the content of a workbook, its sheets as tables in their order.

    Raises:
        UnreadableFileError: the workbook is encrypted, damaged or too large.
        UnreadablePlanError: its sheets are larger than any plan.
    """
    blocks = []
    for number, sheet in enumerate(open_book(file, content).sheets, start=1):
        rows = [[_words(cell) for cell in row] for row in sheet.rows]
        while rows and not any(rows[-1]):
            rows.pop()
        widest = max((column + 1 for row in rows for column, words in enumerate(row) if words), default=0)
        refuse_large(file, len(rows), len(rows) * widest)
        simple = simple_rows(file, [row[:widest] for row in rows])
        blocks.append(TableOfText(number, _with_merged(file, simple, sheet.merged)))
    return TextDocument(tuple(blocks))


def _words(cell: Cell) -> str:
    """Return the cell as a person reads it: a day as Russian papers write it, lines of a cell kept apart."""
    if isinstance(cell, dt.date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, str):
        return "\n".join(filter(None, (" ".join(line.split()) for line in cell.split("\n"))))
    return text(cell)


def _with_merged(file: str, rows: Sequence[TextRow], areas: Sequence[MergedCells]) -> tuple[TextRow, ...]:
    """Return the rows with each merged cell standing in every row and column it covers within the table."""
    found = [(list(row.cells), list(row.owners)) for row in rows]
    width = len(found[0][0]) if found else 0
    covered = 0
    for (top, left), (bottom, right) in areas:
        if top >= len(found) or left >= width:
            continue
        last_row, last_column = min(bottom, len(found) - 1), min(right, width - 1)
        covered += (last_row - top + 1) * (last_column - left + 1)
        refuse_large(file, len(found), covered)
        words, owner = found[top][0][left], found[top][1][left]
        for cells, owners in found[top : last_row + 1]:
            count = last_column - left + 1
            cells[left : last_column + 1] = [words] * count
            owners[left : last_column + 1] = [owner] * count
    return tuple(
        replace(row, cells=tuple(cells), owners=tuple(owners)) for row, (cells, owners) in zip(rows, found, strict=True)
    )
