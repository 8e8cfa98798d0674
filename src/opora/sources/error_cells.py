"""Cells in which a spreadsheet shows an error, «#Н/Д» or «#ДЕЛ/0!»: the parser of workbooks gives them out as empty.

An empty mark means a pupil who was absent, so an error may not pass for one.
"""

import re

_CELL = re.compile(
    rb"""<c\s(?=[^>]*\bt\s*=\s*["']e["'])[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?(?:<v>([^<]*)</v>)?"""
)
_TYPES = (b't="e"', b"t='e'")
_OPEN_DOCUMENT_TYPE = b'calcext:value-type="error"'

#: Row, column letters and the error as the file spells it.
ErrorCell = tuple[int, str, str]


def error_cells(xml: bytes) -> list[ErrorCell]:
    """Return the cells of a sheet of .xlsx that hold an error."""
    if not any(kind in xml for kind in _TYPES):
        return []
    return [(int(row), letters.decode().upper(), error.decode()) for letters, row, error in _CELL.findall(xml)]


def has_error_cells(xml: bytes) -> bool:
    """Tell whether any sheet of an .ods book has a cell with an error."""
    return _OPEN_DOCUMENT_TYPE in xml
