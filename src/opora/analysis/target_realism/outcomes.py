"""How many of a number may come about, when the chances themselves go one of many ways."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

Floats = NDArray[np.float64]

_FINE = 1000
_TINY = 1e-300


@dataclass(frozen=True)
class Outcomes:
    """The distribution of a count.

    Attributes:
        number: of how many.
        mean: how many come about on average.
        at_most: probability that no more than so many come about, for counts from 0 to the number.
    """

    number: int
    mean: float
    at_most: Callable[[int], float]

    def at_least(self, count: int) -> float:
        """Return the probability that no fewer come about."""
        return 1.0 - self.at_most(count - 1) if count > 0 else 1.0

    def interval(self, confidence: float = 0.95) -> tuple[int, int]:
        """Return between which counts what comes about is, with no less than such a probability."""
        outside = (1 - confidence) / 2
        low, high = (bisect_left(range(self.number), part, key=self.at_most) for part in (outside, 1 - outside))
        return low, high


def of_alike(number: int, chances: Floats, weights: Floats) -> Outcomes:
    """Return how many of so many alike come about: binomial, given chances and how likely each of them is.

    Chances within a thousandth of each other count as their mean.
    """
    place = (chances * _FINE).astype(np.intp)
    share = np.bincount(place, weights)
    near, share = (np.bincount(place, weights * chances) / np.maximum(share, _TINY))[share > 0], share[share > 0]
    return Outcomes(number, float(number * (share @ near)), lambda count: float(share @ bdtr(count, number, near)))


def of_each(chances: Floats) -> Outcomes:
    """Return how many come about, each with its own chance: ways × each, ways equally likely (Poisson-binomial)."""
    ways, number = chances.shape
    exactly = np.zeros((ways, number + 1))
    exactly[:, 0] = 1.0
    for chance in chances.T[:, :, None]:
        exactly[:, 1:] = exactly[:, 1:] * (1 - chance) + exactly[:, :-1] * chance
        exactly[:, :1] *= 1 - chance
    at_most = np.cumsum(exactly.mean(axis=0))
    return Outcomes(number, float(chances.sum(axis=1).mean()), lambda count: float(at_most[count]))
