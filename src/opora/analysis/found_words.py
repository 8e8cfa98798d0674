"""What stands in a column that should hold numbers and does not."""

from collections.abc import Iterable

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy, distinct
from opora.vocabulary.refusal import AnalysisRefusedError

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_SHOWN = 3


def found_words(rows: Lazy, column: str) -> str:
    """Return the first of the words that are no numbers, as the end of a phrase: «: «abc», «н/а»»."""
    if rows.collect_schema()[column] != nw.String():
        return ""
    words = distinct(rows.filter(~nw.col(column).str.contains(_NUMBER)), column).sort(column).head(_SHOWN)
    found = words.collect("pyarrow").to_native()[column].to_pylist()
    return f": {', '.join(f'«{word}»' for word in found)}" if found else " (в нём нет ни одного)"


def require_numbers_in(rows: Lazy, columns: Iterable[str], expected: str) -> None:
    """Refuse columns that hold no numbers.

    Args:
        rows: a table that has the columns.
        columns: those that must hold numbers.
        expected: what is expected in them, for the message.

    Raises:
        AnalysisRefusedError: it names all such columns and the first words in each.
    """
    schema = rows.collect_schema()
    said = [
        f"Столбец «{name}» – не числа{found_words(rows, name)}. {expected}"
        for name in dict.fromkeys(columns)
        if not schema[name].is_numeric()
    ]
    if said:
        raise AnalysisRefusedError("\n".join(said))
