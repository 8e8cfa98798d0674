"""Tables of a Word document fitted to their page: a template cannot know how many columns and rows a plan has."""

import io
from itertools import pairwise
from typing import Any

from docx import Document
from docx.oxml.ns import qn

_HEADING, _LAST = 1, 2
_SECTION = qn("w:sectPr")
_WIDTH, _SPAN, _VALUE = qn("w:w"), qn("w:gridSpan"), qn("w:val")


def fitted_to_page(content: bytes) -> bytes:
    """Return the document with each table's columns as wide as its first row says, and no wider than the page.

    The last rows stay on the page of what follows them: nobody signs a page that says nothing.

    Args:
        content: a .docx file.
    """
    document = Document(io.BytesIO(content))
    sections = list(document.sections)
    for table in document.tables:
        element = table._tbl  # noqa: SLF001 - python-docx does not set the grid of a table
        ended = sum(before.find(f".//{_SECTION}") is not None for before in element.itersiblings(preceding=True))
        _fit(element, _width_of(sections[min(ended, len(sections) - 1)]))
        for row in table.rows[_HEADING:][-_LAST:]:
            for paragraph in (paragraph for cell in row.cells for paragraph in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _width_of(section: Any) -> int:
    """Return the width between the margins, in twentieths of a point."""
    width: int = section.page_width - section.left_margin - section.right_margin
    return round(width / 635)


def _fit(table: Any, page: int) -> None:
    rows = [list(row.iter(qn("w:tc"))) for row in table.iter(qn("w:tr"))]
    widths = [_own_width(cell) for cell in rows[0]]
    if not all(widths):
        return
    scale = min(1.0, page / sum(widths))
    edges = [round(sum(widths[:count]) * scale) for count in range(len(widths) + 1)]
    grid = table.find(qn("w:tblGrid"))
    for column in list(grid):
        grid.remove(column)
    for left, right in pairwise(edges):
        grid.append(grid.makeelement(qn("w:gridCol"), {_WIDTH: str(right - left)}))
    for row in rows:
        _fit_row(row, edges)


def _fit_row(cells: list[Any], edges: list[int]) -> None:
    column = 0
    for cell in cells:
        span = cell.find(f"{qn('w:tcPr')}/{_SPAN}")
        last = min(column + (1 if span is None else int(span.get(_VALUE))), len(edges) - 1)
        width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
        if width is not None:
            width.set(_WIDTH, str(edges[last] - edges[column]))
        column = last


def _own_width(cell: Any) -> int:
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    return 0 if width is None else int(float(width.get(_WIDTH)))
