"""What share of its pupils may be below the threshold in a school of which one result is known.

The true share behind a result is learnt from it and from how schools of that procedure lie: its posterior, on a grid,
at every level a school may have. The level stays, of the rest a part, and all schools go the way the region goes. Where
a procedure is not named, each counts by how likely such a result is in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, logsumexp, ndtr, ndtri, softmax

from opora.analysis.list_forecast import (
    LEVELS,
    Ahead,
    MovingShares,
    YearsCounted,
    ahead,
    coordinates,
    even_points,
    fitted,
    tells_enough,
)
from opora.analysis.target_realism.outcomes import Outcomes, of_alike
from opora.analysis.target_realism.share_target import ShareTarget

Floats = NDArray[np.float64]

_WAYS = 1024
_GRID = np.linspace(-6, 6, 2001)  # in spreads around a level
_TOO_SELDOM = 1e-4  # levels that so few schools have change nothing


def share_ahead(counted: YearsCounted, target: ShareTarget) -> Outcomes | None:
    """Return how many pupils may be below the threshold when the time of the target comes.

    None where the forecast cannot tell: too few schools or years.
    """
    if not tells_enough(counted):
        return None
    model = fitted(counted)
    expected = ahead(model, counted, (target.years,))
    held = np.flatnonzero(~np.isnan(model.middle[-1]))
    points = even_points(2 + coordinates(1, held.size), _WAYS)
    walks = model.step.walks(points[:, 2:], np.full((1, held.size), float(target.years)))[:, 0]
    kept = (model.lasting * model.fading ** (target.years - 1) - expected.stays) / (1 - expected.stays)
    chances, likely = [], []
    for procedure, walk in zip(held, walks.T, strict=True):
        for start in _starts(model, expected, int(procedure), target):
            chances.append(ndtr(start.later(kept, points[:, :2]) + walk))
            likely.append(start.likely)
    return of_alike(target.pupils, np.concatenate(chances), np.repeat(softmax(likely), _WAYS) / _WAYS)


@dataclass(frozen=True)
class _Start:
    """Where a school of one procedure and one level may be, given its result.

    Attributes:
        middle: latent share of such a level.
        spread: of schools around it.
        below: how likely they are below each point of the grid.
        likely: how likely such a level and result are, a logarithm.
    """

    middle: float
    spread: float
    below: Floats
    likely: float

    def later(self, kept: float, points: Floats) -> Floats:
        """Return latent shares when only a part of what is around the level is kept, before the region moves."""
        now = np.interp(points[:, 0], self.below, _GRID)
        return np.asarray(self.middle + self.spread * (kept * now + np.sqrt(1 - kept**2) * ndtri(points[:, 1])))


def _starts(model: MovingShares, expected: Ahead, procedure: int, target: ShareTarget) -> Iterator[_Start]:
    spread = model.spread[procedure] * np.sqrt(1 - expected.stays)
    for level, often in zip(LEVELS, expected.often, strict=True):
        if often > _TOO_SELDOM:
            middle = model.middle[-1, procedure] + model.spread[procedure] * np.sqrt(expected.stays) * level
            latent = middle + spread * _GRID
            binomial = target.start * log_ndtr(latent) + (1 - target.start) * log_ndtr(-latent)
            told = target.pupils * binomial - _GRID**2 / 2
            yield _Start(middle, spread, np.cumsum(softmax(told)), float(np.log(often) + logsumexp(told)))
