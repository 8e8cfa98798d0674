"""What stands in a column that should hold numbers and does not."""

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy, distinct

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_SHOWN = 3


def found_words(rows: Lazy, column: str) -> str:
    """Return the first of the words that are no numbers, as the end of a phrase: «: «abc», «н/а»»."""
    if rows.collect_schema()[column] != nw.String():
        return ""
    words = distinct(rows.filter(~nw.col(column).str.contains(_NUMBER)), column).sort(column).head(_SHOWN)
    found = words.collect("pyarrow").to_native()[column].to_pylist()
    return f": {', '.join(f'«{word}»' for word in found)}" if found else " (в нём нет ни одного)"
