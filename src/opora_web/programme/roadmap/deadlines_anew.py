"""Deadlines of a plan read anew within other days: shown before they are written, never guessed."""

from collections.abc import Iterator
from dataclasses import dataclass

from opora.deadlines import Deadline, Period, occurrences, read_deadline
from opora_web.programme.roadmap.models import RoadmapMeasure
from opora_web.programme.roadmap.record import Layout, deadline_of, period_of_roadmap
from opora_web.programme.roadmap.understood import Understood, understood


@dataclass(frozen=True)
class ReadAnew:
    """A measure whose deadline means other days within another period of its plan.

    Attributes:
        before, after: how its words are understood within the present days of the plan, and within the new ones.
        is_outside: whether some of its new days lie outside the plan: there nobody will be reminded of it.
    """

    measure: RoadmapMeasure
    before: Understood
    after: Understood
    deadline: Deadline
    is_outside: bool


def deadlines_read_anew(layout: Layout, period: Period) -> list[ReadAnew]:
    """Return the measures whose deadlines would mean something else if the plan were for those days."""
    return [one for one in _all_read(layout, period) if one.before != one.after]


def _all_read(layout: Layout, period: Period) -> Iterator[ReadAnew]:
    present = period_of_roadmap(layout.roadmap)
    for measure in layout.measures:
        known = deadline_of(measure)
        if known is not None:
            read = read_deadline(known.text, period)
            outside = any(
                one.starts_on < period.starts_on or one.ends_on > period.ends_on for one in occurrences(read, period)
            )
            yield ReadAnew(measure, understood(known, present), understood(read, period), read, outside)


def changed_deadlines(layout: Layout, period: Period) -> list[RoadmapMeasure]:
    """Return the measures with their deadlines as read within those days, where that changes what is kept of them."""
    changed = []
    for one in _all_read(layout, period):
        frame = one.deadline.model_dump(mode="json")
        if frame != one.measure.deadline:
            one.measure.deadline = frame
            changed.append(one.measure)
    return changed
