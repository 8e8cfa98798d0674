"""Columns of the fixed part that say something of their own; R drops the others and says so."""

import numpy as np

from opora.analysis.mixed_models.moments import Floats

_NOTHING_OWN = 1e-12  # share of a column's sum of squares that earlier columns leave unexplained


def independent(x_x: Floats) -> list[int]:
    """Return the numbers of the columns that are no combination of earlier ones, by pivot-free elimination.

    Args:
        x_x: products of the columns; a centred column that is constant has nothing but rounding in it.
    """
    scale = np.sqrt(np.diagonal(x_x))
    largest = scale.max(initial=0.0)
    left = x_x / np.outer(np.where(scale > 0, scale, 1), np.where(scale > 0, scale, 1))
    kept = []
    for number in range(len(scale)):
        if left[number, number] > _NOTHING_OWN and scale[number] > _NOTHING_OWN * largest:
            kept.append(number)
            left = left - np.outer(left[:, number], left[number]) / left[number, number]
    return kept
