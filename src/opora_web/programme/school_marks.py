"""Which events of a school stand over its results: what each room adds, as far as the person may see it."""

import datetime as dt
from collections.abc import Callable, Iterable
from textwrap import shorten
from typing import Any

from django.db.models import Q
from django.utils import timezone

from opora.reports.result_marks import DatedMark
from opora_web.accounts.models import Organisation
from opora_web.intake.register.queries import events_of
from opora_web.programme.case.models import Phase
from opora_web.programme.case.queries import cases_visible_to
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.queries import occurrences_visible_to
from opora_web.programme.identification.models import ListState
from opora_web.programme.identification.queries import entries_visible_to
from opora_web.programme.roadmap.models import PlanKind
from opora_web.programme.roadmap.queries import IN_FORCE

#: More of them would hide the results; the latest stay.
MOST_MARKS = 12
_LONGEST_NAME = 90


def _events(_person: Any, school: Organisation) -> Iterable[DatedMark]:
    """Return what happened to the school itself: everybody who sees the school may know."""
    for event in events_of(school):
        yield DatedMark(event.happened_on, f"школа {event.words_at(school)}")


def _approved_lists(person: Any, school: Organisation) -> Iterable[DatedMark]:
    """Return the orders that put the school on a list."""
    entries = entries_visible_to(person).filter(
        school=school, is_included=True, school_list__state=ListState.APPROVED, school_list__order_date__isnull=False
    )
    for entry in entries:
        order = entry.school_list
        if order.order_date is not None:
            yield DatedMark(order.order_date, f"в списке за {order.year} год (приказ № {order.order_number})")


def _cases(person: Any, school: Organisation) -> Iterable[DatedMark]:
    """Return when the school was taken on, when its phases began, when it was let go."""
    cases = list(cases_visible_to(person).filter(school=school))
    for case in cases:
        yield DatedMark(case.opened_at.date(), "взята на сопровождение")
        if case.closed_at is not None:
            yield DatedMark(case.closed_at.date(), "сопровождение завершено")
    records = type(cases[0]).history.filter(id__in=[case.pk for case in cases]) if cases else ()
    began = {(record.id, record.round, record.phase): record.phase_since for record in records}
    for (_, turn, phase), since in began.items():
        if phase != Phase.DIAGNOSIS or turn > 1:  # the first one begins with the case
            yield DatedMark(since, f"этап «{Phase(phase).label}»")


def measures_done(person: Any, school: Organisation) -> list[DatedMark]:
    """Return what plans did for the school on which day, each measure once, the most important first.

    What is proven comes before what is only said to be done, then the latest first.
    """
    here = Q(school=school) | Q(organisation=school) | Q(measure__roadmap__organisation=school)
    done = occurrences_visible_to(person).filter(
        here, state__in=(OccurrenceState.DECLARED, OccurrenceState.PROVEN), measure__trashed_at__isnull=True,
        measure__roadmap__state__in=IN_FORCE,
    ).exclude(measure__roadmap__kind=PlanKind.DECISIONS)  # fmt: skip
    first = sorted(done, key=lambda task: (task.state == OccurrenceState.PROVEN, _day(task), task.pk), reverse=True)
    of_measure: dict[int, DatedMark] = {}
    for task in first:
        name = shorten(task.measure.name, _LONGEST_NAME, placeholder="…")
        mark = DatedMark(_day(task), f"мероприятие плана «{name}» ({task.get_state_display()})")
        of_measure.setdefault(task.measure_id, mark)
    return list(of_measure.values())


def _day(task: Occurrence) -> dt.date:
    """Return the day a task was said to be done; proofs are accepted whenever somebody finds the time."""
    known = task.declared_at or task.proven_at
    return timezone.localdate(known) if known else task.due_on


#: Who adds events: of the person and the school. What plans did comes after them, as far as there is room.
MARKS: tuple[Callable[[Any, Organisation], Iterable[DatedMark]], ...] = (_events, _approved_lists, _cases)


def marks_of_school(person: Any, school: Organisation) -> tuple[DatedMark, ...]:
    """Return the events of a school that a person may know of, by day; each once.

    Measures of plans fill the room that is left: they never hide what happened to the school itself.
    """
    events = sorted({mark for add in MARKS for mark in add(person, school)})[-MOST_MARKS:]
    return tuple(sorted({*events, *measures_done(person, school)[: MOST_MARKS - len(events)]}))
