"""Taking the same files in: read, checked, stored, published durably."""

import datetime as dt
import gc
import sys
import time
from pathlib import Path

from benchmarks.measured import tell
from opora.cli import OBJECTS_BETWEEN_LOOKS
from opora.pipeline import take_in
from opora.store import Store

MOMENT = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)


def main() -> None:
    """Take the folder into a fresh store; one file into another store first, so that nothing is loaded on the way."""
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)  # as the command does
    folder, data = Path(sys.argv[1]), Path(sys.argv[2])
    take_in([next(folder.iterdir())], Store(data / "warm"), MOMENT)
    store = Store(data / "measured")
    started = time.perf_counter()
    receipt = take_in([folder], store, MOMENT)
    seconds = time.perf_counter() - started
    assert all(file.status == "accepted" for file in receipt.files)
    tell(seconds)


main()
