"""Words where a formula needs numbers: all such columns are named at once, with what was found in them."""

from collections.abc import Iterator, Mapping

import narwhals.stable.v2 as nw

from opora.analysis.found_words import found_words
from opora.analysis.lazy import Lazy
from opora.analysis.mixed_models.formula import MixedFormula
from opora.vocabulary.refusal import AnalysisRefusedError


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
            f"Результат «{response.label}» – не число{found_words(rows, response.columns[0])}. Слева от ~ "
            "ожидается столбец с числами: балл, отметка, процент; где результата нет, оставьте ячейку пустой."
        )
    for one in formula.variables:
        for name in one.numbers:
            if not schema[name].is_numeric() and schema[name] != nw.Boolean():
                found = f"не числа, а слова{found_words(rows, name)}"
                yield f"{one.label}: столбец «{name}» – {found}. Где числа нет, оставьте ячейку пустой."
