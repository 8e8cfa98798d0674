"""A feed of tasks as other programs read it."""

import datetime as dt

from dateutil.tz import gettz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from opora.reports.task_calendar import CalendarTask, fingerprint, task_calendar

NOW = dt.datetime(2024, 9, 10, 9, tzinfo=gettz("Europe/Moscow"))
MAY, JUNE = dt.date(2024, 5, 1), dt.date(2024, 6, 30)
TASK = CalendarTask("1", 3, "Справка; по итогам, года", MAY, JUNE, "Школа № 1", "https://opora.example/execution/1/")


def read(*tasks: CalendarTask) -> Calendar:
    return Calendar.from_ical(task_calendar("Мои дела", tasks, NOW))


def test_each_task_is_a_task_and_an_event_on_its_last_day():
    todo, event = read(TASK).subcomponents
    assert (todo.name, todo["due"].dt, todo["status"]) == ("VTODO", JUNE, "NEEDS-ACTION")
    assert (event.name, event["dtstart"].dt, event["dtend"].dt) == ("VEVENT", JUNE, JUNE + dt.timedelta(days=1))
    assert event["summary"] == "Срок: Справка; по итогам, года"
    assert event["related-to"] == todo["uid"]
    assert event["dtstamp"].dt == NOW


def test_the_same_task_keeps_its_identifier_and_a_changed_one_counts_on():
    later = CalendarTask("1", 4, "Справка", MAY, JUNE + dt.timedelta(days=7))
    before, after = read(TASK).subcomponents, read(later).subcomponents
    assert [one["uid"] for one in before] == [one["uid"] for one in after]
    assert [one["sequence"] for one in after] == [4, 4]
    assert read(CalendarTask("2", 1, "Справка", MAY, JUNE)).subcomponents[0]["uid"] != before[0]["uid"]


def test_what_is_done_or_cancelled_warns_nobody():
    for task, state in (
        (CalendarTask("1", 1, "а", MAY, JUNE, is_done=True), "COMPLETED"),
        (CalendarTask("1", 1, "а", MAY, JUNE, is_cancelled=True), "CANCELLED"),
    ):
        todo, event = read(task).subcomponents
        assert todo["status"] == state
        assert not event.subcomponents
    assert read(TASK).subcomponents[1].subcomponents[0]["trigger"].dt == dt.timedelta(days=-14)


def test_a_task_of_one_day_lasts_a_day():
    todo = read(CalendarTask("1", 1, "а", MAY, MAY)).subcomponents[0]
    assert "due" not in todo
    assert todo["duration"].dt == dt.timedelta(days=1)


def test_the_fingerprint_is_of_the_tasks_not_of_the_moment():
    assert fingerprint("Мои дела", [TASK]) == fingerprint("Мои дела", [TASK])
    assert fingerprint("Мои дела", [TASK]) != fingerprint("Мои дела", [])


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=120), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 400))
def test_any_name_is_read_back_and_lines_are_short(name: str, first: dt.date, days: int):
    task = CalendarTask("1", 1, name, first, first + dt.timedelta(days=days))
    content = task_calendar("Мои дела", [task], NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    todo, event = Calendar.from_ical(content).subcomponents
    assert event["dtstart"].dt == task.due_on
    assert todo["dtstart"].dt == first
