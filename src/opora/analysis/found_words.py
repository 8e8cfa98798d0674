"""What stands in a column that should hold numbers and does not."""

from collections.abc import Iterable, Iterator, Sequence

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
    schema, names = rows.collect_schema(), list(dict.fromkeys(columns))
    numeric = [name for name in names if schema[name].is_numeric()]
    said = {name: f"Столбец «{name}» – не числа{found_words(rows, name)}. {expected}" for name in names}
    said = {name: text for name, text in said.items() if name not in numeric} | dict(_too_large(rows, numeric))
    if said:
        raise AnalysisRefusedError("\n".join(said[name] for name in names if name in said))


def _too_large(rows: Lazy, columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the columns with numbers nobody can have meant, and what is said of them."""
    if not columns:
        return
    sizes = {str(place): nw.col(name).cast(nw.Float64()).abs() for place, name in enumerate(columns)}
    largest = rows.select(**{place: nw.when(size.is_finite()).then(size) for place, size in sizes.items()})
    (found,) = largest.select(nw.all().max()).collect("pyarrow").to_native().to_pylist()
    for place, name in enumerate(columns):
        if (found[str(place)] or 0) > LARGEST_NUMBER:
            what = f"найдено {found[str(place)]:g}, ожидаются числа не больше {LARGEST_NUMBER:g}"
            yield name, f"Столбец «{name}»: {what}. Код или два числа слитно? Поправьте их или назовите другой столбец."
