"""Which engine the commands count with: the variable OPORA_ENGINE is read here and nowhere below."""

import os
from pathlib import Path

from opora.store import Store
from opora.store.engine import Engine
from opora.store.engine_address import EMBEDDED, engine_at
from opora.vocabulary.obstacles import MisuseError

ENGINE_VARIABLE = "OPORA_ENGINE"


class EngineUnknownError(MisuseError, ValueError):
    """The variable names no engine."""


def asked_engine() -> Engine | None:
    """Return the engine the environment asks for; None is the embedded one.

    Raises:
        EngineUnknownError: it names none; the message says what is expected.
    """
    address = os.environ.get(ENGINE_VARIABLE, "").strip() or EMBEDDED
    try:
        return engine_at(address)
    except ValueError as expected:
        raise EngineUnknownError(f"{ENGINE_VARIABLE}: ожидается {expected}; задано «{address}».") from None


def counting_store(data: Path) -> Store:
    """Return the results store of a data folder, counted by the engine the environment asks for.

    Raises:
        EngineUnknownError: it names none.
    """
    return Store(data, asked_engine())
