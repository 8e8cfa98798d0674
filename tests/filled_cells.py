"""Cells a person may write into a column of a contract, each with what it means: for properties of readers."""

from typing import Any

from hypothesis import strategies as st

from opora.sources.cells import Cell
from opora.tables.contract import Column, Kind

_WORDS = st.text("АБВГабвг №1", min_size=1, max_size=12).map(lambda words: f"ш {words.strip()}")
_BY_KIND: dict[Kind, st.SearchStrategy[tuple[Cell, Any]]] = {
    Kind.WORD: _WORDS.map(lambda words: (words, " ".join(words.split()))),
    Kind.FLAG: st.sampled_from([("да", True), ("нет", False), ("+", True), (0, False)]),
    Kind.COUNT: st.integers(0, 1_000).map(lambda number: (number, number)),
    Kind.SMALL: st.integers(2018, 2030).map(lambda year: (str(year), year)),
    Kind.NUMBER: st.integers(0, 99).map(lambda tenths: (f"{tenths // 10},{tenths % 10}", tenths / 10)),
    Kind.SHARE: st.integers(2, 100).map(lambda percent: (percent, percent / 100)),
}


def cells_of(column: Column) -> st.SearchStrategy[tuple[Cell, Any]]:
    """Return cells of a column with their meaning; an optional column may be empty."""
    filled = st.sampled_from([(word, word) for word in column.choices]) if column.choices else _BY_KIND[column.kind]
    return filled if column.is_required else filled | st.just(("", None))
