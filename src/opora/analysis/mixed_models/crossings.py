"""Groupings that cross: pupils who share a primary and a secondary school in every combination.

Let Z₁ be the term with most levels and Z₂ all the others side by side. V₁ = I + Z₁Λ₁Λ₁′Z₁′ is inverted level by level,
and by Woodbury's identity one matrix is left to factor for every θ: S = Λ₂′Z₂′V₁⁻¹Z₂Λ₂ + I.

Rows and columns of whole matrices are effects: those of one level together, level after level, term after term.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.linalg
from scipy import sparse
from scipy.sparse.linalg import splu

from opora.analysis.mixed_models.blocks import (
    Numbers,
    inverses,
    levels_first,
    levels_last,
    lower_roots,
    product,
    summed_products,
    times,
    times_left,
    transposed,
)
from opora.analysis.mixed_models.chains import Bars, Eliminated
from opora.analysis.mixed_models.moments import Floats, Link

_DENSE_UP_TO = 2_500  # effects: a matrix so small is factored as it stands, however many zeros it has
_FULL = 0.1  # share of numbers that are not zero: with more, BLAS is faster than a walk along them
_WEIGHED_UP_TO = 12_000  # effects of the other terms with which conditional variances are worked out
_LEVELS_AT_ONCE = 2_000


class Crossing:
    """Terms whose groupings cross in any way: what is counted once and weighed anew for every θ.

    Attributes:
        counts: how many levels each term has.
        z_z: Z₁′Z₁, k × k × levels.
        z_w: Z₁′[X y] and Z₂′[X y].
        between: Z₁′Z₂.
        others: Z₂′Z₂.
        has_gradient: whether S is factored densely, so that its inverse is at hand for a gradient.
    """

    def __init__(self, bars: Bars) -> None:
        self.counts = [len(one) for one in bars.z_z]
        self.z_z = levels_last(bars.z_z[0])
        first, *others = (one.reshape(-1, one.shape[-1]) for one in bars.z_w)
        self.z_w = first, np.concatenate(others)
        products = {(j, j): _along(levels_last(one)) for j, one in enumerate(bars.z_z)}
        for (i, j), link in bars.links.items():
            products[i, j] = _of_pairs(link, (self.counts[i], self.counts[j]))
            products[j, i] = products[i, j].T
        terms = range(1, len(self.counts))
        self.between = sparse.hstack([products[0, j] for j in terms], format="csr")
        self.others: Any = sparse.block_array([[products[i, j] for j in terms] for i in terms], format="csr")
        is_small = self.others.shape[0] <= _DENSE_UP_TO
        self.has_gradient = is_small or _is_full(self.others + self.between.T @ self.between)
        if self.has_gradient:
            self.others = self.others.toarray()
            self.between = self.between.toarray() if _is_full(self.between) else self.between

    def eliminated(self, w_w: Floats, factors: Sequence[Numbers], *, is_whole: bool = False) -> Eliminated:
        """Take the random effects out; see `Chain.eliminated`."""
        weighed = _Weighed(self, factors)
        found = Eliminated(weighed.log_determinant, w_w - weighed.explained)
        if not is_whole:
            return found
        return replace(
            found,
            solved=weighed.solved(),
            left=weighed.left(),
            variances=weighed.variances,
            leverage=weighed.leverage,
        )


class _Weighed:
    """A crossing at given Λ.

    Attributes:
        inverse: (Λ₁′Z₁′Z₁Λ₁ + I)⁻¹, k × k × levels.
        loads: Λ₂, once for every level.
        rest: Z₂′V₁⁻¹Z₂Λ₂.
        rest_w: Z₂′V₁⁻¹[X y].
        factored: S.
        effects: S⁻¹Λ₂′Z₂′V₁⁻¹[X y].
        log_determinant: of Λ′Z′ZΛ + I.
        explained: what the random effects explain of [X y]′[X y].
    """

    def __init__(self, crossing: Crossing, factors: Sequence[Numbers]) -> None:
        self.crossing, self.factors = crossing, factors
        lower = factors[0]
        own = times_left(lower, times(crossing.z_z, lower)) + np.eye(lower.shape[1])[:, :, None]
        self.inverse, logarithm = inverses(own)
        root = _along(transposed(times_left(lower.T, lower_roots(self.inverse))))
        across, across_w = root @ crossing.between, root @ crossing.z_w[0]
        self.loads = _loads(crossing.counts[1:], factors[1:])
        self.rest = (crossing.others - across.T @ across) @ self.loads
        self.rest_w = crossing.z_w[1] - across.T @ across_w
        inner = self.loads.T @ self.rest + sparse.eye_array(self.loads.shape[1])
        self.factored = (_Dense if crossing.has_gradient else _Sparse)(inner)
        self.effects = self.factored.solved(self.loads.T @ self.rest_w)
        self.log_determinant = logarithm + self.factored.log_determinant
        self.explained = across_w.T @ across_w + (self.loads.T @ self.rest_w).T @ self.effects

    def solved(self) -> list[Floats]:
        """Return for each term (Λ′Z′ZΛ + I)⁻¹Λ′Z′[X y], k × (p + 1) × levels."""
        return [self._first(self._gain), *map(levels_last, self._others(self.effects, self._widths))]

    def left(self) -> list[Floats]:
        """Return for each term Z′V⁻¹[X y], k × (p + 1) × levels."""
        others = self.rest_w - self.rest @ self.effects
        return [self._first(self._residual), *map(levels_last, self._others(others, self._heights))]

    def leverage(self) -> list[Floats]:
        """Return for each term the sum over its levels of the diagonal blocks of Z′V⁻¹ZΛ."""
        lower, height = self.factors[0], self._heights[0]
        across = _along(self._residual) @ self.crossing.between
        spread = self.loads @ self.factored.inverse @ self.loads.T
        met = np.empty((height, height))
        for a, b in np.ndindex(met.shape):
            met[a, b] = np.einsum("ij,ij", _full(across[a::height].T @ across[b::height]), spread)
        first = summed_products(times(self.crossing.z_z, lower), self.inverse) - met @ lower
        rows = self._others(self.rest, self._heights)
        columns = self._others(self.factored.inverse, self._widths)
        return [first, *map(_summed_traces, rows, columns)]

    def variances(self) -> list[Floats | None]:
        """Return the diagonal blocks of the whole inverse; None where there are too many effects to work them out."""
        if self.loads.shape[1] > _WEIGHED_UP_TO:
            return [None] * len(self.factors)
        inverse, width = self.factored.inverse, self._widths[0]
        gain = _along(self._gain) @ self.crossing.between @ self.loads
        first = self.inverse.copy()
        for begin in range(0, self.crossing.counts[0], _LEVELS_AT_ONCE):
            end = begin + _LEVELS_AT_ONCE
            rows = gain[begin * width : end * width]
            after, before = (one.reshape(-1, width, len(inverse)) for one in (rows @ inverse, _full(rows)))
            first[:, :, begin:end] += np.einsum("lam,lbm->abl", after, before)
        ends = np.cumsum([0, *np.multiply(self.crossing.counts, self._widths)[1:]])
        blocks = (inverse[start:end, start:end] for start, end in pairwise(ends))
        return [first, *(_blocks_along(one, width) for one, width in zip(blocks, self._widths[1:], strict=True))]

    @property
    def _heights(self) -> list[int]:
        """Return how many columns each term has as it is counted."""
        return [one.shape[0] for one in self.factors]

    @property
    def _widths(self) -> list[int]:
        """Return how many effects a level of each term has."""
        return [one.shape[1] for one in self.factors]

    @cached_property
    def _gain(self) -> Floats:
        """Return Λ₁′(I + Z₁′Z₁Λ₁Λ₁′)⁻¹, k × k × levels."""
        return times(self.inverse, self.factors[0].T)

    @cached_property
    def _residual(self) -> Floats:
        """Return (I + Z₁′Z₁Λ₁Λ₁′)⁻¹, which makes Z₁′V₁⁻¹ of Z₁′."""
        explained = product(self.crossing.z_z, times_left(self.factors[0].T, self._gain))
        return np.eye(len(explained))[:, :, None] - explained

    def _first(self, blocks: Floats) -> Floats:
        """Return what blocks make of Z₁′[X y] less the part of the other terms."""
        w = self.crossing.z_w[0] - self.crossing.between @ (self.loads @ self.effects)
        return product(blocks, levels_last(w.reshape(self.crossing.counts[0], -1, w.shape[1])))

    def _others(self, stacked: Floats, widths: Sequence[int]) -> list[Floats]:
        """Return the rows of each of the other terms: levels × effects × columns."""
        counts = self.crossing.counts[1:]
        parts = np.split(stacked, np.cumsum(np.multiply(counts, widths[1:]))[:-1])
        return [part.reshape(count, -1, part.shape[1]) for part, count in zip(parts, counts, strict=True)]


class _Dense:
    """A positive definite matrix, factored by Cholesky."""

    def __init__(self, matrix: Floats) -> None:
        self.lower = scipy.linalg.cholesky(matrix, lower=True, check_finite=False)
        self.log_determinant = 2 * np.log(np.diagonal(self.lower)).sum()

    def solved(self, right: Floats) -> Floats:
        """Return the solution for every column of the right side."""
        found: Floats = scipy.linalg.cho_solve((self.lower, True), right, check_finite=False)
        return found

    @cached_property
    def inverse(self) -> Floats:
        """Return the inverse."""
        upper: Floats = scipy.linalg.lapack.dpotri(self.lower, lower=True)[0].T
        found: Floats = upper + np.triu(upper, 1).T
        return found


class _Sparse:
    """A sparse symmetric matrix with a positive definite real part, factored by LU."""

    def __init__(self, matrix: Any) -> None:
        options = {"SymmetricMode": True}
        self.factors = splu(matrix.tocsc(), permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options=options)
        pivots = self.factors.U.diagonal()  # rows that are swapped turn signs: of a positive determinant sizes count
        self.log_determinant = np.log(np.where(pivots.real < 0, -pivots, pivots)).sum()

    def solved(self, right: Numbers) -> Numbers:
        """Return the solution for every column of the right side."""
        found: Numbers = self.factors.solve(np.ascontiguousarray(right))
        return found

    @cached_property
    def inverse(self) -> Floats:
        """Return the inverse, dense."""
        return self.solved(np.eye(self.factors.shape[0]))


def _summed_traces(rows: Floats, columns: Floats) -> Floats:
    """Return Σ over levels and columns of the products of all pairs of effects."""
    found: Floats = np.einsum("lam,lbm->ab", rows, columns)
    return found


def _blocks_along(matrix: Floats, width: int) -> Floats:
    """Return the blocks along the diagonal, levels last."""
    count = len(matrix) // width
    found: Floats = np.einsum("lalb->abl", matrix.reshape(count, width, count, width))
    return found


def _along(blocks: Numbers) -> Any:
    """Return the sparse matrix with these blocks, levels last, along its diagonal."""
    height, width, count = blocks.shape
    levels = np.arange(count + 1)
    shape = (count * height, count * width)
    return sparse.bsr_array((levels_first(blocks), levels[:-1], levels), shape=shape).tocsr()


def _of_pairs(link: Link, counts: tuple[int, int]) -> Any:
    """Return the sparse matrix with the block of every pair of levels at its place."""
    order = np.lexsort((link.second, link.first))
    starts = np.searchsorted(link.first[order], np.arange(counts[0] + 1))
    shape = counts[0] * link.z_z.shape[1], counts[1] * link.z_z.shape[2]
    return sparse.bsr_array((link.z_z[order], link.second[order], starts), shape=shape).tocsr()


def _loads(counts: Sequence[int], factors: Sequence[Numbers]) -> Any:
    """Return every factor as often as its term has levels, along the diagonal."""
    parts = [sparse.kron(sparse.eye_array(count), one) for count, one in zip(counts, factors, strict=True)]
    return sparse.block_diag(parts, format="csr")


def _is_full(matrix: Any) -> bool:
    return bool(matrix.nnz > _FULL * np.prod(matrix.shape))


def _full(matrix: Any) -> Floats:
    found: Floats = matrix if isinstance(matrix, np.ndarray) else matrix.toarray()
    return found
