"""An arrived plan between its file and the site: rows with remarks, what was decided of each, the plan it makes.

Nothing here writes. A row of a new plan is known by its place in the file («1-12»); a difference from a plan that
exists by the place of the newer row, or – where the file lacks a measure – by the measure («gone-17»).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opora.deadlines import Period, read_deadline
from opora.plans import differences, lint, parties_of
from opora.plans.difference import RowDifference
from opora.plans.differences_apart import paired_indicators
from opora.plans.indicators import indicators_in_words, told_apart
from opora.plans.titles import period_in, title_of
from opora.tables.plan import Indicator, Measure, Place, Plan, PlanProblem, Section, Target, value_words
from opora.vocabulary.spelling import plain, tidy
from opora_web.programme.roadmap.models import PlanArrival
from opora_web.programme.roadmap.record import Layout, plan_in_layout

#: Columns of a row that a person may correct before taking it.
EDITED = ("number", "section", "name", "deadline", "expected", "responsible", "note")


@dataclass(frozen=True)
class ArrivedRow:
    """One row of an arrived plan.

    Attributes:
        measure: the row as it will be taken: with what a person corrected.
        problems: what the linter says of it now.
        is_taken: None until somebody has decided.
        said: what a person corrected, by column.
    """

    key: str
    measure: Measure
    problems: tuple[PlanProblem, ...] = ()
    is_taken: bool | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ArrivedPart:
    """An indicator of a table, or a section of words, that a file brings beside its measures; taken unless left out.

    Attributes:
        record: as it will be taken: with what a person corrected.
        said: what a person corrected: of words their `text`, of an indicator `name`, `unit`, `measure` and `targets`.
    """

    key: str
    record: Indicator | Section
    is_left: bool
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_words(self) -> bool:
        """Whether it is a section of words."""
        return isinstance(self.record, Section)

    @property
    def name(self) -> str:
        """What it is, with its own name."""
        if isinstance(self.record, Section):
            return f"Раздел «{self.record.title}»"
        return f"Показатель «{self.record.name or 'без названия'}»"


@dataclass(frozen=True)
class ArrivedDifference:
    """One difference of a file from the plan that exists.

    Attributes:
        is_taken: None until somebody has decided.
    """

    key: str
    difference: RowDifference
    is_taken: bool | None = None
    problems: tuple[PlanProblem, ...] = ()


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


def arrived_parts(arrival: PlanArrival) -> list[ArrivedPart]:
    """Return what a new plan's file brings beside its measures."""
    plan, choices = read_plan_of(arrival), choices_of(arrival)
    in_words = {measure.place for measure in plan.measures}
    read: list[tuple[str, Section | Indicator]] = [
        *((f"words-{key_of(one.place)}", one) for one in plan.sections if one.is_words),
        *((f"indicator-{key_of(one.place)}", one) for one in plan.indicators if one.place not in in_words),
    ]
    return [_part(key, one, choices.get(key, {})) for key, one in read]


def _part(key: str, one: Section | Indicator, choice: Mapping[str, Any]) -> ArrivedPart:
    said = choice.get("said", {})
    record = corrected_indicator(one, said) if isinstance(one, Indicator) else one.model_copy(update=said)
    return ArrivedPart(key, record, choice.get("taken") is False, said)


def corrected_indicator(one: Indicator, said: Mapping[str, Any]) -> Indicator:
    """Return an indicator with what a person corrected; of a year whose number stays, its words stay too."""
    if not said:
        return one
    known, numbers = {target.year: target for target in one.targets}, dict(said["targets"])
    without_number = (target for target in one.targets if target.value is None and target.year not in numbers)
    targets = [_corrected_target(known.get(year), year, value, said["unit"]) for year, value in numbers.items()]
    changes = {"name": said["name"], "unit": said["unit"], "measure": said["measure"] or None}
    return one.model_copy(update=changes | {"targets": (*targets, *without_number)})


def _corrected_target(known: Target | None, year: str, value: float, unit: str) -> Target:
    if known is not None and known.value == value:
        return known
    return Target(year=year, value=value, text=value_words(value, unit), schools=known.schools if known else None)


def _with_parts_taken(arrival: PlanArrival, plan: Plan) -> Plan:
    """Return a plan with the indicators of tables and sections of words that a person has not left out."""
    in_words = {measure.place for measure in plan.measures}
    taken = [part.record for part in arrived_parts(arrival) if not part.is_left]
    indicators, texts = ([one for one in taken if isinstance(one, sort)] for sort in (Indicator, Section))
    return plan.model_copy(
        update={
            "indicators": (*(one for one in plan.indicators if one.place in in_words), *indicators),
            "sections": (*texts, *(one for one in plan.sections if not one.is_words)),
        }
    )


