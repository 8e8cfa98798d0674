"""Items by the weak and the strong third."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.item_gaps import thirds


def table(rows: list[list[int | None]]) -> nw.LazyFrame:
    frame = pl.DataFrame(rows, schema={"a": pl.Int8, "b": pl.Int8}, orient="row")
    return nw.from_native(duckdb.connect().from_arrow(frame.to_arrow()))


def test_thirds_are_the_lowest_and_the_highest_scores() -> None:
    found = thirds(table([[0, 0]] * 10 + [[1, 0]] * 6 + [[0, 1]] * 4 + [[1, 2]] * 10), ["a", "b"], [1, 2])
    assert (found.weak_pupils, found.strong_pupils) == (10, 10)
    assert found.weak.tolist() == [0.0, 0.0]
    assert found.strong.tolist() == [1.0, 1.0]


def test_what_is_missing_or_not_started_earns_nothing() -> None:
    found = thirds(table([[None, -1]] * 10 + [[1, 0]] * 10 + [[1, 1]] * 10), ["a", "b"], [1, 1])
    assert found.weak_pupils == 10
    assert found.weak[1] == 0.0
    assert np.isnan(found.weak[0])


@pytest.mark.parametrize("rows", [[], [[1, 1]] * 9, [[1, 1]] * 30])
def test_too_few_or_all_alike_have_no_two_thirds(rows: list[list[int | None]]) -> None:
    found = thirds(table(rows), ["a", "b"], [1, 1])
    assert np.isnan(found.strong).all() or np.isnan(found.weak).all()
