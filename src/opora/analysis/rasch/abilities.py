"""Ability that each raw score stands for, on the scale of the items."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from opora.analysis.rasch.conditional import Floats
from opora.analysis.rasch.estimation import Calibration

_FURTHEST = 60.0


@dataclass(frozen=True)
class Ability:
    """Ability of pupils with one raw score.

    Attributes:
        score: raw score over the estimated items.
        likeliest: maximum likelihood; None for no and for all points, where it is without bound.
        weighted: Warm's weighted likelihood (1989), nearly unbiased and there for every score.
        error: standard error of the weighted estimate.
    """

    score: int
    likeliest: float | None
    weighted: float
    error: float


def abilities(calibration: Calibration) -> list[Ability]:
    """Return the ability of each raw score over the items that were estimated, categories counted from the lowest."""
    items = [one for one in calibration.thresholds if one is not None and not np.isnan(one).any()]
    if not items:
        return []
    top = sum(one.size for one in items)
    table = _cumulative(items)
    return [_ability(table, score, top) for score in range(top + 1)]


def _ability(items: Floats, score: int, top: int) -> Ability:
    def short(theta: float) -> float:
        return score - _moments(items, theta)[0]

    def short_weighted(theta: float) -> float:
        mean, variance, third = _moments(items, theta)
        return score - mean + third / (2 * variance)

    weighted = _root(short_weighted)
    likeliest = _root(short) if 0 < score < top else None
    return Ability(score, likeliest, weighted, float(1 / np.sqrt(_moments(items, weighted)[1])))


def _root(short: Callable[[float], float]) -> float:
    """Return where a falling function crosses zero, looking no further than it has to."""
    reach = 4.0
    while short(-reach) * short(reach) > 0 and reach < _FURTHEST:
        reach *= 1.5
    return float(brentq(short, -reach, reach, xtol=1e-12))


def _cumulative(items: Sequence[Floats]) -> Floats:
    """Return cumulative thresholds (items × categories), infinite where an item has no such category."""
    table = np.full((len(items), 1 + max(one.size for one in items)), np.inf)
    for row, one in enumerate(items):
        table[row, : one.size + 1] = np.concatenate([[0.0], np.cumsum(one)])
    return table


def _moments(items: Floats, theta: float) -> tuple[float, float, float]:
    """Return mean, variance and third central moment of the raw score at an ability."""
    categories = np.arange(items.shape[1])
    powers = theta * categories - items
    chances = np.exp(powers - powers.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    mean = chances @ categories
    away = categories - mean[:, None]
    return float(mean.sum()), float((chances * away**2).sum()), float((chances * away**3).sum())
