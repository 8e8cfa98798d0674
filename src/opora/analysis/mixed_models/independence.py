"""Columns of the fixed part that say something of their own; R drops the others and says so."""

import numpy as np

from opora.analysis.mixed_models.moments import Floats

_NOTHING_OWN = 1e-12  # share of a column's sum of squares that earlier columns leave unexplained


def independent(x_x: Floats, made: Floats | None = None) -> list[int]:
    """Return the numbers of the columns that are no combination of earlier ones, by pivot-free elimination.

    Args:
        x_x: products of the columns; a centred column that is constant has nothing but rounding in it.
        made: p × p, how the columns were made from those of the formula: rounding goes with the size of these. Without
            it, with that of the largest column.
    """
    scale = np.sqrt(np.diagonal(x_x))
    rounded = scale.max(initial=0.0) if made is None else _sizes(x_x, made)
    left = x_x / np.outer(np.where(scale > 0, scale, 1), np.where(scale > 0, scale, 1))
    is_more = scale > _NOTHING_OWN * rounded
    kept = []
    for number in range(len(scale)):
        if left[number, number] > _NOTHING_OWN and is_more[number]:
            kept.append(number)
            left = left - np.outer(left[:, number], left[number]) / left[number, number]
    return kept


def _sizes(x_x: Floats, made: Floats) -> Floats:
    """Return the root of the sum of squares of each column of the formula."""
    back = np.linalg.inv(made)
    sizes: Floats = np.sqrt(np.maximum(np.einsum("ij,ik,kj->j", back, x_x, back), 0))
    return sizes
