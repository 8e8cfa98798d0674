"""Whether two engines counted the same: whole numbers and words exactly, fractions to a tolerance."""

import math
from dataclasses import fields, is_dataclass
from functools import singledispatch
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from pydantic import BaseModel


def assert_agree(found: Any, expected: Any, tolerance: float, place: str = "") -> None:
    """Compare whatever a count gives; `place` says where two of them differ."""
    found, expected = _plain(found), _plain(expected)
    if isinstance(expected, dict):
        assert list(found) == list(expected), place
        for name in expected:
            assert_agree(found[name], expected[name], tolerance, f"{place}/{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for number, (one, other) in enumerate(zip(found, expected, strict=True)):
            assert_agree(one, other, tolerance, f"{place}/{number}")
    elif isinstance(expected, np.ndarray):
        _assert_same_numbers(found, expected, tolerance, place)
    else:
        assert _are_the_same(found, expected, tolerance), f"{place}: {found} and {expected}"


def _are_the_same(found: Any, expected: Any, tolerance: float) -> bool:
    if type(found) is not type(expected):
        return False
    if isinstance(expected, float):
        return math.isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance) or (
            math.isnan(found) and math.isnan(expected)
        )
    return bool(found == expected)


def _assert_same_numbers(found: np.ndarray, expected: np.ndarray, tolerance: float, place: str) -> None:
    assert found.shape == expected.shape, place
    if expected.dtype.kind != "f":
        assert (found == expected).all(), place
        return
    size = max(1.0, float(np.nanmax(np.abs(expected)))) if np.isfinite(expected).any() else 1.0
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance * size, err_msg=place)


@singledispatch
def _plain(value: Any) -> Any:
    """Return dictionaries, lists, arrays of numbers and single values in place of whatever holds them."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return list(value) if isinstance(value, tuple) else value


@_plain.register
def _(value: nw.LazyFrame) -> Any:
    """Engines give rows in any order: what can be ordered by is every column."""
    return _plain(value.collect().to_arrow())


@_plain.register
def _(value: pa.Table) -> Any:
    rows = sorted(value.to_pylist(), key=lambda row: [str(cell) for cell in row.values()])
    return {"columns": value.column_names, "rows": rows}


@_plain.register
def _(value: pa.Array) -> Any:
    return value.to_pylist()


@_plain.register
def _(value: BaseModel) -> Any:
    return value.model_dump()
