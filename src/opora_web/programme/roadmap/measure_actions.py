"""Deeds upon the rows of a plan: measures, sections, indicators, who is meant by a party."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from opora.deadlines import read_deadline
from opora.plans import parties_of
from opora.plans.indicators import indicators_in_words
from opora.tables.plan import Indicator, Place, value_words
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.record import layout_of, period_of_roadmap
from opora_web.programme.roadmap.rules import require_open
from opora_web.programme.roadmap.writing import Deed, parties_like

_NOWHERE = Place(table=1, row=1)
_ROUNDING = 1e-5


@transaction.atomic
def add_measure(roadmap: Roadmap, said: dict[str, Any], deed: Deed) -> RoadmapMeasure:
    """Add a measure at the end of its section.

    Args:
        roadmap: an open plan.
        said: `number`, `section` (a `RoadmapSection` or None), `name`, `deadline_text`, `expected`, `responsible` as
            words, `note`, `kind`, `above`.
        deed: who, when, why.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(roadmap)
    last = roadmap.measures.aggregate(last=Max("position"))["last"] or 0
    measure = RoadmapMeasure(roadmap=roadmap, position=last + 1)
    _say(measure, said)
    save_change(measure, deed.person, deed.why or "мероприятие добавлено")
    _say_parties(measure, said["responsible"])
    _say_targets(measure, "", deed)
    return measure


@transaction.atomic
def change_measure(measure: RoadmapMeasure, said: dict[str, Any], deed: Deed, opened_version: int) -> None:
    """Change a measure; its deadline is read anew, and so are the targets its expected result names.

    Raises:
        RefusedError: the plan's state does not allow it.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(measure.roadmap)
    before = measure.expected
    _say(measure, said)
    save_change(measure, deed.person, deed.why or "мероприятие изменено", opened_version=opened_version)
    _say_parties(measure, said["responsible"])
    if measure.expected != before:
        _say_targets(measure, before, deed)


def _say(measure: RoadmapMeasure, said: dict[str, Any]) -> None:
    for name in ("number", "section", "name", "expected", "note", "kind", "above"):
        if name in said:
            setattr(measure, name, said[name])
    measure.deadline_text = said["deadline_text"]
    period = period_of_roadmap(measure.roadmap)
    found = read_deadline(measure.deadline_text, period) if measure.deadline_text.strip() else None
    measure.deadline = found.model_dump(mode="json") if found else None


def _say_parties(measure: RoadmapMeasure, words: str) -> None:
    known = list(measure.parties.all())
    measure.parties.all().delete()
    ResponsibleParty.objects.bulk_create(parties_like(measure, parties_of(words), known))


def _say_targets(measure: RoadmapMeasure, before: str, deed: Deed) -> None:
    """Take the targets over that the expected result names by year; what was reached stays.

    An indicator that the result named `before` goes by its new name; one that people tied to the measure stays.
    """
    named = [one.name for one in indicators_in_words(before, None, _NOWHERE)]
    for found in indicators_in_words(measure.expected, measure.number or measure.name, _NOWHERE):
        own = RoadmapIndicator.objects.filter(roadmap=measure.roadmap, measure=measure, trashed_at__isnull=True)
        kept = own.filter(name=found.name).first() or own.filter(name__in=named).first()
        last = measure.roadmap.indicators.aggregate(last=Max("position"))["last"] or 0
        kept = kept or RoadmapIndicator(roadmap=measure.roadmap, measure=measure, position=last + 1)
        kept.name, kept.unit = found.name, found.unit
        save_change(kept, deed.person, "по ожидаемому результату мероприятия")
        _write_targets(kept, found, deed)


def _write_targets(indicator: RoadmapIndicator, found: Indicator, deed: Deed) -> None:
    kept = {one.year: one for one in indicator.targets.filter(trashed_at__isnull=True)}
    for position, one in enumerate(found.targets, start=1):
        target = kept.pop(one.year, None) or IndicatorTarget(indicator=indicator, year=one.year)
        target.position, target.value, target.text = position, one.value, one.text
        save_change(target, deed.person, "по ожидаемому результату мероприятия")
    for target in kept.values():
        target.trashed_at = deed.moment
        save_change(target, deed.person, "в ожидаемом результате этого года больше нет")


@transaction.atomic
def trash_measure(measure: RoadmapMeasure, deed: Deed) -> None:
    """Take a measure out of its plan into the trash.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(measure.roadmap)
    measure.trashed_at = deed.moment
    save_change(measure, deed.person, deed.why or "мероприятие убрано из плана", opened_version=measure.version)


