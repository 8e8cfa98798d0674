"""Spans of a cell → deadlines with days, once it is known which year each belongs to."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from opora.deadlines.calendar_days import ImpossibleDayError, check_order, check_point, final_day, first_day, yearless
from opora.deadlines.deadline import Deadline, Kind
from opora.deadlines.months_in_russian import WEEKDAYS
from opora.deadlines.periods import MAY, SEPTEMBER, Period, last_day
from opora.deadlines.points import Point, Span, Whole
from opora.deadlines.years import settled

_SEVERAL = "год не назван, а план – на несколько лет"


def dated(spans: Sequence[Span], period: Period | None) -> list[Deadline]:
    """Return each span with its days, as far as text and period determine them."""
    found, within = settled(spans, period)
    found = [_as_long_as_plan(span, within) for span in found]
    return [_deadline(span) for span in found]


def _deadline(span: Span) -> Deadline:
    try:
        for point in span.points:
            check_point(point)
        starts_on = first_day(span.first) if span.first and span.first.year else None
        ends_on = final_day(span.last) if span.last and span.last.year else None
        check_order(starts_on, ends_on, span.text)
    except ImpossibleDayError as misfit:
        return Deadline(text=span.text, kind=Kind.UNPARSEABLE, subkind="impossible_date", note=str(misfit))
    misfit_weekday = _misfit_weekday(span, starts_on)
    notes = filter(None, (*span.notes, misfit_weekday))
    return Deadline(
        text=span.text, kind=span.kind, subkind=span.subkind, starts_on=starts_on, ends_on=ends_on,
        note="; ".join(dict.fromkeys(notes)) or None, yearless=None if span.has_year else yearless(span),
        is_ambiguous=span.is_doubtful or misfit_weekday is not None,
    )  # fmt: skip


def _misfit_weekday(span: Span, day: dt.date | None) -> str | None:
    """«среда, 5 мая 2022»: the day holds, and it is said that it was a Thursday."""
    if span.weekday is None or day is None or day.weekday() == span.weekday:
        return None
    return f"{day:%d.%m.%Y} – {WEEKDAYS[day.weekday()]}, а написано: {WEEKDAYS[span.weekday]}"


# --- «в течение года»: as long as the plan --------------------------------------------------------------------------


def _as_long_as_plan(span: Span, period: Period | None) -> Span:
    if span.subkind in _BARE:
        return _BARE[span.subkind](span, period)
    if span.whole in {None, "year_start", "year_end", "half_edge"}:
        return span
    if span.whole in _LONG:
        return _LONG[span.whole](span, period)
    if span.whole == "month" and period is not None and period.is_one_month:
        return _days_of(span, period)
    return replace(span, notes=(*span.notes, "границы задаёт план, по периоду их не узнать"))


def _bare_years(span: Span, period: Period | None) -> Span:
    """«2020-2021» in a plan for the school year 2020/21 is that year, not two calendar years."""
    assert span.first is not None
    if period is None or not period.is_school_year or span.first.year != period.starts_on.year:
        note = "не сказано, учебный это год или календарные: прочитано как календарные"
        return replace(span, notes=(*span.notes, note), is_doubtful=True)
    note = "годы совпали с учебным годом плана: прочитано как учебный год"
    return replace(_of_school_year(span, period.starts_on.year), notes=(*span.notes, note), is_doubtful=True)


def _bare_quarters(span: Span, period: Period | None) -> Span:
    """«II» in a plan for a school year may be a quarter or a school term, which differ: its days stay open."""
    if period is None or not period.is_school_year:
        return span
    return replace(span, first=None, last=None, notes=(*span.notes, "в плане на учебный год это могут быть и четверти"))


def _year(span: Span, period: Period | None) -> Span:
    ahead = span.first.years_ahead if span.first else 0
    if period is None:
        return replace(span, first=None, last=None, notes=(*span.notes, "год не назван"))
    if period.is_school_year:
        note = "план на учебный год: «в течение года» прочитано как учебный год"
        return replace(_of_school_year(span, period.starts_on.year + ahead), notes=(*span.notes, note))
    if period.starts_on.year == period.ends_on.year:
        year = Point(None, year=period.starts_on.year + ahead)
        return replace(span, first=year, last=year)
    note = f"{_SEVERAL}; это может быть и календарный, и учебный год, и весь срок плана"
    return replace(span, first=None, last=None, notes=(*span.notes, note), is_doubtful=True)


def _school_year(span: Span, period: Period | None) -> Span:
    ahead = span.first.years_ahead if span.first else 0
    whole = school_years_of(period)
    if len(whole) == 1:
        return _of_school_year(span, whole[0] + ahead)
    why = _SEVERAL if whole else "в плане части двух учебных лет"
    note = why if period else "учебный год не назван"
    return replace(span, first=None, last=None, notes=(*span.notes, note), is_doubtful=period is not None)


def school_years_of(period: Period | None) -> list[int]:
    """Return the first years of school years, September to May, that lie within the plan as a whole."""
    if period is None:
        return []
    years = range(period.starts_on.year, period.ends_on.year)
    return [
        year for year in years
        if period.starts_on <= first_day(Point(SEPTEMBER, year=year)) and last_day(year + 1, MAY) <= period.ends_on
    ]  # fmt: skip


def _of_school_year(span: Span, year: int) -> Span:
    return replace(
        span, kind=Kind.SCHOOL_YEAR, subkind=None, first=Point(SEPTEMBER, 1, year), last=Point(MAY, 31, year + 1)
    )


def _days_of(span: Span, period: Period) -> Span:
    first, last = (Point(day.month, day.day, day.year) for day in (period.starts_on, period.ends_on))
    return replace(span, first=first, last=last)


def _plan(span: Span, period: Period | None) -> Span:
    return span if period is None else _days_of(span, period)


_BARE: dict[str | None, Callable[[Span, Period | None], Span]] = {
    "bare_years": _bare_years, "bare_quarters": _bare_quarters,
}  # fmt: skip
_LONG: dict[Whole | None, Callable[[Span, Period | None], Span]] = {
    "year": _year, "school_year": _school_year, "plan": _plan,
}  # fmt: skip
