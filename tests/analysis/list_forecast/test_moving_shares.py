"""The model of moving shares: its kernel against SciPy, its parts against the truth they were drawn by."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from opora.analysis.list_forecast.moving_shares import _both_below, fitted
from opora.analysis.list_forecast.years_counted import YearsCounted
from tools.forecast_check import Truth, region


@pytest.mark.parametrize(("a", "b", "r"), [(-1.0, -0.5, 0.3), (0.2, -2.0, 0.8), (-1.5, -1.5, 0.05), (0.0, 0.0, 0.0)])
def test_the_chance_that_both_pupils_are_below_is_the_bivariate_normal_one(a: float, b: float, r: float) -> None:
    exact = multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf([a, b]) - norm.cdf(a) * norm.cdf(b)
    assert _both_below(np.array([a]), np.array([b]), np.array([r]))[0] == pytest.approx(exact, abs=1e-6)


def test_every_part_is_found_again_in_a_large_region() -> None:
    truth = Truth(spread=0.5, common=0.5, own=0.15, yearly=0.15, fading=0.9, shift=0.1)
    counted, _ = region((4, 3000, 4), truth, np.random.default_rng(1))
    found = fitted(counted)
    assert found.spread == pytest.approx(0.5, abs=0.03)
    assert found.lasting == pytest.approx(0.65 * 0.9, abs=0.05)
    assert found.lasting_together == pytest.approx(0.5 * 0.9, abs=0.05)
    assert found.together == pytest.approx(0.65, abs=0.05)
    assert found.fading == pytest.approx(0.9, abs=0.06)
    assert 0.05 < found.step.spread < 0.2


def test_schools_that_differ_by_chance_alone_have_next_to_no_spread() -> None:
    pupils = np.full((3, 400, 2), 20)
    below = np.random.default_rng(2).binomial(pupils, 0.25)
    found = fitted(YearsCounted(tuple(map(str, range(400))), ("а", "б"), (2022, 2023, 2024), pupils, below))
    assert found.spread.max() < 0.12
    assert found.middle == pytest.approx(norm.ppf(0.25), abs=0.06)


def test_covariances_of_any_fit_can_be_those_of_something() -> None:
    for seed in range(20):
        counted, _ = region((5, 15, 5), Truth(fading=0.7), np.random.default_rng(seed))
        cells = tuple(one.ravel().astype(float) for one in np.indices((6, 5)))
        assert np.linalg.eigvalsh(fitted(counted).covariance(cells, cells)).min() > -1e-9


def test_a_school_counted_twice_weighs_as_two() -> None:
    counted, _ = region((3, 30, 2), Truth(), np.random.default_rng(3))
    doubled = YearsCounted(
        (*counted.schools, "ещё"),
        counted.procedures,
        counted.years,
        np.concatenate([counted.pupils, counted.pupils[:, :1]], axis=1),
        np.concatenate([counted.below, counted.below[:, :1]], axis=1),
    )
    times = np.ones(30)
    times[0] = 2
    assert fitted(counted, times).middle == pytest.approx(fitted(doubled).middle)
