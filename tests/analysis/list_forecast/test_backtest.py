"""Reliability and Brier scores of forecasts drawn by hand."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.list_forecast import Backtest
from opora.analysis.shares import wilson_interval

DRAWN = Backtest(
    (2024,),
    np.array([0, 1, 2, 3, 4]),
    np.array([0.0, 0.1, 0.5, 0.95, 1.0]),
    np.array([False, True, False, True, True]),
    np.array([False, False, True, True, True]),
)


def test_brier_is_the_mean_squared_miss_and_as_last_year_misses_by_one_where_a_school_changed() -> None:
    assert DRAWN.brier == pytest.approx((0 + 0.01 + 0.25 + 0.0025 + 0) / 5)
    assert DRAWN.naive_brier == pytest.approx(2 / 5)


def test_the_gain_has_the_interval_of_a_mean_over_schools() -> None:
    gains = np.array([0, 1 - 0.01, 1 - 0.25, -0.0025, 0])
    expected = stats.t.interval(0.95, 4, gains.mean(), gains.std(ddof=1) / np.sqrt(5))
    assert DRAWN.gain() == pytest.approx(expected)


def test_bins_hold_their_lower_end_and_the_last_one_both() -> None:
    bins = DRAWN.bins((0.0, 0.5, 0.95, 1.0))
    assert [(one.forecasts, one.listed) for one in bins] == [(2, 0), (1, 1), (2, 2)]
    assert bins[0].expected == pytest.approx(0.05)
    assert bins[2].interval == pytest.approx([float(end) for end in wilson_interval(2, 2)])
