"""Answers of a few pupils as lazy tables."""

from collections.abc import Sequence
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

ENGINES = ("duckdb", "polars")


def answers(rows: Sequence[Sequence[int | None]], engine: str = "duckdb") -> tuple[Any, list[str]]:
    """Return a lazy table of answers, a row a pupil, and the names of its items."""
    items = [f"q{place}" for place in range(1, len(rows[0]) + 1)]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(items, pl.Int8), orient="row")
    if engine == "polars":
        return nw.from_native(frame.lazy()), items
    return nw.from_native(duckdb.connect().from_arrow(frame.to_arrow())), items
