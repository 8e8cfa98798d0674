"""Workbooks drawn in a test as rows, written as real files."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from opora.sources.book import Book, open_book
from opora.sources.cells import Cell
from opora.sources.taken import Circumstances, Taken

CIRCUMSTANCES = Circumstances(secret=b"test secret", latest_year=2026)


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Sequence[str] = ()) -> bytes:
    """Return an .xlsx file with the given sheets; cells of the ranges are merged, the first one's value stays."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for index, row in enumerate(rows):
                sheet.write_row(index, 0, ["" if cell is None else cell for cell in row])
            for cells in merged:
                row, column = xl_cell_to_rowcol(cells.partition(":")[0])
                sheet.merge_range(cells, rows[row][column])
    return stream.getvalue()


def book(
    rows: Sequence[Sequence[Cell]], sheet: str = "Лист1", file: str = "файл.xlsx", merged: Sequence[str] = ()
) -> Book:
    """Return a one-sheet workbook written to bytes and opened again."""
    return open_book(file, xlsx({sheet: rows}, merged))


def csv_book(text: str, file: str = "файл.csv", encoding: str = "cp1251") -> Book:
    """Return a table of text in an encoding districts use, opened as a book."""
    return open_book(file, text.encode(encoding))


def rows_of(taken: Taken, table: str) -> list[dict[str, Any]]:
    """Return the rows a reader took for a table, one dict a row, without None."""
    rows = []
    for batch in taken.batches:
        if batch.table == table:
            for index in range(batch.rows):
                row = {
                    name: value[index] if isinstance(value, list) else value for name, value in batch.columns.items()
                }
                rows.append({name: value for name, value in row.items() if value is not None})
    return rows


def without_address(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows without the places they came from."""
    return [{name: value for name, value in row.items() if not name.startswith("source_")} for row in rows]
