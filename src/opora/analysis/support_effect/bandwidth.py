"""How wide to look round a threshold: the bandwidth of Calonico, Cattaneo & Titiunik (2014), kernel of `threshold`.

Their rule makes the mean squared error of the local linear jump least, with the regularisation of Imbens & Kalyanaraman
(2012); the triangular kernel; variances by nearest neighbours. Notation: Calonico, Cattaneo & Titiunik (2014),
Econometrica 82, 2295–2326, and (2014) Stata Journal 14, 909–946. Equals `bwselect="mserd"` of
rdrobust without its adjustment for mass points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Constant of the first pilot for the triangular kernel.
_PILOT = 2.576

#: Quartiles of a normal distribution lie so many standard deviations apart.
_NORMAL_QUARTILES = 1.349

_NEIGHBOURS = 3
_REGULARISED = 3.0

#: Distances so near to each other are equal.
_TIE = 1e-12


@dataclass(frozen=True)
class Side:
    """Schools on one side: distance to the threshold and result, in order of distance along the axis."""

    x: Floats
    y: Floats


@dataclass(frozen=True)
class _Constants:
    """Variance, bias and regularisation of a local polynomial at the threshold."""

    variance: float
    bias: float
    regularisation: float


def mse_optimal_bandwidth(below: Side, above: Side) -> float:
    """Return the bandwidth of the local linear jump at zero, one for both sides.

    Raises:
        numpy.linalg.LinAlgError: too few different distances for the pilot polynomials.
    """
    x = np.concatenate([below.x, above.x])
    quartiles = np.quantile(x, [0.25, 0.75], method="averaged_inverted_cdf")
    width = min(float(x.std(ddof=1)), float(quartiles[1] - quartiles[0]) / _NORMAL_QUARTILES)
    pilot = _PILOT * width * x.size ** (-1 / 5)
    ranges = (float(np.abs(below.x).max()), float(np.abs(above.x).max()))
    third = _width(_both((below, above), (2 + 1, 2 + 1), pilot, ranges, is_regularised=False), 2 + 1)
    second = _width(_both((below, above), (2, 2), pilot, (third, third)), 2)
    return _width(_both((below, above), (1, 0), pilot, (second, second)), 1)


def _both(
    sides: tuple[Side, Side],
    orders: tuple[int, int],
    pilot: float,
    widths: tuple[float, float],
    is_regularised: bool = True,
) -> tuple[_Constants, _Constants]:
    first, second = (
        _constants(side, orders, pilot, width, is_regularised) for side, width in zip(sides, widths, strict=True)
    )
    return first, second


def _width(both: tuple[_Constants, _Constants], order: int) -> float:
    below, above = both
    bias = (above.bias - below.bias) ** 2 + below.regularisation + above.regularisation
    return float(((below.variance + above.variance) / bias) ** (1 / (2 * order + 3)))


def _constants(side: Side, orders: tuple[int, int], pilot: float, width: float, is_regularised: bool) -> _Constants:
    """Return the constants of derivative `orders[1]` from a polynomial of order `orders[0]`."""
    order, derivative = orders
    near, weights = _weighed(side, pilot)
    powers = near.x[:, None] ** np.arange(order + 1)
    inverse = np.linalg.inv(powers.T @ (powers * weights[:, None]))
    scores = powers * (weights * _neighbour_residuals(near))[:, None]
    spread = (inverse @ scores.T @ scores @ inverse)[derivative, derivative]
    lever = inverse @ (powers.T @ (weights * (near.x / pilot) ** (order + 1)))
    constant = float(pilot**derivative * lever[derivative])
    curve, its_variance = _curvature(side, order + 1, width)
    rate = 2 * (order + 1 - derivative)
    return _Constants(
        (2 * derivative + 1) * pilot ** (2 * derivative + 1) * float(spread),
        float(np.sqrt(rate)) * constant * curve,
        rate * _REGULARISED * constant**2 * its_variance if is_regularised else 0.0,
    )


def _curvature(side: Side, order: int, width: float) -> tuple[float, float]:
    """Return the coefficient of x**order of a local polynomial of that order and its variance."""
    near, weights = _weighed(side, width)
    powers = near.x[:, None] ** np.arange(order + 1)
    inverse = np.linalg.inv(powers.T @ (powers * weights[:, None]))
    scores = powers * (weights * _neighbour_residuals(near))[:, None]
    return float((inverse @ (powers.T @ (weights * near.y)))[order]), float(
        (inverse @ scores.T @ scores @ inverse)[order, order]
    )


def _weighed(side: Side, width: float) -> tuple[Side, Floats]:
    """Return the schools within the width and their triangular weights."""
    weights = np.maximum(0.0, 1 - np.abs(side.x / width)) / width
    near = weights > 0
    return Side(side.x[near], side.y[near]), weights[near]


def _neighbour_residuals(side: Side) -> Floats:
    """Return residuals against the mean of the nearest schools by distance, ties together."""
    size, most = side.x.size, min(_NEIGHBOURS, side.x.size - 1)
    padded = np.concatenate([np.full(most, -np.inf), side.x, np.full(most, np.inf)])
    steps = [step for step in range(-most, most + 1) if step]
    gaps = np.abs(np.column_stack([padded[most + step : most + step + size] for step in steps]) - side.x[:, None])
    reach = np.sort(gaps, axis=1)[:, most - 1] + _TIE
    first = np.searchsorted(side.x, side.x - reach, side="left")
    last = np.searchsorted(side.x, side.x + reach, side="right")
    sums = np.concatenate([[0.0], np.cumsum(side.y)])
    others = last - first - 1
    mean = (sums[last] - sums[first] - side.y) / others
    return np.asarray(np.sqrt(others / (others + 1)) * (side.y - mean), dtype=np.float64)
