"""Cells in which a spreadsheet shows an error, «#Н/Д» or «#ДЕЛ/0!»: the parser of workbooks gives them out as empty.

An empty mark means a pupil who was absent, so an error may not pass for one.
"""

import re
import struct
from collections.abc import Iterator, Sequence

from opora.sources.cells import column_position
from opora.sources.old_records import parts_of
from opora.sources.signs import ERRORS, Sign

_CELL = re.compile(
    rb"""<c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>)?"""
)
_TYPES = (b't="e"', b"t='e'")
_TRUE_OR_ERROR, _FORMULA = 0x0205, 0x0006  # kinds of records in old books
_OLD_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
_NO_VALUE = "#N/A"
_OPEN_DOCUMENT_TYPE = b'calcext:value-type="error"'


def error_cells(xml: bytes) -> list[Sign]:
    """Return the cells of a sheet of .xlsx that hold an error."""
    if not any(kind in xml for kind in _TYPES):
        return []
    return [
        Sign(int(row) - 1, column_position(letters.decode()), _known(error.decode("utf-8", "replace")))
        for letters, row, error in _CELL.findall(xml)
    ]


def _known(error: str) -> str:
    return error if error in ERRORS else _NO_VALUE


def old_error_cells(stream: bytes) -> list[Sequence[Sign]]:
    """Return for each sheet in the stream of an old .xls book the cells that hold an error."""
    return [[sign for kind, record in part for sign in _old_errors(kind, record)] for part in parts_of(stream)[1:]]


def _old_errors(kind: int, record: bytes) -> Iterator[Sign]:
    is_error = kind == _TRUE_OR_ERROR and record[7:8] == b"\x01"
    is_failed = kind == _FORMULA and record[6:7] == b"\x02" and record[12:14] == b"\xff\xff"
    if is_error or is_failed:
        row, column = struct.unpack_from("<HH", record)
        yield Sign(row, column, _OLD_ERRORS.get(record[6 if is_error else 8], _NO_VALUE))


def has_error_cells(xml: bytes) -> bool:
    """Tell whether any sheet of an .ods book has a cell with an error."""
    return _OPEN_DOCUMENT_TYPE in xml
