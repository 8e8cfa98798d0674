"""One file as a district sends it: where it lies and what stands in it, written the same way every time."""

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

Value = str | int | float | None
Row = Sequence[Value]
Sheets = Mapping[str, Iterable[Row]]

_OPTIONS = {
    "constant_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
#: Workbooks carry the day they were made; a fixed one keeps equal plans equal to the byte.
_MADE_ON = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Sending:
    """One file to be sent.

    Attributes:
        file: its path below the folder of sent files; .xlsx, or .csv in the encoding and with the delimiter districts
            use (cp1251, «;»).
        sheets: gives the rows of each sheet when they are needed; a .csv has one.
    """

    file: Path
    sheets: Callable[[], Sheets]

    def write_below(self, folder: Path) -> Path:
        """Write the file and return where it lies."""
        path = folder / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".csv":
            _write_text(path, self.sheets())
        else:
            _write_book(path, self.sheets())
        return path


def _write_book(path: Path, sheets: Sheets) -> None:
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"created": _MADE_ON})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


def _write_text(path: Path, sheets: Sheets) -> None:
    (rows,) = sheets.values()
    with path.open("w", encoding="cp1251", newline="") as stream:
        csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
