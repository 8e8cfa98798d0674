"""Groupings that cross: pupils who share a primary and a secondary school in every combination.

The term with most levels is taken out block by block; what is left of the others is one matrix, solved densely where
it is small and by sparse LU where it is not.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.linalg
from scipy import sparse
from scipy.sparse.linalg import splu

from opora.analysis.mixed_models.blocks import Numbers, inverses, levels_first, levels_last
from opora.analysis.mixed_models.chains import Bars, Eliminated
from opora.analysis.mixed_models.moments import Floats, Integers

_DENSE_UP_TO = 2_500
_WEIGHED_UP_TO = 12_000  # levels whose conditional variances are worked out
_ROWS_AT_ONCE = 2_000


class Crossing:
    """Terms whose groupings cross in any way."""

    def __init__(self, bars: Bars) -> None:
        self.bars = bars

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
        variances = _variances(inverse, gain, solver, self._counts, sizes)
        return Eliminated(logarithm + solver.log_determinant, left, solved, variances)

    @property
    def _counts(self) -> list[int]:
        return [len(one) for one in self.bars.z_z]

    def _starts(self, sizes: Sequence[int]) -> list[int]:
        """Return where each term but the first begins in the matrix that is left."""
        widths = [count * size for count, size in zip(self._counts, sizes, strict=True)]
        return [0, *(int(one) for one in np.cumsum([0, *widths[1:]]))]

    def _first_row(self, blocks: dict[tuple[int, int], Numbers], sizes: Sequence[int]) -> Any:
        """Return the products of the first term with all others, sparse."""
        starts, parts = self._starts(sizes), []
        for (i, j), values in blocks.items():
            if i == 0:
                link = self.bars.links[i, j]
                rows, columns = _addresses(link.first, link.second, values)
                parts.append((values.ravel(), rows, columns + starts[j]))
        return _sparse(parts, (self._counts[0] * sizes[0], starts[-1]))

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
        return [
            levels_last(part.reshape(count, size, -1))
            for part, count, size in zip(parts, self._counts, sizes, strict=True)
        ]


class _Solver:
    """The matrix that is left, factored."""

    def __init__(self, matrix: Any) -> None:
        self.size = matrix.shape[0]
        self._dense: Any = None
        if self.size <= _DENSE_UP_TO:
            self._dense = scipy.linalg.lu_factor(matrix.toarray(), check_finite=False)
            diagonal = np.diagonal(self._dense[0])
        else:
            options = {"SymmetricMode": True}
            self._sparse = splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)
            diagonal = self._sparse.U.diagonal()
        # a pivot may change its sign with a swap of rows; of the positive determinant only sizes count
        self.log_determinant = np.log(np.where(diagonal.real < 0, -diagonal, diagonal)).sum()

    def solved(self, right: Numbers) -> Numbers:
        found: Numbers = (
            scipy.linalg.lu_solve(self._dense, right, check_finite=False)
            if self._dense is not None
            else self._sparse.solve(np.ascontiguousarray(right))
        )
        return found


def _variances(
    inverse: Numbers, gain: Any, solver: _Solver, counts: Sequence[int], sizes: Sequence[int]
) -> list[Floats | None]:
    """Return the diagonal blocks of the whole inverse; with very many levels they would take too long: None."""
    if solver.size > _WEIGHED_UP_TO:
        return [None] * len(counts)
    outer = solver.solved(np.eye(solver.size))
    found: list[Floats | None] = [levels_last(inverse + _diagonal_of(gain, outer, sizes[0]))]
    start = 0
    for count, size in zip(counts[1:], sizes[1:], strict=True):
        place = start + np.arange(count * size).reshape(count, size)
        found.append(levels_last(outer[place[:, :, None], place[:, None, :]]))
        start += count * size
    return found


def _diagonal_of(gain: Any, outer: Floats, size: int) -> Floats:
    """Return the diagonal blocks of gain @ outer @ gain′, some rows at a time."""
    parts = []
    step = _ROWS_AT_ONCE * size
    for start in range(0, gain.shape[0], step):
        rows = gain[start : start + step]
        after = (rows @ outer).reshape(-1, size, outer.shape[0])
        dense = rows.toarray().reshape(-1, size, outer.shape[0])
        parts.append(after @ np.swapaxes(dense, 1, 2))
    return np.concatenate(parts)


def _addresses(first: Integers, second: Integers, blocks: Numbers) -> tuple[Integers, Integers]:
    """Return row and column of every number of the blocks."""
    _, height, width = blocks.shape
    rows = first[:, None, None] * height + np.arange(height)[None, :, None]
    columns = second[:, None, None] * width + np.arange(width)[None, None, :]
    return np.broadcast_to(rows, blocks.shape).ravel(), np.broadcast_to(columns, blocks.shape).ravel()


def _sparse(parts: Sequence[tuple[Numbers, Integers, Integers]], shape: tuple[int, int]) -> Any:
    values, rows, columns = (np.concatenate([part[number] for part in parts]) for number in range(3))
    return sparse.csr_array((values, (rows, columns)), shape=shape)
