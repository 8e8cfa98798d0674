"""Which rows of a table an analysis is about, and what is said when there are none."""

from collections.abc import Iterable
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy, distinct
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns
from opora.vocabulary.spelling import as_written, listed

_SHOWN = 12


@dataclass(frozen=True)
class Condition:
    """A column and the value its rows must have, both as a person wrote them."""

    column: str
    value: str

    @staticmethod
    def read(text: str) -> "Condition":
        """Return the condition that a text like CONTENT_AREA=MATHEMATICS says.

        Raises:
            ValueError: no sign «=» divides it; the message is Russian.
        """
        column, sign, value = text.partition("=")
        if not sign or not column.strip():
            raise ValueError(f"«{text}»: ожидается СТОЛБЕЦ=ЗНАЧЕНИЕ, например CONTENT_AREA=MATHEMATICS.")
        return Condition(column.strip(), value.strip())


def rows_where(table: Lazy, conditions: Iterable[Condition]) -> Lazy:
    """Return the rows that meet all conditions.

    Raises:
        ColumnMissingError: a condition is about a column the table does not have.
        AnalysisRefusedError: no row has the value; the message says which values there are.
    """
    for condition in conditions:
        require_columns([condition.column], table.collect_schema().names())
        there = values_of(table, condition.column)
        same = [value for value in there if as_written(value).casefold() == condition.value.casefold()]
        if not same:
            known = f"Есть: {listed([as_written(value) for value in there], _SHOWN)}." if there else "В нём всё пусто."
            raise AnalysisRefusedError(f"В столбце «{condition.column}» нет значения «{condition.value}». {known}")
        table = table.filter(nw.col(condition.column).is_in(same))
    return table


def values_of(table: Lazy, column: str) -> list[object]:
    """Return the different values of a column, in order of their spelling; what is not there is none of them."""
    found: list[object] = distinct(table, column).collect().to_arrow()[column].to_pylist()
    return sorted((value for value in found if value is not None), key=str)
