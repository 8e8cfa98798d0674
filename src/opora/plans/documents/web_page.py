"""A saved web page → lines and tables of words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from opora.plans.documents.refusals import UnreadablePlanError, refuse_large
from opora.plans.documents.table_of_text import TableOfText, TextDocument, TextRow, even_rows, lines_of

_LINES = frozenset({"p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "tr", "center", "caption", "td", "th"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "del"})
_WIDEST, _HIGHEST, _DEEPEST = 100, 1000, 200


def read_web_page(file: str, text: str) -> TextDocument:
    """Return the document in the text of a web page.

    Raises:
        UnreadablePlanError: no page can be made of the text, or its tables are larger than any plan's.
    """
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_without_declaration(text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadablePlanError("file-damaged", file) from error
    walk = _Walk(file)
    walk.read(root)
    walk.end_line()
    return TextDocument(tuple(walk.blocks))


def _without_declaration(text: str) -> str:
    """Return the page without `<?xml … encoding=…?>`: the text is decoded already."""
    head, end, rest = text.lstrip("\ufeff \t\r\n").partition("?>")
    return rest if end and head.startswith("<?xml") else text


@dataclass
class _Walk:
    """One walk through a page, in reading order."""

    file: str
    blocks: list[str | TableOfText] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _tables: int = 0
    _rows: int = 0
    _cells: int = 0
    _owners: int = 0

    def read(self, element: Any, depth: int = 0) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN or depth > _DEEPEST:
            return
        if element.tag == "table":
            self.end_line()
            self._read_table(element, None)
            return
        if element.tag in _LINES:
            self.end_line()
        self._line.append(element.text or "")
        for child in element:
            self.read(child, depth + 1)
            self._line.append(child.tail or "")
        if element.tag in _LINES:
            self.end_line()

    def end_line(self) -> None:
        words = " ".join(" ".join(self._line).split())
        self._line.clear()
        if words:
            self.blocks.append(words)

    def _read_table(self, element: Any, inside: int | None) -> None:
        self._tables += 1
        number, place, rows = self._tables, len(self.blocks), list[TextRow]()
        hanging: _Hanging = {}
        for row in _own(element, "tr"):
            rows.append(self._read_row(row, hanging, len(rows) + 1))
            refuse_large(self.file, self._rows, self._cells)
        self.blocks.insert(place, TableOfText(number, even_rows(self.file, rows), inside))
        for cell in _own(element, "td", "th"):
            for nested in _nearest_tables(cell):
                self._read_table(nested, number)

    def _read_row(self, row: Any, hanging: "_Hanging", number: int) -> TextRow:
        """Read one row; `hanging` are the cells of rows above that still cover it."""
        self._rows += 1
        cells = _hung(hanging)
        column = 0
        for cell in (child for child in row if child.tag in {"td", "th"}):
            while column in cells:
                column += 1
            height, owner = _count(cell, "rowspan", _HIGHEST), self._new_owner()
            words = _cell_words(cell)
            for covered in range(column, column + _count(cell, "colspan", _WIDEST)):
                cells[covered] = (words, owner)
                if height > 1:
                    hanging[covered] = (height - 1, words, owner)
        width = max(cells, default=-1) + 1
        self._cells += width
        placed = [cells.get(one) or ("", self._new_owner()) for one in range(width)]
        return TextRow(number, tuple(words for words, _ in placed), tuple(owner for _, owner in placed))

    def _new_owner(self) -> int:
        self._owners += 1
        return self._owners


#: Cells that hang down into the rows below: column → rows left, words, owner.
_Hanging = dict[int, tuple[int, str, int]]


def _hung(hanging: _Hanging) -> dict[int, tuple[str, int]]:
    """Return the cells that hang into the next row, and take that row off what is left of them."""
    cells = {}
    for column, (left, words, owner) in list(hanging.items()):
        cells[column] = (words, owner)
        hanging[column] = (left - 1, words, owner)
        if left <= 1:
            del hanging[column]
    return cells


def _own(element: Any, *tags: str) -> Iterator[Any]:
    """Yield rows or cells of this very table, not of those nested in it."""
    for child in element:
        if child.tag in tags:
            yield child
        if child.tag in {"thead", "tbody", "tfoot", "tr", "form"}:
            yield from _own(child, *tags)


def _nearest_tables(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag == "table":
            yield child
        elif isinstance(child.tag, str):
            yield from _nearest_tables(child)


def _cell_words(cell: Any) -> str:
    return "\n".join(lines_of("".join(_pieces(cell, 0))))


def _pieces(element: Any, depth: int) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or depth > _DEEPEST:
        return
    if element.tag in _LINES:
        yield "\n"
    if element.tag == "li" and (parent := element.getparent()) is not None and parent.tag == "ol":
        before = sum(sibling.tag == "li" for sibling in element.itersiblings(preceding=True))
        yield f"{_count(parent, 'start', 100_000) + before}. "
    yield " ".join((element.text or "").split("\n"))
    for child in element:
        yield from _pieces(child, depth + 1)
        yield " ".join((child.tail or "").split("\n"))
    if element.tag in _LINES:
        yield "\n"


def _count(element: Any, name: str, most: int) -> int:
    digits = (element.get(name) or "").strip()
    return min(max(1, int(digits)), most) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1  # noqa: PLR2004 - no span has so many digits
