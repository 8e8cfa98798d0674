"""When within a plan a deadline falls: windows of days, the day after which it is overdue, a bar for a chart."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from math import ceil

from dateutil.rrule import rrulestr
from pydantic import BaseModel, ConfigDict

from opora.deadlines.deadline import Deadline, Kind, Window
from opora.deadlines.periods import DECEMBER, MAY, SEPTEMBER, Period, last_day

_DAY = dt.timedelta(days=1)
_WEEK, _QUARTER = 7, 3
_Days = tuple[dt.date, dt.date]


class Bar(BaseModel):
    """A deadline on a chart.

    Attributes:
        certain: days that the text names itself.
        fuzzy: days within which it falls, the text does not say when.
    """

    model_config = ConfigDict(frozen=True)

    certain: tuple[Window, ...] = ()
    fuzzy: tuple[Window, ...] = ()


def occurrences(deadline: Deadline, period: Period) -> tuple[Window, ...]:
    """Return the windows in which the deadline falls within the plan, in order of days.

    Days the text names with their year are given as they are, though they lie outside the period. A limit («до 15
    мая») opens with the plan. What depends on another plan or an event has no window.
    """
    if deadline.parts:
        windows = [window for part in deadline.parts for window in occurrences(part, period)]
        return tuple(sorted(windows, key=lambda window: (window.starts_on, window.ends_on)))
    if deadline.rrule:
        return tuple(_repeated(deadline, period))
    return tuple(Window(starts_on=start, ends_on=end) for start, end in _once(deadline, period))


def due_on(deadline: Deadline, period: Period) -> dt.date | None:
    """Return the day after which the deadline is overdue: the last of its days; None when no day is known."""
    if deadline.subkind == "date_from" and not deadline.parts:
        return None
    return max((window.ends_on for window in occurrences(deadline, period)), default=None)


def fuzzy_bar(deadline: Deadline, period: Period) -> Bar:
    """Return the deadline's bar: where it stands for certain, and within what it falls."""
    if deadline.parts:
        bars = [fuzzy_bar(part, period) for part in deadline.parts]
        return Bar(
            certain=tuple(window for bar in bars for window in bar.certain),
            fuzzy=tuple(window for bar in bars for window in bar.fuzzy),
        )
    windows = occurrences(deadline, period)
    if not windows and deadline.kind != Kind.UNPARSEABLE:
        return Bar(fuzzy=(Window(starts_on=period.starts_on, ends_on=period.ends_on),))
    return Bar(certain=windows) if _is_certain(deadline) else Bar(fuzzy=windows)


_CERTAIN = frozenset({Kind.MONTH, Kind.MONTH_RANGE, Kind.QUARTER, Kind.HALF_YEAR, Kind.CONTINUOUS})


def _is_certain(deadline: Deadline) -> bool:
    if deadline.rrule:
        has_days = "BYDAY" in deadline.rrule or "BYMONTHDAY" in deadline.rrule
        return (has_days and deadline.subkind != "until") or deadline.rrule.startswith("FREQ=DAILY")
    is_open = deadline.subkind in {"date_until", "date_from"}
    return (deadline.kind == Kind.DATE and not is_open) or deadline.kind in _CERTAIN


# --- once -----------------------------------------------------------------------------------------------------------


def _once(deadline: Deadline, period: Period) -> Iterator[_Days]:
    start, end = deadline.starts_on, deadline.ends_on
    if start or end:
        first, last = start or period.starts_on, end or period.ends_on
        yield (first, last) if first <= last else (start or last, end or first)
    elif deadline.yearless:
        yield from _each_year(deadline.yearless, period)
    elif deadline.kind in {Kind.YEAR, Kind.SCHOOL_YEAR}:
        yield from _whole_years(deadline.kind, period)
    elif deadline.kind == Kind.CONTINUOUS and deadline.subkind != "part_of_plan":
        yield period.starts_on, period.ends_on


def _each_year(yearless: str, period: Period) -> Iterator[_Days]:
    """Yield the days of «--10/--05» in every year of the plan; an open side reaches to the year before or after."""
    first, _, last = yearless.partition("/")
    for year in range(period.starts_on.year - 1, period.ends_on.year + 1):
        start = _dated(first, year, is_end=False) if first != ".." else _dated(last, year - 1, is_end=True) + _DAY
        end = _dated(last or first, year, is_end=True) if last != ".." else _dated(first, year + 1, is_end=False) - _DAY
        if start > end:
            end = _dated(last, year + 1, is_end=True)
        is_named_outside = (first == ".." and end > period.ends_on) or (last == ".." and start < period.starts_on)
        if not is_named_outside:
            yield from _clipped([(start, end)], period.starts_on, period.ends_on)


def _dated(truncated: str, year: int, *, is_end: bool) -> dt.date:
    """Return «--05» or «--05-15» in a year; the 29th of February is the last day of it."""
    month, _, day = truncated[2:].partition("-")
    last = last_day(year, int(month))
    return last.replace(day=min(int(day), last.day)) if day else last if is_end else last.replace(day=1)


