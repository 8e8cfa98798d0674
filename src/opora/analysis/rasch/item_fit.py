"""How well items keep to the model: mean squares by score group and empirical curves.

At each raw score the model says how many pupils earn what; ability is not estimated, so nothing depends on how well
it is known (Christensen & Kreiner 2013, conditional item fit).
"""

from dataclasses import dataclass

import numpy as np

from opora.analysis.rasch.conditional import Counts, Floats, given_score
from opora.analysis.rasch.estimation import Calibration
from opora.analysis.rasch.score_groups import Booklet

#: Groups of fewer pupils are not shown.
FEWEST_SHOWN = 5


@dataclass(frozen=True)
class ItemFit:
    """Fit of one item.

    Attributes:
        item: place of the item.
        infit: weighted mean square: 1 – as the model says, above – noisier, below – steeper.
        z: its distance from 1 in standard errors.
    """

    item: int
    infit: float
    z: float


@dataclass(frozen=True)
class CurvePoint:
    """What pupils with one raw score earned in one item.

    Attributes:
        booklet: number of the booklet.
        item: place of the item.
        score: raw score.
        pupils: how many; at least 5.
        observed: their mean score as a share of the item's maximum.
        expected: the same by the model.
    """

    booklet: int
    item: int
    score: int
    pupils: int
    observed: float
    expected: float


def item_fits(calibration: Calibration) -> tuple[list[ItemFit], list[CurvePoint]]:
    """Return the fit of each estimated item over all booklets, and its empirical curve in each booklet."""
    sums = np.zeros((len(calibration.thresholds), 3))
    points: list[CurvePoint] = []
    for number, (booklet, group) in enumerate(calibration.groups, start=1):
        chances = given_score(group, calibration.eta)
        for place, item in enumerate(booklet.items):
            counts = booklet.counts[place, : chances[place].shape[0]]
            sums[item] += _squares(counts, chances[place])
            points += _curve((number, int(item)), booklet, counts, chances[place])
    measured = [item for item in range(sums.shape[0]) if sums[item, 1] > 0]
    return [_fit(item, *sums[item]) for item in measured], points


def _squares(counts: Counts, chances: Floats) -> Floats:
    """Return Σ (x − E)², its expectation and its variance over the pupils of one item and booklet."""
    pupils = counts.sum(axis=0)
    away = np.arange(counts.shape[0])[:, None] - _mean(chances)
    second, fourth = (chances * away**2).sum(axis=0), (chances * away**4).sum(axis=0)
    return np.array([(counts * away**2).sum(), pupils @ second, pupils @ (fourth - second**2)])


def _mean(chances: Floats) -> Floats:
    mean: Floats = np.arange(chances.shape[0]) @ chances
    return mean


def _fit(item: int, observed: float, expected: float, variance: float) -> ItemFit:
    infit = observed / expected
    return ItemFit(item, infit, (infit - 1) * expected / np.sqrt(variance) if variance > 0 else 0.0)


def _curve(which: tuple[int, int], booklet: Booklet, counts: Counts, chances: Floats) -> list[CurvePoint]:
    pupils, top = counts.sum(axis=0), max(counts.shape[0] - 1, 1)
    earned, expected = np.arange(counts.shape[0]) @ counts, _mean(chances)
    return [
        CurvePoint(*which, int(score) + booklet.shift, int(pupils[score]), earned[score] / pupils[score] / top,
                   float(expected[score]) / top)
        for score in np.flatnonzero(pupils >= FEWEST_SHOWN)
    ]  # fmt: skip
