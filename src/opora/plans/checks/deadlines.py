"""A deadline is there, can be read one way, and lies within the years of the plan."""

import datetime as dt
import re
from collections.abc import Iterator

from opora.deadlines import OPENING_MONTH, Deadline, Kind, Period
from opora.plans.remarks import remark, remark_on
from opora.tables.plan import Measure, Plan, PlanProblem

_YEAR = re.compile(r"(?<![\d.,№/-])(\d{4})(?!\s*(?:чел|уч(?:ащ|ен)|руб|шт|%|\d))(?![\d])")
_AFTER_DOTS = re.compile(r"(?<=\d\.)(\d{4})(?!\d)")
#: Years a paper may mention: before and beyond them a number of four digits is a slip, or no year at all.
_EARLIEST, _LATEST = 1900, 2100
_COLUMNS = {"deadline", "starts", "ends"}
_DATED = frozenset({
    Kind.DATE, Kind.MONTH, Kind.MONTH_RANGE, Kind.MONTH_LIST, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR, Kind.SCHOOL_YEAR,
})  # fmt: skip
_LIKE_YEAR = re.compile(r"(?<!\d)(\d{4})\s*(?:г\b|год|уч\.|учебн\w+ год)", re.IGNORECASE)
_FIVE_DIGITS = re.compile(r"(?<![\d№])(20\d{3})(?!\d)")


def deadlines(plan: Plan) -> Iterator[PlanProblem]:
    """Yield measures whose deadline is missing, unreadable, ambiguous, or outside the plan, and doubtful years."""
    if plan.measures and all(measure.deadline is None for measure in plan.measures) and not _COLUMNS & set(plan.has):
        yield remark("deadline-column-missing")
        return
    for measure in plan.measures:
        if measure.deadline is None:
            yield remark_on(measure, "deadline-missing")
        else:
            yield from _of_deadline(measure, measure.deadline, plan.period)
        yield from _impossible_years(measure)


def _of_deadline(measure: Measure, deadline: Deadline, period: Period | None) -> Iterator[PlanProblem]:
    doubtful = list(_doubtful_years(deadline.text, period))
    if doubtful:
        yield remark_on(measure, "year-doubtful", "; ".join(doubtful))
    elif deadline.kind is Kind.UNPARSEABLE:
        is_impossible = deadline.subkind == "impossible_date"  # «31.06»: what cannot be is told
        yield remark_on(measure, "deadline-unreadable", _with_note(deadline) if is_impossible else f"«{deadline.text}»")
    elif deadline.is_ambiguous or (period is not None and _lacks_days(deadline)):
        yield remark_on(measure, "deadline-ambiguous", _with_note(deadline))
    elif period is not None and _lies_outside(deadline, period):
        yield remark_on(measure, "deadline-outside-period", f"«{deadline.text}», а план – {_days(period)}")


def _lacks_days(deadline: Deadline) -> bool:
    """Tell whether the text names days or months, and still nobody can say which: their year is not known."""
    return deadline.kind in _DATED and deadline.starts_on is None and deadline.ends_on is None


def _with_note(deadline: Deadline) -> str:
    note = f" ({deadline.note.rstrip('.')})" if deadline.note else ""
    return f"«{deadline.text}»{note}"


def _lies_outside(deadline: Deadline, period: Period) -> bool:
    """Tell whether any piece of a deadline has days of which none, or the last one, is within the period."""
    pieces = deadline.parts or (deadline,)
    return any(_is_outside(piece.starts_on, piece.ends_on, period) for piece in pieces)


def _is_outside(starts_on: dt.date | None, ends_on: dt.date | None, period: Period) -> bool:
    first, last = starts_on or ends_on, ends_on or starts_on
    if first is None or last is None:
        return False
    opens_on = period.starts_on.replace(month=OPENING_MONTH) if period.is_school_year else period.starts_on
    return first > period.ends_on or last < opens_on


def _days(period: Period) -> str:
    return f"{period.starts_on:%d.%m.%Y} – {period.ends_on:%d.%m.%Y}"


# --- slips in years -----------------------------------------------------------------------------------------------


def _doubtful_years(text: str, period: Period | None) -> Iterator[str]:
    """Yield years of a deadline that look mistyped, each with the year that may be meant."""
    wanted = [str(one) for one in range(period.starts_on.year, period.ends_on.year + 1)] if period else []
    yield from (f"«{year}»" for year in _FIVE_DIGITS.findall(text))
    for year in dict.fromkeys(_YEAR.findall(text) + _AFTER_DOTS.findall(text)):
        meant = None if year in wanted else next((one for one in wanted if is_slip(year, one)), None)
        if meant is not None:
            yield f"«{year}», возможно, {meant}"
        elif not _EARLIEST <= int(year) <= _LATEST:
            yield f"«{year}»"


def is_slip(year: str, meant: str) -> bool:
    """Tell whether a year is another one mistyped: two digits changed places, or one struck wrongly far from it.

    A neighbouring year is no slip: 2021 in a plan for 2022 is a deadline outside the plan.
    """
    if len(year) != len(meant) or year == meant:
        return False
    differ = [place for place in range(len(year)) if year[place] != meant[place]]
    if len(differ) == 2:  # noqa: PLR2004 - two digits that changed places
        one, other = differ
        return year[one] == meant[other] and year[other] == meant[one]
    return len(differ) == 1 and differ[0] < len(year) - 1


def _impossible_years(measure: Measure) -> Iterator[PlanProblem]:
    """Yield a year of the name or the result that no paper would mention."""
    found = [
        year
        for text in (measure.name, measure.expected, measure.note)
        for year in _LIKE_YEAR.findall(text)
        if not _EARLIEST <= int(year) <= _LATEST
    ]
    for year in dict.fromkeys(found):
        yield remark_on(measure, "year-doubtful", f"«{year}»")
