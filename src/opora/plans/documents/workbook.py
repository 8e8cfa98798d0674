"""An Excel workbook → one table of words a sheet."""

import datetime as dt

from opora.plans.documents.refusals import refuse_large
from opora.plans.documents.table_of_text import TableOfText, TextDocument, simple_rows
from opora.sources.book import open_book
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
        blocks.append(TableOfText(number, simple_rows(file, [row[:widest] for row in rows])))
    return TextDocument(tuple(blocks))


def _words(cell: Cell) -> str:
    """Return the cell as a person reads it: a day as Russian papers write it, lines of a cell kept apart."""
    if isinstance(cell, dt.date):
        return cell.strftime("%d.%m.%Y")
    if isinstance(cell, str):
        return "\n".join(filter(None, (" ".join(line.split()) for line in cell.split("\n"))))
    return text(cell)
