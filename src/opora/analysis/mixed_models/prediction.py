"""What the fixed part of a fitted model expects of every row, computed by the engine that holds the rows."""

from functools import reduce
from operator import add

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.mixed_models.coding import design_columns
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.model import MixedModel
from opora.analysis.mixed_models.rows import LevelOrders, used_rows


def explained_rows(rows: Lazy, model: MixedModel) -> tuple[Lazy, dict[str, str]]:
    """Return the rows a model was fitted to with `expected`, what its fixed part says of each.

    Returns:
        The rows – keys k0, k1 …, the response v0, variables v1, v2 …, `expected` – and the name each variable and
        each grouping column has among them.
    """
    read = read_formula(model.formula)
    orders = {one.columns[0]: model.levels[one.label] for one in read.variables if one.label in model.levels}
    used = used_rows(rows, read, LevelOrders({}, orders))
    parts = [
        nw.lit(model.fixed[column.name].estimate)
        if column.expression is None
        else column.expression * model.fixed[column.name].estimate
        for column in design_columns(read.fixed, used.codings)
        if column.name in model.fixed
    ] + ([] if used.offset is None else [used.offset])
    return used.rows.with_columns(expected=reduce(add, parts)), {**used.names, **used.keys}
