"""Gaps: items a group does worse or better than others, once chance is taken into account.

Each group is compared with the rest of its comparison group: its own pupils are not among those it is compared with.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import false_discovery_control

from opora.analysis.item_gaps.counts import ItemCounts
from opora.analysis.item_gaps.maps import FEWEST_PUPILS, Floats

_FEWEST_GROUPS = 5


@dataclass(frozen=True)
class Gaps:
    """Groups by items; NaN where the group or those it is compared with are fewer than 10 pupils.

    Attributes:
        others: earned share of those the group is compared with.
        difference: earned share minus theirs.
        beyond_level: the difference beyond the group's mean difference over all items: weak or strong for this group.
        p: chance of so large a difference were there none: two-proportion test (for longer items of means), two-sided.
        q: the same after control of false discoveries over the items of a group (Benjamini & Hochberg 1995).
        expected: share after shrinking towards all groups (empirical Bayes): what the group's true share likely is.
        likely_below: probability that the true share is below that of those it is compared with.
    """

    others: Floats
    difference: Floats
    beyond_level: Floats
    p: Floats
    q: Floats
    expected: Floats
    likely_below: Floats


def gaps(own: ItemCounts, comparison: ItemCounts, place: NDArray[np.intp]) -> Gaps:
    """Compare each group with the rest of the larger group it is part of.

    Args:
        own: counts of the groups.
        comparison: counts of the larger groups, of the same items; each holds its own groups' pupils.
        place: for each group the place of its larger group.
    """
    n, rest = own.answered, comparison.answered[place] - own.answered
    is_told = (n >= FEWEST_PUPILS) & (rest >= FEWEST_PUPILS)
    most = own.maximum.astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = own.points / (n * most)
        others = (comparison.points[place] - own.points) / (rest * most)
        both = comparison.answered[place]
        mean = comparison.points[place] / both
        variance = (comparison.squares[place] / both - mean**2) / most**2
        z = (share - others) / np.sqrt(variance * (1 / n + 1 / rest))
    difference = np.where(is_told, share - others, np.nan)
    p = np.where(is_told, np.where(variance > 0, 2 * ndtr(-np.abs(z)), 1.0), np.nan)
    level = _mean_over_items(difference)
    expected, likely_below = _shrunk(own, np.where(is_told, share, np.nan), others)
    return Gaps(
        np.where(is_told, others, np.nan), difference, difference - level[:, None], p, _controlled(p), expected,
        likely_below,
    )  # fmt: skip


def _mean_over_items(values: Floats) -> Floats:
    known = ~np.isnan(values)
    sums = np.where(known, values, 0).sum(axis=1)
    mean: Floats = np.full(sums.size, np.nan)
    np.divide(sums, known.sum(axis=1), out=mean, where=known.any(axis=1))
    return mean


def _controlled(p: Floats) -> Floats:
    """Return p-values after control of false discoveries, row by row."""
    q = np.full(p.shape, np.nan)
    patterns, pattern_of = np.unique(~np.isnan(p), axis=0, return_inverse=True)
    for number, known in enumerate(patterns):  # rows that know the same items are controlled together
        if known.any():
            here = np.ix_(pattern_of == number, known)
            q[here] = false_discovery_control(p[here], axis=1)
    return q


def _shrunk(own: ItemCounts, share: Floats, others: Floats) -> tuple[Floats, Floats]:
    """Return true shares as all groups together suggest them, and the probability that they are below the others'.

    True shares of an item spread normally over groups; mean and spread by moments (DerSimonian & Laird 1986).
    """
    expected, likely_below = np.full(share.shape, np.nan), np.full(share.shape, np.nan)
    most = own.maximum.astype(float)
    for item in range(share.shape[1]):
        known = ~np.isnan(share[:, item])
        n = own.answered[known, item]
        within = (own.squares[known, item] - own.points[known, item] ** 2 / np.maximum(n, 1)).sum() / most[item] ** 2
        if known.sum() < _FEWEST_GROUPS or within <= 0:
            continue
        mean, spread, error = _moments(share[known, item], within / max(n.sum() - n.size, 1) / n)
        weight = spread / (spread + error)
        expected[known, item] = mean + weight * (share[known, item] - mean)
        deviation = np.sqrt(spread * error / (spread + error)) if spread > 0 else np.full(n.size, 1e-9)
        likely_below[known, item] = ndtr((others[known, item] - expected[known, item]) / deviation)
    return expected, likely_below


def _moments(share: Floats, error: Floats) -> tuple[float, float, Floats]:
    """Return mean and variance of true shares, and the variances of the observed ones around them."""
    weight = 1 / error
    fixed = (weight @ share) / weight.sum()
    excess = weight @ (share - fixed) ** 2 - (share.size - 1)
    spread = max(0.0, excess / (weight.sum() - (weight**2).sum() / weight.sum()))
    weight = 1 / (error + spread)
    return float((weight @ share) / weight.sum()), spread, error
