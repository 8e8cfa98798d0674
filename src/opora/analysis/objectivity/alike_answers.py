"""Pairs of pupils of one class whose answers are more alike than their scores and their class explain.

Every item has answers: the points earned, or not started. Given a pupil's raw score each answer has a chance among all
pupils of that score; where a class as a whole answers an item otherwise – it was taught otherwise – the chances of its
pupils are tilted to what the class answers. Two pupils agree by chance with a known mean and variance; an agreement in
a rare answer says more than one in a common answer. The sum over pairs of what goes far beyond chance is compared with
the same sum in classes drawn from these very chances, tilted anew each time, so that nothing but pairs is left.

In the spirit of Wollack (1997, Applied Psychological Measurement 21, 307–320), ω; and of van der Linden & Sotaridona
(2006, Journal of Educational and Behavioral Statistics 31, 283–304), exact agreement given both pupils' levels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma, t

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_TILT = 12.0  # pupils' worth of all schools in the answers of a class
_FAR = 1.5  # deviations of one pair: what is nearer is nobody's
_DRAWN = 100
_TAILS = 8


@dataclass(frozen=True)
class AnswerChances:
    """What pupils of each raw score answer.

    Attributes:
        by_score: scores × items × answers: chance of each answer.
        points: items × answers: what each answer earns.
    """

    by_score: Floats
    points: Counts

    def of(self, answers: Counts) -> Floats:
        """Return the chances of each pupil, pupils × items × answers, at the score the answers earn."""
        scores = self.points[np.arange(answers.shape[1]), answers].sum(axis=1)
        found: Floats = self.by_score[np.minimum(scores, len(self.by_score) - 1)]
        return found


def alike_answers(answers: Counts, known: AnswerChances, chance: np.random.Generator) -> float:
    """Return the chance of pairs so alike in a class, were each pupil alone with the paper.

    Args:
        answers: pupils × items, the number of the answer.
        known: what pupils of all schools answer.
        chance: a seeded generator.
    """
    seen = _beyond_chance(answers, known.of(answers))
    edges = np.cumsum(_tilted(answers, known.of(answers)), axis=2)
    values = np.empty(_DRAWN)
    for number in range(_DRAWN):
        drawn = (chance.random(answers.shape)[:, :, None] > edges[:, :, :-1]).sum(axis=2)
        values[number] = _beyond_chance(drawn, known.of(drawn))  # at the scores drawn: as the class stands at its own
    mean, variance = float(values.mean()), float(values.var(ddof=1))
    if not variance > 0:
        return 1.0
    # the larger of two tails: of the sum's own shape, and a heavy one, because far values were never drawn
    own = gamma.sf(seen, mean**2 / variance, scale=variance / mean)
    return float(max(own, t.sf((seen - mean) / np.sqrt(variance), _TAILS)))


def _tilted(answers: Counts, chances: Floats) -> Floats:
    """Return the chances with each answer as frequent in the class as the class gave it, all schools weighing too."""
    expected = chances.sum(axis=0)
    places = np.arange(chances.shape[2])
    seen = (answers[:, :, None] == places).sum(axis=0)
    usual = expected / answers.shape[0]
    factor = (seen + _TILT * usual) / np.maximum(expected + _TILT * usual, 1e-12)
    weighed = chances * factor
    found: Floats = weighed / weighed.sum(axis=2, keepdims=True)
    return found


def _beyond_chance(answers: Counts, chances: Floats) -> float:
    """Return Σ over pairs of (deviation of their agreement − what is nobody's)², where that is positive."""
    tilted = _tilted(answers, chances)
    worth = -np.log(np.maximum(tilted.mean(axis=0), 1e-3))  # items × answers: a rare answer in common says more
    chosen = answers[:, :, None] == np.arange(chances.shape[2])
    weighed = tilted * worth
    pupils = len(answers)
    flat = chosen.reshape(pupils, -1).astype(np.float64)
    seen = flat @ (flat * worth.ravel()).T
    expected = tilted.reshape(pupils, -1) @ weighed.reshape(pupils, -1).T
    square = tilted.reshape(pupils, -1) @ (weighed * worth).reshape(pupils, -1).T
    by_item = np.einsum("jic,kic->jki", tilted, weighed)
    variance = square - (by_item**2).sum(axis=2)
    one, other = np.triu_indices(pupils, 1)
    z = (seen - expected)[one, other] / np.sqrt(np.maximum(variance[one, other], 1e-9))
    return float((np.maximum(z - _FAR, 0.0) ** 2).sum())
