"""How often schools of such a size and such a start have reached such a share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.shares import beta_binomial_prior
from opora.analysis.target_realism.precedents import NO_PRECEDENTS, Precedents, precedents

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: How like a case must be, the strictest first: how far its start may be, and how many times its size may differ.
_LIKENESS = ((0.03, 1.5), (0.05, 2.0), (0.10, 2.5))
_WANTED_CASES = 60
_FEWEST_PUPILS = 5
_TINY = 1e-9


@dataclass(frozen=True)
class ShareTarget:
    """A share a school is to reach.

    Attributes:
        start: share now, 0–1.
        goal: share wanted; under the start – to fall to it, above – to rise to it.
        years: years until then.
        pupils: participants of one year.
    """

    start: float
    goal: float
    years: int
    pupils: int


@dataclass(frozen=True)
class LikeSchools:
    """What came of schools like the one with the target.

    Attributes:
        precedents: how many cases and in how many the goal was reached.
        starts: least and most share they started from.
        sizes: least and most pupils.
    """

    precedents: Precedents
    starts: tuple[float, float]
    sizes: tuple[int, int]


def like_schools(counted: YearsCounted, target: ShareTarget) -> LikeSchools:
    """Return the cases of schools like the one with the target: of any procedure and any year with a year after it.

    The likeness asked for is loosened until there are cases enough. Chance alone means that the true share stays what
    it was, and other pupils write: the share itself is known by the school's result and by how all schools of that
    procedure and year lie (beta-binomial), so regression to the mean is in it.
    """
    if target.years >= len(counted.years):
        return LikeSchools(NO_PRECEDENTS, (target.start, target.start), (target.pupils, target.pupils))
    rows = _pairs(counted, target.years)
    found = rows[:0]
    for reach, times in _LIKENESS:
        found = rows[_is_like(rows, target, reach, times)]
        if len(found) >= _WANTED_CASES:
            break
    reached = _is_reached(found["below_after"] / found["pupils_after"], target)
    starts = (max(0.0, target.start - reach), min(1.0, target.start + reach))
    sizes = (int(np.ceil(target.pupils / times)), int(target.pupils * times))
    return LikeSchools(precedents(found["school"], reached, _chance(counted, found, target)), starts, sizes)


def _pairs(counted: YearsCounted, years: int) -> NDArray[np.void]:
    """Return every school and procedure with results so many years apart."""
    before, after = counted.pupils[:-years], counted.pupils[years:]
    place = np.nonzero((before >= _FEWEST_PUPILS) & (after >= _FEWEST_PUPILS))
    columns = {
        "year": place[0],
        "school": place[1],
        "procedure": place[2],
        "pupils": before[place],
        "below": counted.below[:-years][place],
        "pupils_after": after[place],
        "below_after": counted.below[years:][place],
    }
    rows = np.empty(place[0].size, dtype=[(name, np.int64) for name in columns])
    for name, column in columns.items():
        rows[name] = column
    return rows


def _is_like(rows: NDArray[np.void], target: ShareTarget, reach: float, times: float) -> NDArray[np.bool_]:
    near = np.abs(rows["below"] / rows["pupils"] - target.start) <= reach + _TINY
    like: NDArray[np.bool_] = (
        near & (rows["pupils"] * times >= target.pupils) & (rows["pupils"] <= target.pupils * times)
    )
    return like


def _is_reached(shares: Floats, target: ShareTarget) -> NDArray[np.bool_]:
    is_fall = target.goal < target.start
    return np.asarray(shares <= target.goal + _TINY if is_fall else shares >= target.goal - _TINY)


def _chance(counted: YearsCounted, rows: NDArray[np.void], target: ShareTarget) -> Floats:
    """Return the probability that other pupils of an unchanged school reach the goal."""
    chance = np.zeros(len(rows))
    for year, procedure in {(int(row["year"]), int(row["procedure"])) for row in rows}:
        prior = beta_binomial_prior(counted.below[year, :, procedure], counted.pupils[year, :, procedure])
        here = (rows["year"] == year) & (rows["procedure"] == procedure)
        some = rows[here]
        a, b = prior.a + some["below"], prior.b + some["pupils"] - some["below"]
        if target.goal < target.start:
            most = np.floor(target.goal * some["pupils_after"] + _TINY)
            chance[here] = betabinom.cdf(most, some["pupils_after"], a, b)
        else:
            least = np.ceil(target.goal * some["pupils_after"] - _TINY)
            chance[here] = betabinom.sf(least - 1, some["pupils_after"], a, b)
    return chance
