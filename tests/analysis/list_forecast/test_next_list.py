"""Chances of the list: certain where the counts are, calibrated where the truth is known, the same for one seed."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted, backtest, next_list, tells_enough
from opora.vocabulary.rules import rule_set
from tools.forecast_check import Truth, joined, region

FEDERAL = rule_set("federal-2020")


def test_large_schools_far_from_the_threshold_are_all_but_certain() -> None:
    chance = np.random.default_rng(1)
    share = np.where(np.arange(60) < 30, 0.10, 0.55)[None, :, None] + chance.normal(0, 0.005, (3, 60, 2))
    pupils = np.full((3, 60, 2), 400)
    below = np.rint(pupils * share).astype(np.int64)
    counted = YearsCounted(tuple(map(str, range(60))), ("а", "б"), (2022, 2023, 2024), pupils, below)
    found = next_list(counted, FEDERAL, np.random.default_rng(2))
    assert found.probability[:30].max() < 0.02
    assert found.probability[30:].min() > 0.95


def test_the_same_seed_gives_the_same_answer_and_ends_stand_around_the_probability() -> None:
    counted, _ = region((3, 40, 4), Truth(), np.random.default_rng(3))
    one, again = (next_list(counted, FEDERAL, np.random.default_rng(5)) for _ in range(2))
    known = ~np.isnan(one.probability)
    assert np.array_equal(one.probability, again.probability, equal_nan=True)
    assert (one.low[known] <= one.probability[known] + 1e-12).all()
    assert (one.probability[known] <= one.high[known] + 1e-12).all()


def test_a_school_without_recent_results_is_not_told() -> None:
    counted, _ = region((4, 40, 4), Truth(), np.random.default_rng(4))
    counted.pupils[2:, 7] = counted.below[2:, 7] = 0
    found = next_list(counted, FEDERAL, np.random.default_rng(1))
    assert np.isnan(found.probability[7])
    assert np.isnan(found.low[7])


def test_one_year_or_few_schools_are_not_enough() -> None:
    counted, _ = region((3, 40, 2), Truth(), np.random.default_rng(5))
    assert tells_enough(counted)
    assert not tells_enough(counted.first(1))
    few, _ = region((3, 14, 2), Truth(), np.random.default_rng(5))
    assert not tells_enough(few)
    assert backtest(few, FEDERAL, np.random.default_rng(1)) is None
    assert backtest(counted.first(2), FEDERAL, np.random.default_rng(1)) is None


@pytest.mark.slow
@pytest.mark.parametrize("truth", [Truth(), Truth(fading=0.8)], ids=["lasting", "fading"])
def test_what_is_forecast_comes_true_as_often_as_it_says(truth: Truth) -> None:
    parts = []
    for seed in range(3):
        counted, _ = region((4, 120, 6), truth, np.random.default_rng(seed))
        found = backtest(counted, FEDERAL, np.random.default_rng(seed))
        assert found is not None
        parts.append(found)
    together = joined(parts)
    for one in together.bins():
        if one.forecasts >= 30:
            assert one.interval[0] - 0.05 <= one.expected <= one.interval[1] + 0.05
    assert together.gain()[0] > 0
