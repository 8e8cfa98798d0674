"""Columns and their names are those of R's model.matrix."""

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from opora.analysis.mixed_models.coding import design_columns, in_r_order
from opora.analysis.mixed_models.formula import read_formula
from opora.analysis.mixed_models.rows import LevelOrders, used_rows

TABLE = pl.DataFrame(
    {
        "y": [1.0, 2, 3, 5, 4, 6],
        "x": [1, 2, 3, 4, 5, 7],
        "f": ["b", "A", "c", "b", "A", "c"],
        "h": ["v", "u", "u", "u", "v", "v"],
        "t": [True, False, True, True, False, False],
        "k": [10, 9, 10, 11, 9, 11],
        "g": [1, 1, 2, 2, 3, 3],
    }
)


def named(fixed: str, **orders: list[str]) -> list[str]:
    rows = nw.from_native(duckdb.connect().from_arrow(TABLE.to_arrow()))
    read = read_formula(f"y ~ {fixed} + (1|g)")
    used = used_rows(rows, read, LevelOrders(orders, {}))
    return [column.name for column in design_columns(read.fixed, used.codings)]


@pytest.mark.parametrize(
    ("fixed", "names"),
    [
        ("x + f", ["(Intercept)", "x", "fb", "fc"]),
        ("t", ["(Intercept)", "tTRUE"]),
        ("factor(k)", ["(Intercept)", "factor(k)10", "factor(k)11"]),
        ("I(x > 2)", ["(Intercept)", "I(x > 2)TRUE"]),
        ("0 + f + h", ["fA", "fb", "fc", "hv"]),
        ("0 + x + f", ["x", "fA", "fb", "fc"]),
        ("f*h", ["(Intercept)", "fb", "fc", "hv", "fb:hv", "fc:hv"]),
        ("f + f:h", ["(Intercept)", "fb", "fc", "fA:hv", "fb:hv", "fc:hv"]),
        ("f:h", ["(Intercept)", "fA:hu", "fb:hu", "fc:hu", "fA:hv", "fb:hv", "fc:hv"]),
        ("x + x:f", ["(Intercept)", "x", "x:fb", "x:fc"]),
        ("x:f", ["(Intercept)", "x:fA", "x:fb", "x:fc"]),
        ("0 + f:h", ["fA:hu", "fb:hu", "fc:hu", "fA:hv", "fb:hv", "fc:hv"]),
        ("h + f:h", ["(Intercept)", "hv", "hu:fb", "hv:fb", "hu:fc", "hv:fc"]),
    ],
)
def test_columns_are_those_of_r(fixed: str, names: list[str]) -> None:
    assert named(fixed) == names


def test_an_order_of_levels_changes_the_reference() -> None:
    assert named("f", f=["c"]) == ["(Intercept)", "fA", "fb"]
    assert named("f", f=["c", "b", "A"]) == ["(Intercept)", "fb", "fA"]


def test_words_are_sorted_as_in_a_russian_or_english_locale() -> None:
    assert in_r_order(["c", "B", "a", "A", "б", "ёж", "ель", "_x", "2", "жук"]) == [
        "_x", "2", "a", "A", "B", "c", "б", "ель", "ёж", "жук"
    ]  # fmt: skip
