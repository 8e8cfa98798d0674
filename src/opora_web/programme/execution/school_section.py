"""What other pages say of tasks: how many a school or a plan has, how far they are, which come next."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q, QuerySet

from opora_web.accounts.models import Organisation
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.queries import TO_DO, occurrences_visible_to
from opora_web.programme.roadmap.models import Roadmap

_NEXT = 4


def execution_at(person: Any, school: Organisation, today: dt.date) -> dict[str, Any] | None:
    """Return the words of the section; None where no plan asks anything of the school."""
    asked = occurrences_visible_to(person).filter(school=school).exclude(state=OccurrenceState.CANCELLED)
    numbers = _numbers(asked, today)
    if not numbers["all"]:
        return None
    coming = list(asked.filter(TO_DO).order_by("due_on", "pk")[:_NEXT])
    return {"numbers": numbers, "coming": coming, "school": school, "today": today}


def execution_of(person: Any, roadmap: Roadmap, today: dt.date) -> dict[str, int]:
    """Return how far the tasks of a plan are, of those a person may see: all, declared, proven, late."""
    asked = occurrences_visible_to(person).filter(measure__roadmap=roadmap)
    return _numbers(asked.exclude(state=OccurrenceState.CANCELLED), today)


def _numbers(asked: QuerySet[Occurrence], today: dt.date) -> dict[str, int]:
    return asked.order_by().aggregate(
        all=Count("pk"),
        declared=Count("pk", filter=Q(state=OccurrenceState.DECLARED)),
        proven=Count("pk", filter=Q(state=OccurrenceState.PROVEN)),
        late=Count("pk", filter=TO_DO & Q(due_on__lt=today)),
    )
