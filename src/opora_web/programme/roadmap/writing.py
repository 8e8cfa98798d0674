"""The library's `Plan` written into a plan's rows: a measure known again keeps its row, and all that hangs on it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from opora.plans import paired
from opora.reports.plan_document import rows_in_order
from opora.tables.plan import Indicator, Measure, Party, Plan, Section, Target
from opora.vocabulary.spelling import tidy
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.record import DONE, Layout, layout_of, party_record, plan_in_layout, targets_of
from opora_web.programme.roadmap.row_changes import RowChanges
from opora_web.programme.roadmap.school_names import called_schools, found_schools


@dataclass(frozen=True)
class Deed:
    """Who changes a plan, when and why."""

    person: Person
    moment: dt.datetime
    why: str = ""


@transaction.atomic
def write_plan(roadmap: Roadmap, plan: Plan, deed: Deed) -> None:
    """Write a record into a plan's rows: measures are known again as `opora.plans.differences` knows them.

    Args:
        roadmap: a saved plan; its rows that the record lacks go into the trash, but for sections it must have.
        plan: the record, whole.
        deed: who, when, why.
    """
    layout = layout_of(roadmap)
    _write_head(roadmap, plan)
    save_change(roadmap, deed.person, deed.why, opened_version=roadmap.version)
    sections = _write_sections(layout, plan, deed)
    measures = _write_measures(layout, plan, sections, deed)
    _write_indicators(layout, plan, measures, deed)


def _write_head(roadmap: Roadmap, plan: Plan) -> None:
    roadmap.title = plan.title or roadmap.title
    roadmap.has = list(plan.has) or roadmap.has
    if plan.period is not None:
        roadmap.starts_on, roadmap.ends_on = plan.period.starts_on, plan.period.ends_on


# --- sections -----------------------------------------------------------------------------------------------------


def _write_sections(layout: Layout, plan: Plan, deed: Deed) -> list[RoadmapSection | None]:
    """Write the headings; return the section of each measure, in the order of the record's measures."""
    free = {section.pk: section for section in (*layout.texts, *layout.sections)}
    texts = {section.title: section.text for section in plan.sections}
    rows = RowChanges()
    of_measures: list[RoadmapSection | None] = []
    current: RoadmapSection | None = None
    order = [*(one for one in plan.sections if one.is_words), *rows_in_order(plan)]
    for position, row in enumerate(order, start=1):
        if isinstance(row, Measure):
            of_measures.append(current if row.section else None)
            continue
        title = row.title if isinstance(row, Section) else row
        current = _section(layout.roadmap, title, free, rows)
        rows.set(current, position=position, text=texts.get(title, ""))
    for section in free.values():
        if not section.code:
            rows.set(section, trashed_at=deed.moment)
    rows.save(RoadmapSection, deed.person, deed.why)
    return of_measures


def _section(roadmap: Roadmap, title: str, free: dict[int, RoadmapSection], rows: RowChanges) -> RoadmapSection:
    known = next((one for one in free.values() if tidy(one.title) == tidy(title)), None)
    if known is not None:
        rows.set(known, title=title)
        return free.pop(known.pk)
    made = RoadmapSection(roadmap=roadmap, title=title)
    rows.made.append(made)
    return made


# --- measures -----------------------------------------------------------------------------------------------------


def _write_measures(
    layout: Layout, plan: Plan, sections: Sequence[RoadmapSection | None], deed: Deed
) -> list[RoadmapMeasure]:
    old = layout.measures
    pairs = paired(plan_in_layout(layout).measures, plan.measures)
    rows, written = RowChanges(), []
    for index, (measure, section) in enumerate(zip(plan.measures, sections, strict=True)):
        row = old[pairs[index]] if index in pairs else RoadmapMeasure(roadmap=layout.roadmap, place=_place(measure))
        if row.pk is None:
            rows.made.append(row)
        rows.set(row, section=section, position=index + 1, **columns_of(measure))
        written.append(row)
    kept = set(pairs.values())
    for index, row in enumerate(old):
        if index not in kept:
            rows.set(row, trashed_at=deed.moment)
    rows.save(RoadmapMeasure, deed.person, deed.why)
    _write_all_parties(list(zip(written, plan.measures, strict=True)))
    return written


def _place(measure: Measure) -> dict[str, int]:
    return measure.place.model_dump()


def columns_of(measure: Measure) -> dict[str, Any]:
    """Return the columns of a measure's row but its section and place."""
    deadline = measure.deadline
    return {
        "number": measure.number or "",
        "name": measure.name,
        "deadline_text": deadline.text if deadline else "",
        "deadline": deadline.model_dump(mode="json") if deadline else None,
        "expected": measure.expected,
        "note": measure.note,
        "other": measure.other | ({DONE: measure.done} if measure.done else {}),
    }


def _write_all_parties(pairs: Iterable[tuple[RoadmapMeasure, Measure]]) -> None:
    gone: list[int] = []
    made: list[ResponsibleParty] = []
    for row, measure in pairs:
        known = list(row.parties.all())
        if tuple(map(party_record, known)) != measure.responsible:
            gone += [party.pk for party in known]
            made += parties_like(row, measure.responsible, known)
    ResponsibleParty.objects.filter(pk__in=gone).delete()
    ResponsibleParty.objects.bulk_create(made)


