"""Counts by group and item, shares with errors, what is hidden."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.item_gaps import beside, item_counts, item_map, shown_together, summed_over
from opora.analysis.shares import wilson_interval


def table(engine: str, schools: list[str], scores: list[int | None]) -> nw.LazyFrame:
    frame = pl.DataFrame({"school": schools, "i": scores}, schema={"school": pl.String, "i": pl.Int8})
    if engine == "polars":
        return nw.from_native(frame.lazy())
    return nw.from_native(duckdb.connect().from_arrow(frame.to_arrow()))


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_a_pupil_earned_was_wrong_did_not_start_or_is_not_known(engine: str) -> None:
    counts = item_counts(table(engine, ["a"] * 5 + ["b"], [2, 1, 0, -1, None, 2]), ["i"], [2], ["school"])
    assert counts.groups == (("a",), ("b",))
    assert counts.pupils.tolist() == [5, 1]
    assert counts.answered[:, 0].tolist() == [4, 1]
    assert counts.points[:, 0].tolist() == [3, 2]
    assert counts.squares[:, 0].tolist() == [5, 4]
    assert (counts.full[0, 0], counts.wrong[0, 0], counts.not_started[0, 0], counts.absent[0, 0]) == (1, 1, 1, 1)
    assert counts.share[:, 0].tolist() == [3 / 8, 1.0]


def test_larger_groups_are_sums_of_smaller_ones() -> None:
    counts = item_counts(table("duckdb", list("abc"), [1, 0, 1]), ["i"], [1], ["school"])
    together = summed_over(counts, ["x", "y", "x"])
    assert together.groups == (("x",), ("y",))
    assert together.points[:, 0].tolist() == [2, 0]
    assert beside(counts, together).pupils.tolist() == [1, 1, 1, 2, 1]


def test_an_item_of_one_point_has_the_interval_of_wilson() -> None:
    counts = item_counts(table("duckdb", ["a"] * 40, [1] * 13 + [0] * 27), ["i"], [1], ["school"])
    found = item_map(counts)
    low, high = wilson_interval(np.array([13]), np.array([40]))
    assert found.share[0, 0] == 13 / 40
    assert found.low[0, 0] == pytest.approx(low[0], abs=0.005)
    assert found.high[0, 0] == pytest.approx(high[0], abs=0.005)
    assert found.error[0, 0] == pytest.approx(np.std([1] * 13 + [0] * 27, ddof=1) / np.sqrt(40))


def test_nine_pupils_have_no_share_and_ten_have() -> None:
    counts = item_counts(table("duckdb", ["a"] * 9 + ["b"] * 10, [1] * 19), ["i"], [1], ["school"])
    found = item_map(counts)
    assert np.isnan(found.share[0, 0])
    assert found.share[1, 0] == 1.0
    assert found.is_withheld[:, 0].tolist() == [True, False]


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([10, 8, 0, 0], [10, 8, 0, 0]),
        ([10, 3, 7, 0], [10, None, None, 0]),  # the sum is known: one hidden number alone could be found
        ([10, 3, 0, 0], [None, None, 0, 0]),
        ([10, 3, 2, 0], [10, None, None, 0]),
        ([3, 0, 0, 0], [None, None, 0, 0]),
    ],
)
def test_one_hidden_number_is_never_alone(numbers: list[int], shown: list[int | None]) -> None:
    assert shown_together(np.array(numbers)) == shown
