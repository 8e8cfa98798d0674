"""What the movement of a region makes of a share of cases: by hand, and by drawing."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted, yearly_step
from opora.analysis.target_realism import cases_of
from opora.analysis.target_realism.movement_of_years import (
    WAYS,
    MovementOfYears,
    moved,
    movement_of_years,
    ways_of_region,
)
from tools.forecast_check import Truth, region

UP_OR_DOWN = np.array([[1.0], [-1.0]])


def everybody(way: np.ndarray) -> np.ndarray:
    """Tell that all four cases came about where the region went up, none where it went down."""
    return np.repeat(way[0] > 0, 4)


def test_years_further_apart_than_the_way_move_the_mean_independently() -> None:
    found = movement_of_years(UP_OR_DOWN, np.array([0, 0, 1, 1]), 1, everybody)
    assert found == MovementOfYears(pytest.approx(0.25 / 2), pytest.approx(0.25))


def test_years_whose_ways_overlap_move_it_together_by_the_common_part() -> None:
    found = movement_of_years(UP_OR_DOWN, np.array([0, 0, 1, 1]), 2, everybody)
    assert found.of_mean == pytest.approx(0.25 * (1 + 0.5) / 2)
    same_year = movement_of_years(UP_OR_DOWN, np.zeros(4, np.intp), 2, everybody)
    assert same_year.of_mean == pytest.approx(0.25)


def test_no_cases_are_not_moved() -> None:
    assert movement_of_years(UP_OR_DOWN, np.zeros(0, np.intp), 1, everybody) == MovementOfYears(0.0, 0.0)


def test_a_step_of_nothing_leaves_shares_where_they_are() -> None:
    shares = moved(np.array([30, 0, 60]), np.array([60, 60, 60]), np.zeros(3))
    assert shares == pytest.approx([0.5, 0.0, 1.0], abs=0.01)
    assert (moved(np.array([30, 0, 60]), np.array([60, 60, 60]), np.ones(3)) > shares).all()


def test_ways_are_as_wide_as_the_region_has_moved() -> None:
    calm, restless = (region((5, 80, 6), Truth(shift=shift), np.random.default_rng(1))[0] for shift in (0.05, 0.4))
    assert yearly_step(calm).spread < 0.1
    assert yearly_step(restless).spread == pytest.approx(0.4, rel=0.4)
    ways = ways_of_region(restless, 2)
    assert ways.shape == (WAYS, 6)
    assert ways.std() == pytest.approx(np.sqrt(2) * yearly_step(restless).spread, rel=0.1)


def test_of_one_year_only_the_usual_step_is_known() -> None:
    nothing = np.zeros((1, 3, 2), np.int64)
    step = yearly_step(YearsCounted(tuple("абв"), ("п", "р"), (2024,), nothing, nothing))
    assert (step.spread, step.df) == (0.15, 2.0)


def test_limits_are_no_narrower_than_the_movement_of_the_region_makes_them() -> None:
    school, reached = np.arange(100), np.arange(100) < 40
    calm = cases_of(school, reached)
    restless = cases_of(school, reached, moves=MovementOfYears(0.01, 0.03))
    assert restless.high - restless.low > 2 * (calm.high - calm.low)
    assert restless.weight == pytest.approx(0.24 / (0.24 / 99 + 0.01))
    assert restless.of_years == 0.03
