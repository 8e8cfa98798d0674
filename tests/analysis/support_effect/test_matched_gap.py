"""The mean gap of matched schools: its variance and degrees of freedom by the whole matrix of the quadratic form."""

import numpy as np
import pytest

from opora.analysis.support_effect.matched_gap import Noise, mean_gap

ROWS = 14
MATCHED = np.array([0, 1, 2, 3])
TAKEN = {0: [4, 5], 1: [5, 6, 7], 2: [5, 8], 3: [9]}
NEAREST = {4: [5, 6], 5: [4, 6, 7], 6: [7, 10], 7: [6, 11], 8: [9, 12], 9: [8, 13, 10]}


def noise(schools: np.ndarray | None = None) -> Noise:
    near = {place: np.array(others) for place, others in NEAREST.items()}
    return Noise.beside(near, np.arange(ROWS) if schools is None else schools)


def shares() -> np.ndarray:
    """Return means of the schools taken, with some of a regression's correction: lines still sum to 1."""
    mean = np.zeros((4, 6))
    for line, others in TAKEN.items():
        mean[line, [one - 4 for one in others]] = 1 / len(others)
    away = np.random.default_rng(1).normal(0, 0.05, (4, 6))
    return mean + away - away.mean(axis=1, keepdims=True)


def quadratic_form() -> np.ndarray:
    """Return Q with variance = y′Qy, told from the variance of every single result and every two."""

    def variance(*places: int) -> float:
        results = np.zeros(ROWS)
        results[list(places)] = 1
        return mean_gap(results, MATCHED, shares(), noise()).variance

    single = np.array([variance(place) for place in range(ROWS)])
    return np.array(
        [
            [single[i] if i == j else (variance(i, j) - single[i] - single[j]) / 2 for j in range(ROWS)]
            for i in range(ROWS)
        ]
    )


def test_the_estimate_is_the_mean_of_results_less_what_those_beside_lead_to_expect() -> None:
    results = np.random.default_rng(2).normal(size=ROWS)
    by_hand = [results[place] - shares()[place] @ results[4:10] for place in MATCHED]
    assert mean_gap(results, MATCHED, shares(), noise()).estimate == pytest.approx(np.mean(by_hand))


def test_the_variance_is_right_on_average_however_often_schools_are_taken() -> None:
    """Results of variance 1 make the estimate vary by the squares of its weights: the trace of Q must be that."""
    weights = np.zeros(ROWS)
    weights[MATCHED] = 1 / 4
    weights[4:10] = -shares().mean(axis=0)
    assert np.trace(quadratic_form()) == pytest.approx((weights**2).sum())


def test_degrees_of_freedom_are_those_of_satterthwaite() -> None:
    form = quadratic_form()
    found = mean_gap(np.random.default_rng(3).normal(size=ROWS), MATCHED, shares(), noise())
    assert found.df == pytest.approx(np.trace(form) ** 2 / np.trace(form @ form))


def test_schools_taken_once_leave_the_plain_error_of_a_mean() -> None:
    results = np.random.default_rng(4).normal(size=ROWS)
    gaps = results[:3] - results[4:7]
    found = mean_gap(results, MATCHED[:3], np.eye(3, 6), noise())
    assert found.variance == pytest.approx(gaps.var(ddof=1) / 3)


def test_rows_of_one_school_err_together() -> None:
    results = np.random.default_rng(5).normal(size=ROWS)
    same = np.arange(ROWS)
    same[6] = 5  # taken beside school 1 at one start and beside school 2 at another
    apart, together = (mean_gap(results, MATCHED, shares(), noise(whose)) for whose in (None, same))
    assert together.variance > apart.variance
