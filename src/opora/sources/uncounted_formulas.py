"""Formulas a program wrote and no office has counted: their cells look empty, though the sender sees numbers there."""

import re
import zipfile
from html import unescape

from opora.sources.cells import column_position
from opora.sources.signs import UNCOUNTED, Sign

_UNCOUNTED = re.compile(rb"</f>(?:<v></v>|<v/>|<v />)?</c>")
_CELL = re.compile(
    rb"""<c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*>"""
    rb"""<f\b[^>]*>[^<]*</f>(?:<v></v>|<v/>|<v />)?</c>"""
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def uncounted_formulas(xml: bytes) -> list[Sign] | None:
    """Return the cells of a sheet of .xlsx that have a formula without a value; None where their place is not told."""
    if b"</f>" not in xml:
        return []
    times = len(_UNCOUNTED.findall(xml))
    cells = _CELL.findall(xml) if times else []
    signs = [Sign(int(row) - 1, column_position(letters.decode()), UNCOUNTED) for letters, row in cells]
    return signs if len(signs) == times else None


def sheet_called(package: zipfile.ZipFile, part: str) -> str | None:
    """Return the name of the sheet that a part of the package holds, or None where the package does not say."""
    try:
        book = package.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return None
    parts = {one.get("Id"): one.get("Target", "") for one in map(_attributes, _RELATION.findall(relations))}
    for sheet in map(_attributes, _SHEET.findall(book)):
        if parts.get(sheet.get("r:id"), "-").rpartition("/")[2] == part.rpartition("/")[2]:
            return unescape(sheet.get("name", "")) or None
    return None


def _attributes(words: str) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(words))
