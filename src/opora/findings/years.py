"""The years a rule looks at, as matrices schools × procedures of the rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.vocabulary.rules import RuleSet

Flags = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Year:
    """One year of cells. No pupils – no result; is_measured – enough pupils to judge."""

    pupils: Integers
    below: Integers
    is_measured: Flags
    is_low: Flags

    @property
    def low(self) -> Integers:
        """How many procedures of each school are low."""
        low: Integers = np.count_nonzero(self.is_low, axis=1)
        return low

    @property
    def measured(self) -> Integers:
        """How many procedures of each school can be judged."""
        measured: Integers = np.count_nonzero(self.is_measured, axis=1)
        return measured

    def is_at_least(self, percent: float) -> Flags:
        """Tell the measured cells with at least so many percent below, in whole numbers."""
        reached: Flags = self.is_measured & (10_000 * self.below >= round(100 * percent) * self.pupils)
        return reached


def years_of(history: Sequence[pa.Table], rules: RuleSet) -> list[Year]:
    """Return the years of a history of CELLS, oldest first."""
    return [_year(cells, len(rules.procedure)) for cells in history]


def _year(cells: pa.Table, width: int) -> Year:
    pupils, below = (cells[name].fill_null(0).to_numpy().astype(np.int64) for name in ("pupils", "below"))
    is_low = cells["is_low"].fill_null(False).to_numpy()
    is_measured = cells["is_low"].is_valid().to_numpy()
    # the cells of one procedure beside one another: sums over the few procedures of each school run down the schools
    columns = (np.asfortranarray(column.reshape(-1, width)) for column in (pupils, below, is_measured, is_low))
    return Year(*columns)


def meets(years: Sequence[Year], rules: RuleSet, running: int) -> Flags:
    """Tell the schools low in enough procedures in each of the last so many years; too short a history tells none."""
    if len(years) < running:
        return np.zeros(len(years[-1].pupils), np.bool_)
    flags = [year.low >= rules.least_low_procedures for year in years[-running:]]
    met: Flags = np.logical_and.reduce(flags)
    return met


def could_enter(years: Sequence[Year], rules: RuleSet) -> Flags:
    """Tell the schools that one low year more, the last, puts on the list: the years before were low as is wanted."""
    running = rules.listing_years - 1
    if running == 0 or len(years) == 1:
        return np.full(len(years[-1].pupils), running == 0)
    return meets(years[:-1], rules, running)


def has_risen(years: Sequence[Year], points: float) -> Flags:
    """Tell the cells whose share rose by at least so many percentage points since last year, in whole numbers."""
    if len(years) == 1:
        return np.zeros_like(years[-1].is_low)
    now, last = years[-1], years[-2]
    rise = 10_000 * (now.below * last.pupils - last.below * now.pupils)
    risen: Flags = now.is_measured & last.is_measured & (rise >= round(100 * points) * now.pupils * last.pupils)
    return risen


def years_listed(history: Sequence[pa.Table], years: Sequence[int], rules: RuleSet) -> list[list[int]]:
    """Return for each school the years in which it was on the list by this rule; schools in the order of the cells."""
    all_years = years_of(history, rules)
    listed = [meets(all_years[: number + 1], rules, rules.listing_years) for number in range(len(all_years))]
    rows = np.stack(listed, axis=1).tolist()
    return [[year for year, was_listed in zip(years, row, strict=True) if was_listed] for row in rows]
