"""Text as pasted: cells apart by tabs, pipes or columns of spaces, rows by line ends → lines and tables of words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from opora.plans.documents.table_of_text import TableOfText, TextDocument, simple_rows

_MARKUP = re.compile(r"</?(?:b|i|u|strong|em|p|span|sup|sub)>|<br\s*/?>|\*\*|^#{1,6}\s+", re.IGNORECASE)
_NUMBER = re.compile(r"^\s*\d{1,4}(?:\.\d{1,3})*[.)]?\s*$")
_LOWER = re.compile(r"^[\s\-–—(«\"]*[a-zа-яё]")
_LONGEST_SECTION = 300
#: What parts cells in text that came without tabs: pipes, the semicolons of CSV, columns of spaces.
_SEPARATORS = (re.compile(r"\s*[|│┃]\s*"), re.compile(r"\s*;\s*"), re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)"))
_OUTER_PIPES = re.compile(r"^\s*[|│┃]|[|│┃]\s*$")
_BAR = re.compile(r"[|│┃]")
_RULED = re.compile(r"^[\s|│┃+\-–—=:─━┼├┤┌┐└┘┬┴]+$")
_FEWEST_ROWS, _FEWEST_CELLS = 3, 3
_FEWEST_RULES = 4  # above and below the heading, between two rows, at the end: each row is ruled off


def read_pasted_text(file: str, text: str) -> TextDocument:
    """Return the document in the text: lines with tabs are rows, what stands between them a section or a line.

    A cell of several lines breaks its row into several; they are put together again where the count of tabs tells.

    Raises:
        UnreadablePlanError: the tables are larger than any plan's.
    """
    walk = _Walk(file)
    lines = _with_tabs([_MARKUP.sub("", line).rstrip("\r") for line in text.replace("\f", "\n\n").split("\n")])
    for line, after in zip(lines, _next_filled(lines), strict=True):
        walk.take(line, after)
    walk.end_table()
    return TextDocument(tuple(walk.blocks))


def _with_tabs(lines: list[str]) -> list[str]:
    """Return the lines with tabs between their cells, where another sign parts them as regularly."""
    if any("\t" in line for line in lines):
        return lines
    lines = _with_ruled_rows(lines)
    for separator in _SEPARATORS:
        rows = [separator.split(_OUTER_PIPES.sub("", line)) for line in lines]
        widths = Counter(len(row) for row in rows if len(row) >= _FEWEST_CELLS)
        if max(widths.values(), default=0) >= _FEWEST_ROWS:
            return [
                "\t".join(row) if len(row) >= _FEWEST_CELLS else _OUTER_PIPES.sub("", line).strip()
                for line, row in zip(lines, rows, strict=True) if not _RULED.match(line) or not line.strip()
            ]  # fmt: skip
    return lines


def _with_ruled_rows(lines: list[str]) -> list[str]:
    """Return the lines with each row of a drawn table on one of them: «│Семинар для│УО │», «│учителей   │   │»."""
    is_rule = [bool(line.strip()) and bool(_RULED.match(line)) for line in lines]
    if sum(is_rule) < _FEWEST_RULES:
        return lines
    rows: list[list[str]] = []
    width = 0
    for line, rule in zip(lines, is_rule, strict=True):
        bars = 0 if rule else len(_BAR.findall(line))
        if 1 < bars == width:
            rows[-1].append(line)
        else:
            rows.append([line])
        width = bars
    return list(map(_on_one_line, rows))


def _on_one_line(lines: list[str]) -> str:
    """Return the lines of one row as one line, each cell put together."""
    if len(lines) == 1:
        return lines[0]
    columns = zip(*map(_BAR.split, lines), strict=True)
    return "│".join(" ".join(filter(None, map(str.strip, column))) for column in columns)


def _next_filled(lines: Sequence[str]) -> list[str]:
    """Return for each line the next one that holds words, «» at the end."""
    found, after = [], ""
    for line in reversed(lines):
        found.append(after)
        after = line if line.strip() else after
    return found[::-1]


@dataclass
class _Walk:
    """One walk down the lines."""

    file: str
    blocks: list[str | TableOfText] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)
    _breaks: set[int] = field(default_factory=set)
    _is_after_blank: bool = False
    _tables: int = 0

    def take(self, line: str, after: str) -> None:
        """Take one line; `after` is the next one that holds words."""
        if not line.strip():
            self._is_after_blank = True
            if not self._rows:
                self.blocks.append("")
            return
        cells = line.split("\t")
        if self._rows and self._goes_on(cells):
            self._join(cells)
        elif len(cells) > 1 or (self._rows and self._is_section(line, after)):
            self._add(cells)
        else:
            self.end_table()
            self.blocks.append(" ".join(line.split()))
        self._is_after_blank = False

    @property
    def _width(self) -> int:
        return len(self._rows[0])

    def _goes_on(self, cells: list[str]) -> bool:
        """Tell whether the line is the rest of a row whose cell has several lines."""
        if self._is_after_blank or _NUMBER.match(cells[0]):
            return False
        missing = self._width - len(self._rows[-1])
        if missing > 0 and len(self._rows[-1]) > 1:
            return len(cells) - 1 <= missing
        return len(cells) == 1 and len(self._rows[-1]) > 1 and bool(_LOWER.match(cells[0]))

    def _join(self, cells: list[str]) -> None:
        row = self._rows[-1]
        row[-1] = f"{row[-1]}\n{cells[0]}"
        row += cells[1:]

    def _is_section(self, line: str, after: str) -> bool:
        """Tell whether a line without tabs stands within a table: a row comes right after it."""
        return len(line) < _LONGEST_SECTION and "\t" in after and bool(_NUMBER.match(after.split("\t", maxsplit=1)[0]))

    def _add(self, cells: list[str]) -> None:
        if self._is_after_blank and self._rows:
            self._breaks.add(len(self._rows))
        self._rows.append(cells)

    def end_table(self) -> None:
        """End the table that is open, if one is."""
        if self._rows:
            self._tables += 1
            rows = [[cell.strip() for cell in row] for row in self._rows]
            self.blocks.append(TableOfText(self._tables, simple_rows(self.file, rows, frozenset(self._breaks))))
        self._rows, self._breaks = [], set()
