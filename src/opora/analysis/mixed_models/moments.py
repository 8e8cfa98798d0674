"""All that a mixed model needs of its rows: cross-products of columns, level by level – one grouped query each.

Where columns are many, their products over all rows are products of matrices, one block of rows after another. Columns
are centred at their means before they are multiplied, so that nothing is lost when products are subtracted; the
matrices `to_raw` and `to_centred` below lead back to the columns as the formula has them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy, row_blocks
from opora.analysis.mixed_models.coding import INTERCEPT, DesignColumn
from opora.vocabulary.spelling import as_written

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Pair = tuple[str, str]

ONE, RESPONSE = INTERCEPT, "response"
_MANY_COLUMNS = 16  # from here on a product of matrices outweighs taking the rows out of the engine
_ROWS_AT_ONCE = 16_384


@dataclass(frozen=True)
class Asked:
    """What is to be counted.

    Attributes:
        rows: the complete rows.
        fixed: columns of the fixed part.
        bars: for each random term its key columns in `rows` and its columns.
        response: the response, what needs no coefficient taken off.
    """

    rows: Lazy
    fixed: tuple[DesignColumn, ...]
    bars: tuple[tuple[tuple[str, ...], tuple[DesignColumn, ...]], ...]
    response: nw.Expr


@dataclass(frozen=True)
class BarMoments:
    """Cross-products of one random term.

    Attributes:
        levels: names of the levels.
        z_z: levels × k × k, products of the centred columns of the term.
        z_w: levels × k × (p + 1), their products with the fixed columns and the response.
        to_centred: k × terms, the centred columns that make up each column of the formula.
    """

    levels: list[str]
    z_z: Floats
    z_w: Floats
    to_centred: Floats


@dataclass(frozen=True)
class Link:
    """Where two random terms meet: for each pair of levels with rows in common the product of their columns."""

    first: Integers
    second: Integers
    z_z: Floats


@dataclass(frozen=True)
class Moments:
    """Sufficient statistics of a model.

    Attributes:
        n: number of rows.
        w_w: products of the fixed columns and the response.
        to_raw: p × p, coefficients of the columns as counted → of the columns as the formula has them.
        response_mean: what was taken off the response: it returns into the intercept.
        bars: the random terms, in the order they were asked for.
        links: products between them, by their numbers, the lower first.
    """

    n: int
    w_w: Floats
    to_raw: Floats
    response_mean: float
    bars: tuple[BarMoments, ...]
    links: Mapping[tuple[int, int], Link]


def counted_moments(asked: Asked) -> Moments:
    """Count the cross-products of the columns asked for; the rows are read three times, whatever their number."""
    columns = _columns(asked)
    safe = {name: f"d{number}" for number, name in enumerate(columns)} | {ONE: ONE, RESPONSE: RESPONSE}
    means = _means(asked.rows, {safe[name]: expression for name, expression in columns.items()})
    keys = [keys for keys, _ in asked.bars]
    centred = asked.rows.select(
        *sorted({key for one in keys for key in one}),
        **{safe[name]: expression - means[safe[name]] for name, expression in columns.items()},
    )
    fixed = _fixed_basis([safe[column.name] for column in asked.fixed], means)
    names = [[safe[column.name] for column in one] for _, one in asked.bars]
    bars = [_basis(one, means, has_one=any(means[name] for name in one if name != ONE)) for one in names]
    counted = _Counted(centred, fixed)
    factors = {safe[column.name]: column.factor for column in asked.fixed if column.factor}
    products = counted.products(fixed.parts, factors, means)
    counted.count_cells(keys, bars)
    with np.errstate(over="ignore", invalid="ignore"):  # numbers too large are refused by who asked for the moments
        w_w = fixed.weights.T @ products @ fixed.weights
    return Moments(
        n=round(means[ONE]),
        w_w=w_w,
        to_raw=fixed.to_raw,
        response_mean=fixed.response_mean,
        bars=tuple(counted.bar(one, basis) for one, basis in zip(keys, bars, strict=True)),
        links={
            (i, j): counted.link((keys[i], bars[i]), (keys[j], bars[j]))
            for i in range(len(bars))
            for j in range(i + 1, len(bars))
        },
    )


def _columns(asked: Asked) -> dict[str, nw.Expr]:
    every = (*asked.fixed, *(column for _, columns in asked.bars for column in columns))
    named = {column.name: column.expression for column in every if column.expression is not None}
    return {**named, RESPONSE: asked.response}


def _means(rows: Lazy, columns: Mapping[str, nw.Expr]) -> dict[str, float]:
    """Return the mean of every column, and the number of rows under the name of the intercept."""
    numbered = {f"m{number}": expression.mean() for number, expression in enumerate(columns.values())}
    (found,) = rows.select(n=nw.len(), **numbered).collect("pyarrow").to_native().to_pylist()
    means = {name: found[f"m{number}"] or 0.0 for number, name in enumerate(columns)}
    return {ONE: float(found["n"]), **means}


@dataclass(frozen=True)
class _Basis:
    """How the columns of a formula are made of a one and centred columns: column = parts @ made."""

    parts: list[str]
    made: Floats


def _basis(names: Sequence[str], means: Mapping[str, float], *, has_one: bool) -> _Basis:
    others = [name for name in names if name != ONE]
    parts = [*([ONE] if has_one or ONE in names else []), *others]
    made = np.array([[float(part == name) for name in names] for part in parts]).reshape(len(parts), len(names))
    if parts[:1] == [ONE]:
        made[0] += [0.0 if name == ONE else means[name] for name in names]
    return _Basis(parts, made)


@dataclass(frozen=True)
class _FixedBasis:
    """The fixed columns and the response as they are multiplied.

    Where there is an intercept, centred columns stand in place of the formula's: only the intercept is another one.

    Attributes:
        parts: the one, the centred columns, the centred response.
        weights: parts × (p + 1).
        to_raw: coefficients of the multiplied columns → of the formula's.
        response_mean: what the intercept has to take back.
    """

    parts: list[str]
    weights: Floats
    to_raw: Floats
    response_mean: float


def _fixed_basis(names: Sequence[str], means: Mapping[str, float]) -> _FixedBasis:
    made = _basis([*names, RESPONSE], means, has_one=True)
    if ONE not in names:
        return _FixedBasis(made.parts, made.made, np.eye(len(names)), 0.0)
    shifts = np.array([means[name] if name != ONE else 0.0 for name in (*names, RESPONSE)])
    weights = made.made - np.outer(np.eye(len(made.parts))[0], shifts)
    place = names.index(ONE)
    to_raw = np.eye(len(names)) - np.outer(np.eye(len(names))[place], shifts[:-1])
    return _FixedBasis(made.parts, weights, to_raw, means[RESPONSE])


class _Counted:
    """Cells of the rows, counted once for every set of keys that is needed."""

    def __init__(self, rows: Lazy, fixed: _FixedBasis) -> None:
        self.rows, self.fixed = rows, fixed
        self.known: dict[str, pa.Array] = {}
        self.cells: list[_Cells] = []

    def products(self, parts: Sequence[str], factors: Mapping[str, str], means: Mapping[str, float]) -> Floats:
        """Return the products of all pairs of columns over all rows.

        Levels of one factor exclude each other, so their products follow from how many rows each has: a factor of a
        hundred levels would ask the engine for five thousand sums.
        """
        whole = self.rows.with_columns(**{ONE: nw.lit(1.0)}).select(*parts)
        if len(parts) > _MANY_COLUMNS and (blocks := row_blocks(whole, _ROWS_AT_ONCE)):
            return _multiplied(blocks, len(parts))
        known = {
            pair: _of_levels(pair, means)
            for pair in _pairs(list(factors), list(factors))
            if factors[pair[0]] == factors[pair[1]]
        }
        pairs = [pair for pair in _pairs(parts, parts) if pair not in known]
        (found,) = self.rows.select(**_sums(pairs)).collect("pyarrow").to_native().to_pylist()
        values = known | {pair: found[f"s{number}"] for number, pair in enumerate(pairs)}
        return np.array([[float(values[_pair(one, other)]) for other in parts] for one in parts])

    def count_cells(self, keys: Sequence[tuple[str, ...]], bars: Sequence[_Basis]) -> None:
        """Count the cells: one query where one grouping contains the others, else one for each and each pair."""
        widest = max(keys, key=lambda one: len(set(one)))
        if all(set(one) <= set(widest) for one in keys):
            self._count(set(widest), [pair for basis in bars for pair in self._pairs_of(basis, bars)])
            return
        for one, basis in zip(keys, bars, strict=True):
            alike = [other for other_keys, other in zip(keys, bars, strict=True) if set(other_keys) <= set(one)]
            self._count(set(one), [pair for other in (basis, *alike) for pair in self._pairs_of(other, alike)])
        for i, one in enumerate(keys):
            for j in range(i):
                self._count({*one, *keys[j]}, _pairs(bars[i].parts, bars[j].parts))

    def _pairs_of(self, basis: _Basis, bars: Iterable[_Basis]) -> list[Pair]:
        others = [part for other in bars for part in other.parts]
        return _pairs(basis.parts, [*others, *self.fixed.parts])

    def _count(self, keys: set[str], pairs: Sequence[Pair]) -> None:
        wanted = list(dict.fromkeys(pairs))
        if any(keys == cells.keys and set(wanted) <= set(cells.sums) for cells in self.cells):
            return
        found = self.rows.group_by(*sorted(keys)).agg(**_sums(wanted)).collect("pyarrow").to_native()
        codes = {key: self._codes(key, found[key].combine_chunks()) for key in keys}
        sums = {pair: found[f"s{number}"].to_numpy().astype(np.float64) for number, pair in enumerate(wanted)}
        self.cells.append(_Cells(keys, codes, sums))

    def _codes(self, key: str, values: pa.Array) -> Integers:
        if key not in self.known:
            unique = values.unique()
            self.known[key] = unique.take(pc.array_sort_indices(unique))
        codes: Integers = pc.index_in(values, value_set=self.known[key]).to_numpy().astype(np.int64)
        return codes

    def bar(self, keys: tuple[str, ...], basis: _Basis) -> BarMoments:
        """Return the products of one random term, level by level."""
        pairs = self._pairs_of(basis, [basis])
        cells = self._cells_with(set(keys), pairs)
        codes = self._combined(keys, cells)
        unique, level = np.unique(codes, return_inverse=True)
        z_z = self._summed(cells, level, len(unique), (basis.parts, basis.parts))
        z_f = self._summed(cells, level, len(unique), (basis.parts, self.fixed.parts))
        return BarMoments(self._level_names(keys, unique), z_z, z_f @ self.fixed.weights, basis.made)

    def link(self, one: tuple[tuple[str, ...], _Basis], other: tuple[tuple[str, ...], _Basis]) -> Link:
        """Return the products between two random terms, pair of levels by pair."""
        keys = {*one[0], *other[0]}
        cells = self._cells_with(keys, _pairs(one[1].parts, other[1].parts))
        first, second = (self._level_numbers(each[0], cells) for each in (one, other))
        width = int(second.max()) + 1
        unique, place = np.unique(first * width + second, return_inverse=True)
        z_z = self._summed(cells, place, len(unique), (one[1].parts, other[1].parts))
        return Link(unique // width, unique % width, z_z)

    def _level_numbers(self, keys: tuple[str, ...], cells: "_Cells") -> Integers:
        return np.unique(self._combined(keys, cells), return_inverse=True)[1].astype(np.int64)

    def _cells_with(self, keys: set[str], pairs: Sequence[Pair]) -> "_Cells":
        return next(one for one in self.cells if keys <= one.keys and set(pairs) <= set(one.sums))

    def _combined(self, keys: tuple[str, ...], cells: "_Cells") -> Integers:
        """Return one number for the values of several keys."""
        none = np.zeros_like(cells.codes[keys[0]])
        return reduce(lambda code, key: code * len(self.known[key]) + cells.codes[key], keys, none)

    def _level_names(self, keys: tuple[str, ...], codes: Integers) -> list[str]:
        names: list[list[str]] = []
        for key in reversed(keys):
            words = [as_written(value) for value in self.known[key].to_pylist()]
            names.insert(0, [words[code] for code in codes % len(words)])
            codes = codes // len(words)
        return [":".join(parts) for parts in zip(*names, strict=True)]

    @staticmethod
    def _summed(cells: "_Cells", place: Integers, size: int, parts: tuple[Sequence[str], Sequence[str]]) -> Floats:
        """Return the products of two lists of columns, the cells of one level or pair added up."""
        found = np.empty((size, len(parts[0]), len(parts[1])))
        for i, one in enumerate(parts[0]):
            for j, other in enumerate(parts[1]):
                found[:, i, j] = np.bincount(place, cells.sums[_pair(one, other)], minlength=size)
        return found


@dataclass(frozen=True)
class _Cells:
    keys: set[str]
    codes: dict[str, Integers]
    sums: dict[Pair, Floats]


def _multiplied(blocks: Iterable[pa.RecordBatch], size: int) -> Floats:
    found = np.zeros((size, size))
    for block in blocks:
        columns = np.array([column.to_numpy() for column in block.columns])
        found += columns @ columns.T
    return found


def _of_levels(pair: Pair, means: Mapping[str, float]) -> float:
    """Return the product of two centred levels of one factor, given the share of rows in each."""
    one, other = pair
    return means[ONE] * (means[one] * (one == other) - means[one] * means[other])


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _pairs(some: Sequence[str], others: Sequence[str]) -> list[Pair]:
    return list(dict.fromkeys(_pair(one, other) for one in some for other in others))


def _sums(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the sum of each product, under a number; the one of the intercept is not multiplied."""
    return {f"s{number}": _sum(*pair) for number, pair in enumerate(pairs)}


def _sum(one: str, other: str) -> Any:
    columns = [nw.col(name) for name in (one, other) if name != ONE]
    if not columns:
        return nw.len()
    return (columns[0] * columns[1]).sum() if len(columns) == 2 else columns[0].sum()  # noqa: PLR2004 - a pair
