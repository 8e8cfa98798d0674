"""How well items keep to the model: mean squares by score group and empirical curves.

At each raw score the model says how many pupils earn what; ability is not estimated, so nothing depends on how well
it is known (Christensen & Kreiner 2013, conditional item fit).
"""

from collections.abc import Sequence
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
    first = 1
    for booklets, group in calibration.groups:
        for place, chances in enumerate(given_score(group, calibration.eta)):
            counts = _counts(booklets, int(group.items[place]), chances.shape)
            sums[group.items[place]] += _squares(counts, chances)
            points += _curves((first, int(group.items[place])), booklets, counts, chances)
        first += len(booklets)
    points.sort(key=lambda point: (point.booklet, point.item, point.score))
    measured = [item for item in range(sums.shape[0]) if sums[item, 1] > 0]
    return [_fit(item, *sums[item]) for item in measured], points


def _counts(booklets: Sequence[Booklet], item: int, shape: tuple[int, ...]) -> Counts:
    """Return pupils by booklet, category and score of one item; none where it is not in the booklet."""
    found = np.zeros(shape, dtype=np.int64)
    for row, booklet in enumerate(booklets):
        place = np.flatnonzero(booklet.items == item)
        if place.size:
            counts = booklet.counts[place[0], : shape[1]]
            found[row, : counts.shape[0], : counts.shape[1]] = counts
    return found


def _squares(counts: Counts, chances: Floats) -> Floats:
    """Return Σ (x − E)², its expectation and its variance over the pupils of one item and all booklets."""
    pupils = counts.sum(axis=1)
    away = np.arange(counts.shape[1])[:, None] - _mean(chances)[:, None, :]
    second, fourth = (chances * away**2).sum(axis=1), (chances * away**4).sum(axis=1)
    return np.array([(counts * away**2).sum(), (pupils * second).sum(), (pupils * (fourth - second**2)).sum()])


def _mean(chances: Floats) -> Floats:
    return np.asarray(np.einsum("c,bcs->bs", np.arange(chances.shape[1]), chances))


def _fit(item: int, observed: float, expected: float, variance: float) -> ItemFit:
    infit = observed / expected
    return ItemFit(item, infit, (infit - 1) * expected / np.sqrt(variance) if variance > 0 else 0.0)


def _curves(which: tuple[int, int], booklets: Sequence[Booklet], counts: Counts, chances: Floats) -> list[CurvePoint]:
    first, item = which
    pupils, top = counts.sum(axis=1), max(counts.shape[1] - 1, 1)
    earned, expected = np.einsum("c,bcs->bs", np.arange(counts.shape[1]), counts), _mean(chances)
    return [
        CurvePoint(first + int(row), item, int(score) + booklets[row].shift, int(pupils[row, score]),
                   earned[row, score] / pupils[row, score] / top, float(expected[row, score]) / top)
        for row, score in zip(*np.nonzero(pupils >= FEWEST_SHOWN), strict=True)
    ]  # fmt: skip
