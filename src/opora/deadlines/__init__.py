"""How people write time in plans – «не реже 2 раз в год», «октябрь – май» – and what it means."""

from opora.deadlines.deadline import Deadline, Kind, Window
from opora.deadlines.periods import Period, PeriodError, period_of
from opora.deadlines.reading import read_deadline

__all__ = ["Deadline", "Kind", "Period", "PeriodError", "Window", "period_of", "read_deadline"]
