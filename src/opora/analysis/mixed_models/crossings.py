"""Groupings that cross: pupils who share a primary and a secondary school in every combination.

The term with most levels is taken out block by block; what is left of the others is one matrix, solved densely where
it is small and by sparse LU where it is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.linalg
from scipy import sparse
from scipy.sparse.linalg import splu

from opora.analysis.mixed_models.blocks import Numbers, inverses, levels_first, levels_last
from opora.analysis.mixed_models.chains import Bars, Eliminated
from opora.analysis.mixed_models.moments import Floats, Integers, Link

_DENSE_UP_TO = 2_500
_WEIGHED_UP_TO = 12_000  # levels whose conditional variances are worked out
_LEVELS_AT_ONCE = 2_000


class Crossing:
    """Terms whose groupings cross in any way."""

    def __init__(self, bars: Bars) -> None:
        self.bars = replace(bars, links={pair: _sorted(link) for pair, link in bars.links.items()})
        self.z_z_across = {
            (i, j): _sparse(
                [(link.z_z.ravel(), *_addresses(link.first, link.second, link.z_z))],
                (bars.z_w[i].shape[0] * bars.z_w[i].shape[1], bars.z_w[j].shape[0] * bars.z_w[j].shape[1]),
            )
            for (i, j), link in self.bars.links.items()
        }

    @property
    def has_gradient(self) -> bool:
        """Whether the matrix that is left is small enough to be inverted for a gradient."""
        return bool(sum(one.shape[0] * one.shape[1] for one in self.bars.z_w[1:]) <= _DENSE_UP_TO)

    def eliminated(self, w_w: Floats, factors: Sequence[Numbers], *, is_whole: bool = False) -> Eliminated:
        """Take the random effects out; see `Chain.eliminated`."""
        sizes = [one.shape[1] for one in factors]
        own = [one.T @ zz @ one + np.eye(one.shape[1]) for zz, one in zip(self.bars.z_z, factors, strict=True)]
        fixed = [one.T @ zw for zw, one in zip(self.bars.z_w, factors, strict=True)]
        wider = {(i, j): factors[i].T @ link.z_z @ factors[j] for (i, j), link in self.bars.links.items()}
        blocks, logarithm = inverses(levels_last(own[0]))
        inverse = levels_first(blocks)
        across = self._first_row(wider, sizes)
        gain = self._first_row(
            {(0, j): inverse[link.first] @ wider[0, j] for (zero, j), link in self.bars.links.items() if zero == 0},
            sizes,
        )
        rest = self._rest(own, wider, sizes) - across.T @ gain
        width = w_w.shape[0]
        first = (inverse @ fixed[0]).reshape(-1, width)
        below = np.concatenate([block.reshape(-1, width) for block in fixed[1:]]) - gain.T @ fixed[0].reshape(-1, width)
        solver = _Solver(rest)
        outer = solver.solved(below)
        left = w_w - fixed[0].reshape(-1, width).T @ first - below.T @ outer
        if not is_whole:
            return Eliminated(logarithm + solver.log_determinant, left)
        solved = self._apart(np.concatenate([first - gain @ outer, outer]), sizes)
        whole = _Inverse(inverse, gain, solver)
        return Eliminated(
            logarithm + solver.log_determinant,
            left,
            solved=[levels_last(one) for one in solved],
            left=self._left(factors, solved),
            variances=lambda: self._variances(whole, sizes),
            leverage=lambda: self._leverage(whole, factors),
        )

    def _variances(self, inverse: "_Inverse", sizes: Sequence[int]) -> list[Floats | None]:
        """Return the diagonal blocks of the inverse; None where there are too many levels to work them out."""
        if inverse.gain.shape[1] > _WEIGHED_UP_TO:
            return [None] * len(sizes)
        starts = self._starts(sizes)
        others = [inverse.diagonal(self._counts[j], starts[j], sizes[j]) for j in range(1, len(sizes))]
        return [levels_last(one) for one in (inverse.first_term(sizes[0]), *others)]

    def _leverage(self, inverse: "_Inverse", factors: Sequence[Numbers]) -> list[Floats]:
        """Return the sums of blocks of Z′ZΛM⁻¹ without working out M⁻¹ for every level of the first term.

        With G the gain and W the inverse of the rest, M⁻¹ is own⁻¹ + GWG′ within the first term and −GW beside it. So
        sums over its levels are sums of products with W, and only sparse matrices are multiplied on the way there.
        """
        heights, sizes = [one.shape[0] for one in factors], [one.shape[1] for one in factors]
        links, rest = self.bars.links, inverse.rest
        firsts = {(i, j): link.z_z for (i, j), link in links.items() if i == 0}
        beside = self._first_row({(i, j): z_z @ factors[j] for (i, j), z_z in firsts.items()}, sizes)
        below = self._first_row({pair: factors[0].T @ z_z for pair, z_z in firsts.items()}, heights)
        loaded = [zz @ one for zz, one in zip(self.bars.z_z, factors, strict=True)]
        above, met = _block_diagonal(loaded[0]) @ inverse.gain - beside, below.T @ inverse.gain
        sums = [np.einsum("lab,lbc->ac", loaded[0], inverse.own)]
        for a, d in np.ndindex(heights[0], sizes[0]):
            sums[0][a, d] += _matched(above[a :: heights[0]].T @ inverse.gain[d :: sizes[0]], rest)
        for j in range(1, len(factors)):
            starts = self._starts(sizes)[j], self._starts(heights)[j]
            sums.append(np.einsum("lab,lbc->ac", loaded[j], inverse.diagonal(self._counts[j], starts[0], sizes[j])))
            levels = np.arange(self._counts[j])
            for a, d in np.ndindex(heights[j], sizes[j]):
                mine = rest[starts[0] + d + sizes[j] * levels]
                sums[j][a, d] -= _matched(met[starts[1] + a + heights[j] * levels], mine)
        return self._with_links(sums, inverse, factors)

    def _with_links(self, sums: list[Floats], inverse: "_Inverse", factors: Sequence[Numbers]) -> list[Floats]:
        """Return the sums with what the terms but the first share with each other."""
        sizes = [one.shape[1] for one in factors]
        starts = self._starts(sizes)
        for (i, j), link in self.bars.links.items():
            if i > 0:
                blocks = inverse.blocks((link.first, link.second), (starts[i], starts[j]), (sizes[i], sizes[j]))
                sums[i] = sums[i] + np.einsum("lab,bc,ldc->ad", link.z_z, factors[j], blocks, optimize=True)
                sums[j] = sums[j] + np.einsum("lba,bc,lcd->ad", link.z_z, factors[i], blocks, optimize=True)
        return sums

    def _left(self, factors: Sequence[Numbers], solved: Sequence[Numbers]) -> list[Floats]:
        loaded = [one @ part for one, part in zip(factors, solved, strict=True)]
        left = [zw - zz @ part for zw, zz, part in zip(self.bars.z_w, self.bars.z_z, loaded, strict=True)]
        width = left[0].shape[-1]
        for (i, j), z_z in self.z_z_across.items():
            left[i] = left[i] - (z_z @ loaded[j].reshape(-1, width)).reshape(left[i].shape)
            left[j] = left[j] - (z_z.T @ loaded[i].reshape(-1, width)).reshape(left[j].shape)
        return [levels_last(one) for one in left]

    @property
    def _counts(self) -> list[int]:
        return [len(one) for one in self.bars.z_z]

    def _starts(self, sizes: Sequence[int]) -> list[int]:
        """Return where each term but the first begins in the matrix that is left."""
        widths = [count * size for count, size in zip(self._counts, sizes, strict=True)]
        return [0, *(int(one) for one in np.cumsum([0, *widths[1:]]))]

    def _first_row(self, blocks: dict[tuple[int, int], Numbers], sizes: Sequence[int]) -> Any:
        """Return the products of the first term with all others, sparse."""
        starts, parts, height = self._starts(sizes), [], 0
        for (i, j), values in blocks.items():
            if i == 0:
                link, height = self.bars.links[i, j], values.shape[1]
                rows, columns = _addresses(link.first, link.second, values)
                parts.append((values.ravel(), rows, columns + starts[j]))
        return _sparse(parts, (self._counts[0] * height, starts[-1]))

    def _rest(self, own: Sequence[Numbers], wider: dict[tuple[int, int], Numbers], sizes: Sequence[int]) -> Any:
        """Return the products of all terms but the first with each other, sparse."""
        starts, parts = self._starts(sizes), []
        for j in range(1, len(own)):
            levels = np.arange(len(own[j]))
            rows, columns = _addresses(levels, levels, own[j])
            parts.append((own[j].ravel(), rows + starts[j], columns + starts[j]))
        for (i, j), values in wider.items():
            if i > 0:
                link = self.bars.links[i, j]
                rows, columns = _addresses(link.first, link.second, values)
                parts.append((values.ravel(), rows + starts[i], columns + starts[j]))
                parts.append((values.ravel(), columns + starts[j], rows + starts[i]))
        return _sparse(parts, (starts[-1], starts[-1]))

    def _apart(self, stacked: Numbers, sizes: Sequence[int]) -> list[Numbers]:
        """Return the rows of each term: levels × k × columns."""
        ends = np.cumsum([count * size for count, size in zip(self._counts, sizes, strict=True)])
        parts = np.split(stacked, ends[:-1])
        return [part.reshape(count, size, -1) for part, count, size in zip(parts, self._counts, sizes, strict=True)]


class _Solver:
    """The matrix that is left, factored."""

    def __init__(self, matrix: Any) -> None:
        self.size = matrix.shape[0]
        is_dense = self.size <= _DENSE_UP_TO
        self._triangle: Floats | None = None
        if is_dense and not np.iscomplexobj(matrix.data):
            factor = scipy.linalg.cho_factor(matrix.toarray(), lower=True, check_finite=False)
            self._solve: Callable[[Numbers], Any] = lambda right: scipy.linalg.cho_solve(
                factor, right, check_finite=False
            )
            self._triangle = factor[0]
            self.log_determinant = 2 * np.log(np.diagonal(factor[0])).sum()
        elif is_dense:
            factored = scipy.linalg.lu_factor(matrix.toarray(), check_finite=False)
            self._solve = lambda right: scipy.linalg.lu_solve(factored, right, check_finite=False)
            self.log_determinant = _of_sizes(np.diagonal(factored[0]))
        else:
            options = {"SymmetricMode": True}
            sparse_factor = splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)
            self._solve = lambda right: sparse_factor.solve(np.ascontiguousarray(right))
            self.log_determinant = _of_sizes(sparse_factor.U.diagonal())

    def solved(self, right: Numbers) -> Numbers:
        """Return the solution for every column of the right side."""
        found: Numbers = self._solve(right)
        return found

    def inverse(self) -> Floats:
        """Return the inverse of a real matrix."""
        if self._triangle is None:
            return self.solved(np.eye(self.size))
        found: Floats = scipy.linalg.lapack.dpotri(self._triangle, lower=True)[0]
        return np.tril(found) + np.tril(found, -1).T


def _of_sizes(pivots: Numbers) -> Any:
    """Return Σ log of the pivots; a swap of rows may change their signs, of a positive determinant only sizes count."""
    return np.log(np.where(pivots.real < 0, -pivots, pivots)).sum()


@dataclass(frozen=True)
class _Inverse:
    """The whole inverse, in parts.

    Attributes:
        own: inverse blocks of the first term by itself.
        gain: sparse, first term × the others.
        solver: the matrix that is left.
    """

    own: Floats
    gain: Any
    solver: _Solver

    @cached_property
    def rest(self) -> Floats:
        """Dense inverse of the matrix that is left."""
        return self.solver.inverse()

    def blocks(self, levels: tuple[Integers, Integers], starts: tuple[int, int], sizes: tuple[int, int]) -> Floats:
        """Return blocks between levels of the other terms."""
        rows = starts[0] + levels[0][:, None, None] * sizes[0] + np.arange(sizes[0])[None, :, None]
        columns = starts[1] + levels[1][:, None, None] * sizes[1] + np.arange(sizes[1])[None, None, :]
        found: Floats = self.rest[rows, columns]
        return found

    def diagonal(self, count: int, start: int, size: int) -> Floats:
        """Return the blocks of the levels of another term with themselves."""
        levels = np.arange(count)
        return self.blocks((levels, levels), (start, start), (size, size))

    def first_term(self, size: int) -> Floats:
        """Return the blocks of the levels of the first term with themselves, some levels at a time."""
        count = len(self.own)
        own = self.own.copy()
        for begin in range(0, count, _LEVELS_AT_ONCE):
            end = min(begin + _LEVELS_AT_ONCE, count)
            rows = self.gain[begin * size : end * size]
            after = (rows @ self.rest).reshape(end - begin, size, -1)
            own[begin:end] += after @ np.swapaxes(rows.toarray().reshape(after.shape), 1, 2)
        return own


def _sorted(link: Link) -> Link:
    order = np.argsort(link.first, kind="stable")
    return Link(link.first[order], link.second[order], link.z_z[order])


def _addresses(first: Integers, second: Integers, blocks: Numbers) -> tuple[Integers, Integers]:
    """Return row and column of every number of the blocks."""
    _, height, width = blocks.shape
    rows = first[:, None, None] * height + np.arange(height)[None, :, None]
    columns = second[:, None, None] * width + np.arange(width)[None, None, :]
    return np.broadcast_to(rows, blocks.shape).ravel(), np.broadcast_to(columns, blocks.shape).ravel()


def _block_diagonal(blocks: Numbers) -> Any:
    """Return the sparse matrix with these blocks along its diagonal."""
    count, height, width = blocks.shape
    levels = np.arange(count)
    return _sparse([(blocks.ravel(), *_addresses(levels, levels, blocks))], (count * height, count * width))


def _matched(thin: Any, whole: Floats) -> float:
    """Return the sum of products of the numbers of a sparse matrix with those at the same places of a dense one."""
    listed = thin.tocoo()
    return float(listed.data @ whole[listed.row, listed.col])


def _sparse(parts: Sequence[tuple[Numbers, Integers, Integers]], shape: tuple[int, int]) -> Any:
    values, rows, columns = (np.concatenate([part[number] for part in parts]) for number in range(3))
    return sparse.csr_array((values, (rows, columns)), shape=shape)
