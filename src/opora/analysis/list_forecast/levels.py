"""The level of a school: the part of it that stays, of whatever distribution.

Most schools of a region lie close together and some far below: no bell. So how often each level is, is learnt from the
schools themselves (Kiefer & Wolfowitz 1956; by the EM algorithm, Laird 1978), drawn to a bell where schools are few.
What comes and goes around the level is normal.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from scipy.stats import norm

Floats = NDArray[np.float64]

#: Levels a school may have, in spreads of the part that stays.
LEVELS: Floats = np.linspace(-4, 4, 41)

_BELL: Floats = norm.pdf(LEVELS) / norm.pdf(LEVELS).sum()
_BORROWED = 10.0  # schools' worth of the bell in what the schools show
_ROUNDS = 60


def frequencies(evidence: Floats, times: Floats | None = None) -> Floats:
    """Return how often each level is.

    Args:
        evidence: log-likelihood of each school at each level, schools × levels.
        times: how often each school counts; None – once.
    """
    often, times = _BELL, np.ones(len(evidence)) if times is None else times
    for _ in range(_ROUNDS):
        often = (times @ chances(evidence, often) + _BORROWED * _BELL) / (times.sum() + _BORROWED)
    return often


def chances(evidence: Floats, often: Floats) -> Floats:
    """Return how likely each level is for each school, by its own results and by how often the level is."""
    with np.errstate(divide="ignore"):
        found: Floats = softmax(evidence + np.log(often), axis=1)
    return found


def drawn(likely: Floats, parts: Floats) -> Floats:
    """Return for each school the levels below which lie such parts of what is likely: schools × parts."""
    below, place = np.cumsum(likely, axis=1), np.zeros((len(likely), parts.size), np.intp)
    for level in range(LEVELS.size - 1):
        place += parts[None, :] > below[:, level : level + 1]
    return LEVELS[place]
