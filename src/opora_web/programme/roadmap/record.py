"""A plan's rows in the working database ↔ the library's `Plan`.

The table of a plan has one order: under each section's heading its measures, first those without a section. The
heading of the table is row 1; so a place in the record is the place in the Word file made of it. Sections of words, in
programmes, stand outside the table.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from opora.deadlines import Deadline, Period, read_deadline
from opora.deadlines.periods import school_year
from opora.plans.indicators import says_all_of
from opora.plans.section_words import ABOVE_TABLES
from opora.tables.plan import (
    Approval,
    Indicator,
    Measure,
    Party,
    PartyKind,
    Place,
    Plan,
    Section,
    Target,
)
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanEdition,
    PlanKind,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.school_names import called_schools

#: Where the mark of execution that a file came with is kept among a measure's other columns.
DONE = "Отметка о выполнении"
#: Tables of a plan as its Word file has them, and the first row below a table's heading.
MEASURES_TABLE, INDICATORS_TABLE, FIRST_ROW = 1, 2, 2


@dataclass
class Layout:
    """A plan as its table shows it.

    Attributes:
        rows: headings of sections and measures, one below the other; measures with their parties.
        texts: sections of words: those a programme must have, and those with words of their own.
        indicators: its indicators, with their targets.
    """

    roadmap: Roadmap
    rows: list[RoadmapSection | RoadmapMeasure]
    texts: list[RoadmapSection] = field(default_factory=list)
    indicators: list[RoadmapIndicator] = field(default_factory=list)

    @property
    def sections(self) -> list[RoadmapSection]:
        """The headings in order."""
        return [row for row in self.rows if isinstance(row, RoadmapSection)]

    @property
    def measures(self) -> list[RoadmapMeasure]:
        """The measures in order."""
        return [row for row in self.rows if isinstance(row, RoadmapMeasure)]

    @property
    def places(self) -> dict[int, Place]:
        """Where each measure stands, by its key."""
        return {
            row.pk: Place(table=MEASURES_TABLE, row=number)
            for number, row in enumerate(self.rows, start=FIRST_ROW)
            if isinstance(row, RoadmapMeasure)
        }


def layout_of(roadmap: Roadmap) -> Layout:
    """Return a plan as its table shows it: what is in the trash is left out."""
    sections = list(RoadmapSection.objects.filter(roadmap=roadmap, trashed_at__isnull=True))
    parties = Prefetch("parties", ResponsibleParty.objects.select_related("organisation", "person"))
    measures = list(RoadmapMeasure.objects.filter(roadmap=roadmap, trashed_at__isnull=True).prefetch_related(parties))
    targets = Prefetch("targets", IndicatorTarget.objects.prefetch_related("schools"))
    kept = RoadmapIndicator.objects.filter(roadmap=roadmap, trashed_at__isnull=True)
    kept = kept.select_related("measure").prefetch_related(targets)
    by_section = _by_section(roadmap, sections, measures)
    rows: list[RoadmapSection | RoadmapMeasure] = [*by_section[None]]
    for section in sections:
        if by_section[section.pk] or not (section.code or section.text):
            rows += [section, *by_section[section.pk]]
    texts = [section for section in sections if section.code or section.text]
    return Layout(roadmap, rows, texts, list(kept))


def _by_section(
    roadmap: Roadmap, sections: Iterable[RoadmapSection], measures: Iterable[RoadmapMeasure]
) -> dict[int | None, list[RoadmapMeasure]]:
    """Return measures by the key of their section; those whose section is in the trash have none."""
    by_key = {section.pk: section for section in sections}
    found: dict[int | None, list[RoadmapMeasure]] = {key: [] for key in (None, *by_key)}
    for measure in measures:
        measure.roadmap = roadmap  # the same objects, without a query each
        measure.section = by_key.get(measure.section_id or 0)
        found[measure.section_id].append(measure)
    return found


def plan_of(roadmap: Roadmap) -> Plan:
    """Return the library's record of a plan as it is now, with the order that approved its last edition."""
    return plan_in_layout(layout_of(roadmap))


def plan_in_layout(layout: Layout) -> Plan:
    """Return the same of rows that have been read."""
    roadmap, places = layout.roadmap, layout.places
    return Plan(
        title=roadmap.title,
        period=period_of_roadmap(roadmap),
        measures=tuple(measure_record(measure, places[measure.pk]) for measure in layout.measures),
        indicators=tuple(_indicators(layout, places)),
        sections=tuple(_sections(layout)),
        approval=approval_of(roadmap),
        has=tuple(roadmap.has),
    )


