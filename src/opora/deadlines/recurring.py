"""Recurrences put together from all a cell says, and written as RFC 5545 rules."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.deadline import Deadline, Kind
from opora.deadlines.points import LAST_DAY, Point, Recurrence, Span

_FREQUENCIES = {
    "day": ("DAILY", 1), "week": ("WEEKLY", 1), "ten_days": ("DAILY", 10), "month": ("MONTHLY", 1),
    "quarter": ("MONTHLY", 3), "half_year": ("MONTHLY", 6), "year": ("YEARLY", 1), "school_term": ("YEARLY", 1),
    "trimester": ("YEARLY", 1),
}  # fmt: skip
#: Terms of a school year have no equal length, so no rule counts them: a year does, with so many of them.
_TERMS = {"school_term": (4, "учебная четверть – не квартал: четыре за учебный год"),
          "trimester": (3, "три триместра за учебный год")}  # fmt: skip
_FINENESS = ("day", "week", "ten_days", "month", "quarter", "school_term", "trimester", "half_year", "year")
_MONTHS_OF_YEAR = 12
_ALL_MONTHS = tuple(range(1, _MONTHS_OF_YEAR + 1))


def merged(recurrences: Sequence[Recurrence]) -> Recurrence:
    """Return one recurrence of all that a cell says: «ежемесячно, до 5 числа», «1 раз в год, ежегодно»."""
    strict = [one for one in recurrences if not one.is_loose] or list(recurrences)
    main = min(strict, key=lambda one: (bool(one.days or one.weekdays), _FINENESS.index(one.every)))
    for other in recurrences:
        if other is not main:
            main = _joined(main, other)
    return main


def _joined(main: Recurrence, other: Recurrence) -> Recurrence:
    if main.every == "day" and main.interval == 1 and _names_weekdays(other):  # «ежедневно, кроме воскресенья»
        main = replace(main, every="week")
    weekdays, notes = main.weekdays, (*main.notes, *other.notes)
    if other.weekdays and _fits(main, other):
        weekdays = tuple(dict.fromkeys((*weekdays, *other.weekdays)))
    elif other.weekdays:
        notes = (*notes, f"«{other.text}» в правило не вошло: не сказано, который по счёту этот день")
    is_same = other.every == main.every
    return replace(
        main, count=other.count if main.count is None and is_same else main.count, weekdays=weekdays,
        months=_merged(main.months, other.months), days=_merged(main.days, other.days),
        without=_merged(main.without, other.without), set_position=main.set_position or other.set_position,
        is_until=main.is_until or other.is_until,
        is_onward=main.is_onward or other.is_onward, notes=notes,
    )  # fmt: skip


def _fits(main: Recurrence, other: Recurrence) -> bool:
    return main.every == "week" or not _names_weekdays(other)


def _names_weekdays(one: Recurrence) -> bool:
    """Return whether it names weekdays as such, and not which of the month they are."""
    is_numbered = any(weekday[0] in "-123456789" for weekday in one.weekdays) or one.set_position is not None
    return bool(one.weekdays) and not is_numbered


_PARTS = {"quarter": 4, "half_year": 2}


def with_dates(one: Recurrence, spans: Sequence[Span]) -> tuple[Recurrence, list[Span]]:
    """Return the recurrence with the months and days of spans that have no year of their own, and the other spans.

    «Декабрь, ежегодно» is a December of every year; «ежемесячно, 2020–2021 учебный год» is bounded by its year.
    """
    taken = [span for span in spans if not span.has_year and not span.whole and _has_months(span)]
    is_exact = one.every in _BY_MONTHS or len(taken) == _PARTS.get(one.every)  # «ежеквартально: 5.04, 5.07, 5.10, 5.01»
    taken = [span for span in taken if is_exact or not _has_days(span)]
    for span in taken:
        one = _within(one, span)
    if len({_days_of(span) for span in taken}) > 1 and one.days:  # a rule would cross them: 10.02 and 15.05
        one = replace(one, days=(), notes=(*one.notes, _DAYS_LEFT_OUT))
    return _named_months(one), [span for span in spans if span not in taken]


def _named_months(one: Recurrence) -> Recurrence:
    """«ежеквартально (март, июнь, сентябрь, декабрь)»: when its months are named, a rule of a year says it exactly."""
    parts = _PARTS.get(one.every, 0)
    if not 0 < len(one.months) <= parts or one.interval > 1:
        return one
    return replace(one, every="year", count=one.count and one.count * parts)


def with_start(
    one: Recurrence, bounds: Sequence[Span], limits: Sequence[Deadline]
) -> tuple[Recurrence, list[Deadline]]:
    """«сентябрь – октябрь 2020, далее ежегодно»: the months of the first year are those of all, and it is the start."""
    kept = list(limits)
    if one.every not in _BY_MONTHS or len(bounds) != len(limits):
        return one, kept
    for place, span in enumerate(bounds):
        starts_on, ends_on = kept[place].starts_on, kept[place].ends_on
        is_within_year = starts_on is not None and ends_on is not None and starts_on.year == ends_on.year
        is_first_limit = one.is_onward and span.subkind == "date_until"  # «до 1 сентября 2022 г., далее ежегодно»
        if (is_within_year or is_first_limit) and _has_months(span) and span.kind in _OF_ONE_YEAR:
            one = _within(one, span)
            kept[place] = kept[place].model_copy(update={"starts_on": starts_on or ends_on, "ends_on": None})
        elif one.is_onward:  # «2025–2026 гг., далее ежегодно»
            kept[place] = kept[place].model_copy(update={"ends_on": None})
    return one, kept


_OF_ONE_YEAR = frozenset({Kind.DATE, Kind.MONTH, Kind.MONTH_RANGE, Kind.QUARTER})
_BY_MONTHS = frozenset({"year", "school_term", "trimester"})


_DAYS_LEFT_OUT = "дни внутри месяцев в правило не вошли"


def _has_days(span: Span) -> bool:
    return any(point.day or point.weekday for point in span.points)


def _days_of(span: Span) -> tuple[int | None, ...]:
    return tuple(point.day for point in span.points)


def _has_months(span: Span) -> bool:
    return bool(span.points) and all(point.month is not None for point in span.points)


def _within(one: Recurrence, span: Span) -> Recurrence:
    if span.first is None or span.last is None:  # «ежегодно до 1 сентября»
        point = span.points[0]
        days = (point.day,) if point.day else ()
        return replace(one, months=_merged(one.months, (point.month or 1,)), days=_merged(one.days, days),
                       is_until=span.first is None)  # fmt: skip
    first, last = span.first, span.last
    if first.weekday is not None:
        number, weekday = first.weekday
        name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[weekday]
        return replace(one, months=_merged(one.months, (first.month or 1,)), weekdays=(f"{number}{name}",))
    one = replace(one, months=_merged(one.months, _months_between(first, last)))
    return one if one.every not in _BY_MONTHS else _with_days(one, first, last)


def _with_days(one: Recurrence, first: Point, last: Point) -> Recurrence:
    if first.day is None or last.day is None:
        return one
    if first.month != last.month:
        return replace(one, notes=(*one.notes, _DAYS_LEFT_OUT))
    start, end = first.day, 31 if last.day == LAST_DAY else last.day
    return replace(one, days=_merged(one.days, tuple(range(start, end + 1))))


def _months_between(first: Point, last: Point) -> tuple[int, ...]:
    start, end = first.month or 1, last.month or _MONTHS_OF_YEAR
    length = (end - start) % _MONTHS_OF_YEAR + 1
    return tuple((start - 1 + step) % _MONTHS_OF_YEAR + 1 for step in range(length))


def _merged(known: tuple[int, ...], added: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted({*known, *added}))


def rrule_of(one: Recurrence) -> str:
    """Return the rule as RFC 5545 writes it."""
    frequency, step = _FREQUENCIES[one.every]
    interval = step * one.interval
    parts = [f"FREQ={frequency}"]
    parts += [f"INTERVAL={interval}"] if interval > 1 else []
    days, positions = _days_of_every_month(one)
    months = tuple(month for month in one.months or _ALL_MONTHS if month not in one.without)
    named = {
        "BYMONTH": months if one.without else one.months,
        "BYMONTHDAY": days,
        "BYDAY": one.weekdays,
        "BYSETPOS": positions,
    }
    return ";".join([*parts, *(f"{name}={','.join(map(str, values))}" for name, values in named.items() if values)])


_FEBRUARY, _SHORTEST_MONTH, _LONGEST_MONTH = 2, 28, 31
_LAST_DAY_NOTE = "в месяце, где такого числа нет, – последний его день"


def _days_of_every_month(one: Recurrence) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return days and positions of the rule: «до 30 числа» means the last of February, which RFC 5545 would skip."""
    positions = () if one.set_position is None else (one.set_position,)
    if not _has_late_day(one):
        return one.days, positions
    *earlier, last = one.days
    if last == _LONGEST_MONTH:
        return (*earlier, LAST_DAY), positions
    return (*earlier, *range(_SHORTEST_MONTH, last + 1)), (*range(1, len(earlier) + 1), LAST_DAY)


def _has_late_day(one: Recurrence) -> bool:
    """Return whether the last day is one that some of the rule's months have not; a stretch of days is only shorter."""
    *earlier, last = one.days or (0,)
    if last <= _SHORTEST_MONTH or any(day < 0 or day >= min(_SHORTEST_MONTH, last - 1) for day in earlier):
        return False
    if last == _LONGEST_MONTH:
        return len(one.months) != 1
    return one.every not in _BY_MONTHS and (not one.months or _FEBRUARY in one.months)


def least_count(one: Recurrence) -> int | None:
    """Return at least how many times in each interval of the rule."""
    if one.every in _TERMS:
        return (one.count or 1) * _TERMS[one.every][0] // max(one.interval, 1) or 1
    return one.count


def rule_notes(one: Recurrence) -> tuple[str, ...]:
    """Return what is said of school terms, which are no quarters, and of days that not every month has."""
    terms = (_TERMS[one.every][1],) if one.every in _TERMS else ()
    return (*terms, _LAST_DAY_NOTE) if _has_late_day(one) else terms
