"""A table that an engine has not computed yet: what indicators take and give."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import narwhals.stable.v2 as nw
import pyarrow as pa

#: A lazy frame of Narwhals over any engine.
Lazy: TypeAlias = nw.LazyFrame[Any]


def distinct(rows: Lazy, *columns: str) -> Lazy:
    """Return every combination of values once.

    By groups: `unique` of the embedded engine numbers all rows first, and for that holds the whole table. What is
    grouped by has names of our own: a dot in one of somebody's would divide it.
    """
    keys = {f"key_{place}": nw.col(name) for place, name in enumerate(columns)}
    found = rows.select(**keys).group_by(*keys).agg()
    return found.select(nw.col(key).alias(name) for key, name in zip(keys, columns, strict=True))


def row_blocks(rows: Lazy, size: int) -> Iterator[pa.RecordBatch] | None:
    """Return the rows as the embedded engine computes them, so many at a time; None where another engine holds them."""
    return iter(rows.to_native().to_arrow_reader(size)) if rows.implementation.is_duckdb() else None
