"""What is said when an analysis cannot be made: what was found, what is expected, what to do."""

from collections.abc import Iterable
from difflib import get_close_matches

from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.spelling import listed

_NAMES_SHOWN = 12


class AnalysisRefusedError(ObstacleError, ValueError):
    """The table or the question does not allow the analysis; the message is Russian and for a person."""


class TableUnreadableError(AnalysisRefusedError):
    """A table somebody named cannot be read; the message names the place and the remedy."""


class ColumnMissingError(AnalysisRefusedError):
    """A column that was asked for is not in the table."""

    def __init__(self, asked: str, known: Iterable[str]) -> None:
        super().__init__(f"Столбца «{asked}» в таблице нет.{perhaps(asked, known)}")
        self.asked = asked


def perhaps(asked: str, known: Iterable[str]) -> str:
    """Return the likeliest of the known names, or all of them: the end of a message about a missing one."""
    names = [str(name) for name in known]
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(asked.casefold(), folded, n=2, cutoff=0.6)
    if near:
        return f" Возможно, {' или '.join(f'«{folded[name]}»' for name in near)}?"
    return f" Есть: {listed(names, _NAMES_SHOWN)}." if names else ""


def require_columns(asked: Iterable[str], known: Iterable[str]) -> None:
    """Refuse an analysis whose columns are not all in the table.

    Raises:
        ColumnMissingError: the first column that is not there.
    """
    names = list(known)
    for name in asked:
        if name not in names:
            raise ColumnMissingError(name, names)
