"""Who takes up work that a killed worker left unfinished: one function a room, called when a worker starts."""

import datetime as dt
from collections.abc import Callable

from opora_web.intake.sendings.work import reap_stopped

REAPERS: tuple[Callable[[dt.datetime], object], ...] = (reap_stopped,)
