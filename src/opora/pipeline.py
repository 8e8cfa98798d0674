"""The path: files become tables, tables a release, a release indicators, indicators findings. One call a line."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from opora.intake import Intake, Progress, circumstances_at, join_schools, settle_results
from opora.recipe import recipe
from opora.sources.arrivals import files_below
from opora.store import Store
from opora.tables.receipt import Receipt


def silent(_what: str, _done: int, _of: int) -> None:
    """Show no progress."""


def take_in(paths: Sequence[Path], store: Store, moment: dt.datetime, progress: Progress = silent) -> Receipt:
    """Take files in: everything acceptable becomes the next release, everything else a problem with its place.

    Args:
        paths: files, folders and zip archives.
        store: the results store.
        moment: now; it dates the release and bounds the years a result can be of.
        progress: told how far the work is.

    Raises:
        StoreBusyError: another process is taking files in.
        FileNotFoundError: a path does not exist.
    """
    found = files_below(paths)
    with store.draft() as draft:
        intake = Intake(draft, circumstances_at(moment, store.secret()))
        intake.read(found, progress)
        intake.check(progress)
        intake.note_replaced()
        if not intake.accept():
            return intake.receipt(draft.base.number, {})
        settle_results(draft)
        schools = join_schools(draft, intake)
        release = draft.publish(recipe(moment, intake.accepted()))
        return intake.receipt(release.number, schools)
