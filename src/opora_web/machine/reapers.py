"""Who sets things right when a worker starts: takes up work left unfinished, clears what nobody needs any more."""

import datetime as dt
from collections.abc import Callable

from opora_web.intake.sendings.work import reap_stopped
from opora_web.machine.computed import clear_computed

REAPERS: tuple[Callable[[dt.datetime], object], ...] = (reap_stopped, clear_computed)
