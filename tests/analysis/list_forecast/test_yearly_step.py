"""How a region moves: found again where it was drawn, drawn to the usual where little is seen, walked as it says."""

import numpy as np
import pytest
from scipy.stats import kstest, t

from opora.analysis.list_forecast import fitted
from opora.analysis.list_forecast.yearly_step import YearlyStep, coordinates, even_points, yearly_step
from tools.forecast_check import Truth, region


@pytest.mark.parametrize("truth", [Truth(shift=0.1), Truth(shift=0.35), Truth(shift=0.25, alike=0.8)])
def test_the_step_of_many_regions_is_on_average_the_one_they_were_drawn_by(truth: Truth) -> None:
    steps = [fitted(region((5, 60, 6), truth, np.random.default_rng(seed))[0]).step for seed in range(60)]
    assert np.mean([one.spread for one in steps]) == pytest.approx(truth.shift, rel=0.12)
    assert np.mean([one.common for one in steps]) == pytest.approx(truth.alike, abs=0.17)


def test_of_one_year_only_the_usual_step_is_known() -> None:
    assert yearly_step(np.zeros((1, 3)), np.zeros((3, 3))) == YearlyStep(0.15, 0.3, 2.0)


def test_steps_without_chance_are_their_own_spread() -> None:
    middle = np.cumsum(np.random.default_rng(1).normal(0, 0.4, (60, 8)), axis=0)
    found = yearly_step(middle, np.zeros((480, 480)))
    assert found.spread == pytest.approx(0.4, rel=0.1)
    assert found.common < 0.06
    assert found.df == pytest.approx(59 * 8 + 2, rel=0.05)


def test_one_step_of_all_tells_as_much_as_one_procedure() -> None:
    middle = np.repeat(np.cumsum(np.random.default_rng(2).normal(0, 0.4, (60, 1)), axis=0), 8, axis=1)
    found = yearly_step(middle, np.zeros((480, 480)))
    assert found.common > 0.95
    assert found.df < 2 * 59


def test_what_chance_alone_makes_of_middles_is_no_step() -> None:
    draw = np.random.default_rng(3)
    noise = 0.2
    middle = draw.normal(0, noise, (40, 6))
    assert yearly_step(middle, noise**2 * np.eye(240)).spread < 0.1


def test_errors_that_stay_from_year_to_year_are_not_taken_off() -> None:
    """The schools are the same each year: where their sample lies is no part of a step."""
    step = np.cumsum(np.random.default_rng(4).normal(0, 0.3, (40, 6)), axis=0)
    same_schools = 0.04 * np.kron(np.ones((40, 40)), np.eye(6))
    assert yearly_step(step, same_schools) == yearly_step(step, np.zeros((240, 240)))


def test_a_procedure_not_held_shows_no_step() -> None:
    middle = np.cumsum(np.random.default_rng(5).normal(0, 0.3, (30, 3)), axis=0)
    gap = middle.copy()
    gap[10, 2] = np.nan
    found = yearly_step(gap, np.zeros((90, 90)))
    assert found.df == pytest.approx(yearly_step(middle, np.zeros((90, 90))).df - 2, abs=1)


def test_walks_spread_as_students_distribution_and_lean_on_each_other_as_the_step_says() -> None:
    step = YearlyStep(0.2, 0.6, 8.0)
    points = np.random.default_rng(6).random((40_000, coordinates(2, 3)))
    walks = step.walks(points, np.array([[1.0, 1.0, 2.0], [1.0, 1.0, 1.0]]))
    assert walks.shape == (40_000, 2, 3)
    assert kstest(walks[:, 0, 0] / 0.2, t(8).cdf).pvalue > 0.01
    assert np.corrcoef(walks[:, 0, 0], walks[:, 0, 1])[0, 1] == pytest.approx(0.6, abs=0.03)
    spread = walks.std(axis=0) ** 2 / walks[:, 0, 0].var()
    assert spread == pytest.approx(np.array([[1, 1, 2], [2, 2, 3]]), rel=0.08)


def test_even_points_are_the_same_each_time_and_fill_the_cube() -> None:
    assert np.array_equal(even_points(3, 64), even_points(3, 64))
    assert even_points(3, 64).mean(axis=0) == pytest.approx([0.5] * 3, abs=0.02)
