"""The federal rule: low results in several procedures of one year put a school on the list.

All judgements are made on whole numbers: 3 of 10 is exactly 30 %, whatever a floating-point share says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.tables import DECISIONS
from opora.vocabulary.rules import LowProcedures

_Flags = NDArray[np.bool_]
_Integers = NDArray[np.int64]


@dataclass(frozen=True)
class _Year:
    """One year of cells as matrices schools × procedures; no pupils – no result."""

    pupils: _Integers
    below: _Integers
    is_measured: _Flags
    is_low: _Flags

    def is_listed(self, rules: LowProcedures) -> _Flags:
        return self.is_low.sum(axis=1) >= rules.least_low_procedures


def decisions(history: Sequence[pa.Table], chances: pa.Table, rules: LowProcedures) -> pa.Table:
    """Return what the rule says of every school in the last year of the history.

    Args:
        history: CELLS of consecutive years, oldest first, all with the same schools in the same order.
        chances: CHANCES of the last year, schools in the same order.
        rules: the rule set.

    Returns:
        DECISIONS, one row per school, in the order of the cells.
    """
    years = [_year(cells, rules) for cells in history]
    listed = [year.is_listed(rules) for year in years]
    now, is_listed = years[-1], listed[-1]
    before = np.logical_or.reduce(listed[:-1]) if listed[:-1] else np.zeros_like(is_listed)
    is_stable = np.logical_and.reduce(listed[-rules.stable_years :]) & (len(listed) >= rules.stable_years)
    measured = now.is_measured.sum(axis=1)
    return pa.Table.from_pydict(
        {
            "school": chances["school"],
            "year": chances["year"],
            "status": _statuses(years, is_listed, is_stable, rules),
            "listed": _words(is_listed, np.where(before, "long-standing", "first-time")),
            "movement": _movement(years, listed, rules),
            "low_procedures": pa.array(now.is_low.sum(axis=1), pa.int8()),
            "measured_procedures": pa.array(measured, pa.int8()),
            "probability_low": chances["probability_low"],
            "list_stability": _list_stability(chances, is_listed, measured >= rules.least_low_procedures),
            "is_small": pa.array(((now.pupils > 0) & (now.pupils < rules.small_school)).any(axis=1)),
        },
        schema=DECISIONS.schema,
    )


def years_listed(history: Sequence[pa.Table], years: Sequence[int], rules: LowProcedures) -> list[list[int]]:
    """Return for each school the years in which it met the rule; schools in the order of the cells."""
    listed = np.stack([_year(cells, rules).is_listed(rules) for cells in history], axis=1)
    return [[year for year, was_listed in zip(years, row, strict=True) if was_listed] for row in listed.tolist()]


def _year(cells: pa.Table, rules: LowProcedures) -> _Year:
    shape = (-1, len(rules.procedures))
    pupils = cells["pupils"].fill_null(0).to_numpy().astype(np.int64).reshape(shape)
    below = cells["below"].fill_null(0).to_numpy().astype(np.int64).reshape(shape)
    is_low = cells["is_low"].fill_null(False).to_numpy().reshape(shape)
    return _Year(pupils, below, cells["is_low"].is_valid().to_numpy().reshape(shape), is_low)


def _statuses(years: Sequence[_Year], is_listed: _Flags, is_stable: _Flags, rules: LowProcedures) -> pa.Array:
    now = years[-1]
    is_at_risk = (now.is_low.sum(axis=1) >= 1) | (_risky(years, rules).sum(axis=1) >= rules.least_risk_procedures)
    is_known = now.is_measured.sum(axis=1) >= rules.least_low_procedures
    cases = [is_listed & is_stable, is_listed, is_at_risk, ~is_known]
    return pa.array(np.select(cases, ["stably-low", "low", "at-risk", "insufficient-data"], "none"))


def _risky(years: Sequence[_Year], rules: LowProcedures) -> _Flags:
    """Tell the procedures that are not low yet near it: a share in the zone of risk, or a steep rise in a year."""
    now = years[-1]
    in_zone = 100 * now.below >= rules.risk_percent * now.pupils
    if len(years) == 1:
        return now.is_measured & in_zone
    last = years[-2]
    # below/pupils − last.below/last.pupils ≥ points/100, multiplied out to stay in whole numbers
    rise = 100 * (now.below * last.pupils - last.below * now.pupils)
    has_risen = last.is_measured & (rise >= rules.risk_rise_points * now.pupils * last.pupils)
    risky: _Flags = now.is_measured & (in_zone | has_risen)
    return risky


def _movement(years: Sequence[_Year], listed: Sequence[_Flags], rules: LowProcedures) -> pa.Array:
    """Compare with last year; a school that could not be judged then neither entered nor left."""
    if len(years) == 1:
        return pa.nulls(len(listed[-1]), pa.string())
    now, last = listed[-1], listed[-2]
    was_known = last | (years[-2].is_measured.sum(axis=1) >= rules.least_low_procedures)
    words = np.select([now & last, now & was_known, last & ~now], ["stays", "entered", "left"], "")
    return _words(words != "", words)


def _list_stability(chances: pa.Table, is_listed: _Flags, is_known: _Flags) -> pa.Array:
    listed = chances["probability_listed"].fill_null(np.nan).to_numpy()
    stability = np.where(is_listed, listed, 1 - listed)
    return pa.array(stability, mask=np.isnan(stability) | ~is_known)


def _words(is_there: _Flags, words: NDArray[np.str_]) -> pa.Array:
    return pa.array(words.tolist(), pa.string(), mask=~is_there)
