"""A plan's deadlines as a calendar, read back by the standard's own library."""

import datetime as dt
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar

from opora.deadlines import occurrences
from opora.reports.plan_calendar import plan_calendar
from opora.tables.plan import Plan
from tests.plans.written import plan, row

MOMENT = dt.datetime(2022, 1, 10, 9, tzinfo=dt.UTC)


def components(found: Plan, kind: str) -> list[Any]:
    return Calendar.from_ical(plan_calendar(found, MOMENT)).walk(kind)


def one(deadline: str, title: str = "План на 2022 год") -> Plan:
    return plan(row(1, deadline=deadline), title=title)


def days(component: Any) -> list[dt.date]:
    """Return the days a component falls on, as any calendar program counts them."""
    first = component["dtstart"].dt
    if "rrule" in component:
        rule = component["rrule"].to_ical().decode()
        return [moment.date() for moment in rrulestr(rule, dtstart=dt.datetime.combine(first, dt.time()))]
    more = [day.dt for day in component["rdate"].dts] if "rdate" in component else []
    return [first, *more]


def test_a_month_is_a_task_over_it_and_an_event_on_its_last_day() -> None:
    (task,), (event,) = components(one("Март"), "VTODO"), components(one("Март"), "VEVENT")
    assert (task["dtstart"].dt, task["due"].dt) == (dt.date(2022, 3, 1), dt.date(2022, 3, 31))
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2022, 3, 31), dt.date(2022, 4, 1))
    assert str(task["summary"]) == "1. Семинар"
    assert "Ответственные: УО" in str(task["description"])
    assert event["related-to"] == task["uid"]


def test_a_list_of_months_is_as_many_tasks() -> None:
    assert [task["due"].dt.month for task in components(one("Март, май, октябрь"), "VTODO")] == [3, 5, 10]


@pytest.mark.parametrize(
    "deadline", ["Ежемесячно", "Ежеквартально", "Еженедельно", "Февраль, ежегодно", "Не реже 2 раз в год"]
)
def test_a_recurrence_falls_on_the_last_days_of_its_windows(deadline: str) -> None:
    found = one(deadline, "План на 2020-2023 годы")
    measure, period = found.measures[0], found.period
    assert measure.deadline is not None
    assert period is not None
    windows = occurrences(measure.deadline, period)
    assert len(windows) > 3
    (event,), (task,) = components(found, "VEVENT"), components(found, "VTODO")
    assert days(event) == [window.ends_on for window in windows]
    assert days(task) == [window.starts_on for window in windows]


def test_what_lasts_one_day_is_a_task_of_one_day() -> None:
    (task,) = components(one("15.03.2022"), "VTODO")
    assert task["dtstart"].dt == dt.date(2022, 3, 15)
    assert task["duration"].dt == dt.timedelta(days=1)
    assert "due" not in task


@pytest.mark.parametrize("deadline", ["По отдельному плану", ""])
def test_a_measure_without_days_is_a_task_without_days(deadline: str) -> None:
    (task,) = components(one(deadline), "VTODO")
    assert "dtstart" not in task
    assert components(one(deadline), "VEVENT") == []


def test_a_plan_whose_years_are_not_known_keeps_the_days_its_deadlines_name() -> None:
    first, second = components(plan(row(1, deadline="Март 2022"), row(2, deadline="Май"), title="План"), "VTODO")
    assert first["due"].dt == dt.date(2022, 3, 31)
    assert "due" not in second


def test_the_same_plan_gives_the_same_identifiers_and_no_two_are_alike() -> None:
    found = plan(row(1, deadline="Март, май"), row(2, deadline="Март, май"), row(2, deadline="Март, май"))
    first, again = ([str(task["uid"]) for task in components(found, "VTODO")] for _ in range(2))
    assert first == again
    assert len(set(first)) == len(first) == 6


def test_every_component_has_what_the_standard_requires() -> None:
    content = plan_calendar(one("Ежемесячно"), MOMENT)
    calendar = Calendar.from_ical(content)
    assert (str(calendar["version"]), calendar["prodid"].startswith("-//Opora")) == ("2.0", True)
    for component in calendar.subcomponents:
        assert component["dtstamp"].dt == MOMENT
        assert component["uid"]
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
