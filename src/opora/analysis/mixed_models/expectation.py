"""One step of the EM algorithm for a random term: a rough guess becomes a good one.

EM takes for ΛΛ′ the mean over the levels of what is expected of bb′/σ², b the effects of a level given the rows
(Dempster, Laird & Rubin 1977). Written by the slope G of the deviance by Λ this is ΛΛ′ ← Λ(I − Λ′G/2q)Λ′ for q levels,
so a gradient is all it needs. Far from the optimum one step does most of the way, near it EM crawls.
"""

import numpy as np

from opora.analysis.mixed_models.moments import Floats

_LEAST_VARIANCE = 0.01  # of the residual's: next to zero a deviance bends no more


def expected_triangle(lower: Floats, slope: Floats, levels: int) -> Floats:
    """Return Λ after the step.

    Args:
        lower: Λ, a lower triangle.
        slope: derivatives of the deviance by the numbers of the triangle.
        levels: how many levels the term has.
    """
    half = np.tril(lower.T @ slope) / (2 * levels)  # Λ′G is symmetric, and its lower half needs no more of G
    found: Floats = lower @ np.linalg.cholesky(np.eye(len(lower)) - half - np.tril(half, -1).T)
    return found


def reach_of_triangle(lower: Floats, levels: int) -> Floats:
    """Return how far the same step, where it is small, moves each number of Λ for one unit of slope."""
    variances = np.maximum((lower**2).sum(axis=1), _LEAST_VARIANCE)
    found: Floats = variances[:, None] * (1 - np.eye(len(lower)) / 2) / (2 * levels)
    return found
