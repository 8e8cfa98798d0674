"""Which year each date of a cell belongs to: as written, from its neighbours, or from the plan's period."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.deadline import Kind
from opora.deadlines.periods import OPENING_MONTH, Period, school_year
from opora.deadlines.points import Point, Span
from opora.deadlines.whole_years import YEAR_EDGES

_JULY = 7
AUGUST_NOTE = "август в плане на учебный год отнесён к началу года"
_OUT_OF_ORDER_NOTE = "месяцы стоят не по порядку: прочитаны в одном году, а мог быть и следующий"
_CROSSES_NOTE = "переходит через Новый год"


def settled(spans: Sequence[Span], period: Period | None) -> tuple[list[Span], Period | None]:
    """Return the spans with every year that can be known, and the period they were read in.

    A year stands for all months before it up to the previous year: «февраль, май 2021»; a month that runs ahead of it
    belongs to the year before: «октябрь, май 2021». What no year of the cell reaches is left to the plan's period.
    """
    spans, period = _within_stated_year(list(spans), period)
    spans = with_stated_years([_half_of_plan(_edge_of_plan(span, period), period) for span in spans], period)
    for place, span in enumerate(spans):
        spans[place] = _by_period(span, period, spans[place - 1] if place else None)
    return spans, period


def with_stated_years(spans: Sequence[Span], period: Period | None) -> list[Span]:
    """Return the spans with the years that the cell itself states for them."""
    known = [_inside(span, period) for span in spans]
    _spread_back(known)
    _spread_on(known)
    return known


def _within_stated_year(spans: list[Span], period: Period | None) -> tuple[list[Span], Period | None]:
    """«2020–2021 учебный год: октябрь, март»: a year of its own names the period of the months beside it."""
    if len(spans) == 1 or all(span.has_year or span.whole for span in spans):
        return spans, period
    for place, span in enumerate(spans):
        if span.kind == Kind.SCHOOL_YEAR and span.first and span.first.year:
            rest = spans if span.text.casefold().startswith("в ") else [*spans[:place], *spans[place + 1 :]]
            return rest, school_year(span.first.year)
    return _under_their_years(spans), period


def _under_their_years(spans: list[Span]) -> list[Span]:
    """«2022: март, июнь; 2023: март»: a year that stands first is that of the months up to the next such year."""
    is_heading = [span.kind == Kind.YEAR and span.has_year for span in spans]
    others = [span for span, heads in zip(spans, is_heading, strict=True) if not heads]
    if not is_heading[0] or is_heading[-1] or any(span.has_year or not _has_month(span) for span in others):
        return spans
    found, year = [], 0
    for span, heads in zip(spans, is_heading, strict=True):
        if heads and span.first:
            year = span.first.year or year
        else:
            found.append(_with_first_year(span, year))
    return found


def _has_month(span: Span) -> bool:
    return bool(span.points) and all(point.month is not None for point in span.points)


def _edge_of_plan(span: Span, period: Period | None) -> Span:
    """«до конца года» of a plan for a school year is the end of May."""
    if span.whole not in {"year_start", "year_end"} or period is None or not period.is_school_year:
        return span
    month = YEAR_EDGES[1 if span.whole == "year_start" else -1][0]
    first, last = (point and replace(point, month=month) for point in (span.first, span.last))
    return replace(span, first=first, last=last)


_SCHOOL_HALVES = {(1, 6): (9, 12), (7, 12): (1, 5), (1, 12): (9, 5)}
_SCHOOL_EDGES = {1: 9, 6: 12, 7: 1, 12: 5}
_HALF_NOTE = "план на учебный год: прочитано как полугодие учебного года"


def _half_of_plan(span: Span, period: Period | None) -> Span:
    """«1 полугодие» without a year is September – December in a plan for a school year."""
    is_school = period is not None and period.is_school_year
    if span.whole == "half_edge" and is_school:
        first, last = (
            point and replace(point, month=_SCHOOL_EDGES[point.month or 1]) for point in (span.first, span.last)
        )
        return replace(span, first=first, last=last)
    if span.kind != Kind.HALF_YEAR or span.subkind or not is_school or span.has_year or not span.points:
        return span
    first, last = span.points
    months = _SCHOOL_HALVES[first.month or 1, last.month or 12]
    return replace(
        span, first=replace(first, month=months[0]), last=replace(last, month=months[1]), subkind="school_half_year",
        notes=(*span.notes, _HALF_NOTE),
    )  # fmt: skip


def _inside(span: Span, period: Period | None) -> Span:
    """Give one end of a range the year of the other: «15.04 – 06.05.2016», «октябрь – май 2021»."""
    first, last = span.first, span.last
    if first is None or last is None or first.month is None or last.month is None:
        return span
    is_crossing = first.order > last.order
    if first.year is None and last.year is not None:
        year = last.year - is_crossing
        if is_crossing and _opens_in(period, last.year) and not _opens_in(period, year):
            return replace(span, first=replace(first, year=last.year), last=replace(last, year=last.year + 1))
        return replace(span, first=replace(first, year=year))
    if first.year is not None and last.year is None:
        return replace(span, last=replace(last, year=first.year + is_crossing))
    return span


def _opens_in(period: Period | None, year: int) -> bool:
    """Return whether an autumn of the year belongs to the plan."""
    return period is not None and period.starts_on.year <= year < period.ends_on.year + (not period.is_school_year)


def _spread_back(spans: list[Span]) -> None:
    for place in range(len(spans) - 2, -1, -1):
        span, following = spans[place], spans[place + 1]
        ahead = (
            following.first or following.last if following.last else None
        )  # «…, с 1 сентября 2020» dates nothing before it
        if span.has_year or not span.points or ahead is None or ahead.year is None or ahead.month is None:
            continue
        end = span.points[-1]
        spans[place] = _with_last_year(span, ahead.year - (end.order > ahead.order))


def _spread_on(spans: list[Span]) -> None:
    for place in range(1, len(spans)):
        span, before = spans[place], spans[place - 1]
        behind = before.last or before.first
        if span.has_year or not span.points or behind is None or behind.year is None or behind.month is None:
            continue
        if span.points[0].month is not None:
            spans[place] = _with_first_year(span, behind.year + (span.points[0].order < behind.order))


def _with_last_year(span: Span, year: int) -> Span:
    first, last = span.first, span.last
    crosses = first is not None and last is not None and first.order > last.order
    return replace(span, first=first and replace(first, year=year - crosses), last=last and replace(last, year=year))


def _with_first_year(span: Span, year: int) -> Span:
    first, last = span.first, span.last
    crosses = first is not None and last is not None and first.order > last.order
    return replace(span, first=first and replace(first, year=year), last=last and replace(last, year=year + crosses))


# --- the plan's period ----------------------------------------------------------------------------------------------


def _by_period(span: Span, period: Period | None, before: Span | None) -> Span:
    if span.has_year or not span.points or span.points[0].month is None:
        return span
    opening = span.points[0]
    years = plan_years(opening, period)
    if len(years) != 1:
        return replace(span, notes=(*span.notes, _why_open(opening, period)))
    later, note = _shift(span, opening, before) if period is not None and period.is_school_year else (0, None)
    found = _with_first_year(span, years[0] + later)
    is_out_of_order = period is not None and period.is_calendar_year and _runs_back(before, opening)
    if period is not None and period.is_calendar_year and _crosses(found):
        note = _CROSSES_NOTE
    elif is_out_of_order:
        note = _OUT_OF_ORDER_NOTE
    return replace(
        found, notes=(*span.notes, *([note] if note else ())), is_doubtful=span.is_doubtful or is_out_of_order
    )


def _runs_back(before: Span | None, opening: Point) -> bool:
    """«апрель, октябрь, январь» in a plan for one year: the January may be the next one."""
    return before is not None and bool(before.points) and (before.points[-1].month or 0) > (opening.month or 0)


def _shift(span: Span, opening: Point, before: Span | None) -> tuple[int, str | None]:
    """Return how many years later a summer of a school-year plan is than its month says alone, and why."""
    if span.kind == Kind.QUARTER and opening.month == _JULY:
        return -1, "третий квартал в плане на учебный год отнесён к его началу"
    if opening.month != OPENING_MONTH:
        return 0, None
    follows = before is not None and before.points and (before.points[-1].month or OPENING_MONTH) < OPENING_MONTH
    return (1, None) if follows else (0, AUGUST_NOTE)


def _crosses(span: Span) -> bool:
    return span.first is not None and span.last is not None and span.first.year != span.last.year


def plan_years(point: Point, period: Period | None) -> list[int]:
    """Return the years in which the plan has such a month or day; the opening August of a school year is its own."""
    if period is None or point.month is None:
        return []
    if period.is_school_year:
        later = max(int(point.month < OPENING_MONTH) + min(point.years_ahead, 0), point.years_ahead)
        return [period.starts_on.year + later]
    if point.years_ahead:
        return [period.starts_on.year + point.years_ahead]
    low, high = ((day.year, day.month) for day in (period.starts_on, period.ends_on))
    return [year for year in range(low[0], high[0] + 1) if low <= (year, point.month) <= high]


def _why_open(point: Point, period: Period | None) -> str:
    if period is None:
        return "год не назван"
    if plan_years(point, period):
        return "год не назван, а план – на несколько лет: повторяется каждый год или относится к одному, неизвестно"
    return "год не назван, а такого месяца в периоде плана нет"
