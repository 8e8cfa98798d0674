"""How likely each school is on the list next year."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc

from opora.analysis.list_forecast.ahead import Ahead, ahead
from opora.analysis.list_forecast.moving_shares import fitted, shares
from opora.analysis.list_forecast.years_counted import YearsCounted, could_enter
from opora.analysis.low_counts import probability_of_at_least
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Fewer schools than this do not show how schools move: their forecast is not told.
LEAST_SCHOOLS = 15
#: One year shows no movement.
LEAST_YEARS = 2

_RESAMPLED = 20  # how often the model is learnt anew from schools drawn again
_DRAWS = 40  # futures for each of these
_ENDS = (0.05, 0.95)


@dataclass(frozen=True)
class NextList:
    """Chances of being on the list next year, if the school can be judged then; NaN – cannot be told.

    Attributes:
        probability: mean over what is not known: results, true shares, sizes, the model itself.
        low: 5 % of the models learnt from schools drawn again say less.
        high: 5 % of them say more.
    """

    probability: Floats
    low: Floats
    high: Floats


def tells_enough(counted: YearsCounted) -> bool:
    """Tell whether there are schools and years enough to forecast from."""
    lasting = ((counted.pupils > 0).any(axis=2).sum(axis=0) >= LEAST_YEARS).sum()
    return bool(lasting >= LEAST_SCHOOLS)


def next_list(counted: YearsCounted, rules: RuleSet, chance: np.random.Generator) -> NextList:
    """Return the chances of every school.

    Given a future the procedures of a school are independent, so the chance of enough low ones is exact (binomial and
    Poisson-binomial) and only futures are drawn. The same futures stand beside every model, so models differ by what
    they learnt alone. A school without results in the last two years is not told.
    """
    schools = len(counted.schools)
    futures = int(chance.integers(2**63))
    told = []
    for number in range(_RESAMPLED):
        times = np.bincount(chance.integers(schools, size=schools), minlength=schools).astype(np.float64)
        expected = ahead(fitted(counted, times if number else None), counted)
        told.append(_listed(expected, counted, rules, np.random.default_rng(futures)))
    table = np.array(told)
    recent = (counted.pupils[-2:] > 0).any(axis=(0, 2))
    known = recent & ~np.isnan(table).any(axis=0)
    probability, ends = np.full(schools, np.nan), np.full((2, schools), np.nan)
    probability[known] = table[:, known].mean(axis=0)
    ends[:, known] = np.quantile(table[:, known], _ENDS, axis=0)
    return NextList(probability, *ends)


def _listed(expected: Ahead, counted: YearsCounted, rules: RuleSet, chance: np.random.Generator) -> Floats:
    """Return for each school the share of futures with it on the list among those in which it is judged."""
    latent = expected.draws(chance, _DRAWS)
    pupils = pupils_ahead(counted, chance, _DRAWS)
    least = np.maximum(rules.least_below(pupils), 0)
    low = np.where(least > 0, bdtrc(np.maximum(least - 1, 0), np.maximum(pupils, 1), shares(latent)), 1.0)
    is_measured = (pupils >= rules.min_participants) & ~np.isnan(latent)
    flat = np.where(is_measured, low, np.nan).reshape(-1, pupils.shape[2])
    listed = probability_of_at_least(flat, rules.least_low_procedures).reshape(pupils.shape[:2])
    judged = is_measured.sum(axis=2) >= rules.least_low_procedures
    times = judged.sum(axis=0)
    sums = np.where(judged, np.nan_to_num(listed), 0.0).sum(axis=0) * could_enter(counted, rules)
    found: Floats = np.divide(sums, times, out=np.full(times.shape, np.nan), where=times > 0)
    return found


def pupils_ahead(counted: YearsCounted, chance: np.random.Generator, draws: int) -> Counts:
    """Return pupils of a year ahead, draws × schools × procedures: those of the last year, changed as sizes do change.

    A procedure that nobody held in the last year is taken from the last year it was held.
    """
    held = (counted.pupils > 0).max(axis=1)
    last = np.where(held.any(axis=0), len(held) - 1 - held[::-1].argmax(axis=0), 0)
    base = counted.pupils[last, :, np.arange(last.size)].T
    ratios = _size_changes(counted)
    drawn = ratios[chance.integers(ratios.size, size=(draws, *base.shape))]
    found: Counts = np.rint(base * drawn).astype(np.int64)
    return found


def _size_changes(counted: YearsCounted) -> Floats:
    """Return the changes of size from year to year that schools have shown; a paper left out is a change to nothing."""
    before, after = counted.pupils[:-1], counted.pupils[1:]
    both = ((before.max(axis=1) > 0) & (after.max(axis=1) > 0))[:, None, :] & (before > 0)
    changes: Floats = after[both] / before[both]
    return changes if changes.size else np.ones(1)
