"""A plan's deadlines as a calendar (RFC 5545): a task for each measure, and an event on each last day.

Most calendars of phones show events and hide tasks, task lists do the opposite: so both are written. The same plan
gives the same identifiers, so that a file loaded again replaces what was there.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, Todo, vDate, vDDDLists, vRecur

from opora.deadlines import Deadline, Period, Window, occurrences, written
from opora.tables.plan import Measure, Plan, parties_words
from opora.vocabulary.spelling import plain

_PROGRAM = "-//Opora//Plan//RU"
#: The name space of identifiers; changing it would duplicate every calendar that was loaded before.
_SPACE = uuid.UUID("5b1f6f0e-6b7f-4c53-9f0c-0d9a5f4f2a11")
_LAST_OF_MONTH = ";BYMONTHDAY=-1"


def plan_calendar(plan: Plan, moment: dt.datetime) -> bytes:
    """Return the calendar as an .ics file.

    A measure whose days are not known is a task without them.

    Args:
        plan: the plan.
        moment: when the file is made, with its time zone.
    """
    calendar = Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", plan.title or "План мероприятий")
    for component in _components(plan, moment):
        calendar.add_component(component)
    ical: bytes = calendar.to_ical()
    return ical


def _components(plan: Plan, moment: dt.datetime) -> Iterator[Any]:
    seen: dict[str, int] = {}
    for measure in plan.measures:
        key = "\n".join(map(plain, (plan.title or "", (measure.number or "").rstrip("."), measure.name)))
        seen[key] = seen.get(key, 0) + 1
        own = f"{key}\n{seen[key]}"
        groups = _groups(measure.deadline, plan.period) or [[]]
        for part, windows in enumerate(groups, start=1):
            task = _task(measure, windows)
            _identify(task, f"{own}\n{part}\ntask", moment)
            yield task
            if windows:
                event = _event(measure, windows)
                _identify(event, f"{own}\n{part}\nevent", moment)
                event.add("related-to", task["uid"])
                yield event


def _identify(component: Any, key: str, moment: dt.datetime) -> None:
    component.add("uid", f"{uuid.uuid5(_SPACE, key)}@opora")
    component.add("dtstamp", moment.astimezone(dt.UTC))


def _groups(deadline: Deadline | None, period: Period | None) -> list[list[Window]]:
    """Return the windows of a deadline: those of a recurrence together, the pieces of a list one by one."""
    if deadline is None:
        return []
    if deadline.parts:
        return [group for part in deadline.parts for group in _groups(part, period)]
    windows = list(_windows(deadline, period))
    return ([windows] if windows else []) if deadline.rrule else [[window] for window in windows]


def _windows(deadline: Deadline, period: Period | None) -> Sequence[Window]:
    """Return the windows of a deadline; of a plan whose years are not known, the days the text itself gives."""
    if period is not None:
        return occurrences(deadline, period)
    first, last = deadline.starts_on or deadline.ends_on, deadline.ends_on or deadline.starts_on
    return [Window(starts_on=first, ends_on=last)] if first and last else []


def _task(measure: Measure, windows: Sequence[Window]) -> Todo:
    task = Todo()
    _describe(task, measure)
    if windows:
        _span(task, windows[0])
        _repeat(task, [window.starts_on for window in windows], measure.deadline)
    return task


def _span(task: Todo, window: Window) -> None:
    """Say when the task begins and must be done; the standard wants the second day to be later than the first."""
    task.add("dtstart", window.starts_on)
    if window.ends_on > window.starts_on:
        task.add("due", window.ends_on)
    else:
        task.add("duration", dt.timedelta(days=1))


def _event(measure: Measure, windows: Sequence[Window]) -> Event:
    event = Event()
    _describe(event, measure, "Срок: ")
    event.add("dtstart", windows[0].ends_on)
    event.add("dtend", windows[0].ends_on + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    _repeat(event, [window.ends_on for window in windows], measure.deadline)
    return event


def _describe(component: Any, measure: Measure, before: str = "") -> None:
    number = f"{measure.number.rstrip('.')}. " if measure.number else ""
    component.add("summary", f"{before}{number}{measure.name}")
    lines = (
        ("Срок", f"{measure.deadline.text} ({written(measure.deadline)})" if measure.deadline else "не указан"),
        ("Ответственные", parties_words(measure.responsible)),
        ("Ожидаемый результат", measure.expected),
    )
    component.add("description", "\n".join(f"{what}: {words}" for what, words in lines if words))
    if measure.section:
        component.add("categories", [measure.section])


# --- recurrences --------------------------------------------------------------------------------------------------


def _repeat(component: Any, days: Sequence[dt.date], deadline: Deadline | None) -> None:
    """Say that the component repeats on these days: by the deadline's rule where it gives them, else day by day."""
    if len(days) < 2 or deadline is None:  # noqa: PLR2004 - what happens once does not repeat
        return
    rule = deadline.rrule and _rule_for(days, deadline.rrule)
    if rule:
        component.add("rrule", vRecur.from_ical(rule))
    else:
        component.add("rdate", vDDDLists([vDate(day).dt for day in days[1:]]), parameters={"VALUE": "DATE"})


def _rule_for(days: Sequence[dt.date], rule: str) -> str | None:
    """Return the rule, bounded by the count of the days, if it gives exactly these days."""
    for offered in (rule, rule + _LAST_OF_MONTH):
        bounded = f"{offered};COUNT={len(days)}"
        first = dt.datetime.combine(days[0], dt.time())
        try:
            given = [moment.date() for moment in rrulestr(bounded, dtstart=first)]
        except ValueError:
            continue
        if given == list(days):
            return bounded
    return None
