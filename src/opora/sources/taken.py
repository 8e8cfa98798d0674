"""What a reader takes from a file: rows for tables, and problems with their places."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from opora.sources.book import Book
from opora.vocabulary.problems import Problem


@dataclass(frozen=True)
class Circumstances:
    """What a reader may know besides the file.

    Attributes:
        secret: key of this results store, with which a pupil's name and document become a code in memory.
        latest_year: the last year a result can be of.
    """

    secret: bytes
    latest_year: int


@dataclass(frozen=True)
class Batch:
    """Rows of one table, column by column.

    A value that is not a list stands for every row. Columns of the contract that are absent are null.
    """

    table: str
    rows: int
    columns: dict[str, Any]


@dataclass
class Taken:
    """Everything a reader took from one book."""

    batches: list[Batch] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    year: int | None = None

    def add(self, table: str, rows: int, columns: dict[str, Any]) -> None:
        """Add rows of a table, column by column; with no rows nothing is added."""
        if rows:
            self.batches.append(Batch(table, rows, columns))

    def add_rows(self, table: str, rows: Sequence[dict[str, Any]]) -> None:
        """Add rows given one by one, all with the same columns."""
        if rows:
            self.add(table, len(rows), {name: [row[name] for row in rows] for name in rows[0]})


class Reader(Protocol):
    """A module that knows one file format."""

    SOURCE: str  # stable kebab-case word, e.g. vpr-individual
    RUSSIAN: str  # what people call the file
    NEEDS: str  # what must stand in it to be recognised and read, in Russian
    FILLS: tuple[str, ...]  # tables its rows go to

    def recognises(self, book: Book) -> bool:
        """Tell by content alone whether the book is of this format."""
        ...

    def read(self, book: Book, circumstances: Circumstances) -> Taken:
        """Return the rows and problems of a book that was recognised. Never raises on bad data."""
        ...