def parties_like(
    measure: RoadmapMeasure, parties: Iterable[Party], known: Sequence[ResponsibleParty]
) -> list[ResponsibleParty]:
    """Return rows of parties; one whose words are known keeps whom a person has recognised in it."""
    by_text = {one.text: one for one in known}
    by_words = {(one.text, one.post): one for one in known}
    return [
        _recognised(
            ResponsibleParty(
                measure=measure, position=position, text=one.text, kind=one.kind, post=one.post or "",
                by_agreement=one.by_agreement,
            ),
            by_words.get((one.text, one.post or "")) or by_text.get(one.text),
        )
        for position, one in enumerate(parties, start=1)
    ]  # fmt: skip


def _recognised(party: ResponsibleParty, known: ResponsibleParty | None) -> ResponsibleParty:
    if known is not None:
        party.organisation, party.person, party.post_kind = known.organisation, known.person, known.post_kind
    return party


# --- indicators ---------------------------------------------------------------------------------------------------


def _write_indicators(layout: Layout, plan: Plan, measures: Sequence[RoadmapMeasure], deed: Deed) -> None:
    free = {one.pk: one for one in layout.indicators}
    rows, written = RowChanges(), []
    wanted = Counter(tidy(one.name) for one in plan.indicators)
    owners = [_measure_of(one, plan, measures) for one in plan.indicators]
    for position, (one, measure) in enumerate(zip(plan.indicators, owners, strict=True), start=1):
        row = _indicator(one, measure, free, wanted) or RoadmapIndicator(roadmap=layout.roadmap)
        if row.pk is None:
            rows.made.append(row)
        rows.set(row, measure=measure, position=position, name=one.name, unit=one.unit)
        written.append(row)
    for row in free.values():
        rows.set(row, trashed_at=deed.moment)
    rows.save(RoadmapIndicator, deed.person, deed.why)
    targets = _write_targets(list(zip(written, plan.indicators, strict=True)), deed)
    _write_schools(layout.roadmap, targets)


def _measure_of(one: Indicator, plan: Plan, measures: Sequence[RoadmapMeasure]) -> RoadmapMeasure | None:
    """Return the row of the measure an indicator belongs to: by its place, else by what the plan calls it."""
    for row, measure in zip(measures, plan.measures, strict=True):
        if measure.place == one.place:
            return row
    called = (row for row in measures if one.measure and (row.number or row.name) == one.measure)
    return next(called, None)


def _indicator(
    one: Indicator, measure: RoadmapMeasure | None, free: dict[int, RoadmapIndicator], wanted: Counter[str]
) -> RoadmapIndicator | None:
    """Return the row of an indicator: of that name at its measure, of that one name anywhere, its measure's only one.

    Args:
        one: the indicator.
        measure: whose it is.
        free: rows that no indicator has taken yet.
        wanted: names of the record's indicators.
    """
    own = [row for row in free.values() if row.measure_id == (measure.pk if measure else None)]
    alike = [row for row in own if tidy(row.name) == tidy(one.name)]
    if not alike and wanted[tidy(one.name)] == 1:
        alike = [row for row in free.values() if tidy(row.name) == tidy(one.name)]
    if not alike and measure and len(own) == 1 and not wanted[tidy(own[0].name)]:
        alike = own
    return free.pop(alike[0].pk) if alike else None


def _write_targets(
    pairs: Iterable[tuple[RoadmapIndicator, Indicator]], deed: Deed
) -> list[tuple[IndicatorTarget, Target]]:
    rows = RowChanges()
    written = []
    for row, indicator in pairs:
        free = {target.year: target for target in targets_of(row)}
        for position, one in enumerate(indicator.targets, start=1):
            target = free.pop(one.year, None) or IndicatorTarget(indicator=row, year=one.year)
            if target.pk is None:
                rows.made.append(target)
            rows.set(target, position=position, value=one.value, text=one.text)
            written.append((target, one))
        for target in free.values():
            rows.set(target, trashed_at=deed.moment)
    rows.save(IndicatorTarget, deed.person, deed.why)
    return written


def _write_schools(roadmap: Roadmap, targets: Iterable[tuple[IndicatorTarget, Target]]) -> None:
    """Write whose turn it is where the record says so; names that mean no school leave a target's schools alone."""
    said = [(target, one.schools) for target, one in targets if one.schools is not None]
    called = called_schools(roadmap.organisation) if any(names for _, names in said) else {}
    for target, names in said:
        schools = found_schools(names, called)
        if schools is not None and {one.pk for one in schools} != {one.pk for one in target.schools.all()}:
            target.schools.set(schools)


def write_measures(measures: Iterable[RoadmapMeasure], deed: Deed) -> None:
    """Write changed measures with their history, in a few statements however many there are."""
    RowChanges(changed={one.pk: one for one in measures}).save(RoadmapMeasure, deed.person, deed.why)
