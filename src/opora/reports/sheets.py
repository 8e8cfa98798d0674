"""Tables as sheets of an Excel workbook: frozen heading, filters, widths for reading – and text that stays text."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from opora.reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

#: A cell of Excel holds no more characters.
LONGEST_TEXT = 32_767

_HIGHEST_ROW = 409.0  # points; Excel's own limit
_INK, _HEAD, _LINE = "#22303C", "#DCE5EC", "#C3CDD6"


@dataclass(frozen=True)
class SheetColumn:
    """One column: heading, width in characters, and how cells look: "text", "whole", "percent", "mark" or "centre"."""

    heading: str
    width: float
    look: str = "text"


class NewBook:
    """An Excel workbook in the making. Every text is written as a string, whatever sign it begins with."""

    def __init__(self, stream: io.BytesIO) -> None:
        import xlsxwriter

        self.workbook: xlsxwriter.Workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
        shared = {"font_name": "Arial", "font_size": 10, "valign": "top", "font_color": _INK}
        cell = shared | {"border": 1, "border_color": _LINE}
        self._looks = {
            "text": self.workbook.add_format(cell | {"text_wrap": True}),
            "centre": self.workbook.add_format(cell | {"align": "center", "text_wrap": True}),
            "whole": self.workbook.add_format(cell | {"num_format": "#,##0"}),
            "mark": self.workbook.add_format(cell | {"num_format": "0.00"}),
            "percent": self.workbook.add_format(cell | {"num_format": "0.0%"}),
            "heading": self.workbook.add_format(
                cell | {"bold": True, "bg_color": _HEAD, "text_wrap": True, "valign": "vcenter", "align": "center"}
            ),
            "plain": self.workbook.add_format(shared | {"text_wrap": True}),
            "title": self.workbook.add_format(shared | {"bold": True, "font_size": 13}),
        }

    def add_table(
        self, name: str, title: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Any]]
    ) -> Worksheet:
        """Add a sheet with one table under a title line; an empty table says so instead of ending in nothing."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, clipped(title), self._looks["title"])
        widths = [column.width for column in columns]
        sheet.set_row(2, row_height([column.heading for column in columns], widths))
        for position, column in enumerate(columns):
            sheet.set_column(position, position, column.width)
            sheet.write_string(2, position, column.heading, self._looks["heading"])
        for number, row in enumerate(rows, start=3):
            sheet.set_row(number, row_height(row, widths))
            for position, (value, column) in enumerate(zip(row, columns, strict=True)):
                self._write(sheet, (number, position), value, column.look)
        if not rows:
            sheet.write_string(3, 0, "Таких строк нет.", self._looks["plain"])
        sheet.freeze_panes(3, 0)
        sheet.autofilter(2, 0, max(3, 2 + len(rows)), len(columns) - 1)
        _set_printing(sheet)
        return sheet

    def add_notes(self, name: str, title: str, notes: Sequence[tuple[str, str]]) -> Worksheet:
        """Add a sheet of (what, text) lines."""
        sheet = self.workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, clipped(title), self._looks["title"])
        for number, (what, words) in enumerate(notes, start=2):
            sheet.set_row(number, row_height((what, words), (30, 90)))
            sheet.write_string(number, 0, clipped(what), self._looks["text"])
            sheet.write_string(number, 1, clipped(words), self._looks["text"])
        _set_printing(sheet)
        return sheet

    def _write(self, sheet: Worksheet, cell: tuple[int, int], value: Any, look: str) -> None:
        """Numbers stay numbers; everything else is a string, so that «=1+1» is four characters and not a formula."""
        if value is None or value == "":
            sheet.write_blank(*cell, None, self._looks[look])
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(*cell, value, self._looks[look])
        else:
            sheet.write_string(
                *cell, clipped(str(value)), self._looks["text" if look in {"whole", "percent", "mark"} else look]
            )


def _set_printing(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P из &N")


def row_height(values: Sequence[Any], widths: Sequence[float]) -> float:
    """Return the height in points that shows wrapped texts whole; not every office program finds it by itself."""
    lines = [
        sum(max(1, ceil(len(line) * 0.9 / width)) for line in value.split("\n"))
        for value, width in zip(values, widths, strict=True)
        if isinstance(value, str)
    ]
    return min(_HIGHEST_ROW, 13.0 * max(lines, default=1) + 2)


def clipped(text: str) -> str:
    """Return the text as a cell can hold it: printable, not longer than Excel allows."""
    words = printable(text)
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1] + "…"


@contextmanager
def new_book() -> Iterator[tuple[NewBook, io.BytesIO]]:
    """Yield a workbook and the stream that holds its bytes once the block is left."""
    stream = io.BytesIO()
    book = NewBook(stream)
    yield book, stream
    book.workbook.close()
