"""Tasks as a board by how they stand, as a month of days, and as lines of a timeline."""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from opora.deadlines.months_in_russian import NOMINATIVE
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.queries import TO_DO
from opora_web.programme.execution.rules import DAYS_AHEAD

#: So many cards a column, so many tasks a day are shown; the rest are counted, with a way to the table.
MOST_CARDS, MOST_A_DAY = 15, 4


@dataclass(frozen=True)
class Column:
    """A column of the board.

    Attributes:
        code: the filter that gives exactly its tasks.
        count: how many there are, shown or not.
    """

    code: str
    title: str
    tone: str
    count: int
    tasks: list[Occurrence]

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.count - len(self.tasks)


def board_of(tasks: QuerySet[Occurrence], today: dt.date) -> list[Column]:
    """Return the tasks by how they stand today: late, due within fourteen days, later, declared, proven."""
    last = today + dt.timedelta(days=DAYS_AHEAD)
    columns = (
        ("overdue", "Срок прошёл", "bad", TO_DO & Q(due_on__lt=today)),
        ("soon", f"Ближайшие {DAYS_AHEAD} дней", "warn", TO_DO & Q(due_on__gte=today, due_on__lte=last)),
        ("later", "Предстоит", "", TO_DO & Q(due_on__gt=last)),
        ("left", "Осталось от завершённых планов", "", Q(state=OccurrenceState.TO_DO) & ~TO_DO),
        ("declared", "Заявлено", "info", Q(state=OccurrenceState.DECLARED)),
        ("proven", "Подтверждено", "good", Q(state=OccurrenceState.PROVEN)),
    )
    numbers = tasks.order_by().aggregate(**{code: Count("pk", filter=where) for code, _, _, where in columns})
    return [
        Column(code, title, tone, numbers[code], list(tasks.filter(where)[:MOST_CARDS]))
        for code, title, tone, where in columns
        if numbers[code] or code != "left"
    ]


@dataclass(frozen=True)
class Day:
    """A day of the calendar: its tasks, the first of them shown."""

    day: dt.date
    is_inside: bool
    is_today: bool
    tasks: list[Occurrence]
    hidden: int


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday, with the months beside it."""

    first: dt.date
    weeks: list[list[Day]]

    @property
    def title(self) -> str:
        """«сентябрь 2024»."""
        return f"{NOMINATIVE[self.first.month]} {self.first.year}"

    @property
    def before(self) -> str:
        """The month before, as addresses write it."""
        return f"{self.first - dt.timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        """The month after, as addresses write it."""
        return f"{self.first + dt.timedelta(days=31):%Y-%m}"

    @property
    def has_tasks(self) -> bool:
        """Whether anything is due in it."""
        return any(day.tasks for week in self.weeks for day in week)


def month_with(tasks: QuerySet[Occurrence], first: dt.date, today: dt.date) -> Month:
    """Return the tasks due in the weeks of a month, by day."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    shown = tasks.filter(due_on__gte=weeks[0][0], due_on__lte=weeks[-1][-1]).order_by("due_on", "school__sort_key")
    by_day: dict[dt.date, list[Occurrence]] = defaultdict(list)
    for task in shown:
        by_day[task.due_on].append(task)
    return Month(first, [[_day(day, first, today, by_day[day]) for day in week] for week in weeks])


def _day(day: dt.date, first: dt.date, today: dt.date, tasks: list[Occurrence]) -> Day:
    is_inside = day.month == first.month
    return Day(day, is_inside, day == today, tasks[:MOST_A_DAY], max(0, len(tasks) - MOST_A_DAY))


@dataclass(frozen=True)
class Line:
    """A line of the timeline: a measure, at a school where it is done for each apart, with its tasks."""

    tasks: list[Occurrence]

    @property
    def first(self) -> Occurrence:
        """Any of its tasks: measure and school are the same in all."""
        return self.tasks[0]


def lines_of(tasks: Iterable[Occurrence], keys: Sequence[tuple[int, int | None]]) -> list[Line]:
    """Return lines in the order of their keys (measure, school)."""
    found: dict[tuple[int, int | None], list[Occurrence]] = {key: [] for key in keys}
    for task in tasks:
        if (task.measure_id, task.school_id) in found:
            found[task.measure_id, task.school_id].append(task)
    return [Line(sorted(own, key=lambda task: (task.due_on, task.pk))) for own in found.values() if own]
