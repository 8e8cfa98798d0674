"""Percentiles of pupils: by definition on a drawn table, and as R's SGP has them."""

import csv
import gzip

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pytest

from opora.analysis.growth_percentiles import Columns, Progression, Records, growth_percentiles, panel_of
from opora.analysis.growth_percentiles.words import growth_in_words, growth_level
from tests.analysis.cases import CASES, needs_cases, told


def records(n: int = 400, seed: int = 1) -> Records:
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=n)
    scores = [np.round(500 + 60 * (ability + 0.5 * chance.normal(size=n))) for _ in range(3)]
    priors = np.column_stack([scores[1], scores[2]])
    priors[: n // 2, 1] = np.nan
    return Records(pa.array(np.arange(n)), None, scores[0], priors, (scores[1], scores[2]), 0, 0, 0, 0)


def test_percentiles_spread_evenly_over_pupils() -> None:
    sgp = growth_percentiles(records(2000)).by_order[:, 0]
    assert sgp.min() >= 1
    assert sgp.max() <= 99
    assert np.histogram(sgp, bins=[1, 25, 50, 75, 100])[0] == pytest.approx([500] * 4, abs=40)


def test_the_highest_order_a_pupil_has_is_the_one_that_counts() -> None:
    found = growth_percentiles(records())
    assert found.order.tolist() == [1] * 200 + [2] * 200
    assert (found.sgp[:200] == found.by_order[:200, 0]).all()
    assert (found.sgp[200:] == found.by_order[200:, 1]).all()
    assert found.table().column_names == ["id", "sgp", "order", "sgp_order_1", "sgp_order_2"]
    assert found.table()["sgp_order_2"].null_count == 200


def test_a_scale_stretched_and_moved_gives_the_same_percentiles() -> None:
    one = records()
    other = Records(
        one.id, None, one.score * 2 + 7, one.priors * 4 - 3, tuple(p * 4 - 3 for p in one.pooled), 0, 0, 0, 0
    )
    assert (growth_percentiles(one).sgp == growth_percentiles(other).sgp).all()


def test_the_order_of_pupils_does_not_matter() -> None:
    one = records()
    shuffled = np.random.default_rng(5).permutation(one.score.size)
    other = Records(one.id, None, one.score[shuffled], one.priors[shuffled], one.pooled, 0, 0, 0, 0)
    assert (growth_percentiles(one).sgp[shuffled] == growth_percentiles(other).sgp).all()


def test_too_few_pupils_for_the_splines_have_no_percentile() -> None:
    found = growth_percentiles(records(8))
    assert [fit.is_computed for fit in found.fits] == [False, False]
    assert found.table().num_rows == 0


def test_marks_instead_of_scores_are_said_to_be_too_coarse() -> None:
    chance = np.random.default_rng(2)
    marks = chance.integers(2, 6, size=300).astype(float)
    score = marks + chance.integers(0, 3, size=300)
    found = growth_percentiles(Records(pa.array(np.arange(300)), None, score, marks[:, None], (marks,), 0, 0, 0, 0))
    assert found.fits[0].is_singular
    assert found.sgp.min() >= 1


def test_growth_is_told_in_words() -> None:
    assert growth_in_words(81) == (
        "Из 100 учеников с такими же прежними результатами у 81 результат этого года ниже; рост выше обычного."
    )
    assert [growth_level(sgp) for sgp in (1, 34, 35, 65, 66, 99)] == [
        "low",
        "low",
        "typical",
        "typical",
        "high",
        "high",
    ]


@needs_cases
@pytest.mark.parametrize("name", ["sgp_MATHEMATICS_g4", "sgp_MATHEMATICS_g5"])
def test_every_pupil_has_the_percentile_that_sgp_gives(name: str) -> None:
    case = told(f"{name}.json")
    rows = duckdb.connect().read_csv(str(CASES / "sgpdata_long.csv.gz"), na_values=["NA", ""])
    chosen = nw.from_native(rows).filter(
        nw.col("CONTENT_AREA") == case["content"], nw.col("VALID_CASE") == "VALID_CASE"
    )
    progression = Progression.until("2024_2025", case["progression"])
    found = growth_percentiles(panel_of(chosen, Columns("ID", "YEAR", "GRADE", "SCALE_SCORE"), progression))
    for fit in found.fits:
        matrix = case["matrices"][f"qrmatrix_{case['grade']}_{fit.order}"]
        assert fit.pupils == matrix["N"]
        assert [list(knots.inner) for knots in fit.knots] == list(matrix["knots"].values())
        assert [list(knots.boundary) for knots in fit.knots] == list(matrix["boundaries"].values())
    with gzip.open(CASES / f"{name}.csv.gz", "rt") as stream:
        expected = [[row["ID"], *list(row.values())[1:]] for row in csv.DictReader(stream)]
    got = found.table().drop_columns(["order"]).to_pylist()
    assert [["NA" if value is None else str(value) for value in row.values()] for row in got] == [
        [value or "NA" for value in row] for row in expected
    ]
