"""Columns are found by the words above them: in any order, with extra columns, however the letters are typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from opora.sources.book import TOP_ROWS, Sheet
from opora.sources.cells import Cell, heading_key, text


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
        """Take column names with their spellings; a row is a heading row when all the required ones stand in it.

        A spelling that ends with «…» is the beginning of a long heading.
        """
        self._required = frozenset(required)
        self._names = {
            heading_key(spelling): name
            for known in (optional, required)
            for name, spellings in known.items()
            for spelling in spellings
        }
        self._beginnings = tuple(
            (heading_key(spelling), name)
            for known in (optional, required)
            for name, spellings in known.items()
            for spelling in spellings
            if spelling.endswith("…")
        )
        self._needed = [
            frozenset(map(heading_key, spellings))
            for spellings in required.values()
            if not any(spelling.endswith("…") for spelling in spellings)
        ]
        self._seen: dict[tuple[Cell, ...], Found | None] = {}

    def find_in(self, sheet: Sheet) -> Found | None:
        """Return the first heading row among the top rows of a sheet, or None.

        Most sheets are of another format: the words at their top tell it at once, without looking at any row.
        """
        if any(spellings.isdisjoint(sheet.top_words) for spellings in self._needed):
            return None
        return self.find(sheet.rows)

    def find(self, rows: Sequence[Sequence[Cell]], start: int = 0, depth: int = TOP_ROWS) -> Found | None:
        """Return the first heading row among `depth` rows from `start`, or None."""
        for index in range(start, min(start + depth, len(rows))):
            found = self._match(tuple(rows[index]))
            if found is not None and self._required <= found.columns.keys():
                return replace(found, row=index)
        return None

    def find_split(
        self, rows: Sequence[Sequence[Cell]], accepts: Callable[[Found], bool], start: int = 0, depth: int = TOP_ROWS
    ) -> Found | None:
        """Return the first acceptable heading among `depth` rows from `start`, or None.

        A heading may be split over two rows («Кол-во» above «участников», or «Распределение, %» above 2, 3, 4, 5);
        the row of what is found is then the lower one.
        """
        for index in range(start, min(start + depth, len(rows))):
            for found in self._headings_at(rows, index):
                if self._required <= found.columns.keys() and accepts(found):
                    return found
        return None

    def _headings_at(self, rows: Sequence[Sequence[Cell]], index: int) -> Iterator[Found]:
        """Offer the row alone, then joined with the next row that is not blank."""
        upper = self._match(tuple(rows[index]))
        if upper is None:
            return
        yield replace(upper, row=index)
        lower = next((row for row in range(index + 1, min(index + 4, len(rows))) if any(map(text, rows[row]))), None)
        if lower is not None:
            yield replace(self._matched(self._joined(rows[index], rows[lower])), row=lower)

    def _joined(self, upper: Sequence[Cell], lower: Sequence[Cell]) -> list[Cell]:
        return [self._joined_cell(text(above), text(below)) for above, below in zip(upper, lower, strict=True)]

    def _joined_cell(self, above: str, below: str) -> str:
        """Return whichever of the two cells, or both together, is a known heading; the lower one if none is."""
        offers = (f"{above} {below}", below, above)
        return next((words for words in offers if self._named(words)), below or above)

    def _named(self, words: str) -> str | None:
        key = heading_key(words)
        known = self._names.get(key)
        if known or not self._beginnings:
            return known
        return next((name for beginning, name in self._beginnings if key.startswith(beginning)), None)

    def _match(self, row: tuple[Cell, ...]) -> Found | None:
        """Match one row; thousands of files share one heading row, so the answer is remembered.

        A row without any known heading is None. A row with True or False is not remembered: it equals one with 1 or 0.
        """
        if bool in set(map(type, row)):
            return self._known(row)
        if row not in self._seen:
            if len(self._seen) > 10_000:  # noqa: PLR2004 - only a bound on memory
                self._seen.clear()
            self._seen[row] = self._known(row)
        return self._seen[row]

    def _known(self, row: tuple[Cell, ...]) -> Found | None:
        found = self._matched(row)
        return found if found.columns else None

    def _matched(self, row: Sequence[Cell]) -> Found:
        texts = tuple(text(cell) for cell in row)
        columns: dict[str, int] = {}
        repeated = []
        for position, words in enumerate(texts):
            name = self._named(words) if words else None
            if name in columns:
                repeated.append(name)
            elif name is not None:
                columns[name] = position
        return Found(0, columns, texts, tuple(repeated))
