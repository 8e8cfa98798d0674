"""Where a school will be: against brute force over a grid."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import ndtr
from scipy.stats import binom, norm

from opora.analysis.list_forecast import LEVELS, fitted
from opora.analysis.list_forecast.ahead import ahead
from opora.analysis.list_forecast.moving_shares import MovingShares
from opora.analysis.list_forecast.yearly_step import YearlyStep
from opora.analysis.list_forecast.years_counted import YearsCounted
from tools.forecast_check import Truth, region

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
    chance = np.random.default_rng(1)
    drawn = found.latent(chance.random((40_000, 2)), chance.normal(0, 0.1, (40_000, 1, 1)))[0, :, 0, 0]
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


def test_a_level_and_what_is_around_it_make_up_the_whole_where_levels_lie_as_a_bell() -> None:
    """With thousands of schools drawn by a bell, taking the level out changes neither the mean nor the spread."""
    counted, _ = region((3, 3000, 2), Truth(), np.random.default_rng(1))
    model_found = fitted(counted)
    found, few = ahead(model_found, counted), np.arange(40)
    drawn = found.of(few).latent(np.random.default_rng(2).random((20_000, 3)), np.zeros((20_000, 1, 2)))[0]
    without = replace(model_found, lasting_together=0.0)
    assert found.stays > 0.3
    assert ahead(without, counted).stays == 0
    cells = np.repeat(np.arange(3.0), 2), np.tile(np.arange(2.0), 3)
    wanted = np.full(2, 3.0), np.arange(2.0)
    prior, cross = model_found.covariance(cells, cells), model_found.covariance(wanted, cells)
    for school in few[:10]:
        told, known = gaussian(model_found, counted, school, prior)
        mean = found.middle + cross @ known @ told
        spread = np.sqrt(np.diag(model_found.covariance(wanted, wanted) - cross @ known @ cross.T))
        assert drawn[:, school].mean(axis=0) == pytest.approx(mean, abs=0.06)
        assert drawn[:, school].std(axis=0) == pytest.approx(spread, rel=0.12)


def gaussian(
    model: MovingShares, counted: YearsCounted, school: int, prior: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the results of a school as normal ones around the middle, found by a plain optimiser, and their weight."""
    pupils, below = counted.pupils[:, school].ravel(), counted.below[:, school].ravel()
    middle, inverse = model.middle.ravel(), np.linalg.inv(prior)

    def cost(x: np.ndarray) -> float:
        return float(-binom.logpmf(below, pupils, ndtr(middle + x)).sum() + x @ inverse @ x / 2)

    top = minimize(cost, np.zeros(middle.size), method="BFGS").x
    step = 1e-4

    def slope(x: np.ndarray) -> np.ndarray:
        ends = (binom.logpmf(below, pupils, ndtr(middle + x + sign * step)) for sign in (1, -1))
        up, down = ends
        return np.asarray((up - down) / (2 * step))

    weight = -(slope(top + step) - slope(top - step)) / (2 * step)
    told = top + slope(top) / weight
    return told, np.linalg.inv(prior + np.diag(1 / weight))


def test_a_region_in_which_some_schools_lie_far_below_is_seen_as_such() -> None:
    counted, _ = region((4, 400, 6), Truth(common=0.8, own=0.08, yearly=0.06, weak=0.15), np.random.default_rng(3))
    bell, _ = region((4, 400, 6), Truth(common=0.8, own=0.08, yearly=0.06), np.random.default_rng(3))
    apart, alike = (ahead(fitted(one), one).often for one in (counted, bell))
    between = (LEVELS > 0.6) & (LEVELS < 1.4)
    assert apart[LEVELS > 1.6].sum() == pytest.approx(0.15, abs=0.04)
    assert apart[between].sum() < 0.5 * alike[between].sum()
