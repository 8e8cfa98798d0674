"""What was computed and drawn can be computed and drawn again: what belongs to releases that are gone is cleared."""

import datetime as dt
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from opora_web.facts import results_store
from opora_web.interface.charts import PICTURES, WITHOUT_RELEASE, library_file

#: A half-written file this old belongs to a server that was killed.
_LEFT_BEHIND = dt.timedelta(days=1)
_FINISHED = frozenset({".json", ".svg", ".gz"})

_log = logging.getLogger(__name__)


def clear_computed(moment: dt.datetime) -> int:
    """Clear what was computed of releases the store has no more, old scripts, and files nobody finished.

    Folders are listed before the store is asked: whatever was computed meanwhile belongs to a release it names. Nothing
    outside of the folder of computed things is touched, and links are left alone.

    Args:
        moment: now.

    Returns:
        How many folders and files were cleared.
    """
    root = Path(settings.COMPUTED)
    computed, pictures = list(_entries(root)), list(_entries(root / PICTURES))
    kept = {f"{number:06d}" for number in results_store().numbers()} | {f"{WITHOUT_RELEASE:06d}"}
    gone = [entry for entry in computed if entry.is_dir() and entry.name.isdecimal() and entry.name not in kept]
    gone += [entry for entry in pictures if entry.is_dir() and entry.name not in kept]
    gone += [entry for entry in _entries(root / library_file().parent) if entry.name != library_file().name]
    gone += _left_behind(root, moment)
    for entry in gone:
        _clear(entry)
    if gone:
        _log.info("Cleared %s computed folders and files of releases that are gone.", len(gone))
    return len(gone)


def _entries(folder: Path) -> Iterator[Path]:
    if folder.is_dir() and not folder.is_symlink():
        yield from (entry for entry in folder.iterdir() if not entry.is_symlink())


def _left_behind(root: Path, moment: dt.datetime) -> list[Path]:
    """Return files that were begun long ago under a name of their own and never put into their place."""
    since = (moment - _LEFT_BEHIND).timestamp()
    begun = (file for folder in _entries(root) if folder.is_dir() for file in folder.rglob("*.*"))
    return [
        file
        for file in begun
        if not file.is_symlink() and file.is_file() and file.suffix not in _FINISHED and file.stat().st_mtime < since
    ]


def _clear(entry: Path) -> None:
    """Clear a folder or a file; what another process has cleared meanwhile is no matter."""
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
