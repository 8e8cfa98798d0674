"""How people write time in plans – «не реже 2 раз в год», «октябрь – май» – and what it means."""

from opora.deadlines.deadline import KIND_IN_RUSSIAN, Deadline, Kind, Window
from opora.deadlines.occurring import Bar, due_on, fuzzy_bar, occurrences
from opora.deadlines.periods import OPENING_MONTH, Period, PeriodError, period_of
from opora.deadlines.reading import read_deadline
from opora.deadlines.writing import written

__all__ = [
    "KIND_IN_RUSSIAN", "OPENING_MONTH", "Bar", "Deadline", "Kind", "Period", "PeriodError", "Window", "due_on",
    "fuzzy_bar", "occurrences", "period_of", "read_deadline", "written",
]  # fmt: skip
