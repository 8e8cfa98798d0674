"""A .docx file → lines and tables of words: merged and nested cells, lists, tracked changes, hidden text."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from opora.plans.documents.refusals import UnreadablePlanError, refuse_large
from opora.plans.documents.table_of_text import TableOfText, TextDocument, TextRow, even_rows
from opora.plans.documents.word_numbering import Numbering
from opora.plans.documents.word_words import is_on, paragraph_words

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_VALUE = qn("w:val")
#: What may stand between a table and its rows, a row and its cells, a body and its paragraphs.
_WRAPPERS = frozenset({
    qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:moveTo"), qn("w:customXml"), qn("w:smartTag"),
})  # fmt: skip
_WIDEST = 63  # columns; Word's own limit
_DEEPEST = 8  # tables within tables


def read_word(file: str, content: bytes) -> TextDocument:
    """Return the document in the content of a .docx file that was looked into before.

    Raises:
        UnreadablePlanError: the file is damaged, or its tables are larger than any plan's.
    """
    try:
        document = Document(io.BytesIO(content))
        walk = _Walk(file, Numbering(_part(document, "numbering"), _part(document, "styles")))
        walk.read(document.element.body)
    except UnreadablePlanError:
        raise
    except Exception as error:  # python-docx and lxml raise whatever a damaged package provokes
        raise UnreadablePlanError("file-damaged", file) from error
    return TextDocument(tuple(walk.blocks))


def _part(document: Any, kind: str) -> Any | None:
    """Return the root element of a part of the document, None where it has no such part."""
    ending = f"/{kind}"
    parts = (link.target_part for link in document.part.rels.values() if link.reltype.endswith(ending))
    return next((part.element for part in parts if hasattr(part, "element")), None)


@dataclass
class _Walk:
    """One walk through a document, in reading order."""

    file: str
    numbering: Numbering
    blocks: list[str | TableOfText] = field(default_factory=list)
    _tables: int = 0
    _rows: int = 0
    _cells: int = 0

    def read(self, body: Any) -> None:
        for child in _parts_of(body, frozenset({_PARAGRAPH, _TABLE})):
            if child.tag == _TABLE:
                self._read_table(child, inside=None, depth=1)
            else:
                self.blocks.append(self._paragraph(child))
                for table in _tables_in_boxes(child):
                    self._read_table(table, inside=None, depth=1)

    def _paragraph(self, paragraph: Any) -> str:
        words, mark = paragraph_words(paragraph), self.numbering.mark_of(paragraph)
        return f"{mark} {words}".strip() if mark else words

    def _read_table(self, element: Any, inside: int | None, depth: int) -> str:
        """Add the table, then those nested in it; return its words."""
        self._tables += 1
        number, place = self._tables, len(self.blocks)
        rows: list[TextRow] = []
        for row in _parts_of(element, frozenset({_ROW})):
            if not _is_deleted(row, "w:trPr", "w:del"):
                rows.append(self._read_row(row, rows, number, depth))
        self.blocks.insert(place, TableOfText(number, even_rows(self.file, rows), inside))
        return "\n".join(" ".join(row.filled.values()) for row in rows)

    def _read_row(self, element: Any, above: list[TextRow], table: int, depth: int) -> TextRow:
        self._rows += 1
        cells: list[str] = []
        owners: list[int] = []
        last = above[-1] if above else None
        self._leave_out(_count_at(element, "w:trPr", "w:gridBefore"), cells, owners)
        for cell in _parts_of(element, frozenset({_CELL})):
            if _is_deleted(cell, "w:tcPr", "w:cellDel"):
                continue
            span = min(max(1, _count_at(cell, "w:tcPr", "w:gridSpan")), _WIDEST)
            column = len(cells)
            self._cells += span
            continues = _continues(cell) and last is not None and column < len(last.cells)
            words = last.cells[column] if continues and last else self._words(cell, table, depth)
            owner = last.owners[column] if continues and last else self._cells
            cells += [words] * span
            owners += [owner] * span
        refuse_large(self.file, self._rows, self._cells)
        return TextRow(len(above) + 1, tuple(cells), tuple(owners))

    def _leave_out(self, count: int, cells: list[str], owners: list[int]) -> None:
        for _ in range(min(count, _WIDEST)):
            self._cells += 1
            cells.append("")
            owners.append(self._cells)

    def _words(self, cell: Any, table: int, depth: int) -> str:
        lines = []
        for child in _parts_of(cell, frozenset({_PARAGRAPH, _TABLE})):
            if child.tag == _PARAGRAPH:
                lines.append(self._paragraph(child))
            elif depth < _DEEPEST:
                lines.append(self._read_table(child, inside=table, depth=depth + 1))
        return "\n".join(line for line in lines if line.strip())


def _parts_of(element: Any, wanted: frozenset[str]) -> Iterator[Any]:
    """Yield the wanted children, also those that content controls and tracked changes wrap."""
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _parts_of(child, wanted)


def _tables_in_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the outermost tables of text boxes; what Word keeps twice, for older programs, is taken once."""
    for table in paragraph.iter(_TABLE):
        above = {one.tag.rpartition("}")[2] for one in table.iterancestors() if one is not paragraph}
        if "tbl" not in above and "Fallback" not in above:
            yield table


def _is_deleted(element: Any, properties: str, mark: str) -> bool:
    found = element.find(qn(properties))
    return found is not None and found.find(qn(mark)) is not None


def _count_at(element: Any, properties: str, name: str) -> int:
    found = element.find(qn(properties))
    count = None if found is None else found.find(qn(name))
    digits = "" if count is None else count.get(_VALUE) or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 6 else 0  # noqa: PLR2004 - no table has so many columns


def _continues(cell: Any) -> bool:
    """Tell whether the cell goes on from the row above: it is merged vertically and does not begin there."""
    properties = cell.find(qn("w:tcPr"))
    merged = None if properties is None else properties.find(qn("w:vMerge"))
    return merged is not None and merged.get(_VALUE) != "restart" and is_on(merged)
