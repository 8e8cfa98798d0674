"""Which self-diagnoses a person may see or act on."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from opora_web.accounts.queries import inside, paths_where
from opora_web.accounts.rules import Verb
from opora_web.programme.diagnosis.models import Diagnosis

_SEPTEMBER = 9


def diagnoses_where(person: Any, verb: Verb) -> QuerySet[Diagnosis]:
    """Return the self-diagnoses of schools where a person may do something."""
    where = inside(paths_where(person, verb), "school__path")
    return Diagnosis.objects.filter(where, trashed_at__isnull=True).select_related("school", "school__parent", "author")


def school_year_of(day: dt.date) -> int:
    """Return the year in which the day's school year begins; July and August belong to the coming one."""
    return day.year if day.month >= _SEPTEMBER - 2 else day.year - 1
