"""Cubic B-splines of earlier scores, with the knots that R's SGP package puts (Betebenner 2011)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline

Floats = NDArray[np.float64]

#: Parts of the pupils between whom the inner knots stand.
KNOT_SHARES = (0.2, 0.4, 0.6, 0.8)

_WIDENED_BY = 0.1
_DIGITS = 3
_DEGREE = 3

#: Columns one earlier score gives: without the first spline, which the intercept already says.
COLUMNS_OF_A_PRIOR = len(KNOT_SHARES) + _DEGREE


@dataclass(frozen=True)
class Knots:
    """Inner and boundary knots of one grade's scores."""

    inner: tuple[float, ...]
    boundary: tuple[float, float]


def knots_of(scores: Floats) -> Knots:
    """Return the knots of a grade: quantiles (type 7) of its scores and their range widened by a tenth of itself."""
    low, high = float(scores.min()), float(scores.max())
    wider = _WIDENED_BY * (high - low)
    inner = np.round(np.quantile(scores, KNOT_SHARES), _DIGITS)
    return Knots(tuple(map(float, inner)), (round(low - wider, _DIGITS), round(high + wider, _DIGITS)))


def spline_columns(scores: Floats, knots: Knots) -> Floats:
    """Return the columns of one earlier score (n × 7), the same as R's `splines::bs`."""
    low, high = knots.boundary
    if low == high:  # everybody had one score: nothing to tell pupils apart by
        return np.zeros((scores.size, COLUMNS_OF_A_PRIOR))
    places = np.array([low] * (_DEGREE + 1) + list(knots.inner) + [high] * (_DEGREE + 1))
    columns: Floats = BSpline.design_matrix(np.clip(scores, low, high), places, _DEGREE).toarray()
    return columns[:, 1:]


def design(priors: Floats, knots: list[Knots]) -> Floats:
    """Return the design of pupils' earlier scores (n × priors, the latest first): intercept and splines of each."""
    columns = [np.ones((priors.shape[0], 1))]
    columns += [spline_columns(priors[:, place], one) for place, one in enumerate(knots)]
    return np.hstack(columns)