def _whole_years(kind: Kind, period: Period) -> Iterator[_Days]:
    years = range(period.starts_on.year - 1, period.ends_on.year + 1)
    if kind == Kind.SCHOOL_YEAR:
        whole = [(dt.date(year, SEPTEMBER, 1), last_day(year + 1, MAY)) for year in years]
    else:
        whole = [(dt.date(year, 1, 1), dt.date(year, DECEMBER, 31)) for year in years]
    yield from _clipped(whole, period.starts_on, period.ends_on)


def _clipped(windows: Iterable[_Days], low: dt.date, high: dt.date) -> Iterator[_Days]:
    for start, end in windows:
        if start <= high and end >= low:
            yield max(start, low), min(end, high)


# --- repeated -------------------------------------------------------------------------------------------------------


def _repeated(deadline: Deadline, period: Period) -> Iterator[Window]:
    rule = dict(part.split("=") for part in (deadline.rrule or "").split(";"))
    low = max(filter(None, [period.starts_on, deadline.starts_on]))
    high = min(filter(None, [period.ends_on, deadline.ends_on]))
    if period.is_school_year and int(rule.get("INTERVAL", 1)) >= _QUARTER and rule["FREQ"] == "MONTHLY":
        high = min(high, last_day(period.ends_on.year, MAY))  # quarters of summer are none of a school year's
    if low > high:
        return
    windows = list(_clipped(_windows(rule, low, high, deadline.subkind == "until"), low, high))
    least = _least(deadline, rule, windows)
    for start, end in windows:
        yield Window(starts_on=start, ends_on=end, at_least=least)


def _least(deadline: Deadline, rule: dict[str, str], windows: Sequence[_Days]) -> int:
    """Return how many times at least in each window: a count of a year is spread over its windows."""
    count = deadline.min_count or 1
    if rule["FREQ"] != "YEARLY" or not windows:
        return count
    years = windows[-1][0].year - windows[0][0].year + 1
    return max(1, ceil(count * years / max(len(windows), years)))


def _windows(rule: dict[str, str], low: dt.date, high: dt.date, is_until: bool) -> list[_Days]:
    if "BYMONTHDAY" in rule or "BYDAY" in rule:
        days = _days(rule, low, high)
        if is_until:
            return [((before + _DAY) if before else low, day) for before, day in zip([None, *days], days, strict=False)]
        return _runs([(day, day) for day in days]) if "BYMONTHDAY" in rule else [(day, day) for day in days]
    if rule["FREQ"] in {"DAILY", "WEEKLY"}:
        length = 1 if rule["FREQ"] == "DAILY" else _WEEK * int(rule.get("INTERVAL", 1))
        return [(day, day + _DAY * (length - 1)) for day in _days(rule, low, high)]
    return _months(rule, low, high) if rule["FREQ"] == "MONTHLY" else _years(rule, low, high)


def _days(rule: dict[str, str], low: dt.date, high: dt.date) -> list[dt.date]:
    """Return the days the rule itself gives, counted from a Monday or from the first of January."""
    start = low - _DAY * low.weekday() if rule["FREQ"] == "WEEKLY" else low.replace(month=1, day=1)
    start = low if rule["FREQ"] == "DAILY" else start
    text = ";".join(f"{name}={value}" for name, value in rule.items())
    moment = dt.datetime.combine(start, dt.time.min)
    found = rrulestr(text, dtstart=moment)
    return [day.date() for day in found.between(moment, dt.datetime.combine(high, dt.time.min), inc=True)]


def _months(rule: dict[str, str], low: dt.date, high: dt.date) -> list[_Days]:
    starts = _days({**rule, "BYMONTHDAY": "1"}, low, high)
    length = int(rule.get("INTERVAL", 1))
    return [(start, _end_of_months(start, length)) for start in starts]


def _end_of_months(start: dt.date, length: int) -> dt.date:
    months = start.month - 1 + length - 1
    return last_day(start.year + months // DECEMBER, months % DECEMBER + 1)


def _years(rule: dict[str, str], low: dt.date, high: dt.date) -> list[_Days]:
    if "BYMONTH" in rule:
        monthly = {"FREQ": "MONTHLY", "BYMONTH": rule["BYMONTH"], "BYMONTHDAY": "1"}
        return _runs([(day, last_day(day.year, day.month)) for day in _days(monthly, low, high)])
    step = int(rule.get("INTERVAL", 1))
    if step == 1 and (high - low).days < 366:  # noqa: PLR2004 - a school year is one year, though it crosses New Year
        return [(low, high)]
    return [
        (dt.date(year, 1, 1), dt.date(year + step - 1, DECEMBER, 31)) for year in range(low.year, high.year + 1, step)
    ]


def _runs(windows: list[_Days]) -> list[_Days]:
    """Return windows with those that follow one another without a gap made one."""
    found: list[_Days] = []
    for start, end in windows:
        if found and found[-1][1] + _DAY == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
