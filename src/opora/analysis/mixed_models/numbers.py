"""Words where a formula needs numbers: all such columns are named at once, with what was found in them."""

from collections.abc import Iterator, Mapping

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy, distinct
from opora.analysis.mixed_models.formula import MixedFormula
from opora.vocabulary.refusal import AnalysisRefusedError

_NUMBER = r"^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$"
_SHOWN = 3


def require_numbers(rows: Lazy, formula: MixedFormula, schema: Mapping[str, nw.dtypes.DType]) -> None:
    """Refuse words where numbers are expected.

    Raises:
        AnalysisRefusedError: all that was found.
    """
    said = list(_misfits(rows, formula, schema))
    if said:
        raise AnalysisRefusedError("\n".join(said))


def _misfits(rows: Lazy, formula: MixedFormula, schema: Mapping[str, nw.dtypes.DType]) -> Iterator[str]:
    response = formula.response
    is_words = response.kind == "column" and not schema[response.columns[0]].is_numeric()
    if is_words or response.kind in {"levels", "truth"}:
        yield (
            f"Результат «{response.label}» – не число{_examples(rows, response.columns[0], schema)}. Слева от ~ "
            "ожидается столбец с числами: балл, отметка, процент; где результата нет, оставьте ячейку пустой."
        )
    for one in formula.variables:
        for name in one.numbers:
            if not schema[name].is_numeric() and schema[name] != nw.Boolean():
                found = f"не числа, а слова{_examples(rows, name, schema)}"
                yield f"{one.label}: столбец «{name}» – {found}. Где числа нет, оставьте ячейку пустой."


def _examples(rows: Lazy, name: str, schema: Mapping[str, nw.dtypes.DType]) -> str:
    """Return the first of the words that are no numbers."""
    if schema[name] != nw.String():
        return ""
    column = nw.col(name)
    words = distinct(rows.filter(~column.str.contains(_NUMBER)), name).sort(name).head(_SHOWN)
    found = words.collect("pyarrow").to_native()[name].to_pylist()
    return f": {', '.join(f'«{word}»' for word in found)}" if found else ""
