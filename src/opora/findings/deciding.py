"""From cells to decisions: what every rule does alike, once its own statuses are known."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from opora.findings.years import Flags, Year, could_enter, meets, years_of
from opora.tables import DECISIONS
from opora.tables.identification import ON_THE_LIST
from opora.vocabulary.rules import RuleSet


def decided(cells: pa.Table, years: Sequence[Year], rules: RuleSet, statuses: Mapping[str, Flags]) -> pa.Table:
    """Return the decisions of the last year, given whom each status may be said of.

    Args:
        cells: CELLS of the last year.
        years: consecutive years, oldest first, all with the same schools in the same order.
        rules: the rule set.
        statuses: what the rule says of schools; where several statuses may be said, the first of them.

    Returns:
        DECISIONS, one row per school, in the order of the cells; chance is not weighed yet, see `weighed_decisions`.
    """
    now, status = years[-1], _first_word(statuses, "none")
    is_listed, was_listed = _is_on_the_list(status), _was_listed(years, rules)
    return pa.Table.from_pydict(
        {
            **_each_school(cells, len(rules.procedure)),
            "status": status,
            "listed": _first_word({"long-standing": is_listed & was_listed, "first-time": is_listed}),
            "movement": _movement(years, is_listed, rules),
            "low_procedures": pa.array(now.low, pa.int8()),
            "measured_procedures": pa.array(now.measured, pa.int8()),
            "probability_low": pa.nulls(len(status), pa.float64()),
            "list_stability": pa.nulls(len(status), pa.float64()),
            "is_small": pa.array(_is_small(now, rules)),
        },
        schema=DECISIONS.schema,
    )


def weighed_decisions(decisions: pa.Table, history: Sequence[pa.Table], chances: pa.Table, rules: RuleSet) -> pa.Table:
    """Return the decisions with how much of them chance could undo; no decision changes.

    Args:
        decisions: DECISIONS of the last year of the history.
        history: the CELLS they were made from.
        chances: CHANCES of that year, schools in the same order.
        rules: the rule set.
    """
    is_listed = _is_on_the_list(decisions["status"])
    weights = {
        "probability_low": chances["probability_low"],
        "list_stability": _list_stability(chances, years_of(history, rules), is_listed, rules),
    }
    for name, weight in weights.items():
        decisions = decisions.set_column(decisions.column_names.index(name), DECISIONS.schema.field(name), weight)
    return decisions


def _is_on_the_list(statuses: pa.Array | pa.ChunkedArray) -> Flags:
    is_listed: Flags = pc.is_in(statuses, value_set=pa.array(sorted(ON_THE_LIST))).to_numpy(zero_copy_only=False)
    return is_listed


def _each_school(cells: pa.Table, width: int) -> dict[str, pa.ChunkedArray]:
    """Return school and year once for each school of the cells."""
    first = pa.array(np.arange(0, len(cells), width))
    return {name: cells[name].take(first) for name in ("school", "year")}


def _is_small(year: Year, rules: RuleSet) -> Flags:
    """Tell the schools with few participants in most of the procedures they have a result in.

    One such procedure would not do: an ЕГЭ of a school of a hundred pupils a grade easily has fewer than twenty.
    """
    has_result = year.pupils > 0
    is_few = has_result & (year.pupils < rules.small_school)
    small: Flags = 2 * is_few.sum(axis=1) > has_result.sum(axis=1)
    return small


def is_known(year: Year, rules: RuleSet) -> Flags:
    """Tell the schools with enough measured procedures to be judged at all."""
    known: Flags = year.measured >= rules.least_low_procedures
    return known


def _was_listed(years: Sequence[Year], rules: RuleSet) -> Flags:
    earlier = [meets(years[:number], rules, rules.listing_years) for number in range(1, len(years))]
    listed: Flags = np.logical_or.reduce(earlier) if earlier else np.zeros(len(years[-1].pupils), np.bool_)
    return listed


def _movement(years: Sequence[Year], is_listed: Flags, rules: RuleSet) -> pa.Array:
    """Compare with last year; a school that could not be judged then neither entered nor left."""
    if len(years) == 1:
        return pa.nulls(len(is_listed), pa.string())
    was_listed = meets(years[:-1], rules, rules.listing_years)
    was_known = was_listed | is_known(years[-2], rules)
    left = was_listed & ~is_listed
    return _first_word({"stays": is_listed & was_listed, "entered": is_listed & was_known, "left": left})


def _list_stability(chances: pa.Table, years: Sequence[Year], is_listed: Flags, rules: RuleSet) -> pa.Array:
    """Return the probability of the same decision for a new cohort of this year; earlier years stand as they were."""
    again = chances["probability_listed"].fill_null(np.nan).to_numpy()
    again = np.where(could_enter(years, rules), again, 0.0)
    stability = np.where(is_listed, again, 1 - again)
    return pa.array(stability, mask=np.isnan(stability) | ~is_known(years[-1], rules))


def _first_word(cases: Mapping[str, Flags], otherwise: str | None = None) -> pa.StringArray:
    """Return for each school the first word that is true of it."""
    number = np.select(list(cases.values()), range(len(cases)), len(cases))
    return pa.array([*cases, otherwise], pa.string()).take(pa.array(number))
