"""From a cell to its deadline: what the pieces found in it mean together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from opora.deadlines.calendar_days import is_possible
from opora.deadlines.dating import dated
from opora.deadlines.deadline import Deadline, Kind
from opora.deadlines.letters import readable
from opora.deadlines.periods import Period
from opora.deadlines.points import Clock, Found, Impossible, Phrase, Recurrence, Span
from opora.deadlines.recurring import least_count, merged, rrule_of, rule_notes, with_dates, with_start
from opora.deadlines.scanning import found_in
from opora.deadlines.years import with_stated_years

_WIDE = frozenset({Kind.YEAR, Kind.SCHOOL_YEAR, Kind.CONTINUOUS})
_LISTS = {
    Kind.DATE: Kind.DATE, Kind.MONTH: Kind.MONTH_LIST, Kind.QUARTER: Kind.QUARTER, Kind.HALF_YEAR: Kind.HALF_YEAR,
    Kind.YEAR_RANGE: Kind.YEAR_RANGE, Kind.SCHOOL_YEAR: Kind.SCHOOL_YEAR, Kind.YEAR: Kind.YEAR_RANGE,
}  # fmt: skip


def read_deadline(text: str, period: Period | None) -> Deadline:
    """Return what a deadline written by a person means.

    Args:
        text: the cell, as it stands.
        period: the plan's period; None when it is not known – then days without a year stay open.
    """
    found = found_in(text)
    read = _understood(text, found, period)
    clock = next((piece.time for piece in found.pieces if isinstance(piece, Clock)), None)
    subkind = read.subkind
    if clock and read.kind == Kind.DATE and subkind in {"date_point", "date_range"}:
        subkind = "datetime_range" if "/" in clock else "datetime"
    return read.model_copy(update={"time": clock, "subkind": subkind, "unread": found.unread})


def _understood(text: str, found: Found, period: Period | None) -> Deadline:
    impossible = [piece.why for piece in found.pieces if isinstance(piece, Impossible)]
    phrases = [piece for piece in found.pieces if isinstance(piece, Phrase)]
    spans = [piece for piece in found.pieces if isinstance(piece, Span)]
    repeated = _without_weekday_of_date([one for one in found.pieces if isinstance(one, Recurrence)], spans)
    if not (phrases or spans or repeated):
        return _unparseable(text, impossible, found)
    parts = _ordered(found, _timed(text, spans, repeated, period) + [_phrased(one) for one in phrases])
    return _with_doubts(_together(text, parts), [*impossible, *found.doubts])


def _with_doubts(read: Deadline, doubts: Sequence[str]) -> Deadline:
    """Return the deadline with what could not be read beside it."""
    if not doubts:
        return read
    notes = filter(None, [read.note, *doubts])
    return read.model_copy(update={"note": "; ".join(notes), "is_ambiguous": True})


def _unparseable(text: str, impossible: Sequence[str], found: Found) -> Deadline:
    if impossible:
        return Deadline(text=text, kind=Kind.UNPARSEABLE, subkind="impossible_date", note="; ".join(impossible))
    if not text.strip():
        return Deadline(text=text, kind=Kind.UNPARSEABLE, subkind="empty", note="срок не указан")
    if any(isinstance(piece, Clock) for piece in found.pieces):
        return Deadline(text=text, kind=Kind.UNPARSEABLE, subkind="time_only", note="названо время, а день не назван")
    return Deadline(text=text, kind=Kind.UNPARSEABLE, subkind="no_time", note="в записи нет слов о сроке")


def _without_weekday_of_date(repeated: list[Recurrence], spans: Sequence[Span]) -> list[Recurrence]:
    """«19.04.2017, среда»: the weekday explains the date and repeats nothing."""
    has_day = any(point.day for span in spans for point in span.points)
    return [one for one in repeated if not (one.is_loose and one.weekdays and has_day)]


# --- time that stands in the calendar -------------------------------------------------------------------------------


def _timed(text: str, spans: list[Span], repeated: list[Recurrence], period: Period | None) -> list[Deadline]:
    spans, repeated = _closed(spans), repeated or _every_of_years(spans)
    if spans and all(one.without for one in repeated):  # «сентябрь – май, кроме января» repeats nothing
        spans = [replace(span, notes=(*span.notes, *(one.text for one in repeated))) for span in spans]
        repeated = []
    if not repeated:
        return [] if not spans else dated(spans, period)
    dropped = tuple(f"«{span.text}»: такого дня не бывает" for span in spans if not is_possible(span))
    spans = [span for span in spans if is_possible(span)]
    one, limits = _limited(merged(repeated), spans, period)
    known = [limit for limit in limits if limit.starts_on or limit.ends_on]
    starts = [limit.starts_on for limit in known if limit.starts_on]
    ends = [limit.ends_on for limit in known if limit.ends_on]
    notes = (*one.notes, *dropped, *rule_notes(one), *(limit.note for limit in limits if limit.note))
    return [
        Deadline(
            text=repeated[0].text if not spans else text, kind=Kind.RECURRING, rrule=rrule_of(one),
            subkind="until" if one.is_until else None, min_count=least_count(one),
            starts_on=min(starts) if len(starts) == len(known) and starts else None,
            ends_on=max(ends) if len(ends) == len(known) and ends else None,
            note="; ".join(dict.fromkeys(notes)) or None,
            is_ambiguous=bool(dropped) or any(limit.is_ambiguous for limit in known),
        )
    ]  # fmt: skip


def _every_of_years(spans: Sequence[Span]) -> list[Recurrence]:
    """«2021–2023 гг., IV квартал»: the quarter of each of the years."""
    years = [span for span in spans if span.kind == Kind.YEAR_RANGE and not span.subkind]
    others = [span for span in spans if span not in years]
    if len(years) != 1 or not others or any(span.has_year or span.whole or not span.points for span in others):
        return []
    return [Recurrence("year", text=years[0].text, notes=("названо несколько лет: прочитано как каждый год",))]


def _limited(one: Recurrence, spans: list[Span], period: Period | None) -> tuple[Recurrence, list[Deadline]]:
    """Return the recurrence with the months and days that belong to its rule, and the stretches that bound it."""
    if one.is_onward and one.every != "year" and spans:
        return one, [_going_on(*dated(spans, period))]
    one, bounds = with_dates(one, with_stated_years(spans, period))
    one, limits = with_start(one, bounds, dated(bounds, period) if bounds else [])
    return one, limits


def _going_on(first: Deadline, *later: Deadline) -> Deadline:
    """«сентябрь, далее ежемесячно» goes on from September; «до 10 октября, далее … до мая» – from that day to May."""
    starts_on = first.starts_on or first.ends_on or dt.date.min
    ends = (limit.ends_on for limit in later if limit.subkind == "date_until" and limit.ends_on)
    ends_on = next((day for day in ends if day > starts_on), None)
    return first.model_copy(update={"starts_on": first.starts_on or first.ends_on, "ends_on": ends_on})


def _closed(spans: list[Span]) -> list[Span]:
    """«с 15 сентября до конца октября»: a start and a limit after it are one stretch."""
    if len(spans) != 2 or [span.subkind for span in spans] != ["date_from", "date_until"]:  # noqa: PLR2004 - a pair
        return spans
    start, end = spans
    both = replace(start, last=end.last, subkind="date_range", text=f"{start.text} {end.text}", is_bound=True)
    return [replace(both, notes=(*start.notes, *end.notes), is_doubtful=start.is_doubtful or end.is_doubtful)]


def _phrased(phrase: Phrase) -> Deadline:
    return Deadline(text=phrase.text, kind=phrase.kind, subkind=phrase.subkind, note="; ".join(phrase.notes) or None)


def _ordered(found: Found, parts: list[Deadline]) -> list[Deadline]:
    order = [piece.text for piece in found.pieces]
    return sorted(parts, key=lambda part: order.index(part.text) if part.text in order else 0)


# --- pieces together ------------------------------------------------------------------------------------------------


def _once(parts: list[Deadline]) -> list[Deadline]:
    """«сентябрь, май (начало и конец года)»: days that are named twice are named."""
    said: dict[object, Deadline] = {}
    for place, part in enumerate(parts):
        days = (part.starts_on, part.ends_on)
        said.setdefault((part.kind, days, part.rrule) if any(days) else place, part)
    return list(said.values())


def _narrowed(parts: list[Deadline]) -> list[Deadline]:
    """«сентябрь (до 10.09)»: days within a month named beside them say more than the month."""
    months = [part for part in parts if part.kind == Kind.MONTH]
    days = [part for part in parts if part.kind == Kind.DATE]
    if len(months) == 1 and days and len(days) == len(parts) - 1:
        (month,) = months
        ends = {(day.year, day.month) for part in days for day in (part.starts_on, part.ends_on) if day}
        if month.starts_on and ends == {(month.starts_on.year, month.starts_on.month)}:
            return days
    return parts


def _together(text: str, parts: list[Deadline]) -> Deadline:
    readable = [part for part in parts if part.kind != Kind.UNPARSEABLE]
    if readable and len(readable) < len(parts):
        doubts = [part.note for part in parts if part.kind == Kind.UNPARSEABLE and part.note]
        return _with_doubts(_together(text, readable), doubts)
    parts = _narrowed(_once(parts))
    kinds = {Kind.MONTH if part.kind == Kind.MONTH_RANGE else part.kind for part in parts}
    kind = _LISTS.get(next(iter(kinds)), Kind.MIXED) if len(kinds) == 1 else Kind.MIXED
    is_repetition = len(kinds) == 1 and kind == Kind.MIXED  # «постоянно, систематически»; «по плану, по графику»
    if len(parts) == 1 or is_repetition:
        return parts[0].model_copy(update={"text": text})
    return _bounded(text, parts) or _sum(text, kind, parts)


def _bounded(text: str, parts: list[Deadline]) -> Deadline | None:
    """«постоянно (2013–2015 гг.)», «в период каникул (1–10 ноября)»: days that bound what has none of its own."""
    open_ones = [part for part in parts if part.kind == Kind.CONTINUOUS or part.subkind == "during_campaign"]
    if any(part.subkind == "onward" for part in open_ones):
        return None
    others = [part for part in parts if part not in open_ones]
    if len(open_ones) != 1 or len(others) != 1 or not _is_bound(others[0], open_ones[0], parts):
        return None
    notes = dict.fromkeys(filter(None, (part.note for part in parts)))
    return open_ones[0].model_copy(
        update={"text": text, "starts_on": others[0].starts_on, "ends_on": others[0].ends_on,
                "note": "; ".join(notes) or None, "yearless": others[0].yearless}
    )  # fmt: skip


_BOUNDS = frozenset({Kind.YEAR, Kind.YEAR_RANGE, Kind.SCHOOL_YEAR, Kind.MONTH_RANGE, Kind.HALF_YEAR, Kind.QUARTER})


def _is_bound(other: Deadline, open_one: Deadline, parts: list[Deadline]) -> bool:
    is_range = other.kind in _BOUNDS or other.subkind in {"date_range", "date_from", "date_until"}
    is_limit_first = other.subkind == "date_until" and parts[0] is other  # «до 1 сентября, далее постоянно»
    return is_range and not is_limit_first and (open_one.kind == Kind.CONTINUOUS or parts[0] is open_one)


def _sum(text: str, kind: Kind, parts: list[Deadline]) -> Deadline:
    """Return a list or a mixture: its days are those of its dated pieces, of «в течение года» only without any."""
    narrow = [part for part in parts if part.kind not in _WIDE and (part.starts_on or part.ends_on)]
    spanned = narrow or [part for part in parts if part.starts_on or part.ends_on]
    ends = [part.ends_on for part in spanned if part.ends_on]
    last = max(ends, default=dt.date.max)
    starts = [part.starts_on for part in spanned if part.starts_on and part.starts_on <= last]
    rules = [part for part in parts if part.rrule]
    doubts = list(filter(None, [_without_sign(text, parts), _lone_year(parts) if kind == Kind.MIXED else None]))
    notes = dict.fromkeys(filter(None, (*(part.note for part in parts), *doubts)))
    return Deadline(
        text=text, kind=kind, subkind=_subkind(kind, parts), parts=tuple(parts),
        starts_on=min(starts) if starts else None, ends_on=max(ends) if ends else None,
        rrule=rules[0].rrule if len(rules) == 1 else None, min_count=rules[0].min_count if len(rules) == 1 else None,
        note="; ".join(notes) or None, is_ambiguous=bool(doubts) or any(part.is_ambiguous for part in parts),
    )  # fmt: skip


def _lone_year(parts: Sequence[Deadline]) -> str | None:
    """«2021 год – I полугодие 2022 года»: a year in figures among other days tells no days of its own."""
    if not any(part.kind not in _WIDE and (part.starts_on or part.ends_on) for part in parts):
        return None
    lone = next((part.text for part in parts if part.kind == Kind.YEAR and any(map(str.isdecimal, part.text))), None)
    return f"«{lone}» стоит отдельно: к чему относится этот год, неясно" if lone else None


def _without_sign(text: str, parts: Sequence[Deadline]) -> str | None:
    """«сентябрь январь»: a lost comma is likelier than a lost dash, but it is said; the end of a line is a sign."""
    pairs = [f"{before.text} {after.text}" for before, after in pairwise(parts) if before.kind == after.kind]
    lines = list(map(readable, text.split("\n")))
    if any(pair in line for line in lines for pair in pairs):
        return "между соседними сроками нет знака: прочитано как перечень"
    return None


def _subkind(kind: Kind, parts: Sequence[Deadline]) -> str | None:
    if kind == Kind.DATE:
        return "date_range_list" if any(part.subkind == "date_range" for part in parts) else "date_list"
    if kind != Kind.MIXED:
        return None
    kinds = [_LISTS.get(part.kind, part.kind) if _repeats(part, parts) else part.kind for part in parts]
    return "+".join(dict.fromkeys(kinds))


def _repeats(part: Deadline, parts: Sequence[Deadline]) -> bool:
    return sum(other.kind == part.kind for other in parts) > 1
