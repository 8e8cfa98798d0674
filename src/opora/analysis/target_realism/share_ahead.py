"""What share of its pupils may be below the threshold in a school of which one result is known.

The true share behind a result is learnt from it and from how schools of that procedure lie (its posterior, on a grid);
it keeps a part of itself, the rest is new, and all schools go the way the region goes. Where a procedure is not named,
each counts by how likely such a result is in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, logsumexp, ndtr, ndtri, softmax

from opora.analysis.list_forecast import (
    MovingShares,
    YearsCounted,
    coordinates,
    even_points,
    fitted,
    tells_enough,
)
from opora.analysis.target_realism.outcomes import Outcomes, of_alike
from opora.analysis.target_realism.share_target import ShareTarget

Floats = NDArray[np.float64]

_WAYS = 1024
_GRID = np.linspace(-6, 6, 4001)  # in spreads of schools


def share_ahead(counted: YearsCounted, target: ShareTarget) -> Outcomes | None:
    """Return how many pupils may be below the threshold when the time of the target comes.

    None where the forecast cannot tell: too few schools or years.
    """
    if not tells_enough(counted):
        return None
    model = fitted(counted)
    held = np.flatnonzero(~np.isnan(model.middle[-1]))
    points = even_points(2 + coordinates(1, held.size), _WAYS)
    walks = model.step.walks(points[:, 2:], np.full((1, held.size), float(target.years)))[:, 0]
    chances, likely = [], []
    for procedure, walk in zip(held, walks.T, strict=True):
        start = _posterior(model, int(procedure), target)
        now = start.at(points[:, 0])
        kept, spread = model.lasting * model.fading ** (target.years - 1), model.spread[procedure]
        later = kept * now + np.sqrt(1 - kept**2) * ndtri(points[:, 1])
        chances.append(ndtr(model.middle[-1, procedure] + walk + spread * later))
        likely.append(start.likely)
    return of_alike(target.pupils, np.concatenate(chances), np.repeat(softmax(likely), _WAYS) / _WAYS)


@dataclass(frozen=True)
class _Posterior:
    """Where a school of a procedure may be, in spreads of schools, given its result; how likely that is, a log."""

    below: Floats
    likely: float

    def at(self, parts: Floats) -> Floats:
        """Return the values below which lie such parts of it."""
        return np.interp(parts, self.below, _GRID)


def _posterior(model: MovingShares, procedure: int, target: ShareTarget) -> _Posterior:
    latent = model.middle[-1, procedure] + model.spread[procedure] * _GRID
    told = target.pupils * (target.start * log_ndtr(latent) + (1 - target.start) * log_ndtr(-latent)) - _GRID**2 / 2
    below = np.cumsum(softmax(told))
    return _Posterior(below, float(logsumexp(told)))
