"""Deadlines of plans as tasks by days, and what an amendment makes of the tasks there are."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.deadlines import period_of, read_deadline
from opora_web.programme.execution.scheduling import Slot, interval_words, matched, slots_of

YEAR = period_of("2022")
SCHOOL_YEAR = period_of("2020/21")
YEARS = period_of("2020-06..2023-12")


def days(text: str, period: str = "2022") -> list[str]:
    plan = period_of(period)
    return [f"{slot.starts_on:%d.%m.%y}–{slot.due_on:%d.%m.%y}" for slot in slots_of(read_deadline(text, plan), plan)]


@pytest.mark.parametrize(
    ("text", "period", "slots"),
    [
        ("Февраль", "2022", ["01.02.22–28.02.22"]),
        ("Апрель-декабрь", "2022", ["01.04.22–31.12.22"]),
        ("Не реже 2 раз в год", "2022", ["01.01.22–31.12.22"] * 2),
        ("Не реже 2 раз в год", "2020-06..2023-12", [
            *["01.06.20–31.12.20"] * 2, *["01.01.21–31.12.21"] * 2, *["01.01.22–31.12.22"] * 2,
            *["01.01.23–31.12.23"] * 2,
        ]),
        ("Декабрь, ежегодно", "2020-06..2023-12", [f"01.12.{year}–31.12.{year}" for year in (20, 21, 22, 23)]),
        ("Ноябрь 2020, май 2021, по графику", "2020-06..2023-12", ["01.11.20–30.11.20", "01.05.21–31.05.21"]),
        ("Постоянно", "2022", ["01.01.22–31.12.22"]),
        ("По отдельному плану", "2022", ["01.01.22–31.12.22"]),
        ("когда рак на горе свистнет", "2022", ["01.01.22–31.12.22"]),
        ("до 15 мая 2022", "2022", ["01.01.22–15.05.22"]),
        ("Июнь 2020 г.", "2020/21", ["01.06.20–30.06.20"]),
    ],
)  # fmt: skip
def test_a_deadline_asks_for_so_many_slots(text: str, period: str, slots: list[str]):
    assert days(text, period) == slots


def test_every_month_is_twelve_slots_and_every_week_is_reported_monthly():
    assert len(days("Ежемесячно")) == 12
    weekly = slots_of(read_deadline("еженедельно", YEAR), YEAR)
    assert len(weekly) == 12
    assert weekly[0].starts_on == YEAR.starts_on
    assert weekly[-1].due_on == YEAR.ends_on
    assert all(slot.is_fuzzy for slot in weekly)


def test_no_deadline_is_one_slot_reported_at_the_end_of_the_plan():
    assert slots_of(None, SCHOOL_YEAR) == (Slot(SCHOOL_YEAR.starts_on, SCHOOL_YEAR.ends_on, is_fuzzy=True),)


@pytest.mark.parametrize(
    ("text", "is_fuzzy"),
    [
        ("Февраль", False),
        ("12 мая 2022", False),
        ("В течение года", True),
        ("Постоянно", True),
        ("По плану ИМЦ", True),
        ("Не реже 2 раз в год", True),
    ],
)
def test_what_the_plan_names_by_days_is_no_fuzzy_slot(text: str, is_fuzzy: bool):
    assert {slot.is_fuzzy for slot in slots_of(read_deadline(text, YEAR), YEAR)} == {is_fuzzy}


_PHRASES = st.sampled_from(
    [
        "Февраль", "Октябрь – май", "3 квартал", "Не реже 3 раз в год", "ежемесячно", "ежедневно", "раз в две недели",
        "Постоянно", "По плану", "до 1 июня", "Декабрь, ежегодно", "Сентябрь, февраль, май", "В течение учебного года",
        "Июнь 2020 г.", "I полугодие", "последняя пятница месяца", "?!", "", "12.05.2021", "1 раз в четверть",
    ]
)  # fmt: skip
_PERIODS = st.sampled_from(["2020", "2022", "2020/21", "2020-2023", "2020-06..2023-12", "2021-04"])


@settings(max_examples=50, deadline=None)
@given(_PHRASES, _PERIODS)
def test_every_measure_has_slots_and_all_of_them_lie_inside_the_plan_or_none(text: str, years: str):
    period = period_of(years)
    slots = slots_of(read_deadline(text, period), period)
    assert slots
    assert list(slots) == sorted(slots)
    inside = [period.starts_on <= slot.starts_on <= slot.due_on <= period.ends_on for slot in slots]
    assert all(inside) or not any(inside)


# --- amendments ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Done:
    """A task of before."""

    edition_window: tuple[dt.date, dt.date]
    is_settled: bool = False


def slot(first: int, last: int) -> Slot:
    return Slot(dt.date(2022, 1, 1) + dt.timedelta(first), dt.date(2022, 1, 1) + dt.timedelta(first + last))


_SLOTS = st.lists(st.builds(slot, st.integers(0, 8), st.integers(0, 2)), max_size=6)
_TASKS = st.lists(st.builds(Done, st.builds(slot, st.integers(0, 8), st.integers(0, 2)).map(lambda s: s.window),
                            st.booleans()), max_size=6)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(_TASKS, _SLOTS)
def test_every_slot_is_answered_once_and_no_task_is_lost(tasks: list[Done], slots: list[Slot]):
    found = matched(tasks, slots)
    everything = [*found.kept, *(task for task, _ in found.moved), *found.dropped]
    assert sorted(map(id, everything)) == sorted(map(id, tasks))
    assert not any(task.is_settled for task in found.dropped)
    assert not any(task.is_settled for task, _ in found.moved)
    unneeded = len(tasks) - len(slots)
    assert len(found.added) == max(0, -unneeded)
    assert len(found.dropped) <= max(0, unneeded)


@settings(max_examples=50, deadline=None)
@given(_SLOTS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_same_edition_twice_changes_nothing(slots: list[Slot], settled: list[bool]):
    tasks = [Done(one.window, is_settled) for one, is_settled in zip(slots, settled, strict=False)]
    found = matched(tasks, slots)
    assert (found.moved, found.added, found.dropped) == ((), (), ())


def test_a_month_that_is_put_off_is_moved_and_what_is_done_asks_for_nothing_new():
    october, november = slot(270, 30), slot(301, 29)
    to_do, done = Done(october.window), Done(october.window, is_settled=True)
    assert matched([to_do], [november]).moved == ((to_do, november),)
    assert matched([done], [november]).kept == (done,)
    assert matched([done], [november]).added == ()
    assert matched([to_do, done], [october]).dropped == (to_do,)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2022-01-01", "2022-12-31", "за 2022 год"),
        ("2020-09-01", "2021-05-31", "за 2020/21 учебный год"),
        ("2020-09-01", "2021-08-31", "за 2020/21 учебный год"),
        ("2022-02-01", "2022-02-28", "за февраль 2022"),
        ("2022-02-02", "2022-02-28", "за 02.02.2022 – 28.02.2022"),
        ("2020-06-01", "2020-12-31", "за 01.06.2020 – 31.12.2020"),
    ],
)
def test_an_interval_is_named_as_plans_name_it(first: str, last: str, words: str):
    assert interval_words(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) == words
