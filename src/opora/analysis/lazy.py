"""A table that an engine has not computed yet: what indicators take and give."""

from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

#: A lazy frame of Narwhals over any engine.
Lazy: TypeAlias = nw.LazyFrame[Any]


def distinct(rows: Lazy, *columns: str) -> Lazy:
    """Return every combination of values once.

    By groups: `unique` of the embedded engine numbers all rows first, and for that holds the whole table.
    """
    return rows.group_by(*columns).agg()
