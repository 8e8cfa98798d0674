"""What one deadline of a plan means: its kind, its days, its rule, its pieces – and what is doubtful about it."""

import datetime as dt
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Kind(StrEnum):
    """What sort of time the text names; the words are those of the command line's JSON."""

    DATE = "date"
    MONTH = "month"
    MONTH_RANGE = "month_range"
    MONTH_LIST = "month_list"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    YEAR_RANGE = "year_range"
    SCHOOL_YEAR = "school_year"
    RECURRING = "recurring"
    CONTINUOUS = "continuous"
    BY_OTHER_PLAN = "by_other_plan"
    EVENT_RELATIVE = "event_relative"
    MIXED = "mixed"
    UNPARSEABLE = "unparseable"


KIND_IN_RUSSIAN = {
    Kind.DATE: "день или дни",
    Kind.MONTH: "месяц",
    Kind.MONTH_RANGE: "несколько месяцев подряд",
    Kind.MONTH_LIST: "несколько месяцев",
    Kind.QUARTER: "квартал или учебная четверть",
    Kind.HALF_YEAR: "полугодие",
    Kind.YEAR: "год",
    Kind.YEAR_RANGE: "несколько лет",
    Kind.SCHOOL_YEAR: "учебный год",
    Kind.RECURRING: "повторяется",
    Kind.CONTINUOUS: "постоянно",
    Kind.BY_OTHER_PLAN: "по другому плану или графику",
    Kind.EVENT_RELATIVE: "зависит от события",
    Kind.MIXED: "несколько сроков разного вида",
    Kind.UNPARSEABLE: "срок не прочитан",
}


class Deadline(BaseModel):
    """One deadline as it was understood.

    Attributes:
        text: the source text, unchanged; of a part – its own piece of it.
        kind: what sort of time the text names.
        subkind: a finer word, e.g. `date_until`, `as_needed`, `school_term`; of a mixture – the kinds joined by «+».
        starts_on: first day, inclusive; None when text and period do not determine it, or the start is open.
        ends_on: last day, inclusive; None when not determined or open.
        rrule: RFC 5545 rule of a recurrence.
        min_count: «не реже N раз»: at least so many times in each interval of the rule.
        parts: pieces of a list or a mixture, in the order of the text.
        note: what was assumed, is doubtful or could not be read, in Russian.
        yearless: days known but for their year, as ISO 8601 and EDTF write them: «--10/--05», «../--11-27».
        time: time of day: «15:00» or «10:00/12:00».
        unread: words that say nothing about time, such as a place.
        is_ambiguous: whether another reading is as good; the note tells which.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    kind: Kind
    subkind: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    rrule: str | None = None
    min_count: int | None = None
    parts: tuple["Deadline", ...] = ()
    note: str | None = None
    yearless: str | None = None
    time: str | None = None
    unread: str | None = None
    is_ambiguous: bool = False


class Window(BaseModel):
    """Days within which something is to happen at least so many times; both ends inclusive."""

    model_config = ConfigDict(frozen=True)

    starts_on: dt.date
    ends_on: dt.date
    at_least: int = 1
