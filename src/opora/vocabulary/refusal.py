"""What is said when an analysis cannot be made: what was found, what is expected, what to do."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.spelling import listed

_NAMES_SHOWN = 12
_SAID = 20


class AnalysisRefusedError(ObstacleError, ValueError):
    """The table or the question does not allow the analysis; the message is Russian and for a person."""


class TableUnreadableError(AnalysisRefusedError):
    """A table somebody named cannot be read; the message names the place and the remedy."""


class ColumnMissingError(AnalysisRefusedError):
    """Columns that were asked for are not in the table."""

    def __init__(self, missing: Sequence[str], known: Iterable[str]) -> None:
        names = list(known)
        said = [f"Столбца «{name}» в таблице нет.{_likely(name, names)}" for name in missing]
        is_known = all(_likely(name, names) for name in missing)
        super().__init__("\n".join(said) + ("" if is_known else _all_of(names)))


def perhaps(asked: str, known: Iterable[str]) -> str:
    """Return the likeliest of the known names, or all of them: the end of a message about a missing one."""
    names = [str(name) for name in known]
    return _likely(asked, names) or _all_of(names)


def _likely(asked: str, names: Sequence[str]) -> str:
    folded = {name.casefold(): name for name in names}
    near = get_close_matches(asked.casefold(), folded, n=2, cutoff=0.6)
    return f" Возможно, {' или '.join(f'«{folded[name]}»' for name in near)}?" if near else ""


def _all_of(names: Sequence[str]) -> str:
    return f" Есть: {listed(names, _NAMES_SHOWN)}." if names else ""


def require_all(*requirements: Callable[[], object]) -> None:
    """Refuse an analysis with everything that stands in its way, not with the first of it.

    Raises:
        AnalysisRefusedError: what all of them say.
    """
    said = []
    for requirement in requirements:
        try:
            requirement()
        except AnalysisRefusedError as refused:
            said.append(str(refused))
    if said:
        rest = [f"… и ещё {len(said) - _SAID}."] if len(said) > _SAID else []
        raise AnalysisRefusedError("\n".join([*said[:_SAID], *rest]))


def require_different(asked: Iterable[str]) -> None:
    """Refuse an analysis that is told one column twice.

    Raises:
        AnalysisRefusedError: it names all such columns.
    """
    twice = [name for name, times in Counter(asked).items() if times > 1]
    if twice:
        named = ", ".join(f"«{name}»" for name in twice)
        raise AnalysisRefusedError(f"Названо больше одного раза: {named}. Ожидаются разные столбцы.")


def require_columns(asked: Iterable[str], known: Iterable[str]) -> None:
    """Refuse an analysis whose columns are not all in the table.

    Raises:
        ColumnMissingError: it names all columns that are not there.
    """
    names = list(known)
    missing = [name for name in dict.fromkeys(asked) if name not in names]
    if missing:
        raise ColumnMissingError(missing, names)
