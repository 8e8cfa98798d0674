"""How many may come about: against drawing and against the distributions they are mixtures of."""

import numpy as np
import pytest
from scipy.stats import binom

from opora.analysis.target_realism.outcomes import of_alike, of_each


def test_alike_ones_of_one_chance_are_binomial() -> None:
    found = of_alike(9, np.array([0.3]), np.array([1.0]))
    for count in range(10):
        assert found.at_most(count) == pytest.approx(binom.cdf(count, 9, 0.3))
        assert found.at_least(count) == pytest.approx(binom.sf(count - 1, 9, 0.3))


def test_each_way_counts_by_its_weight() -> None:
    chances, weights = np.array([0.1, 0.7]), np.array([0.8, 0.2])
    found = of_alike(5, chances, weights)
    assert found.at_least(3) == pytest.approx(weights @ binom.sf(2, 5, chances))


def test_each_with_a_chance_of_its_own_comes_about_as_drawn() -> None:
    ways = np.array([[0.05, 0.5, 0.9, 0.3], [0.6, 0.8, 0.95, 0.7]])
    draw = np.random.default_rng(1)
    came = (draw.random((200_000, 4)) < ways[draw.integers(2, size=200_000)]).sum(axis=1)
    found = of_each(ways)
    for count in range(5):
        assert found.at_least(count) == pytest.approx((came >= count).mean(), abs=0.005)


def test_schools_that_differ_spread_less_than_schools_alike() -> None:
    apart, alike = of_each(np.array([[0.02] * 6 + [0.98] * 6])), of_each(np.full((1, 12), 0.5))
    assert apart.interval() == (5, 7)
    assert alike.interval() == (3, 9)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.4, 1.0])
def test_limits_hold_no_less_than_they_say_and_could_not_be_nearer(share: float) -> None:
    found = of_alike(30, np.array([share]), np.array([1.0]))
    low, high = found.interval(0.9)
    assert found.at_most(high) - (found.at_most(low - 1) if low else 0.0) >= 0.9
    assert found.at_most(low) >= 0.05
    assert high == 0 or found.at_most(high - 1) < 0.95
