"""What a Word file says, for asking in tests."""

import io
import zipfile
from typing import Any

from docx import Document
from lxml import etree


def opened(content: bytes) -> Any:
    """Return the document after checking that every part of it is well-formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
    return Document(io.BytesIO(content))


def words(document: Any) -> str:
    """Return all text of the body in reading order, with ordinary spaces."""
    return "\n".join(
        "".join(paragraph.itertext("{*}t", "{*}br")) for paragraph in document.element.body.iter("{*}p")
    ).replace("\u00a0", " ")


def cells(table: Any) -> list[list[str]]:
    """Return a table as rows of text."""
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
