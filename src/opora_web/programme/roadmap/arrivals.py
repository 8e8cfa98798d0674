"""A plan's file arrives, is decided upon row by row, and becomes a plan or a correction of one."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from opora.deadlines import Period
from opora.plans import plan_in
from opora.tables.plan import Plan
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.intake.sendings.uploads import store_content, stored_at
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.actions import change_head, make_roadmap
from opora_web.programme.roadmap.arrived import arrived_differences, choices_of, comparison, composed, read_plan_of
from opora_web.programme.roadmap.matching import match_party
from opora_web.programme.roadmap.merging import merged
from opora_web.programme.roadmap.models import PlanArrival, PlanKind, Roadmap
from opora_web.programme.roadmap.record import layout_of, period_of_roadmap, plan_in_layout
from opora_web.programme.roadmap.rules import ALL_COLUMNS, require_open
from opora_web.programme.roadmap.school_names import unknown_schools
from opora_web.programme.roadmap.sections import sections_asked
from opora_web.programme.roadmap.writing import Deed, write_plan

_LONGEST_TITLE = 1000


@dataclass(frozen=True)
class SentPlan:
    """A file with a plan, or text pasted from one.

    Attributes:
        name: as its sender has it.
        period: the years it is for, where the sender says so.
        roadmap: the plan it is another edition of; None for a new one.
    """

    name: str
    content: bytes
    kind: str = PlanKind.ROADMAP
    period: Period | None = None
    roadmap: Roadmap | None = None


def receive_plan(organisation: Organisation, sent: SentPlan, deed: Deed) -> PlanArrival:
    """Keep a file and what it says; nothing becomes a plan before a person has decided.

    Raises:
        RefusedError: the file holds no plan; the text says why and what to do.
    """
    headings = _headings(sent.kind, sent.roadmap)
    plan = _read(sent.name, sent.content, sent.period, headings)
    stored = store_content(sent.name, sent.content)
    arrival = PlanArrival(
        organisation=organisation, roadmap=sent.roadmap, kind=sent.kind, file=stored.stored_as,
        file_name=stored.name[:300], plan=plan, sender=deed.person, sent_at=deed.moment,
    )  # fmt: skip
    save_change(arrival, deed.person, f"загружен файл: {stored.name}"[:500])
    return arrival


def _headings(kind: str, roadmap: Roadmap | None) -> list[str]:
    """Return the sections of words to look for: the plan's own, or those its kind must have."""
    if roadmap is not None:
        return [section.title for section in layout_of(roadmap).texts]
    return [asked.title for asked in sections_asked(kind)]


def _read(name: str, content: bytes, period: Period | None, headings: list[str]) -> dict[str, Any]:
    plan = plan_in(name, content, period, headings)
    if plan.is_refused or not plan.measures:
        raise RefusedError(" ".join(problem.text for problem in plan.problems) or "В файле нет таблицы мероприятий.")
    return _storable(plan)


def _storable(plan: Plan) -> dict[str, Any]:
    """Return the record as JSON; the sign with the code 0, which no database takes, is left out."""
    words = plan.model_dump_json()
    frame: dict[str, Any] = json.loads(words.replace("\\u0000", "") if "\\u0000" in words else words)
    return frame


@transaction.atomic
def read_again(arrival: PlanArrival, title: str, period: Period, person: Person) -> None:
    """Read the file once more for other years; what was decided of its rows stays."""
    headings = _headings(arrival.kind, arrival.roadmap)
    plan = _read(arrival.file_name, stored_at(arrival.file).read_bytes(), period, headings)
    arrival.plan = plan | {"title": title or plan["title"]}
    save_change(arrival, person, "указаны название и срок плана", opened_version=arrival.version)


@transaction.atomic
def choose_rows(arrival: PlanArrival, keys: list[str], *, is_taken: bool) -> None:
    """Take rows, or leave them out; a choice is kept at once."""
    _choose(arrival, {key: {"taken": is_taken} for key in keys})


@transaction.atomic
def correct_row(arrival: PlanArrival, key: str, said: dict[str, Any]) -> None:
    """Correct a row, an indicator or a section of words, and take it."""
    _choose(arrival, {key: {"taken": True, "said": said}})


def _choose(arrival: PlanArrival, changed: dict[str, dict[str, Any]]) -> None:
    """Write choices over the ones kept; they are a person's draft, and no matter for the journal."""
    kept = PlanArrival.objects.select_for_update().values_list("choices", flat=True).get(pk=arrival.pk)
    rows = kept.get("rows", {})
    arrival.choices = kept | {"rows": rows | {key: rows.get(key, {}) | one for key, one in changed.items()}}
    PlanArrival.objects.filter(pk=arrival.pk).update(choices=arrival.choices)


