"""How often schools of the list were off it so many years later."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom

from opora.analysis.list_forecast import YearsCounted, is_judged, is_listed
from opora.analysis.low_counts import probability_of_at_least
from opora.analysis.shares import beta_binomial_prior
from opora.analysis.target_realism.precedents import NO_PRECEDENTS, Precedents, precedents
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]

_ROUNDED = 0.0006


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
        return int(np.ceil((self.shares[years - 1] - _ROUNDED) * self.schools))


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
    """Return the probability that new pupils of an unchanged school leave it off the list, years × schools."""
    span, schools, width = len(counted.years) - years, len(counted.schools), len(counted.procedures)
    low = np.full((span, schools, width), np.nan)
    for year, procedure in np.ndindex(span, width):
        k, n = counted.below[year, :, procedure], counted.pupils[year, :, procedure]
        after = counted.pupils[year + years, :, procedure]
        prior = beta_binomial_prior(k, n)
        least = rules.least_below(after)
        known = after >= rules.min_participants
        low[year, known, procedure] = betabinom.sf(
            least[known] - 1, after[known], prior.a + k[known], prior.b + n[known] - k[known]
        )
    flat = probability_of_at_least(low.reshape(-1, width), rules.least_low_procedures)
    off: Floats = 1 - flat.reshape(span, schools)
    return off
