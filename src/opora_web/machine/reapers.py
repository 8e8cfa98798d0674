"""What is called when a worker starts: who takes up work that a killed one left, who begins a daily round."""

import datetime as dt
from collections.abc import Callable

from opora_web.intake.sendings.work import reap_stopped
from opora_web.programme.execution.tasks import start_rounds

REAPERS: tuple[Callable[[dt.datetime], object], ...] = (reap_stopped, start_rounds)
