"""Growth of schools: made-up schools with a known truth, shapes by hand, too few schools."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.growth import GROWTH, VERDICTS, Growth, GrowthColumns, growth_of_schools
from opora.analysis.growth_shapes import SHAPES, shape_of
from opora.vocabulary.refusal import AnalysisRefusedError

COLUMNS = GrowthColumns("school", "score", ("prior",))


def drawn(schools: int, pupils: int, seed: int, spread: float = 0.5) -> tuple[pl.DataFrame, np.ndarray, np.ndarray]:
    """Return pupils, the true growth of each school and the true level of its results."""
    draw = np.random.default_rng(seed)
    school = np.repeat(np.arange(schools), pupils)
    growth, intake = draw.normal(0, spread, schools), draw.normal(0, 0.4, schools)
    prior = draw.normal(size=len(school)) + intake[school]
    score = 0.7 * prior + growth[school] + draw.normal(0, 0.6, len(school))
    return pl.DataFrame({"school": school, "prior": prior, "score": score}), growth, growth + 0.7 * intake


def grown(table: pl.DataFrame, columns: GrowthColumns = COLUMNS) -> Growth:
    return growth_of_schools(nw.from_native(duckdb.connect().from_arrow(table.to_arrow())), columns)


def test_intervals_and_ellipses_cover_the_truth_as_often_as_they_say() -> None:
    inside, within = [], []
    for seed in range(12):
        table, growth, level = drawn(40, 15, seed)
        rows = grown(table).table.sort_by("school").to_pylist()
        order = sorted(range(40), key=str)
        for row, place in zip(rows, order, strict=True):
            inside.append(row["growth_low"] <= growth[place] <= row["growth_high"])
            angle = np.radians(row["ellipse_angle"])
            turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
            offset = turn @ (level[place] - row["level"], growth[place] - row["growth"])
            within.append((offset[0] / row["ellipse_major"]) ** 2 + (offset[1] / row["ellipse_minor"]) ** 2 <= 1)
    assert 0.92 < np.mean(inside) < 0.98
    assert 0.91 < np.mean(within) < 0.98


def test_the_table_keeps_its_promise() -> None:
    found = grown(drawn(20, 12, 1)[0])
    assert found.can_tell
    assert found.table.schema == GROWTH
    assert set(found.table["verdict"].to_pylist()) <= set(VERDICTS)
    assert set(found.table["shape"].to_pylist()) <= set(SHAPES)
    assert sum(found.table["pupils"].to_pylist()) == 240
    fifths = [sum(found.table[f"pupils_{number}"].to_pylist()) for number in range(1, 6)]
    assert fifths == [48] * 5


def test_a_school_that_adds_much_is_above_and_one_that_adds_little_below() -> None:
    table, *_ = drawn(30, 30, 3, spread=0.1)
    pushed = table.with_columns(score=pl.col("score") + 2.0 * (pl.col("school") == 4) - 2.0 * (pl.col("school") == 5))
    verdicts = {row["school"]: row["verdict"] for row in grown(pushed).table.to_pylist()}
    assert (verdicts["4"], verdicts["5"]) == ("above", "below")


def test_of_fewer_than_fifteen_schools_no_number_is_given() -> None:
    for schools in (1, 14):
        found = grown(drawn(schools, 30, 2)[0])
        assert not found.can_tell
        assert len(found.table) == schools
        assert set(found.table["verdict"].to_pylist()) == {"cannot-tell"}
        assert found.table["growth"].null_count == schools
        assert set(found.table["pupils"].to_pylist()) == {30}


def test_of_a_school_with_few_pupils_no_verdict_is_given() -> None:
    table, *_ = drawn(20, 30, 2)
    few = pl.concat([table, pl.DataFrame({"school": [99] * 4, "prior": [0.0] * 4, "score": [9.0] * 4})])
    rows = {row["school"]: row for row in grown(few).table.to_pylist()}
    assert (rows["99"]["verdict"], rows["99"]["quadrant"], rows["99"]["shape"]) == ("cannot-tell",) * 3


def test_years_are_pooled_and_their_scales_kept_apart() -> None:
    table, *_ = drawn(20, 20, 6)
    years = pl.Series([2022, 2023] * 200)
    shifted = table.with_columns(year=years, score=pl.col("score") + (years - 2022) * 50)
    columns = GrowthColumns("school", "score", ("prior",), (), "year")
    apart = grown(table.with_columns(year=years), columns)
    assert grown(shifted, columns).table["growth"].to_pylist() == pytest.approx(
        apart.table["growth"].to_pylist(), abs=1e-6
    )
    assert apart.model is not None
    assert "factor(year)2023" in apart.model.fixed
    one_year = grown(table.with_columns(year=pl.lit(2022)), columns)
    assert one_year.model is not None
    assert not any(name.startswith("factor(year)") for name in one_year.model.fixed)


def test_without_an_earlier_result_there_is_no_growth() -> None:
    with pytest.raises(AnalysisRefusedError, match="прежн"):
        grown(drawn(20, 5, 1)[0], GrowthColumns("school", "score", ()))


@pytest.mark.parametrize(
    ("means", "shape"),
    [
        ([0.0, 0.1, 0.0, -0.1, 0.0], "even"),
        ([-1.0, -0.5, 0.0, 0.5, 1.0], "lifts-the-strong"),
        ([1.0, 0.5, 0.0, -0.5, -1.0], "lifts-the-weak"),
        ([-0.8, 0.4, 0.8, 0.4, -0.8], "lifts-the-middle"),
        ([0.8, -0.4, -0.8, -0.4, 0.8], "lifts-the-ends"),
    ],
)
def test_shapes_have_names(means: list[float], shape: str) -> None:
    assert shape_of(np.array(means), np.full(5, 20), 1.0) == shape
    assert shape_of(np.array(means), np.array([20, 20, 20, 20, 2]), 1.0) == "cannot-tell"


def test_a_school_that_is_even_is_seldom_called_otherwise() -> None:
    draw = np.random.default_rng(8)
    shapes = [shape_of(draw.normal(0, 1 / np.sqrt(8), 5), np.full(5, 8), 1.0) for _ in range(2000)]
    assert np.mean([shape != "even" for shape in shapes]) == pytest.approx(0.02, abs=0.01)
