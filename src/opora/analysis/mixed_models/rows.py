"""The rows a model is fitted to: what is missing is dropped and counted, words become levels, numbers stay numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, and_
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from opora.analysis.lazy import Lazy, distinct
from opora.analysis.mixed_models.coding import Coding, in_r_order
from opora.analysis.mixed_models.formula import MixedFormula
from opora.analysis.mixed_models.numbers import require_numbers
from opora.analysis.mixed_models.polynomials import polynomial_columns
from opora.analysis.mixed_models.variables import Variable
from opora.vocabulary.refusal import AnalysisRefusedError, perhaps, require_columns
from opora.vocabulary.spelling import as_written

#: Words that stand for a value that is not there.
MISSING_WORDS = ("", "NA")


@dataclass(frozen=True)
class LevelOrders:
    """The order of a factor's levels, the reference first.

    Attributes:
        asked: what a person asked for; values it does not name follow.
        own: what the table itself brings; values it does not name follow in alphabetical order.
    """

    asked: Mapping[str, Sequence[str]]
    own: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class UsedRows:
    """The complete rows, under names of their own, and how their variables become columns.

    Attributes:
        rows: keys k0, k1 … and variables v0, v1 …; the response is v0.
        total: rows before any was dropped.
        codings: by the label of the variable.
        keys: the name each grouping column has in `rows`.
        names: the name each variable has in `rows`, by its label.
        offset: what counts in the expected result without a coefficient; None – nothing.
    """

    rows: Lazy
    total: int
    codings: dict[str, Coding]
    keys: dict[str, str]
    names: dict[str, str]
    offset: nw.Expr | None


def used_rows(rows: Lazy, formula: MixedFormula, orders: LevelOrders) -> UsedRows:
    """Return the rows that have all the formula needs.

    Raises:
        AnalysisRefusedError: a column is not there, the response is not a number, a factor has one level.
    """
    schema = dict(rows.collect_schema())
    names_used = [*(name for one in formula.variables for name in one.columns), *formula.keys]
    require_columns([*names_used, *orders.asked], schema)
    (total,) = _rows_of(rows.select(rows=nw.len()))
    require_numbers(rows, formula, schema)
    names = {one.label: f"v{number}" for number, one in enumerate(formula.variables)}
    keys = {column: f"k{number}" for number, column in enumerate(formula.keys)}
    values = {names[one.label]: _value(one, schema) for one in formula.variables}
    there = reduce(and_, (_is_there(nw.col(name), schema[name]) for name in dict.fromkeys(names_used)))
    whole = _with_wholes(rows, formula.variables)
    used = whole.filter(there).select(**values, **{new: nw.col(old) for old, new in keys.items()})
    for computed in (names[one.label] for one in formula.variables if one.kind == "number"):
        used = used.filter(nw.col(computed).is_finite())
    codings = _codings(used, formula.variables, names, schema, orders)
    codings |= _powers(whole, formula.variables, names)
    offset = reduce(add, (nw.col(names[one.label]) for one in formula.offsets)) if formula.offsets else None
    return UsedRows(used, int(total["rows"]), codings, keys, names, offset)


def _with_wholes(rows: Lazy, variables: Sequence[Variable]) -> Lazy:
    """Return the rows with the means and spreads of whole columns; as in R, rows dropped later count in them."""
    wholes = {name: number for one in variables for name, number in one.wholes.items()}
    if not wholes:
        return rows
    (found,) = _rows_of(rows.select(**wholes))
    return rows.with_columns(**{name: nw.lit(value, nw.Float64()) for name, value in found.items()})


def _value(one: Variable, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
    """Return a variable as it goes into `rows`: numbers as floats, words and truths as they are."""
    is_number = one.kind == "number" or (one.kind == "column" and schema[one.columns[0]].is_numeric())
    return one.expression.cast(nw.Float64()) if is_number else one.expression


def _is_there(value: nw.Expr, kind: nw.dtypes.DType) -> nw.Expr:
    """Return whether a value is there: no null, no NaN or infinity, no empty word."""
    if kind.is_numeric():
        return value.cast(nw.Float64()).is_finite() & ~value.is_null()
    if kind == nw.String():
        return reduce(and_, (value != word for word in MISSING_WORDS), ~value.is_null())
    return ~value.is_null()


def _codings(
    rows: Lazy,
    variables: Sequence[Variable],
    names: Mapping[str, str],
    schema: Mapping[str, nw.dtypes.DType],
    orders: LevelOrders,
) -> dict[str, Coding]:
    factors = [one for one in variables if one.kind in {"levels", "truth"} or _is_factor_column(one, schema)]
    values = _distinct(rows, [names[one.label] for one in factors])
    codings = {one.label: Coding(nw.col(names[one.label])) for one in variables}
    for one in factors:
        found = values[names[one.label]]
        codings[one.label] = Coding(nw.col(names[one.label]), _levels(one, found, orders))
    return codings


def _powers(whole: Lazy, variables: Sequence[Variable], names: Mapping[str, str]) -> dict[str, Coding]:
    """Return how `poly()` becomes columns."""
    found = {}
    for one in variables:
        if one.polynomial:
            value = nw.col(names[one.label])
            found[one.label] = Coding(value, (), polynomial_columns(whole, one.expression, one.polynomial, value))
    return found


def _is_factor_column(one: Variable, schema: Mapping[str, nw.dtypes.DType]) -> bool:
    return one.kind == "column" and not schema[one.columns[0]].is_numeric()


def _distinct(rows: Lazy, names: Sequence[str]) -> dict[str, list[Any]]:
    if not names:
        return {}
    found = distinct(rows, *names).collect("pyarrow").to_native()
    assert isinstance(found, pa.Table)
    return {name: found[name].unique().to_pylist() for name in names}


def _levels(one: Variable, values: Sequence[Any], orders: LevelOrders) -> tuple[tuple[str, object], ...]:
    """Return (name, value) in order; a factor with one level or none says nothing and is refused."""
    named = {as_written(value): value for value in values}
    asked = next((orders.asked[name] for name in one.columns if name in orders.asked), ())
    first = [*_known_levels(one, asked, named), *orders.own.get(one.columns[0], ())]
    order = [name for name in dict.fromkeys([*first, *_sorted_names(named)]) if name in named]
    if not order:
        raise AnalysisRefusedError(
            f"«{one.label}»: нет ни одной строки, где оно есть и заполнено всё, что нужно формуле. "
            "Проверьте столбцы с пропусками."
        )
    if len(order) == 1:
        raise AnalysisRefusedError(
            f"«{one.label}»: во всех строках без пропусков одно значение – {order[0]}. Уберите его из формулы."
        )
    return tuple((name, named[name]) for name in order)


def _known_levels(one: Variable, asked: Sequence[str], named: Mapping[str, Any]) -> Sequence[str]:
    """Return the levels asked for; a name that is not there is refused while values there are remain unnamed."""
    strange = [name for name in asked if name not in named]
    if strange and set(named) - set(asked):
        raise AnalysisRefusedError(
            f"Столбец «{one.columns[0]}»: значения «{strange[0]}» нет.{perhaps(strange[0], in_r_order(named))}"
        )
    return asked


def _sorted_names(named: Mapping[str, Any]) -> list[str]:
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in named.values()):
        return sorted(named, key=lambda name: float(named[name]))
    return in_r_order(named)


def _rows_of(rows: Lazy) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rows.collect("pyarrow").to_native().to_pylist()
    return found
