"""What stands in a column that should hold numbers and does not."""

from collections.abc import Callable, Iterable, Sequence

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy, distinct
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import as_written

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_SHOWN = 3

#: A larger number is a code or two numbers run together, and computing with it loses the digits that tell rows apart.
LARGEST_NUMBER = 1e12


def found_words(rows: Lazy, column: str) -> str:
    """Return the first of what is no number in a column, as the end of a phrase: «: «abc», «н/а»»."""
    if rows.collect_schema()[column] != nw.String():
        return _shown(rows, column)
    words = _shown(rows.filter(~nw.col(column).str.contains(_NUMBER)), column)
    if words:
        return words
    written = _shown(rows, column)
    return f"{written} – числа записаны как текст" if written else " (в нём нет ни одного)"


def _shown(rows: Lazy, column: str) -> str:
    there = rows.select(word=nw.col(column)).filter(~nw.col("word").is_null())
    found = distinct(there, "word").sort("word").head(_SHOWN).collect("pyarrow").to_native()["word"].to_pylist()
    return f": {', '.join(f'«{as_written(one)}»' for one in found)}" if found else ""


def require_numbers_in(rows: Lazy, columns: Iterable[str], expected: str) -> None:
    """Refuse columns that hold no numbers, or numbers nobody can have meant.

    Args:
        rows: a table that has the columns.
        columns: those that must hold numbers.
        expected: what is expected in them, for the message.

    Raises:
        AnalysisRefusedError: it names all such columns and what was found in each.
    """
    smaller = f"ожидаются числа не больше {LARGEST_NUMBER:g}. Код или два числа слитно? Назовите другой столбец."
    _require(rows, columns, lambda value: value.abs() > LARGEST_NUMBER, (expected, smaller))


def require_whole_numbers_in(rows: Lazy, columns: Iterable[str], within: tuple[int, int], expected: str) -> None:
    """Refuse columns that hold anything but whole numbers within limits; what is empty or without end is let be.

    Args:
        rows: a table that has the columns.
        columns: those that must hold such numbers.
        within: the least and the greatest there can be.
        expected: what is expected in them, for the message: «Ожидаются …».

    Raises:
        AnalysisRefusedError: it names all such columns and what was found in each.
    """
    low, high = within
    instead = f"{expected[:1].lower()}{expected[1:]}"
    _require(
        rows, columns, lambda value: (value != value.round()) | (value < low) | (value > high), (expected, instead)
    )


def _require(
    rows: Lazy, columns: Iterable[str], is_misfit: Callable[[nw.Expr], nw.Expr], expected: tuple[str, str]
) -> None:
    """Refuse columns of words, and columns with a number that is a misfit; expected is said of each kind in turn."""
    schema, names = rows.collect_schema(), list(dict.fromkeys(columns))
    misfits = _misfits(rows, [name for name in names if schema[name].is_numeric()], is_misfit)
    said = []
    for name in names:
        if name not in misfits:
            said.append(f"Столбец «{name}» – не числа{found_words(rows, name)}. {expected[0]}")
        elif misfits[name] is not None:
            said.append(f"Столбец «{name}»: найдено {misfits[name]:g}, {expected[1]}")
    if said:
        raise AnalysisRefusedError("\n".join(said))


def _misfits(rows: Lazy, columns: Sequence[str], is_misfit: Callable[[nw.Expr], nw.Expr]) -> dict[str, float | None]:
    """Return the least misfit of each column of numbers, None where all fit."""
    if not columns:
        return {}
    values = {str(place): nw.col(name).cast(nw.Float64()) for place, name in enumerate(columns)}
    strange = {place: nw.when(value.is_finite() & is_misfit(value)).then(value) for place, value in values.items()}
    (found,) = rows.select(**strange).select(nw.all().min()).collect("pyarrow").to_native().to_pylist()
    return {name: found[str(place)] for place, name in enumerate(columns)}
