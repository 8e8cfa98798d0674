"""How many of a school's procedures are low, when each is low only with some probability."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def probability_of_at_least(probabilities: ArrayLike, least: int) -> Floats:
    """Return for each school the probability that at least `least` of its procedures are low.

    `probabilities` is a matrix schools × procedures; nan – the school did not hold the procedure. A school without
    any procedure has no answer (nan). Procedures are taken as independent given each one's probability: that some
    pupils write two of the papers is not known here, so the answer is an approximation.
    Source: Poisson-binomial tail by convolution, one procedure at a time.
    """
    chances = np.atleast_2d(np.asarray(probabilities, dtype=float))
    present = ~np.isnan(chances)
    chances = np.where(present, chances, 0.0)
    reached = np.full(len(chances), 1.0 if least <= 0 else 0.0)
    exactly = np.zeros((len(chances), max(least, 1)))
    exactly[:, 0] = 1.0 - reached
    for chance in chances.T:
        # the tail gathers what leaves the last open count, so that tiny probabilities keep their digits
        reached = reached + exactly[:, -1] * chance
        moved = exactly * chance[:, None]
        exactly = exactly - moved
        exactly[:, 1:] += moved[:, :-1]
    return np.where(present.any(axis=1), reached, np.nan)
