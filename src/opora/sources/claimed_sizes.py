"""How many cells a packed book claims to have: a few kilobytes can claim billions, and a reader would believe them."""

import re
import struct
from collections.abc import Iterable

from opora.sources.cells import column_position
from opora.sources.old_records import parts_of

# «r» first and what stands before it second: a search that begins with a letter is twice as fast over a large sheet
_FAR_ADDRESS = re.compile(rb"""r(?<=\sr)\s*+=\s*+["'](?:[A-Za-z]{3,}+\d|[A-Za-z]*+\d{5})""")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d+)""")
_BLANK_ROW = re.compile(rb"<row\s[^<>]*/>")

_PLACE = struct.Struct("<HH")
_OLD_CELLS = frozenset({0x0006, 0x00BD, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E})

_REPEATS = re.compile(rb"number-(?:columns|rows)-repeated\s*=\s*[\"']\s*\+?0*(\d{1,12})")
_OPEN_TAG = re.compile(
    rb"<(table:table-row|table:table-cell|table:covered-table-cell|table:table)(?![\w:-])"
    rb"""((?:[^>"']|"[^"]*"|'[^']*')*)>"""
)
_VALUE = re.compile(rb"office:|formula")


def xlsx_cells(xml: bytes) -> int:
    """Return the size of the rectangle a sheet's cells lie in; the reader takes memory for all of it at once."""
    if not _FAR_ADDRESS.search(xml):
        return 0  # the usual case: no column beyond ZZ, no row beyond 9999, so 7 million cells at the most
    addresses = _ADDRESS.findall(_BLANK_ROW.sub(b"", xml))
    rows = max((int(row[:9]) for _, row in addresses), default=0)
    return rows * max((column_position(letters[:9].decode()) + 1 for letters, _ in addresses), default=0)


def xls_cells(stream: bytes) -> int:
    """Return the size of the largest rectangle the cells of a sheet of an old book lie in. Source: [MS-XLS]."""
    return max(map(_rectangle, parts_of(stream)))


def _rectangle(records: Iterable[tuple[int, bytes]]) -> int:
    rows = columns = 0
    for kind, record in records:
        if kind in _OLD_CELLS and len(record) >= _PLACE.size:
            row, column = _PLACE.unpack_from(record)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
    return rows * columns


def ods_cells(xml: bytes) -> int:
    """Return the size of the largest rectangle the cells of an OpenDocument sheet lie in.

    Offices fill a sheet to its end with repeated blank cells and rows; those after the last filled one do not count.
    """
    largest = 0
    rectangle = _Rectangle()
    for tag, attributes in _OPEN_TAG.findall(xml):
        if tag == b"table:table":
            largest, rectangle = max(largest, rectangle.size), _Rectangle()
        elif tag == b"table:table-row":
            rectangle.begin_row(_repeats(attributes))
        else:
            is_blank = attributes.endswith(b"/") and not _VALUE.search(attributes)
            rectangle.add_cells(_repeats(attributes), is_blank=is_blank)
    return max(largest, rectangle.size)


def _repeats(attributes: bytes) -> int:
    repeats = _REPEATS.search(attributes)
    return int(repeats[1]) if repeats else 1


class _Rectangle:
    """The rows and columns met so far, up to the last filled ones."""

    def __init__(self) -> None:
        self._rows = self._width = 0
        self._rows_met = self._cells_met = 0

    @property
    def size(self) -> int:
        return self._rows * self._width

    def begin_row(self, repeats: int) -> None:
        self._rows_met += repeats
        self._cells_met = 0

    def add_cells(self, repeats: int, *, is_blank: bool) -> None:
        self._cells_met += repeats
        if not is_blank:
            self._rows = self._rows_met
            self._width = max(self._width, self._cells_met)
