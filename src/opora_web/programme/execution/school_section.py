"""What the page of a school says of plans: how many tasks there are, how far they are, which come next."""

import datetime as dt
from typing import Any

from django.db.models import Count, Q

from opora_web.accounts.models import Organisation
from opora_web.programme.execution.models import OccurrenceState
from opora_web.programme.execution.queries import TO_DO, occurrences_visible_to

_NEXT = 4


def execution_at(person: Any, school: Organisation, today: dt.date) -> dict[str, Any] | None:
    """Return the words of the section; None where no plan asks anything of the school."""
    asked = occurrences_visible_to(person).filter(school=school).exclude(state=OccurrenceState.CANCELLED)
    numbers = asked.order_by().aggregate(
        all=Count("pk"),
        declared=Count("pk", filter=Q(state=OccurrenceState.DECLARED)),
        proven=Count("pk", filter=Q(state=OccurrenceState.PROVEN)),
        late=Count("pk", filter=TO_DO & Q(due_on__lt=today)),
    )
    if not numbers["all"]:
        return None
    coming = list(asked.filter(TO_DO).order_by("due_on", "pk")[:_NEXT])
    return {"numbers": numbers, "coming": coming, "school": school, "today": today}
