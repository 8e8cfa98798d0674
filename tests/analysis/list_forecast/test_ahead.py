"""Where a school will be: against brute force over a grid."""

import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binom, norm

from opora.analysis.list_forecast.ahead import ahead
from opora.analysis.list_forecast.moving_shares import MovingShares
from opora.analysis.list_forecast.yearly_step import YearlyStep
from opora.analysis.list_forecast.years_counted import YearsCounted

Pairs = list[tuple[int, int]]


def one_school(*years: tuple[int, int]) -> YearsCounted:
    """Return one school and one procedure given (below, pupils) by year."""
    below, pupils = (np.array(column)[:, None, None] for column in zip(*years, strict=True))
    return YearsCounted(("ш",), ("п",), tuple(range(2025 - len(years), 2025)), pupils, below)


def model(years: int, lasting: float = 0.7) -> MovingShares:
    return MovingShares(np.full((years, 1), -0.8), np.array([0.6]), lasting, 0.0, 0.0, 1.0, YearlyStep(0.1, 0.0, 24))


@pytest.mark.parametrize("pair", [(0, 10), (4, 10), (12, 20), (60, 100), (0, 0)])
def test_the_expected_share_after_one_year_is_that_of_the_whole_posterior(pair: tuple[int, int]) -> None:
    x = np.linspace(-4, 4, 2001)
    posterior = norm.pdf(x, scale=0.6) * binom.pmf(pair[0], pair[1], ndtr(-0.8 + x))
    posterior /= posterior.sum()
    # a year later x keeps 0.7 of itself and the rest is new: the mean share of what is left is closed
    rest = 0.6**2 * (1 - 0.7**2)
    exact = posterior @ ndtr((-0.8 + 0.7 * x) / np.sqrt(1 + rest))
    found = ahead(model(1), one_school(pair))
    approximate = ndtr((-0.8 + found.mean[0, 0]) / np.sqrt(1 + found.covariance[0, 0, 0]))
    assert approximate == pytest.approx(exact, abs=0.01)


def test_two_years_say_more_than_one_and_a_year_not_held_says_nothing() -> None:
    one, two, gap = (
        ahead(model(2), one_school(*years)) for years in (((0, 0), (8, 20)), ((8, 20), (8, 20)), ((8, 20), (0, 0)))
    )
    assert two.covariance[0, 0, 0] < one.covariance[0, 0, 0]
    assert two.mean[0, 0] > one.mean[0, 0] > 0
    assert gap.mean[0, 0] == pytest.approx(one.mean[0, 0])  # nothing fades in this model


def test_futures_have_the_mean_and_spread_they_are_made_from() -> None:
    found = ahead(model(1), one_school((8, 20)))
    own, region = np.random.default_rng(1).standard_normal((2, 40_000, 1))
    drawn = found.latent(own, 0.1 * region[:, None])[0, :, 0, 0]
    assert drawn.mean() == pytest.approx(-0.8 + found.mean[0, 0], abs=0.01)
    assert drawn.std() == pytest.approx(np.sqrt(found.covariance[0, 0, 0] + 0.1**2), rel=0.02)


def test_moments_together_are_each_what_they_are_alone_and_lean_on_each_other() -> None:
    counted = one_school((8, 20), (9, 20))
    near, far, both = (ahead(model(2), counted, years) for years in ((1,), (3,), (1, 3)))
    assert both.mean[0] == pytest.approx([near.mean[0, 0], far.mean[0, 0]])
    assert np.diag(both.covariance[0]) == pytest.approx([near.covariance[0, 0, 0], far.covariance[0, 0, 0]])
    assert both.covariance[0, 0, 1] > 0.2 * both.covariance[0, 0, 0]
    assert (near.waits, far.waits, both.waits) == ([[1]], [[3]], pytest.approx(np.array([[1], [2]])))


def test_a_procedure_left_out_last_year_has_a_year_more_to_move() -> None:
    gap = MovingShares(np.array([[-0.8], [np.nan]]), np.array([0.6]), 0.7, 0.0, 0.0, 1.0, YearlyStep(0.1, 0.0, 24))
    assert ahead(gap, one_school((8, 20), (0, 0)), (1, 2)).waits.tolist() == [[2], [1]]
