"""Expected results: every school really left out, and clusters by hand."""

import numpy as np
import pytest

from opora.analysis.school_context.expectation import expectation, left_out_ridge

DRAW = np.random.default_rng(2)
X = DRAW.normal(size=(20, 2))
Y = 3 + X @ np.array([1.0, -0.5]) + DRAW.normal(0, 0.5, 20)


def test_a_left_out_prediction_is_that_of_a_fit_without_the_school() -> None:
    """Brute force: the penalised fit to the other nineteen, in the units of all twenty."""
    predicted, penalty = left_out_ridge(Y, X)
    told = (X - X.mean(axis=0)) / X.std(axis=0)
    for place in range(20):
        others = np.arange(20) != place
        design = np.column_stack([np.ones(19), told[others]])
        inner = design.T @ design + penalty * np.diag([0.0, 1, 1])
        coefficients = np.linalg.solve(inner, design.T @ Y[others])
        assert predicted[place] == pytest.approx(coefficients @ [1, *told[place]], rel=1e-10)


def test_noise_alone_is_shrunken_towards_the_mean() -> None:
    noise = np.random.default_rng(5).normal(size=20)
    predicted, penalty = left_out_ridge(noise, X)
    assert penalty >= 30
    assert predicted.std() < 0.5 * noise.std()


def test_fewer_than_fifteen_schools_are_compared_with_their_neighbours() -> None:
    found = expectation(np.array([1.0, 2, 3, 10, 11, 12]), np.array([[30.0], [31], [32], [60], [61], [62]]))
    assert found.method == "clusters"
    assert found.expected == pytest.approx([2.5, 2.0, 1.5, 11.5, 11.0, 10.5])


def test_fewer_than_six_schools_are_not_compared() -> None:
    found = expectation(np.array([1.0, 2, 3, 4, 5]), np.arange(5.0)[:, None])
    assert found.method == "none"
    assert np.all(np.isnan(found.expected))


def test_a_school_without_result_or_context_has_no_expectation() -> None:
    results, context = Y.copy(), X.copy()
    results[3], context[5, 0] = np.nan, np.nan
    found = expectation(results, context)
    assert found.method == "ridge"
    assert np.flatnonzero(np.isnan(found.expected)).tolist() == [3, 5]


def test_a_column_that_one_school_alone_makes_does_not_break_the_expectation() -> None:
    alone = np.column_stack([X, np.arange(20) == 4]).astype(float)
    assert np.all(np.isfinite(left_out_ridge(Y, alone)[0]))
