"""A plan of measures taken in from a document: read, judged by a linter, compared with another edition of itself."""

from opora.plans.differences import differences, paired
from opora.plans.linter import checked, lint
from opora.plans.parties import parties_of
from opora.plans.reading import plan_in, plan_of, read_plan
from opora.plans.suggestions import suggested

__all__ = [
    "checked",
    "differences",
    "lint",
    "paired",
    "parties_of",
    "plan_in",
    "plan_of",
    "read_plan",
    "suggested",
]
