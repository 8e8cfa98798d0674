"""An arrived plan between its file and the site: rows with remarks, what was decided of each, the plan it makes.

Nothing here writes. A row of a new plan is known by its place in the file («1-12»); a difference from a plan that
exists by the place of the newer row, or – where the file lacks a measure – by the measure («gone-17»).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opora.deadlines import Period, read_deadline
from opora.plans import differences, lint, parties_of
from opora.plans.differences import RowDifference
from opora.plans.indicators import indicators_in_words
from opora.tables.plan import Indicator, Measure, Place, Plan, PlanProblem
from opora_web.programme.roadmap.models import PlanArrival
from opora_web.programme.roadmap.record import Layout, plan_in_layout

#: Columns of a row that a person may correct before taking it.
EDITED = ("number", "section", "name", "deadline", "expected", "responsible", "note")


@dataclass(frozen=True)
class ArrivedRow:
    """One row of an arrived plan, or one difference from a plan that exists.

    Attributes:
        measure: the row as it will be taken: with what a person corrected; of a measure that is gone, the old row.
        problems: what the linter says of it now.
        is_taken: None until somebody has decided.
        said: what a person corrected, by column.
        difference: from the plan that exists; None for rows of a new plan.
    """

    key: str
    measure: Measure
    problems: tuple[PlanProblem, ...] = ()
    is_taken: bool | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    difference: RowDifference | None = None


def key_of(place: Place) -> str:
    """Return by what a row of the file is known."""
    return f"{place.table}-{place.row}"


def read_plan_of(arrival: PlanArrival) -> Plan:
    """Return the plan as the library read it from the file."""
    return Plan.model_validate(arrival.plan)


def choices_of(arrival: PlanArrival) -> dict[str, dict[str, Any]]:
    """Return what was decided row by row."""
    rows: dict[str, dict[str, Any]] = arrival.choices.get("rows", {})
    return rows


def corrected(measure: Measure, said: Mapping[str, str], period: Period | None) -> Measure:
    """Return a row with what a person corrected; deadline and parties are read anew from their words."""
    if not said:
        return measure
    changes: dict[str, Any] = {name: said[name] for name in ("name", "expected", "note") if name in said}
    for name in ("number", "section"):
        if name in said:
            changes[name] = said[name].strip() or None
    if "deadline" in said:
        changes["deadline"] = read_deadline(said["deadline"], period) if said["deadline"].strip() else None
    if "responsible" in said:
        changes["responsible"] = parties_of(said["responsible"])
    return measure.model_copy(update=changes)


# --- a new plan ---------------------------------------------------------------------------------------------------


def arrived_rows(arrival: PlanArrival) -> tuple[list[ArrivedRow], list[PlanProblem]]:
    """Return the rows of a new plan with the remarks on each, and the remarks on the plan as a whole.

    Rows that were left out are not judged.
    """
    plan, choices = read_plan_of(arrival), choices_of(arrival)
    kept = composed(arrival, keeps_undecided=True)
    by_key: dict[str, list[PlanProblem]] = {}
    whole: list[PlanProblem] = []
    for problem in (*plan.problems, *lint(kept)):
        if problem.place is None:
            whole.append(problem)
        else:
            by_key.setdefault(key_of(problem.place), []).append(problem)
    rows = [_row(measure, choices, by_key, plan.period) for measure in plan.measures]
    known = {row.key for row in rows}
    whole += [problem for key, problems in by_key.items() if key not in known for problem in problems]
    return rows, whole


def _row(
    measure: Measure,
    choices: Mapping[str, Mapping[str, Any]],
    by_key: Mapping[str, Sequence[PlanProblem]],
    period: Period | None,
) -> ArrivedRow:
    key = key_of(measure.place)
    choice = choices.get(key, {})
    said = choice.get("said", {})
    is_left = choice.get("taken") is False
    return ArrivedRow(
        key=key,
        measure=corrected(measure, said, period),
        problems=() if is_left else tuple(by_key.get(key, ())),
        is_taken=choice.get("taken"),
        said=said,
    )


def composed(arrival: PlanArrival, *, keeps_undecided: bool = False) -> Plan:
    """Return the plan that the rows taken make, with what a person corrected."""
    plan, choices = read_plan_of(arrival), choices_of(arrival)
    measures = []
    for measure in plan.measures:
        choice = choices.get(key_of(measure.place), {})
        if choice.get("taken", keeps_undecided):
            measures.append(corrected(measure, choice.get("said", {}), plan.period))
    return plan.model_copy(update={"measures": tuple(measures), "indicators": tuple(_indicators(plan, measures))})


def _indicators(plan: Plan, measures: Sequence[Measure]) -> Iterator[Indicator]:
    """Yield the indicators of the rows taken, read anew where a row was corrected, and those of tables of their own."""
    read = {measure.place: measure for measure in plan.measures}
    taken = {measure.place: measure for measure in measures}
    for one in plan.indicators:
        if one.place not in read:
            yield one
        elif one.place in taken and taken[one.place].expected == read[one.place].expected:
            yield one.model_copy(update={"measure": taken[one.place].number})
    for place, measure in taken.items():
        if place in read and measure.expected != read[place].expected:
            yield from indicators_in_words(measure.expected, measure.number, place)


# --- another edition of a plan that exists ------------------------------------------------------------------------


def arrived_differences(arrival: PlanArrival, layout: Layout) -> list[ArrivedRow]:
    """Return how the file differs from a plan as it is now, row by row, with what was decided of each."""
    old, new, choices = plan_in_layout(layout), read_plan_of(arrival), choices_of(arrival)
    keys = {place: f"gone-{pk}" for pk, place in layout.places.items()}
    newer = {measure.place: measure for measure in new.measures}
    older = {measure.place: measure for measure in old.measures}
    rows = []
    for one in differences(old, new):
        key = key_of(one.after) if one.after else keys[one.before or Place(table=0, row=0)]
        measure = newer[one.after] if one.after else older[one.before or Place(table=0, row=0)]
        taken = choices.get(key, {}).get("taken")
        rows.append(ArrivedRow(key=key, measure=measure, is_taken=taken, difference=one))
    return rows
