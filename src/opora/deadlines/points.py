"""Pieces of time as they stand in a text, before it is known which year they belong to."""

from dataclasses import dataclass
from typing import Literal

from opora.deadlines.deadline import Kind

Whole = Literal["year", "school_year", "month", "half_year", "quarter", "plan", "year_start", "year_end", "half_edge"]
#: The last day of a month, whichever it is; -2 is the day before it, and so on.
LAST_DAY = -1


@dataclass(frozen=True)
class Point:
    """A year, a month or a day, each as far as the text says it.

    Attributes:
        month: 1–12; None for a whole year.
        day: 1–31, or counted from the end: -1 is the last; None for a whole month.
        year: the year as written; None when the text is silent.
        weekday: «третья среда»: which one of the month (-1 the last), and the weekday from Monday 0.
        years_ahead: «следующего года» is 1 after the plan's year, «прошлого года» -1.
    """

    month: int | None
    day: int | None = None
    year: int | None = None
    weekday: tuple[int, int] | None = None
    years_ahead: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """Where the point stands within a year, for comparing two points of one cell."""
        day = self.day or 0
        return (self.month or 0, day if day >= 0 else 32 + day)


@dataclass(frozen=True)
class Span:
    """Time from a point to a point; an open end is None.

    Attributes:
        kind: what sort of time it is.
        first: where it starts.
        last: where it ends.
        subkind: a finer word.
        whole: a span without any date of its own: «в течение года» is as long as the plan's year.
        text: the piece of the cell.
        notes: what was assumed in reading it.
        is_bound: a stretch of time rather than a moment: «в течение года», «с 1 по 15 мая», «2020–2023 гг.».
        is_doubtful: whether another reading is as good.
        weekday: the weekday written beside a date, from Monday 0.
    """

    kind: Kind
    first: Point | None = None
    last: Point | None = None
    subkind: str | None = None
    whole: Whole | None = None
    text: str = ""
    notes: tuple[str, ...] = ()
    is_bound: bool = False
    is_doubtful: bool = False
    weekday: int | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that are there."""
        return tuple(point for point in (self.first, self.last) if point is not None)

    @property
    def has_year(self) -> bool:
        """Whether the text states a year for the span."""
        return any(point.year is not None for point in self.points)


@dataclass(frozen=True)
class Recurrence:
    """How often something is repeated, and when within its interval.

    Attributes:
        every: the interval: «day», «week», «month», «quarter», «half_year», «year», «school_term», «trimester».
        interval: every so many of them.
        count: at least so many times in the interval; None when no number is said.
        months: months of the year.
        days: days of the month.
        weekdays: rules' weekdays: «TU», «-1FR».
        without: months in which it does not happen: «кроме июля и августа».
        set_position: which of the days so found: -1 the last.
        is_until: the day is the last one, not the only one: «до 25 числа».
        is_loose: a weekday or a number of the month alone, which may belong to a date or a month beside it.
        is_onward: «далее ежемесячно»: it goes on from the days that stand before it.
        text: the piece of the cell.
        notes: what was assumed in reading it.
    """

    every: str
    interval: int = 1
    count: int | None = None
    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    without: tuple[int, ...] = ()
    set_position: int | None = None
    is_until: bool = False
    is_loose: bool = False
    is_onward: bool = False
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """Words that tie the deadline to something outside the calendar: another plan, an event, or no end at all."""

    kind: Kind
    subkind: str | None = None
    text: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clock:
    """A time of day beside a date: «15:00» or «10:00/12:00»."""

    time: str
    text: str = ""


@dataclass(frozen=True)
class Impossible:
    """A date that is written and cannot be: «31 февраля»."""

    why: str
    text: str = ""


Piece = Span | Recurrence | Phrase | Clock | Impossible


@dataclass(frozen=True)
class Found:
    """Everything one cell says about time, the words that say nothing about it, and what is doubtful in the reading."""

    pieces: tuple[Piece, ...]
    unread: str | None
    doubts: tuple[str, ...] = ()
