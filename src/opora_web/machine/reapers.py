"""Who sets things right when a worker starts: unfinished work, daily rounds, what nobody needs any more."""

import datetime as dt
from collections.abc import Callable

from opora_web.intake.sendings.work import reap_stopped
from opora_web.machine.computed import clear_computed
from opora_web.programme.execution.tasks import start_rounds

REAPERS: tuple[Callable[[dt.datetime], object], ...] = (reap_stopped, start_rounds, clear_computed)