def period_of_roadmap(roadmap: Roadmap) -> Period:
    """Return the days a plan covers; those of a school year are a school year."""
    return period_of_days(roadmap.starts_on, roadmap.ends_on)


def period_of_days(starts_on: dt.date, ends_on: dt.date) -> Period:
    """Return the period of those days; those of a school year are a school year."""
    year = school_year(starts_on.year)
    return year if (year.starts_on, year.ends_on) == (starts_on, ends_on) else Period(starts_on, ends_on)


def approval_of(roadmap: Roadmap) -> Approval | None:
    """Return the order that approved the first edition of a plan; None before there is one."""
    first = PlanEdition.objects.filter(roadmap=roadmap).order_by("number").first()
    return None if first is None else order_words(roadmap, first.order_number, first.order_date)


def order_words(roadmap: Roadmap, number: str, day: dt.date) -> Approval:
    """Return what approves a plan as papers name it: an order of its organisation; of meetings' decisions, minutes."""
    paper = "протоколом" if roadmap.kind == PlanKind.DECISIONS else "приказом"
    text = f"{paper} от {day:%d.%m.%Y} № {number} ({roadmap.organisation.name})"
    return Approval(text=text, number=number, on=day)


def measure_record(measure: RoadmapMeasure, place: Place) -> Measure:
    """Return the library's record of one measure."""
    other = dict(measure.other)
    done = other.pop(DONE, "")
    return Measure(
        number=measure.number or None,
        section=measure.section.title if measure.section else None,
        name=measure.name,
        deadline=deadline_of(measure),
        expected=measure.expected,
        responsible=tuple(party_record(party) for party in measure.parties.all()),
        place=place,
        note=measure.note,
        done=done,
        other=other,
    )


def deadline_of(measure: RoadmapMeasure) -> Deadline | None:
    """Return a measure's deadline as it was understood; words that nobody has read yet are read now."""
    if measure.deadline is not None:
        return Deadline.model_validate(measure.deadline)
    if not measure.deadline_text.strip():
        return None
    return read_deadline(measure.deadline_text, period_of_roadmap(measure.roadmap))


def party_record(party: ResponsibleParty) -> Party:
    """Return the library's record of somebody responsible."""
    kind: dict[str, PartyKind] = {"body": "body", "role": "role", "person": "person"}
    return Party(text=party.text, kind=kind[party.kind], post=party.post or None, by_agreement=party.by_agreement)


def _sections(layout: Layout) -> Iterator[Section]:
    below = Counter(measure.section_id for measure in layout.measures)
    for row, section in enumerate(layout.texts, start=1):
        if not below[section.pk]:
            place = Place(table=ABOVE_TABLES, row=row)
            yield Section(title=section.title, measures=0, place=place, text=section.text)
    for number, row_ in enumerate(layout.rows, start=FIRST_ROW):
        if isinstance(row_, RoadmapSection):
            place = Place(table=MEASURES_TABLE, row=number)
            yield Section(title=row_.title, measures=below[row_.pk], place=place, text=row_.text)


def _indicators(layout: Layout, places: dict[int, Place]) -> Iterator[Indicator]:
    """Yield the indicators, each at its measure where the expected result says all of it, else in the table below."""
    measures = {measure.pk: measure for measure in layout.measures}
    names = _names_of_schools(layout)
    row = FIRST_ROW
    for one in layout.indicators:
        measure = measures.get(one.measure_id or 0)
        record = Indicator(
            name=one.name,
            unit=one.unit,
            targets=tuple(_target(target, names) for target in targets_of(one)),
            measure=(measure.number or measure.name) if measure else None,
            place=Place(table=INDICATORS_TABLE, row=row),
        )
        if measure is not None and says_all_of(measure.expected, record):
            yield record.model_copy(update={"place": places[measure.pk]})
        else:
            yield record
            row += 1


def _target(target: IndicatorTarget, names: dict[int, str]) -> Target:
    schools = tuple(names.get(school.pk, school.name) for school in target.schools.all())
    return Target(year=target.year, value=target.value, text=target.text, schools=schools)


def _names_of_schools(layout: Layout) -> dict[int, str]:
    """Return how schools below the plan's organisation are called, where any target names one."""
    is_named = any(target.schools.all() for one in layout.indicators for target in targets_of(one))
    return {school.pk: name for name, school in called_schools(layout.roadmap.organisation).items()} if is_named else {}


def targets_of(indicator: RoadmapIndicator) -> list[IndicatorTarget]:
    """Return an indicator's targets in their order."""
    return [one for one in indicator.targets.all() if one.trashed_at is None]


def edition_plan(edition: PlanEdition) -> Plan:
    """Return the plan as the order of an edition approved it."""
    return Plan.model_validate(edition.plan)
