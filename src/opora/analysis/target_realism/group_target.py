"""How often schools of the list were off it so many years later."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opora.analysis.list_forecast import YearsCounted, ahead, even_points, fitted, is_judged, is_listed, low_years
from opora.analysis.target_realism.precedents import NO_PRECEDENTS, Precedents, precedents
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]

_ROUNDED = 0.0006
_WAYS = 64


@dataclass(frozen=True)
class GroupTarget:
    """Which share of the schools now on the list is to be off it after one year, two years and so on.

    Attributes:
        schools: how many are on the list now.
        shares: wanted share after each year, 0–1.
    """

    schools: int
    shares: tuple[float, ...]

    def wanted(self, years: int) -> int:
        """Return how many schools that is after so many years: 33.3 % of 9 is 3, because plans round to tenths."""
        return max(0, int(np.ceil((self.shares[years - 1] - _ROUNDED) * self.schools)))


def leaving_precedents(counted: YearsCounted, rules: RuleSet, years: int) -> Precedents:
    """Return the cases of schools on the list that could be judged so many years later: reached – they are off it.

    What chance alone makes is known only of rules that look at one year; of others it is not told.
    """
    if years >= len(counted.years):
        return NO_PRECEDENTS
    listed, judged = is_listed(counted, rules), is_judged(counted, rules)
    year, school = np.nonzero(listed[:-years] & judged[years:])
    chance = _chance(counted, rules, years)[year, school] if rules.listing_years == 1 else None
    return precedents(school, ~listed[years:][year, school], chance)


def _chance(counted: YearsCounted, rules: RuleSet, years: int) -> Floats:
    """Return the probability that new pupils of an unchanged school leave it off the list, years × schools.

    The true shares behind the results of a year are those the forecast's model sees in that year and before: low in
    several procedures, a school is lower than any one of them tells.
    """
    off = []
    for year in range(len(counted.years) - years):
        before = counted.first(year + 1)
        then = ahead(fitted(before), before, (0,))
        latent = then.latent(even_points(then.coordinates, _WAYS), np.zeros((_WAYS, *then.waits.shape)))[0]
        low, _ = low_years(latent, np.broadcast_to(counted.pupils[year + years], latent.shape), rules)
        off.append(1 - low.mean(axis=0))
    return np.array(off)
