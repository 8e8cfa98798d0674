"""Bunching: more pupils exactly at the limit of a better mark than the scores beside it explain.

Frandsen's three-point test (2017, Advances in Econometrics 38): of the pupils at a limit and at the two scores beside
it, about a third stand at the limit when the distribution is smooth. Here not a third but the share of all other
schools is expected: where the paper itself crowds a score, every school crowds there, and none is marked.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

_SMOOTH = 1 / 3

#: How far from straight the distribution may be at a limit without a sign of anything (Frandsen's k).
_CURVATURE = 0.15


def mark_limits(by_score_and_mark: Counts, marks: Counts) -> Counts:
    """Return the lowest primary score of each mark above the lowest.

    Args:
        by_score_and_mark: pupils by primary score and mark (scores × marks).
        marks: the marks, ascending.

    A score belongs to a mark when most of its pupils have that mark or a better one; a mark nobody has has no limit.
    """
    total = by_score_and_mark.sum(axis=1)
    limits = []
    for place in range(1, marks.size):
        at_least = by_score_and_mark[:, place:].sum(axis=1)
        reached = np.flatnonzero((total > 0) & (2 * at_least > total))
        if reached.size and by_score_and_mark[:, place].any():
            limits.append(int(reached[0]))
    return np.array(sorted(set(limits)), dtype=np.int64)


def bunching(histograms: Counts, limits: Counts) -> Floats:
    """Return for each school the chance of so many pupils at its most crowded limit, were there no bunching.

    Args:
        histograms: pupils by primary score (schools × scores).
        limits: primary scores at which a better mark begins.

    Several limits are looked at, so the least of their chances is corrected for their number (Šidák). NaN where no
    limit has pupils near it.
    """
    chances = []
    for limit in limits:
        if 0 < limit < histograms.shape[1] - 1:
            near = histograms[:, limit - 1 : limit + 2].sum(axis=1)
            chances.append(_chance(histograms[:, limit], near))
    if not chances:
        return np.full(histograms.shape[0], np.nan)
    table = np.array(chances)
    looked_at = (~np.isnan(table)).sum(axis=0)
    least = np.min(np.where(np.isnan(table), 1.0, table), axis=0)
    return np.where(looked_at > 0, 1 - (1 - least) ** np.maximum(looked_at, 1), np.nan)


def _chance(at_limit: Counts, near: Counts) -> Floats:
    others_at, others_near = at_limit.sum() - at_limit, near.sum() - near
    others = np.divide(others_at, others_near, out=np.full(near.size, _SMOOTH), where=others_near > 0)
    smooth = (1 + _CURVATURE) / (3 + _CURVATURE)
    chance = np.asarray(binom.sf(at_limit - 1, near, np.maximum(others, smooth)), dtype=np.float64)
    return np.where(near > 0, chance, np.nan)