@transaction.atomic
def restore_measure(measure: RoadmapMeasure, person: Person) -> None:
    """Bring a measure back to where it stood.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(measure.roadmap)
    measure.trashed_at = None
    save_change(measure, person, "мероприятие возвращено в план", opened_version=measure.version)


@transaction.atomic
def move_measure(measure: RoadmapMeasure, way: int, person: Person) -> None:
    """Move a measure one row up (−1) or down (+1); over a heading it goes into the next section.

    Raises:
        RefusedError: the plan's state does not allow it, or it stands at the edge already.
    """
    require_open(measure.roadmap)
    rows = layout_of(measure.roadmap).rows
    place = next(index for index, row in enumerate(rows) if isinstance(row, RoadmapMeasure) and row.pk == measure.pk)
    if not 0 <= place + way < len(rows):
        raise RefusedError("Мероприятие уже стоит на краю плана.")
    rows[place], rows[place + way] = rows[place + way], rows[place]
    _renumber(rows, measure, person)


def _renumber(rows: list[RoadmapSection | RoadmapMeasure], moved: RoadmapMeasure, person: Person) -> None:
    """Write the new order; only the row that was moved enters the journal."""
    section: RoadmapSection | None = None
    for position, row in enumerate(rows, start=1):
        if isinstance(row, RoadmapSection):
            section = row
        elif row.pk == moved.pk:
            moved.section, moved.position = section, position
        elif row.position != position:
            RoadmapMeasure.objects.filter(pk=row.pk).update(position=position)
    save_change(moved, person, "мероприятие переставлено", opened_version=moved.version)


# --- sections -----------------------------------------------------------------------------------------------------


@transaction.atomic
def add_section(roadmap: Roadmap, title: str, person: Person) -> RoadmapSection:
    """Add a heading at the end of the plan.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(roadmap)
    last = roadmap.sections.aggregate(last=Max("position"))["last"] or 0
    section = RoadmapSection(roadmap=roadmap, position=last + 1, title=title)
    save_change(section, person, "раздел добавлен")
    return section


@transaction.atomic
def change_section(section: RoadmapSection, said: dict[str, Any], person: Person, opened_version: int) -> None:
    """Change a section's title or words.

    Raises:
        RefusedError: the plan's state does not allow it, or words would stand over measures.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(section.roadmap)
    if said["text"].strip() and section.measures.filter(trashed_at__isnull=True).exists():
        raise RefusedError("В разделе мероприятия: текст в таблицу не встанет. Добавьте для него отдельный раздел.")
    section.title, section.text = said["title"], said["text"]
    save_change(section, person, "раздел изменён", opened_version=opened_version)


@transaction.atomic
def trash_section(section: RoadmapSection, deed: Deed) -> None:
    """Take an empty heading out of the plan.

    Raises:
        RefusedError: the plan's state does not allow it, it holds measures, or the programme must have it.
    """
    require_open(section.roadmap)
    if section.code:
        raise RefusedError("Этот раздел программа обязана иметь.")
    if section.measures.filter(trashed_at__isnull=True).exists():
        raise RefusedError("В разделе есть мероприятия. Переставьте или уберите их, потом уберите раздел.")
    section.trashed_at = deed.moment
    save_change(section, deed.person, "раздел убран", opened_version=section.version)


# --- indicators ---------------------------------------------------------------------------------------------------


@transaction.atomic
def add_indicator(roadmap: Roadmap, said: dict[str, Any], deed: Deed) -> RoadmapIndicator:
    """Add an indicator with a target for each year named.

    Args:
        roadmap: an open plan.
        said: `name`, `unit` («share» or words), `measure` or None, `targets`: year → value (shares are 0–1).
        deed: who, when, why.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(roadmap)
    last = roadmap.indicators.aggregate(last=Max("position"))["last"] or 0
    made = RoadmapIndicator(
        roadmap=roadmap, position=last + 1, name=said["name"], unit=said["unit"], measure=said.get("measure")
    )
    save_change(made, deed.person, "показатель добавлен")
    for position, (year, value) in enumerate(said["targets"].items(), start=1):
        target = IndicatorTarget(
            indicator=made, position=position, year=year, value=value, text=value_words(value, made.unit)
        )
        save_change(target, deed.person, "цель добавлена")
    return made


