"""Cells in which a spreadsheet shows an error, «#Н/Д» or «#ДЕЛ/0!»: the parser of workbooks gives them out as empty.

An empty mark means a pupil who was absent, so an error may not pass for one.
"""

import re
import struct
from collections.abc import Iterator

from opora.sources.old_records import parts_of

_CELL = re.compile(
    rb"""<c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>)?"""
)
_TYPES = (b't="e"', b"t='e'")
_TRUE_OR_ERROR, _FORMULA = 0x0205, 0x0006  # kinds of records in old books
_OPEN_DOCUMENT_TYPE = b'calcext:value-type="error"'

#: Row, column letters and the error as the file spells it.
ErrorCell = tuple[int, str, str]


def error_cells(xml: bytes) -> list[ErrorCell]:
    """Return the cells of a sheet of .xlsx that hold an error."""
    if not any(kind in xml for kind in _TYPES):
        return []
    return [(int(row), letters.decode().upper(), error.decode()) for letters, row, error in _CELL.findall(xml)]


def old_error_cell(stream: bytes) -> tuple[int, int] | None:
    """Return row, from 1, and column, from 0, of the first cell with an error in the stream of an old .xls book."""
    found = (cell for part in parts_of(stream) for kind, record in part for cell in _old_errors(kind, record))
    return next(found, None)


def _old_errors(kind: int, record: bytes) -> Iterator[tuple[int, int]]:
    is_error = kind == _TRUE_OR_ERROR and record[7:8] == b"\x01"
    is_failed = kind == _FORMULA and record[6:7] == b"\x02" and record[12:14] == b"\xff\xff"
    if is_error or is_failed:
        row, column = struct.unpack_from("<HH", record)
        yield row + 1, column


def has_error_cells(xml: bytes) -> bool:
    """Tell whether any sheet of an .ods book has a cell with an error."""
    return _OPEN_DOCUMENT_TYPE in xml
