"""How an administrator names the engine that counts: `duckdb`, or the address of Spark."""

import re

from opora.store.engine import Engine
from opora.store.spark import Spark

EMBEDDED = "duckdb"
EXPECTED = "duckdb, spark://сервер:7077 или spark://local[2]"

_LOCAL = re.compile(r"spark://(local(?:\[(?:\*|[1-9]\d*)\])?)")
_MASTERS = re.compile(r"spark://[\w.-]+:\d+(?:,[\w.-]+:\d+)*")


def engine_at(address: str) -> Engine | None:
    """Return the engine at an address; None is the embedded one, which every store has of its own.

    Nothing is started and nothing is looked for yet.

    Raises:
        ValueError: it is no such address; the message says in Russian what is expected.
    """
    if address == EMBEDDED:
        return None
    if local := _LOCAL.fullmatch(address):
        return Spark(local[1])
    if _MASTERS.fullmatch(address):
        return Spark(address)
    raise ValueError(EXPECTED)
