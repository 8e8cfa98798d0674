"""How likely each school is on the list next year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtrc
from scipy.stats.qmc import Sobol

from opora.analysis.list_forecast.ahead import ahead
from opora.analysis.list_forecast.moving_shares import fitted, shares
from opora.analysis.list_forecast.yearly_step import coordinates
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
_FUTURES = 128  # for each of these, spread evenly over what may come; a power of two, as Sobol's points want it
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
    futures = _futures(len(counted.procedures), chance)
    told = []
    for number in range(_RESAMPLED):
        times = np.bincount(chance.integers(schools, size=schools), minlength=schools).astype(np.float64)
        told.append(_listed(counted, rules, futures, times if number else np.ones(schools)))
    table = np.array(told)
    recent = (counted.pupils[-2:] > 0).any(axis=(0, 2))
    known = recent & ~np.isnan(table).any(axis=0)
    probability, ends = np.full(schools, np.nan), np.full((2, schools), np.nan)
    probability[known] = table[:, known].mean(axis=0)
    ends[:, known] = np.quantile(table[:, known], _ENDS, axis=0)
    return NextList(probability, *ends)


@dataclass(frozen=True)
class _Futures:
    """What schools, the region and sizes may do: points of the unit cube, futures × coordinates of each."""

    own: Floats
    region: Floats
    sizes: Floats


def _futures(procedures: int, chance: np.random.Generator) -> _Futures:
    """Return points that fill the space of futures evenly: a mean over them errs far less than over drawn ones."""
    points = Sobol(1 + 2 * procedures + coordinates(1, procedures), rng=chance).random(_FUTURES)
    own, sizes, region = np.split(np.clip(points, 1e-9, 1 - 1e-9), [1 + procedures, 1 + 2 * procedures], axis=1)
    return _Futures(own, region, sizes)


def _listed(counted: YearsCounted, rules: RuleSet, futures: _Futures, times: Floats) -> Floats:
    """Return for each school the share of futures with it on the list among those in which it is judged."""
    model = fitted(counted, times)
    expected = ahead(model, counted, times=times)
    latent = expected.latent(futures.own, model.step.walks(futures.region, expected.waits))[0]
    low, judged = low_years(latent, pupils_ahead(counted, futures.sizes), rules)
    times = judged.sum(axis=0)
    sums = low.sum(axis=0) * could_enter(counted, rules)
    found: Floats = np.divide(sums, times, out=np.full(times.shape, np.nan), where=times > 0)
    return found


def low_years(latent: Floats, pupils: Counts, rules: RuleSet) -> tuple[Floats, NDArray[np.bool_]]:
    """Return chances of a low year, futures × schools, 0 where a school is not judged, and where it is judged.

    Args:
        latent: latent shares, futures × schools × procedures; NaN – not known.
        pupils: participants, the same.
        rules: what a low year is.
    """
    least = np.maximum(rules.least_below(pupils), 0)
    low = np.where(least > 0, bdtrc(np.maximum(least - 1, 0), np.maximum(pupils, 1), shares(latent)), 1.0)
    is_measured = (pupils >= rules.min_participants) & ~np.isnan(latent)
    flat = np.where(is_measured, low, np.nan).reshape(-1, pupils.shape[2])
    found = probability_of_at_least(flat, rules.least_low_procedures).reshape(pupils.shape[:2])
    judged = is_measured.sum(axis=2) >= rules.least_low_procedures
    return np.where(judged, np.nan_to_num(found), 0.0), judged


def pupils_ahead(counted: YearsCounted, sizes: Floats) -> Counts:
    """Return pupils of a year ahead, futures × schools × procedures: those of the last year, changed as sizes change.

    `sizes` says for each future and procedure which of its changes seen, from the least to the most, comes about. A
    procedure that nobody held in the last year is taken from the last year it was held.
    """
    held = (counted.pupils > 0).max(axis=1)
    last = np.where(held.any(axis=0), len(held) - 1 - held[::-1].argmax(axis=0), 0)
    base = counted.pupils[last, :, np.arange(last.size)].T
    ratios = [np.sort(changes) for changes in _size_changes(counted)]
    drawn = np.stack(
        [one[(part * one.size).astype(np.int64)] for one, part in zip(ratios, sizes.T, strict=True)], axis=1
    )
    found: Counts = np.rint(base * drawn[:, None, :]).astype(np.int64)
    return found


def _size_changes(counted: YearsCounted) -> Iterator[Floats]:
    """Return by procedure the changes of size schools have shown year to year; left out is a change to nothing."""
    before, after = counted.pupils[:-1], counted.pupils[1:]
    both = ((before.max(axis=1) > 0) & (after.max(axis=1) > 0))[:, None, :] & (before > 0)
    for procedure in range(before.shape[2]):
        chosen = both[:, :, procedure]
        changes = after[:, :, procedure][chosen] / before[:, :, procedure][chosen]
        yield changes if changes.size else np.ones(1)
