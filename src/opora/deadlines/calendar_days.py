"""Points with a year → days of the calendar; points without one → ISO 8601 with the year left out."""

import datetime as dt

from opora.deadlines.months_in_russian import GENITIVE
from opora.deadlines.periods import last_day
from opora.deadlines.points import Point, Span

_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTHS, _WEEK = 12, 7
_DECEMBER = 12


class ImpossibleDayError(ValueError):
    """A day that is written and cannot be; the message says which, in Russian."""


def first_day(point: Point) -> dt.date:
    """Return the first day of a point that has its year."""
    assert point.year is not None
    if point.month is None:
        return dt.date(point.year, 1, 1)
    return _day(point, point.year, point.month) if point.day or point.weekday else dt.date(point.year, point.month, 1)


def final_day(point: Point) -> dt.date:
    """Return the last day of a point that has its year."""
    assert point.year is not None
    if point.month is None:
        return dt.date(point.year, _DECEMBER, 31)
    has_day = point.day or point.weekday
    return _day(point, point.year, point.month) if has_day else last_day(point.year, point.month)


def _day(point: Point, year: int, month: int) -> dt.date:
    if point.weekday:
        return _nth_weekday(year, month, *point.weekday)
    day = point.day or 1
    if day < 0:
        return last_day(year, month) + dt.timedelta(days=day + 1)
    if day > last_day(year, month).day:
        raise ImpossibleDayError(f"{day} {GENITIVE[month]} {year} года не бывает")
    return dt.date(year, month, day)


def _nth_weekday(year: int, month: int, number: int, weekday: int) -> dt.date:
    if number < 0:
        last = last_day(year, month)
        return last - dt.timedelta(days=(last.weekday() - weekday) % _WEEK + _WEEK * (-number - 1))
    first = dt.date(year, month, 1)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % _WEEK + _WEEK * (number - 1))
    if day.month != month or number == 0:
        raise ImpossibleDayError(f"такого дня недели по счёту в {month:02}.{year} нет")
    return day


def check_point(point: Point) -> None:
    """Refuse a month 13 and a 31 February whatever the year.

    Raises:
        ImpossibleDayError: no year has such a day.
    """
    if point.month is not None and not 1 <= point.month <= _MONTHS:
        raise ImpossibleDayError(f"месяца {point.month} не бывает")
    if point.year is not None and not 1900 <= point.year <= 2199:  # noqa: PLR2004 - years of anybody's plan
        raise ImpossibleDayError(f"год {point.year} не похож на год плана")
    if point.day is None or point.day < 0 or point.month is None:
        return
    if not 1 <= point.day <= _LONGEST[point.month - 1]:
        raise ImpossibleDayError(f"{point.day} {GENITIVE[point.month]} не бывает")


def is_possible(span: Span) -> bool:
    """Return whether some year has the points of the span."""
    try:
        for point in span.points:
            check_point(point)
    except ImpossibleDayError:
        return False
    return True


def check_order(starts_on: dt.date | None, ends_on: dt.date | None, text: str) -> None:
    """Refuse a stretch of time that ends before it starts.

    Raises:
        ImpossibleDayError: it does.
    """
    if starts_on and ends_on and starts_on > ends_on:
        raise ImpossibleDayError(f"«{text}»: начало позже конца")


def yearless(span: Span) -> str | None:
    """Return the span without its year: «--10/--05», «--09-04/--09-12», «../--11-27»; None when it has no months."""
    if not span.points or any(point.month is None or point.weekday for point in span.points):
        return None
    first, last = (".." if point is None else _truncated(point) for point in (span.first, span.last))
    return first if first == last else f"{first}/{last}"


def _truncated(point: Point) -> str:
    if point.day is None:
        return f"--{point.month:02}"
    day = point.day if point.day > 0 else _LONGEST[(point.month or 1) - 1] + point.day + 1
    return f"--{point.month:02}-{day:02}"
