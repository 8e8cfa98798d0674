"""Counts of schools over consecutive years, and which schools a rule lists by them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opora.vocabulary.rules import RuleSet

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class YearsCounted:
    """Pupils and those below the threshold.

    Attributes:
        schools: codes.
        procedures: names of the procedures a rule judges by.
        years: consecutive years, oldest first.
        pupils: years × schools × procedures; 0 – not held.
        below: the same.
    """

    schools: tuple[str, ...]
    procedures: tuple[str, ...]
    years: tuple[int, ...]
    pupils: Counts
    below: Counts

    def of(self, schools: NDArray[np.intp]) -> "YearsCounted":
        """Return some of the schools."""
        codes = tuple(self.schools[place] for place in schools)
        return YearsCounted(codes, self.procedures, self.years, self.pupils[:, schools], self.below[:, schools])

    def first(self, number: int) -> "YearsCounted":
        """Return the first so many years."""
        years = self.years[:number]
        return YearsCounted(self.schools, self.procedures, years, self.pupils[:number], self.below[:number])


def is_judged(counted: YearsCounted, rules: RuleSet) -> Flags:
    """Tell years × schools with enough measured procedures to be judged at all."""
    measured = (counted.pupils >= rules.min_participants).sum(axis=2)
    judged: Flags = measured >= rules.least_low_procedures
    return judged


def is_low_year(counted: YearsCounted, rules: RuleSet) -> Flags:
    """Tell years × schools low in enough procedures."""
    is_measured = counted.pupils >= rules.min_participants
    is_low = is_measured & (counted.below >= rules.least_below(counted.pupils))
    low: Flags = is_low.sum(axis=2) >= rules.least_low_procedures
    return low


def is_listed(counted: YearsCounted, rules: RuleSet) -> Flags:
    """Tell years × schools on the list; a year with too few years before it lists none."""
    low, running = is_low_year(counted, rules), rules.listing_years
    listed = np.zeros_like(low)
    for year in range(running - 1, len(low)):
        listed[year] = low[year - running + 1 : year + 1].all(axis=0)
    return listed


def could_enter(counted: YearsCounted, rules: RuleSet) -> Flags:
    """Tell the schools that one low year more, the next, would put on the list."""
    running = rules.listing_years - 1
    low = is_low_year(counted, rules)
    if running > len(low):
        return np.zeros(low.shape[1], dtype=np.bool_)
    ready: Flags = np.logical_and.reduce(low[len(low) - running :], axis=0)
    return ready
