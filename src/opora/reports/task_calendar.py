"""A person's tasks as a calendar feed (RFC 5545): an event on each last day, a task with its state beside it.

Most calendars of phones show events and hide tasks, task lists do the opposite: so both are written. Nobody's name
stands in it: a feed is read by programs that the authority does not know.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from icalendar import Alarm, Calendar, Event, Todo

_PROGRAM = "-//Opora//Tasks//RU"
#: The name space of identifiers; changing it would duplicate every entry that was loaded before.
_SPACE = uuid.UUID("0d0c1a52-6a2e-4a5b-9f39-5f6a1f0b7c33")
_WARNED_BEFORE = dt.timedelta(days=14)
_REFRESHED = dt.timedelta(hours=12)


@dataclass(frozen=True)
class CalendarTask:
    """One task of a feed.

    Attributes:
        key: the same for the same task at every reading.
        version: grows with every change of it.
        place: the school it is done at, «» where it is none.
        address: its page, «» where the site does not know its own address.
        is_done: whether it is said to be done.
    """

    key: str
    version: int
    name: str
    starts_on: dt.date
    due_on: dt.date
    place: str = ""
    address: str = ""
    is_done: bool = False
    is_cancelled: bool = False


def task_calendar(title: str, tasks: Sequence[CalendarTask], moment: dt.datetime) -> bytes:
    """Return the feed.

    Args:
        title: what the calendar is called where it is shown.
        tasks: in any order.
        moment: when it is read, with its time zone.
    """
    calendar = Calendar()
    for name, value in (("prodid", _PROGRAM), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    for task in tasks:
        todo = _todo(task, moment)
        calendar.add_component(todo)
        calendar.add_component(_event(task, moment, todo["uid"]))
    content: bytes = calendar.to_ical()
    return content


def fingerprint(title: str, tasks: Sequence[CalendarTask]) -> str:
    """Return what two readings of the same tasks have in common."""
    return hashlib.sha256(repr((title, *tasks)).encode()).hexdigest()[:32]


def _begun(component: Any, task: CalendarTask, moment: dt.datetime) -> Any:
    sort = component.name.casefold()
    component.add("uid", f"{uuid.uuid5(_SPACE, f'{task.key} {sort}')}@opora")
    component.add("dtstamp", moment.astimezone(dt.UTC))
    component.add("sequence", task.version)
    if task.place:
        component.add("location", task.place)
    if task.address:
        component.add("url", task.address)
    return component


def _todo(task: CalendarTask, moment: dt.datetime) -> Any:
    todo = _begun(Todo(), task, moment)
    todo.add("summary", task.name)
    todo.add("dtstart", task.starts_on)
    if task.due_on > task.starts_on:
        todo.add("due", task.due_on)
    else:
        todo.add("duration", dt.timedelta(days=1))
    state = "CANCELLED" if task.is_cancelled else "COMPLETED" if task.is_done else "NEEDS-ACTION"
    todo.add("status", state)
    return todo


def _event(task: CalendarTask, moment: dt.datetime, todo: str) -> Any:
    event = _begun(Event(), task, moment)
    event.add("summary", f"{'Сделано' if task.is_done else 'Срок'}: {task.name}")
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if task.is_cancelled else "CONFIRMED")
    event.add("related-to", todo)
    if not (task.is_done or task.is_cancelled):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", task.name)
        alarm.add("trigger", -_WARNED_BEFORE)
        event.add_component(alarm)
    return event
