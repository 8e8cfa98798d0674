"""Do schools crowd on one side of the threshold? McCrary's test, kernel of `threshold`.

Where a school could choose its side, those just above and just below are no longer alike. Source: McCrary (2008),
J. Econometrics 142, 698–714: a fine histogram with no bin across the threshold, a local line on each side, his
rule for the bandwidth. The heights at the threshold are compared as they are, not their logarithms as he does: with few
schools one edge may be empty, and that must count.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

#: Variance of a local linear height at an edge under the triangular kernel, over f / (n h).
_EDGE_VARIANCE = 24 / 5

#: Constant of McCrary's bandwidth.
_BANDWIDTH = 3.348


def crowding_chance(distances: Floats) -> float:
    """Return the chance of such a step of the density at zero, were it smooth; NaN where a side is too thin to say.

    Args:
        distances: of schools to the threshold; zero belongs to the upper side.
    """
    size = distances.size
    width = 2 * float(distances.std(ddof=1)) * size**-0.5
    if width <= 0:
        return float("nan")
    centres, heights = _histogram(distances, width)
    below, above = centres < 0, centres > 0
    reaches = [_reach(centres[side], heights[side], float(np.ptp(distances))) for side in (below, above)]
    if any(np.isnan(reaches)):
        return float("nan")
    reach = float(np.mean(reaches))
    first, second = (_edge(centres[side], heights[side], reach) for side in (below, above))
    first, second = max(first, 0.0), max(second, 0.0)  # an empty edge is the strongest step there is
    spread = np.sqrt(_EDGE_VARIANCE / (size * reach) * (first + second))
    return float(2 * ndtr(-abs(second - first) / spread)) if spread > 0 else float("nan")


def _histogram(distances: Floats, width: float) -> tuple[Floats, Floats]:
    """Return centres and heights of bins; the threshold is an edge."""
    bins = np.floor(distances / width).astype(int)
    first, last = int(bins.min()), int(bins.max())
    heights = np.bincount(bins - first, minlength=last - first + 1) / (distances.size * width)
    return (np.arange(first, last + 1, dtype=np.float64) + 0.5) * width, heights.astype(np.float64)


def _reach(centres: Floats, heights: Floats, span: float) -> float:
    """Return the bandwidth from a polynomial of the fourth order over one side."""
    if centres.size < 6:  # noqa: PLR2004 - five coefficients and a residual
        return float("nan")
    scale = float(np.abs(centres).max())
    powers = (centres / scale)[:, None] ** np.arange(5)
    coefficients = np.linalg.lstsq(powers, heights, rcond=None)[0]
    residual = float(((heights - powers @ coefficients) ** 2).sum()) / (centres.size - 5)
    curve = (2 * coefficients[2] + 6 * coefficients[3] * centres / scale
             + 12 * coefficients[4] * (centres / scale) ** 2) / scale**2  # fmt: skip
    bend = float((curve**2).sum())
    side = float(np.ptp(centres))
    return min(_BANDWIDTH * (residual * side / bend) ** 0.2, span) if bend > 0 and residual > 0 else float("nan")


def _edge(centres: Floats, heights: Floats, reach: float) -> float:
    """Return the height of a local line at zero."""
    weights = np.maximum(0.0, 1 - np.abs(centres) / reach)
    if (weights > 0).sum() < 3:  # noqa: PLR2004 - two coefficients and a residual
        return float("nan")
    design = np.column_stack([np.ones(centres.size), centres])
    weighed = design * weights[:, None]
    return float(np.linalg.solve(design.T @ weighed, weighed.T @ heights)[0])
