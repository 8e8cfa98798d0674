"""Workbooks drawn in a test as rows, written as real files."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from opora.sources.book import Book, open_book
from opora.sources.cells import Cell
from opora.sources.taken import Circumstances

CIRCUMSTANCES = Circumstances(secret=b"test secret", latest_year=2026)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return an .xlsx file with the given sheets."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, ["" if cell is None else cell for cell in row])
    return stream.getvalue()


def book(rows: Sequence[Sequence[Cell]], sheet: str = "Лист1", file: str = "файл.xlsx") -> Book:
    """Return a one-sheet workbook written to bytes and opened again."""
    return open_book(file, xlsx({sheet: rows}))
