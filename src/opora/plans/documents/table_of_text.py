"""What every format of documents comes to: lines and tables of words, in the order a reader meets them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from opora.plans.documents.refusals import refuse_large
from opora.vocabulary.spelling import tidy


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row of a table.

    Attributes:
        number: the row as the sender sees it, counted from 1 with headings and sections.
        cells: the words of each column; lines of one cell are apart by line ends; a merged cell stands in each column
            and row that it covers.
        owners: which cell of the table stands in each column; equal numbers are one merged cell.
        follows_break: whether a page ended before the row, where the format shows it.
    """

    number: int
    cells: tuple[str, ...]
    owners: tuple[int, ...]
    follows_break: bool = False

    @property
    def filled(self) -> dict[int, str]:
        """The cells that hold words, each once, under the first column it covers."""
        seen: dict[int, int] = {}
        for column, owner in enumerate(self.owners):
            if self.cells[column].strip():
                seen.setdefault(owner, column)
        return {column: self.cells[column] for column in seen.values()}

    def width_of(self, column: int) -> int:
        """Return how many columns the cell that stands in this one covers."""
        return self.owners.count(self.owners[column])


@dataclass(frozen=True)
class TableOfText:
    """One table.

    Attributes:
        number: the table as the sender sees it, counted from 1 over the whole document, nested tables too.
        rows: its rows, all of one width.
        inside: the number of the table in whose cell it stands.
    """

    number: int
    rows: tuple[TextRow, ...]
    inside: int | None = None

    @cached_property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True)
class TextDocument:
    """A document in reading order: lines of text between tables."""

    blocks: tuple[str | TableOfText, ...]

    @property
    def tables(self) -> list[TableOfText]:
        """The tables, nested ones right after the table that holds them."""
        return [block for block in self.blocks if isinstance(block, TableOfText)]

    def tables_below_lines(self) -> Iterator[tuple[TableOfText, str]]:
        """Yield the tables, each with the last line that holds words between it and the table before."""
        line = ""
        for block in self.blocks:
            if isinstance(block, TableOfText):
                yield block, line
                line = ""
            elif block.strip():
                line = one_line(block)

    def lines_before(self, table: TableOfText | None) -> list[str]:
        """Return the lines above a table, other tables' words left out; of no table, all lines."""
        lines: list[str] = []
        for block in self.blocks:
            if block is table:
                break
            if isinstance(block, str):
                lines.append(block)
        return lines


def even_rows(file: str, rows: Sequence[TextRow]) -> tuple[TextRow, ...]:
    """Return the rows filled with blank cells up to one width.

    Args:
        file: the file they stand in.
        rows: rows of any widths.

    Raises:
        UnreadablePlanError: together they would be larger than any plan.
    """
    width = max((len(row.cells) for row in rows), default=0)
    refuse_large(file, len(rows), width * len(rows))
    blank = itertools.count(-1, -1)  # owners of blank cells: no cell of the document has them
    return tuple(
        TextRow(
            row.number,
            row.cells + ("",) * (width - len(row.cells)),
            row.owners + tuple(itertools.islice(blank, width - len(row.cells))),
            row.follows_break,
        )
        for row in rows
    )


def simple_rows(file: str, rows: Sequence[Sequence[str]], breaks: frozenset[int] = frozenset()) -> tuple[TextRow, ...]:
    """Return rows without merged cells, filled up to one width.

    Args:
        file: the file they stand in.
        rows: the words of each row.
        breaks: positions in `rows` before which a page ended.

    Raises:
        UnreadablePlanError: together they would be larger than any plan.
    """
    owners = itertools.count()
    found = [
        TextRow(index + 1, tuple(row), tuple(itertools.islice(owners, len(row))), index in breaks)
        for index, row in enumerate(rows)
    ]
    return even_rows(file, found)


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))  # places where a word may be parted


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a cell or a paragraph that hold words, with single spaces; dashes stay as they are."""
    for line in text.translate(_INVISIBLE).split("\n"):
        words = " ".join(line.split())
        if words:
            yield words


def one_line(text: str) -> str:
    """Return the words of a cell on one line, with single spaces; dashes stay as they are."""
    return " ".join(lines_of(text))


def same_words(one: str, other: str) -> bool:
    """Tell whether two texts read the same: spaces and kinds of dashes do not count."""
    return tidy(one) == tidy(other)
