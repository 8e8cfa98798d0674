"""What a check looks at: rows that arrived and are not yet accepted, beside those already in force."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from opora.vocabulary.problems import Place, Problem

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Arrived:
    """Staged tables, current tables, and the names of the files.

    Attributes:
        staged: table name → rows that arrived.
        current: table name → rows of the release in force.
        files: source_file → name as it was sent.
        filled: names of the staged tables that have rows.
        kept: names of the current tables that have rows.
    """

    staged: Callable[[str], Frame]
    current: Callable[[str], Frame]
    files: Mapping[str, str]
    filled: frozenset[str]
    kept: frozenset[str]

    def place(self, row: Mapping[str, Any], column: str | None = None) -> Place:
        """Return the place of a row that carries its address."""
        return Place(self.files[row["source_file"]], row.get("source_sheet"), row.get("source_row"), column)


Check = Callable[[Arrived], Iterable[Problem]]


def rows_of(frame: Frame) -> list[dict[str, Any]]:
    """Return the rows of a small table."""
    rows: list[dict[str, Any]] = frame.collect().to_arrow().to_pylist()
    return rows
