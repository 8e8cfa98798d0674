"""Splines stand on the knots R's SGP puts."""

import numpy as np
import pytest

from opora.analysis.growth_percentiles.spline_design import Knots, design, knots_of, spline_columns


def test_knots_are_quantiles_of_type_seven_and_the_range_widened_by_a_tenth() -> None:
    knots = knots_of(np.array([10.0, 20.0, 30.0, 40.0, 50.0, 61.0]))
    assert knots.inner == (20.0, 30.0, 40.0, 50.0)
    assert knots.boundary == (4.9, 66.1)


def test_knots_have_three_digits() -> None:
    assert knots_of(np.arange(8) / 7).inner == (0.2, 0.4, 0.6, 0.8)
    assert knots_of(np.arange(11) / 7).boundary == (-0.143, 1.571)


def test_a_spline_is_the_cubic_its_knots_say() -> None:
    # between the boundary 0 and the first knot 1 the last of four splines is x³/6 of uniform knots; here the first
    # four places are equal, so the second spline is 3x − 4.5x² + 1.75x³ and the first is left to the intercept
    columns = spline_columns(np.array([0.0, 0.5]), Knots((1.0, 2.0, 3.0, 4.0), (0.0, 5.0)))
    assert columns.shape == (2, 7)
    assert columns[0] == pytest.approx(np.zeros(7))
    assert columns[1, 0] == pytest.approx(3 * 0.5 - 4.5 * 0.25 + 1.75 * 0.125)


def test_splines_and_the_first_one_make_up_one() -> None:
    knots = Knots((1.0, 2.0, 3.0, 4.0), (0.0, 5.0))
    x = np.linspace(0.0, 5.0, 21)
    first = np.where(x < 1, (1 - x) ** 3, 0.0)
    assert spline_columns(x, knots).sum(axis=1) + first == pytest.approx(np.ones(21))


def test_a_score_everybody_has_gives_columns_of_zeros() -> None:
    assert spline_columns(np.full(3, 4.0), knots_of(np.full(3, 4.0))) == pytest.approx(np.zeros((3, 7)))


def test_repeated_knots_of_coarse_scores_are_allowed() -> None:
    scores = np.array([2.0, 3, 3, 3, 3, 4, 4, 5])
    assert np.isfinite(spline_columns(scores, knots_of(scores))).all()


def test_a_design_is_an_intercept_and_seven_columns_of_each_prior() -> None:
    knots = Knots((1.0, 2.0, 3.0, 4.0), (0.0, 5.0))
    assert design(np.array([[1.0, 2.0], [3.0, 4.0]]), [knots, knots]).shape == (2, 15)
