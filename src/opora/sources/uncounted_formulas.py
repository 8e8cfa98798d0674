"""Formulas a program wrote and no office has counted: their cells look empty, though the sender sees numbers there."""

import re
import zipfile
from html import unescape

_UNCOUNTED = re.compile(rb"</f>(?:<v></v>|<v/>|<v />)?</c>")
_CELL = re.compile(rb"""<c\s[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_NEAR = 10_000
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def uncounted_formula(xml: bytes) -> tuple[int | None, str | None] | None:
    """Return row and column letter of a sheet's first formula without a value; None where there is no such formula."""
    end = _UNCOUNTED.search(xml) if b"</f>" in xml else None
    if end is None:
        return None
    before = _CELL.findall(xml, max(0, end.start() - _NEAR), end.start())
    return (int(before[-1][1]), before[-1][0].decode().upper()) if before else (None, None)


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
