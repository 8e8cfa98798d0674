"""Columns are found by the words above them: in any order, with extra columns, however the letters are typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opora.sources.cells import Cell, text
from opora.vocabulary.spelling import plain


@dataclass(frozen=True)
class Found:
    """A heading row that was found.

    Attributes:
        row: zero-based index of the heading row in the sheet.
        columns: position of each known column.
        texts: headings of all columns as the sender wrote them.
        repeated: known columns whose heading stands more than once (the first one counts).
    """

    row: int
    columns: dict[str, int]
    texts: tuple[str, ...]
    repeated: tuple[str, ...]


class Headings:
    """The headings a format is known by."""

    def __init__(self, required: Mapping[str, Sequence[str]], optional: Mapping[str, Sequence[str]]) -> None:
        """Take column names with their spellings; a row is a heading row when all the required ones stand in it."""
        self._required = frozenset(required)
        self._names = {
            heading_key(spelling): name
            for known in (optional, required)
            for name, spellings in known.items()
            for spelling in spellings
        }
        self._seen: dict[tuple[Cell, ...], Found | None] = {}

    def find(self, rows: Sequence[Sequence[Cell]], start: int = 0, depth: int = 40) -> Found | None:
        """Return the first heading row among `depth` rows from `start`, or None."""
        for index in range(start, min(start + depth, len(rows))):
            found = self._match(tuple(rows[index]))
            if found is not None:
                return Found(index, found.columns, found.texts, found.repeated)
        return None

    def _match(self, row: tuple[Cell, ...]) -> Found | None:
        """Match one row; thousands of files share one heading row, so the answer is remembered."""
        if row not in self._seen:
            if len(self._seen) > 10_000:  # noqa: PLR2004 - only a bound on memory
                self._seen.clear()
            self._seen[row] = self._matched(row)
        return self._seen[row]

    def _matched(self, row: tuple[Cell, ...]) -> Found | None:
        texts = tuple(text(cell) for cell in row)
        columns: dict[str, int] = {}
        repeated = []
        for position, words in enumerate(texts):
            name = self._names.get(heading_key(words)) if words else None
            if name in columns:
                repeated.append(name)
            elif name is not None:
                columns[name] = position
        if not self._required <= columns.keys():
            return None
        return Found(0, columns, texts, tuple(repeated))


def heading_key(words: str) -> str:
    """Return a heading without what people add or lose in it: case, spaces, dots, quotes."""
    return "".join(letter for letter in plain(words) if letter.isalnum() or letter in "%<>=/№")
