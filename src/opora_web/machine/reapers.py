"""Who takes up work that a killed worker left unfinished: one function a room, called when a worker starts."""

import datetime as dt
from collections.abc import Callable

REAPERS: tuple[Callable[[dt.datetime], object], ...] = ()
