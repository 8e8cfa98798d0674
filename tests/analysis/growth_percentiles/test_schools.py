"""Medians of schools with what chance leaves open."""

import numpy as np
from scipy.stats import binom

from opora.analysis.growth_percentiles.schools import school_medians


def test_a_school_of_ten_has_a_median_and_one_of_nine_has_none() -> None:
    found = school_medians(["a"] * 10 + ["b"] * 9, np.array([*range(10, 101, 10), *range(1, 10)]))
    assert [(one.school, one.pupils, one.median) for one in found] == [("a", 10, 55.0), ("b", 9, None)]
    assert found[0].interval == (20.0, 90.0)  # of ten the second and the ninth: 97.9 % between them
    assert found[0].share_low == 0.3
    assert found[1].interval is None


def test_a_pupil_without_percentile_or_school_does_not_count() -> None:
    assert school_medians(["a", None, "a"], np.array([50, 40, 0])) == school_medians(["a"], np.array([50]))


def test_the_interval_covers_the_median_at_least_as_often_as_it_says() -> None:
    for n in range(10, 200):
        low = int(binom.ppf(0.025, n, 0.5))
        assert binom.cdf(n - low, n, 0.5) - binom.cdf(low - 1, n, 0.5) >= 0.95
    chance = np.random.default_rng(3)
    covered = 0
    for _ in range(400):
        one = school_medians(["a"] * 25, chance.integers(1, 100, size=25))[0]
        assert one.interval is not None
        covered += one.interval[0] <= 50 <= one.interval[1]
    assert covered >= 374
