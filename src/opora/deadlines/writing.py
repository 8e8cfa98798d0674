"""A deadline written back in good Russian; read again, it means the same."""

import datetime as dt

from opora.deadlines.deadline import Deadline, Kind
from opora.deadlines.letters import readable
from opora.deadlines.months_in_russian import GENITIVE, NOMINATIVE
from opora.deadlines.periods import MAY, SEPTEMBER, last_day
from opora.deadlines.writing_rules import rule_in_words

_ROMAN = ("", "I", "II", "III", "IV")
_DECEMBER = 12
_AS_WRITTEN = frozenset({Kind.BY_OTHER_PLAN, Kind.EVENT_RELATIVE, Kind.UNPARSEABLE})
_WHOLE = {
    Kind.YEAR: "в течение года", Kind.SCHOOL_YEAR: "в течение учебного года", Kind.MONTH: "в течение месяца",
    Kind.HALF_YEAR: "в течение полугодия", Kind.QUARTER: "в течение квартала",
}  # fmt: skip


def written(deadline: Deadline) -> str:
    """Return the deadline in words: «с 1 по 15 мая 2022 года», «не реже двух раз в год».

    What depends on a plan or an event is given in its own words, and so is what could not be read.
    """
    if deadline.parts:
        limits = {part.subkind == "date_until" for part in deadline.parts}  # «до» would reach over a comma
        separator = "; " if deadline.kind == Kind.MIXED or len(limits) > 1 else ", "
        return separator.join(map(written, deadline.parts))
    words = _words(deadline)
    return f"{words}, {deadline.time.replace('/', '–')}" if deadline.time and deadline.kind == Kind.DATE else words


def _words(deadline: Deadline) -> str:
    if deadline.kind in _AS_WRITTEN:
        return _own_words(deadline)
    if deadline.kind in {Kind.RECURRING, Kind.CONTINUOUS}:
        lasting = "далее постоянно" if deadline.subkind == "onward" else "постоянно"
        words = rule_in_words(deadline) if deadline.rrule else lasting
        return ", ".join(filter(None, [words, _bounds(deadline)]))
    if deadline.starts_on or deadline.ends_on:
        return _with_year(deadline)
    if deadline.yearless:
        return _without_year(deadline)
    return _own_words(deadline) if deadline.subkind else _WHOLE.get(deadline.kind, _own_words(deadline))


def _own_words(deadline: Deadline) -> str:
    return readable(deadline.text)


# --- days with their year -------------------------------------------------------------------------------------------


def _with_year(deadline: Deadline) -> str:
    start, end = deadline.starts_on, deadline.ends_on
    if start is None or end is None or deadline.kind == Kind.DATE:
        return _days(start, end)
    match deadline.kind:
        case Kind.MONTH | Kind.MONTH_RANGE:
            return _months(start, end)
        case Kind.QUARTER:
            return _parts(start, end, 3, ("квартал", "кварталы"))
        case Kind.HALF_YEAR:
            return _half_year(deadline, start, end)
        case _:
            return _years(start, end)


def _days(start: dt.date | None, end: dt.date | None) -> str:
    if start is None or end is None:
        return f"до {_day(end)}" if end else f"с {_day(start)}" if start else ""
    if start == end:
        return _day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"с {start.day} по {_day(end)}"
    first = f"{start.day} {GENITIVE[start.month]}" if start.year == end.year else _day(start)
    return f"с {first} по {_day(end)}"


def _day(day: dt.date | None) -> str:
    return f"{day.day} {GENITIVE[day.month]} {day.year} года" if day else ""


def _months(start: dt.date, end: dt.date) -> str:
    last = f"{NOMINATIVE[end.month]} {end.year} года"
    if (start.year, start.month) == (end.year, end.month):
        return last
    return f"{NOMINATIVE[start.month]}{'' if start.year == end.year else f' {start.year}'} – {last}"


def _parts(start: dt.date, end: dt.date, length: int, nouns: tuple[str, str]) -> str:
    first, last = (start.month - 1) // length + 1, (end.month - 1) // length + 1
    if start.year == end.year and first > last:
        return f"{_ROMAN[first]} {nouns[0]} – {_ROMAN[last]} {nouns[0]} {end.year} года"
    if start.year != end.year:
        return f"{_ROMAN[first]} {nouns[0]} {start.year} – {_ROMAN[last]} {nouns[0]} {end.year} года"
    parts = f"{_ROMAN[first]} {nouns[0]}" if first == last else f"{_ROMAN[first]}–{_ROMAN[last]} {nouns[1]}"
    return f"{parts} {end.year} года"


def _half_year(deadline: Deadline, start: dt.date, end: dt.date) -> str:
    if deadline.subkind != "school_half_year":
        return _parts(start, end, 6, ("полугодие", "полугодия"))
    first = start.year if start.month == SEPTEMBER else start.year - 1
    halves = "I–II полугодия" if end.year > start.year else f"{'I' if start.month == SEPTEMBER else 'II'} полугодие"
    return f"{halves} {_school_year(first)} учебного года"


def _school_year(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02}"


def _years(start: dt.date, end: dt.date) -> str:
    if (start.month, start.day, end.month, end.day) == (1, 1, _DECEMBER, 31):
        return f"{start.year} год" if start.year == end.year else f"{start.year}–{end.year} годы"
    if (start, end) == (dt.date(start.year, SEPTEMBER, 1), last_day(start.year + 1, MAY)):
        return f"{_school_year(start.year)} учебный год"
    return _days(start, end)


def _bounds(deadline: Deadline) -> str:
    start, end = deadline.starts_on, deadline.ends_on
    words = _years(start, end) if start and end else _days(start, end)
    is_year = start is not None and words == f"{start.year} год"  # beside a month a bare year would be the month's
    return f"в течение {start.year} года" if is_year and start else words


# --- days without a year --------------------------------------------------------------------------------------------


def _without_year(deadline: Deadline) -> str:
    first, _, last = (deadline.yearless or "").partition("/")
    if first == "..":
        return f"до {_point(last)}"
    if last == "..":
        return f"с {_point(first)}"
    if not last:
        return _point(first)
    if deadline.kind in {Kind.QUARTER, Kind.HALF_YEAR}:
        return _parts_without_year(deadline, first, last)
    return _stretch(first, last) if _has_day(first) else f"{_point(first)} – {_point(last)}"


def _stretch(first: str, last: str) -> str:
    is_one_month = first[:4] == last[:4]
    return f"с {int(first[5:]) if is_one_month else _point(first)} по {_point(last)}"


def _has_day(point: str) -> bool:
    return point.count("-") == 3  # noqa: PLR2004 - «--05-15» against «--05»


def _point(point: str) -> str:
    month, _, day = point[2:].partition("-")
    return f"{int(day)} {GENITIVE[int(month)]}" if day else NOMINATIVE[int(month)]


def _parts_without_year(deadline: Deadline, first: str, last: str) -> str:
    is_quarter = deadline.kind == Kind.QUARTER
    length, nouns = (3, ("квартал", "кварталы")) if is_quarter else (6, ("полугодие", "полугодия"))
    start, end = dt.date(1, int(first[2:]), 1), dt.date(1, int(last[2:]), 1)
    if deadline.subkind:
        return _own_words(deadline)
    return _parts(start, end, length, nouns).rsplit(" ", 2)[0]
