"""What is counted of a small table for a formula."""

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from opora.analysis.mixed_models.coding import design_columns
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.moments import Asked, Moments, counted_moments
from opora.analysis.mixed_models.rows import LevelOrders, used_rows


def moments_of(table: pl.DataFrame, formula: str) -> Moments:
    read = read_formula(formula)
    used = used_rows(nw.from_native(duckdb.connect().from_arrow(table.to_arrow())), read, LevelOrders({}, {}))
    bars = tuple(
        (tuple(used.keys[key] for key in bar.keys), design_columns(bar.terms, used.codings)) for bar in read.bars
    )
    return counted_moments(Asked(used.rows, design_columns(read.fixed, used.codings), bars, nw.col("v0")))
