"""Clustered least squares: by brute force, by Welch, by statsmodels."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.support_effect.regression import (
    Regression,
    Spread,
    difference,
    left_over,
    mean_with_spread,
    regression,
)
from tests.references.support_effect_figures import FIGURES


def drawn(seed: int, rows: int = 30, schools: int = 9) -> Regression:
    draw = np.random.default_rng(seed)
    design = np.column_stack([np.ones(rows), draw.normal(size=(rows, 2))])
    weights = draw.integers(1, 5, rows).astype(float)
    return regression(design, draw.normal(size=rows), draw.integers(0, schools, rows), weights)


def by_force(fit: Regression, point: np.ndarray) -> tuple[float, float]:
    """Return CR2 variance and Satterthwaite's df with whole matrices, straight from the paper."""
    x, w = fit.design, np.diag(fit.weights)
    v = np.linalg.inv(x.T @ w @ x)
    rest = np.eye(len(x)) - x @ v @ x.T @ w
    spread, residual = rest @ rest.T, rest @ fit.results
    variance, columns = 0.0, []
    for cluster in np.unique(fit.clusters):
        own = fit.clusters == cluster
        values, vectors = np.linalg.eigh(spread[np.ix_(own, own)])
        root = vectors @ np.diag(values**-0.5) @ vectors.T
        pull = root @ w[np.ix_(own, own)] @ x[own] @ v @ point
        variance += (pull @ residual[own]) ** 2
        columns.append(rest[own].T @ pull)
    gram = np.array(columns) @ np.array(columns).T
    return variance, np.trace(gram) ** 2 / (gram**2).sum()


@pytest.mark.parametrize("seed", range(5))
def test_clustered_variance_and_degrees_of_freedom_are_those_of_whole_matrices(seed: int) -> None:
    fit, point = drawn(seed), np.array([0.3, 1.0, -2.0])
    found = fit.at(point)
    variance, df = by_force(fit, point)
    assert found.estimate == pytest.approx(point @ fit.coefficients)
    assert found.variance == pytest.approx(variance, rel=1e-10)
    assert found.df == pytest.approx(df, rel=1e-10)


def test_with_a_row_a_school_it_is_what_statsmodels_calls_hc2() -> None:
    case = FIGURES["robust_errors"]
    design = np.array(case["design"])
    fit = regression(design, case["results"], np.arange(len(design)))
    errors = [np.sqrt(fit.at(point).variance) for point in np.eye(3)]
    assert fit.coefficients == pytest.approx(case["coefficients"], rel=1e-10)
    assert errors == pytest.approx(case["errors"], rel=1e-10)


def test_two_groups_are_compared_as_welch_does() -> None:
    draw = np.random.default_rng(1)
    first, second = draw.normal(size=8), draw.normal(1, 2, 20)
    welch = stats.ttest_ind(first, second, equal_var=False)
    found = difference(mean_with_spread(first), mean_with_spread(second))
    assert found.estimate / np.sqrt(found.variance) == pytest.approx(welch.statistic)
    assert found.df == pytest.approx(welch.df)
    together = regression(
        np.column_stack([np.ones(28), np.arange(28) < 8]), np.concatenate([first, second]), np.arange(28)
    ).at([0, 1])
    assert (together.estimate, together.variance) == pytest.approx((found.estimate, found.variance))


def test_what_a_fit_to_others_leaves_over_is_the_mean_distance_from_their_line() -> None:
    x = np.arange(12.0)
    others = regression(np.column_stack([np.ones(12), x]), 2 + 3 * x, np.arange(12))
    design = np.column_stack([np.ones(3), [1.0, 2.0, 6.0]])
    found = left_over(2 + 3 * design[:, 1] + np.array([1.0, 2.0, 3.0]), design, others)
    assert found.estimate == pytest.approx(2)
    assert found.variance == pytest.approx(1 / 3)  # the others lie on their line: only the three differ
    assert found.df == pytest.approx(2, abs=1e-6)


def test_columns_that_make_each_other_up_are_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        regression([[1, 1], [1, 1], [1, 1]], [1, 2, 3], [0, 1, 2])


def test_the_difference_of_certain_numbers_is_certain() -> None:
    assert difference(Spread(3, 0, 5), Spread(1, 0, 5)) == Spread(2, 0, np.inf)