def composed(arrival: PlanArrival, *, keeps_undecided: bool = False) -> Plan:
    """Return the plan that the rows taken make, with what a person corrected."""
    plan, choices = _with_parts_taken(arrival, read_plan_of(arrival)), choices_of(arrival)
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
    called = {read[place].called: measure.called for place, measure in reversed(taken.items())}
    for one in plan.indicators:
        if one.place not in read:
            yield one.model_copy(update={"measure": called.get(one.measure or "")})
        elif one.place in taken and taken[one.place].expected == read[one.place].expected:
            yield one.model_copy(update={"measure": taken[one.place].called})
    for place, measure in taken.items():
        if place in read and measure.expected != read[place].expected:
            yield from indicators_in_words(measure.expected, measure.called, place)


# --- another edition of a plan that exists ------------------------------------------------------------------------


@dataclass(frozen=True)
class Comparison:
    """A plan as it is now beside what a file of it says.

    Attributes:
        new: the file's plan; of what a file may leave out – sections of words, indicators – it says what the plan says.
        left_out: what the file leaves out, or says and is not taken from it, one sentence each.
    """

    old: Plan
    new: Plan
    left_out: tuple[str, ...]


def comparison(arrival: PlanArrival, old: Plan) -> Comparison:
    """Return a plan beside the file that came of it."""
    new = read_plan_of(arrival)
    head = {"title": _title_beside(old, new), "period": _period_beside(old, new)}
    found = {plain(one.title) for one in new.sections if one.is_words}
    absent = [one for one in old.sections if one.is_words and plain(one.title) not in found]
    indicators, is_silent = _indicators_beside(old, new)
    said = [f"Раздела «{one.title}» в файле нет: его текст остаётся." for one in absent if one.text]
    said += ["Таблицы показателей в файле нет: показатели остаются."] if is_silent else []
    completed = new.model_copy(update={"sections": (*absent, *new.sections), "indicators": indicators, **head})
    return Comparison(old, completed, tuple(said))


def _title_beside(old: Plan, new: Plan) -> str | None:
    """Return the title of a file; the plan's own where the file says it as far as a title can be read from a file."""
    readable = title_of((old.title or "").splitlines())
    is_same = tidy(new.title or "") in {tidy(readable or ""), tidy(old.title or "")}
    return old.title if is_same else new.title


def _period_beside(old: Plan, new: Plan) -> Period | None:
    """Return the years that the title of a file names, where the plan's own title does not name the same."""
    stated = period_in(new.title or "")
    return old.period if stated in {None, period_in(old.title or "")} else stated


def _indicators_beside(old: Plan, new: Plan) -> tuple[tuple[Indicator, ...], bool]:
    """Return the indicators of a file, and whether it has no table of them: then the plan's own stand for it."""
    in_words, own = ({measure.place for measure in plan.measures} for plan in (new, old))
    tables = [one for one in new.indicators if one.place not in in_words]
    kept = tuple(one for one in old.indicators if one.place not in own)
    if not tables:
        return (*told_apart(new.indicators, kept), *kept), bool(kept)
    if any(one.measure for one in tables):
        return new.indicators, False
    pairs = paired_indicators(old, new)
    tied = (
        one.model_copy(update={"measure": old.indicators[pairs[index]].measure})
        if index in pairs and one.place not in in_words
        else one
        for index, one in enumerate(new.indicators)
    )
    return tuple(tied), False


def arrived_differences(arrival: PlanArrival, layout: Layout) -> list[ArrivedDifference]:
    """Return how the file differs from a plan as it is now, row by row, with what was decided of each."""
    beside, choices = comparison(arrival, plan_in_layout(layout)), choices_of(arrival)
    keys = {place: f"gone-{pk}" for pk, place in layout.places.items()}
    rows = []
    for one in differences(beside.old, beside.new):
        key = _key_of_difference(one, keys)
        rows.append(ArrivedDifference(key, one, choices.get(key, {}).get("taken")))
    return rows


def _key_of_difference(one: RowDifference, measures: Mapping[Place, str]) -> str:
    if one.after is not None:
        key = key_of(one.after)
    elif one.before is not None:
        key = measures.get(one.before, f"gone-{key_of(one.before)}")
    else:
        return one.part
    return key if one.part == "measure" else f"{one.part}-{key}"
