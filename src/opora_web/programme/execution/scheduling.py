"""What an approved plan asks for by days: its deadlines as slots, and which slot is which task of before.

Nothing here asks the database.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from opora.deadlines import Deadline, Kind, Period, Window, fuzzy_bar, occurrences
from opora.deadlines.months_in_russian import NOMINATIVE

#: What is repeated more often than monthly is reported once a month: nobody reports every day.
_FINE = ("FREQ=DAILY", "FREQ=WEEKLY")
#: A school year begins in September and ends in one of these months, as plans see it.
_SEPTEMBER, _DECEMBER, _ENDS = 9, 12, (5, 6, 8)


@dataclass(frozen=True, order=True)
class Slot:
    """One time a measure is to be done: its first day, its last day, and whether the plan gives no exact days."""

    starts_on: dt.date
    due_on: dt.date
    is_fuzzy: bool = False

    @property
    def window(self) -> tuple[dt.date, dt.date]:
        """Its days."""
        return self.starts_on, self.due_on


def slots_of(deadline: Deadline | None, period: Period) -> tuple[Slot, ...]:
    """Return how often and when a measure is to be done within its plan; never nothing.

    Days before or after the plan are cut off; where all days the text names lie outside, they are kept as they are
    rather than lost (the linter has remarked on them). What has no days of its own – «по отдельному плану», no
    deadline, one that could not be read – is one slot over the whole plan, reported at its end. «Не реже 2 раз в год»
    are two slots with the days of the year: the plan does not say when.
    """
    found = sorted(slot for piece in _pieces(deadline) for slot in _of_piece(piece, period))
    inside = [slot for slot in (_cut(slot, period) for slot in found) if slot is not None]
    return tuple(inside or found or [Slot(period.starts_on, period.ends_on, is_fuzzy=True)])


def _pieces(deadline: Deadline | None) -> list[Deadline]:
    """Return the deadline's pieces; in a mixture only those with days of their own count, if there are any."""
    if deadline is None:
        return []
    return [piece for part in deadline.parts for piece in _pieces(part)] if deadline.parts else [deadline]


def _of_piece(piece: Deadline, period: Period) -> list[Slot]:
    windows = occurrences(piece, period)
    if piece.rrule and piece.rrule.startswith(_FINE):
        return [Slot(first, last, is_fuzzy=True) for first, last in _by_month(windows)]
    certain = set(fuzzy_bar(piece, period).certain) if piece.kind is not Kind.CONTINUOUS else set()
    return [
        Slot(window.starts_on, window.ends_on, is_fuzzy=window not in certain or window.at_least > 1)
        for window in windows
        for _ in range(window.at_least)
    ]


def _by_month(windows: Iterable[Window]) -> list[tuple[dt.date, dt.date]]:
    """Return one window a month for windows that fall into it; a week belongs to the month in which it ends."""
    months: dict[tuple[int, int], tuple[dt.date, dt.date]] = {}
    for window in windows:
        month = window.ends_on.year, window.ends_on.month
        first, last = months.get(month, (window.starts_on, window.ends_on))
        months[month] = min(first, window.starts_on), max(last, window.ends_on)
    return list(months.values())


def _cut(slot: Slot, period: Period) -> Slot | None:
    first, last = max(slot.starts_on, period.starts_on), min(slot.due_on, period.ends_on)
    return Slot(first, last, slot.is_fuzzy) if first <= last else None


# --- the plan is amended ----------------------------------------------------------------------------------------


class Asked(Protocol):
    """A task of before, as far as it matters here: the window of its edition and whether somebody has done it."""

    @property
    def edition_window(self) -> tuple[dt.date, dt.date]:
        """Its days in the edition that asked for it."""
        ...

    @property
    def is_settled(self) -> bool:
        """Whether it is declared or proven."""
        ...


Task = TypeVar("Task", bound=Asked)


@dataclass(frozen=True)
class Matched(Generic[Task]):
    """What an edition of a plan means for the tasks there are.

    Attributes:
        kept: tasks that stay as they are.
        moved: tasks whose days the edition changed, with their new slots.
        added: slots that no task answers yet.
        dropped: tasks the edition no longer asks for.
    """

    kept: tuple[Task, ...]
    moved: tuple[tuple[Task, Slot], ...]
    added: tuple[Slot, ...]
    dropped: tuple[Task, ...]


def matched(tasks: Sequence[Task], slots: Sequence[Slot]) -> Matched[Task]:
    """Tell which slot of an edition is which task of before.

    Equal days are the same task, what has been done first; the rest are paired in the order of days. What is declared
    or proven is never moved nor dropped: it answers the slot it is paired with, whenever that is.
    """
    ordered = sorted(tasks, key=lambda task: (not task.is_settled, task.edition_window))
    free = Counter(slot.window for slot in slots)
    same = [task for task in ordered if _taken(free, task.edition_window)]
    is_same = {id(task) for task in same}
    rest = sorted((task for task in ordered if id(task) not in is_same), key=lambda task: task.edition_window)
    open_slots = _left(sorted(slots), Counter(task.edition_window for task in same))
    pairs = list(zip(rest, open_slots, strict=False))
    late, unpaired = open_slots[len(pairs) :], rest[len(pairs) :]
    return Matched(
        kept=(*same, *(task for task, _ in pairs if task.is_settled), *(task for task in unpaired if task.is_settled)),
        moved=tuple((task, slot) for task, slot in pairs if not task.is_settled),
        added=tuple(late),
        dropped=tuple(task for task in unpaired if not task.is_settled),
    )


def _taken(free: Counter[tuple[dt.date, dt.date]], window: tuple[dt.date, dt.date]) -> bool:
    """Take one free window, if there is one like it."""
    if not free[window]:
        return False
    free[window] -= 1
    return True


def _left(slots: Iterable[Slot], taken: Counter[tuple[dt.date, dt.date]]) -> list[Slot]:
    return [slot for slot in slots if not _taken(taken, slot.window)]


def interval_words(starts_on: dt.date, due_on: dt.date) -> str:
    """Return a window as plans name it: «за 2024 год», «за октябрь 2024», else its days."""
    year = due_on.year
    is_whole = (starts_on - dt.timedelta(days=1)).month != starts_on.month and (
        due_on + dt.timedelta(days=1)
    ).month != due_on.month
    if is_whole and starts_on.year == year and (starts_on.month, due_on.month) == (1, _DECEMBER):
        return f"за {year} год"
    if is_whole and (starts_on.year, starts_on.month) == (year, due_on.month):
        return f"за {NOMINATIVE[due_on.month]} {year}"
    if is_whole and starts_on.year == year - 1 and starts_on.month == _SEPTEMBER and due_on.month in _ENDS:
        return f"за {year - 1}/{year % 100:02d} учебный год"
    return f"за {starts_on:%d.%m.%Y} – {due_on:%d.%m.%Y}"