@transaction.atomic
def change_indicator(indicator: RoadmapIndicator, said: dict[str, Any], person: Person, opened_version: int) -> None:
    """Change an indicator's name and the measure it belongs to.

    Raises:
        RefusedError: the plan's state does not allow it.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(indicator.roadmap)
    indicator.name, indicator.measure = said["name"], said["measure"]
    tied = f"по мероприятию «{indicator.measure}»" if indicator.measure else "по плану в целом"
    save_change(indicator, person, f"показатель изменён: {tied}"[:500], opened_version=opened_version)


@transaction.atomic
def change_target(target: IndicatorTarget, said: dict[str, Any], person: Person, opened_version: int) -> None:
    """Change what is to be reached in a year, and at which schools.

    Args:
        target: of an open plan.
        said: `value` (shares are 0–1) and `schools`.
        person: who changes it.
        opened_version: the version the person saw.

    Raises:
        RefusedError: the plan's state does not allow it.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(target.indicator.roadmap)
    if _differ(said["value"], target.value):
        target.value, target.text = said["value"], _text(said["value"], target.indicator)
    named = "; ".join(school.name for school in said["schools"]) or "не названы"
    save_change(target, person, f"цель изменена; школы: {named}"[:500], opened_version=opened_version)
    target.schools.set(said["schools"])


@transaction.atomic
def record_reached(target: IndicatorTarget, said: dict[str, Any], person: Person, opened_version: int) -> None:
    """Write down what was reached (`reached`) and how it is known (`reached_note`), whatever the plan's state.

    Raises:
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    target.reached, target.reached_note = said["reached"], said["reached_note"]
    save_change(target, person, "записано достигнутое", opened_version=opened_version)


def _text(value: float | None, indicator: RoadmapIndicator) -> str:
    return "" if value is None else value_words(value, indicator.unit)


def _differ(one: float | None, other: float | None) -> bool:
    """Tell whether two values differ by more than a form rounds away."""
    return one != other and (one is None or other is None or abs(one - other) > _ROUNDING)


@transaction.atomic
def trash_indicator(indicator: RoadmapIndicator, deed: Deed) -> None:
    """Take an indicator out of the plan.

    Raises:
        RefusedError: the plan's state does not allow it.
    """
    require_open(indicator.roadmap)
    indicator.trashed_at = deed.moment
    save_change(indicator, deed.person, "показатель убран", opened_version=indicator.version)


# --- links --------------------------------------------------------------------------------------------------------


@transaction.atomic
def link_measure(measure: RoadmapMeasure, above: RoadmapMeasure | None, person: Person) -> None:
    """Say which measure of a higher plan this one carries out; it may be said at any time.

    Raises:
        RefusedError: that measure does not stand in a plan of an organisation above, or not in another plan.
    """
    if above is not None:
        own, other = measure.roadmap.organisation.path, above.roadmap.organisation.path
        if above.roadmap_id == measure.roadmap_id or not own.startswith(other):
            raise RefusedError("Мероприятие выполняет мероприятие плана, который стоит выше: выберите его оттуда.")
    measure.above = above
    why = f"выполняет «{above}»" if above else "больше не связано с планом выше"
    save_change(measure, person, why[:500], opened_version=measure.version)