@transaction.atomic
def recognise(arrival: PlanArrival, whom: dict[str, str]) -> None:
    """Keep who is meant by which words of the plan: words → code of an organisation, a person or a post."""
    kept = PlanArrival.objects.select_for_update().values_list("choices", flat=True).get(pk=arrival.pk)
    arrival.choices = kept | {"parties": kept.get("parties", {}) | whom}
    PlanArrival.objects.filter(pk=arrival.pk).update(choices=arrival.choices)


@transaction.atomic
def settle_arrival(arrival: PlanArrival, deed: Deed) -> Roadmap:
    """Make a draft of the rows taken, or correct the plan by the differences accepted.

    Raises:
        RefusedError: something is not decided yet, nothing was taken, or the plan's years are not known.
    """
    if arrival.roadmap is not None:
        return _corrected_plan(arrival, arrival.roadmap, deed)
    plan = composed(arrival)
    _require_decided({f"{one.place.table}-{one.place.row}" for one in read_plan_of(arrival).measures}, arrival)
    if not plan.measures:
        raise RefusedError("Не взята ни одна строка. Возьмите строки или удалите загруженный файл.")
    if plan.period is None:
        raise RefusedError("Неизвестно, на какие годы план. Укажите начало и окончание: от них зависят сроки.")
    said = {
        "kind": arrival.kind, "title": (plan.title or arrival.file_name)[:_LONGEST_TITLE], "period": plan.period,
        "source": arrival.file, "source_name": arrival.file_name, "has": list(plan.has or ALL_COLUMNS),
    }  # fmt: skip
    made = make_roadmap(arrival.organisation, said, Deed(deed.person, deed.moment, f"из файла {arrival.file_name}"))
    write_plan(made, plan, Deed(deed.person, deed.moment, "из файла"))
    _settled(arrival, made, deed)
    return made


def _require_decided(keys: set[str], arrival: PlanArrival) -> None:
    decided = {key for key, one in choices_of(arrival).items() if one.get("taken") is not None}
    left = len(keys - decided)
    if left:
        raise RefusedError(f"Не решено, что делать со строками: {left}. Отметьте у каждой: взять или не брать.")


def _corrected_plan(arrival: PlanArrival, roadmap: Roadmap, deed: Deed) -> Roadmap:
    require_open(roadmap)
    layout = layout_of(roadmap)
    rows = arrived_differences(arrival, layout)
    _require_decided({row.key for row in rows}, arrival)
    found = [row.difference for row in rows if row.is_taken]
    beside = comparison(arrival, plan_in_layout(layout))
    plan = merged(beside.old, beside.new, found)
    _require_known_schools(plan, roadmap)
    why = f"приняты правки из файла {arrival.file_name}: {len(found)}"
    accepted = Deed(deed.person, deed.moment, why)
    write_plan(roadmap, plan.model_copy(update={"period": None}), accepted)
    if plan.period is not None and plan.period != beside.old.period:
        change_head(roadmap, {"title": roadmap.title, "period": plan.period}, accepted, roadmap.version)
    _settled(arrival, roadmap, deed)
    return roadmap


def _require_known_schools(plan: Plan, roadmap: Roadmap) -> None:
    unknown = unknown_schools(plan, roadmap.organisation)
    if unknown:
        names = "; ".join(f"«{name}»" for name in unknown)
        raise RefusedError(
            f"Среди школ не найдены: {names}. Поправьте названия в файле и загрузите его снова, или отклоните эти цели "
            f"и назовите школы на странице показателей."
        )


def _settled(arrival: PlanArrival, roadmap: Roadmap, deed: Deed) -> None:
    for words, code in arrival.choices.get("parties", {}).items():
        match_party(roadmap, words, code, deed.person)
    arrival.roadmap, arrival.settled_at = roadmap, deed.moment
    save_change(arrival, deed.person, "строки перенесены в план", opened_version=arrival.version)


@transaction.atomic
def drop_arrival(arrival: PlanArrival, deed: Deed) -> None:
    """Put an arrived file away without making anything of it."""
    arrival.trashed_at = deed.moment
    save_change(arrival, deed.person, "файл отложен без переноса", opened_version=arrival.version)


def period_for(roadmap: Roadmap) -> Period:
    """Return the days by which a file of an existing plan is read."""
    return period_of_roadmap(roadmap)
