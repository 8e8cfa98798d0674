"""Groupings that lie in one another: pupils in schools in municipalities, or several terms of one grouping.

Levels are taken out from the innermost outwards (recursive Woodbury): each belongs to one level of every wider
grouping, so all matrices are small blocks and the work grows with the number of levels only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from opora.analysis.mixed_models.blocks import (
    Numbers,
    inverses,
    levels_last,
    product,
    summed_products,
    times,
    times_left,
    transposed,
)
from opora.analysis.mixed_models.moments import Floats, Integers, Link


@dataclass(frozen=True)
class Bars:
    """Random terms, the one with most levels first.

    Attributes:
        z_z: for each, levels × k × k.
        z_w: for each, levels × k × (p + 1).
        links: products between them, by number, the lower first.
    """

    z_z: tuple[Floats, ...]
    z_w: tuple[Floats, ...]
    links: Mapping[tuple[int, int], Link]


@dataclass(frozen=True)
class Eliminated:
    """What is left of the cross-products of the fixed columns when the random effects are taken out.

    Attributes:
        log_determinant: of Λ′Z′ZΛ + I.
        w_w: X′V⁻¹X and its fellows with y, V the covariance of the rows in units of σ².
        solved: for each term (Λ′Z′ZΛ + I)⁻¹Λ′Z′[X y], k × (p + 1) × levels; None when it was not asked for.
        left: for each term Z′V⁻¹[X y], k × (p + 1) × levels.
        variances: works out for each term the diagonal blocks of (Λ′Z′ZΛ + I)⁻¹, k × k × levels.
        leverage: works out for each term Σ over its levels of the diagonal blocks of Z′ZΛ(Λ′Z′ZΛ + I)⁻¹.
    """

    log_determinant: Any
    w_w: Numbers
    solved: list[Numbers] | None = None
    left: list[Floats] | None = None
    variances: Callable[[], Sequence[Floats | None]] = tuple
    leverage: Callable[[], Sequence[Floats]] = tuple


class Chain:
    """Terms whose groupings lie in one another."""

    def __init__(self, bars: Bars) -> None:
        self.z_z, self.z_w = ([levels_last(one) for one in part] for part in (bars.z_z, bars.z_w))
        self.parents = {pair: _parents(link) for pair, link in bars.links.items()}
        self.products = {pair: levels_last(link.z_z[np.argsort(link.first)]) for pair, link in bars.links.items()}
        self.sums = {pair: _SumsByParent(parents) for pair, parents in self.parents.items()}

    @staticmethod
    def fits(bars: Bars) -> bool:
        """Return whether every level lies in one level of each wider grouping."""
        return all(len(link.first) == len(bars.z_z[i]) for (i, _), link in bars.links.items())

    def eliminated(self, w_w: Floats, factors: Sequence[Numbers], *, is_whole: bool = False) -> Eliminated:
        """Take the random effects out.

        Args:
            w_w: products of the fixed columns and the response.
            factors: Λ of each term, k × terms.
            is_whole: whether the effects and their variances are wanted too.
        """
        own = [
            times_left(one, times(zz, one)) + np.eye(one.shape[1])[:, :, None]
            for zz, one in zip(self.z_z, factors, strict=True)
        ]
        fixed = [times_left(one, zw) for zw, one in zip(self.z_w, factors, strict=True)]
        wider = {(i, j): times_left(factors[i], times(zz, factors[j])) for (i, j), zz in self.products.items()}
        inverse: list[Numbers] = []
        left, logarithm = w_w, 0.0
        for i in range(len(factors)):
            found, own_logarithm = inverses(own[i])
            inverse.append(found)
            logarithm = logarithm + own_logarithm
            left = left - summed_products(transposed(fixed[i]), transposed(product(found, fixed[i])))
            self._pass_on(i, found, own, fixed, wider)
        if not is_whole:
            return Eliminated(logarithm, left)
        return self._whole(Eliminated(logarithm, left), factors, inverse, fixed, wider)

    def _pass_on(
        self,
        i: int,
        inverse: Numbers,
        own: list[Numbers],
        fixed: list[Numbers],
        wider: dict[tuple[int, int], Numbers],
    ) -> None:
        """Take what the levels of a term explain off the wider levels they lie in."""
        for j in range(i + 1, len(own)):
            across = product(transposed(wider[i, j]), inverse)
            add = self.sums[i, j]
            fixed[j] = fixed[j] - add(product(across, fixed[i]))
            own[j] = own[j] - add(product(across, wider[i, j]))
            for other in range(j + 1, len(own)):
                wider[j, other] = wider[j, other] - add(product(across, wider[i, other]))

    def _whole(
        self,
        eliminated: Eliminated,
        factors: Sequence[Numbers],
        inverse: Sequence[Numbers],
        fixed: Sequence[Numbers],
        wider: Mapping[tuple[int, int], Numbers],
    ) -> Eliminated:
        """Return the same with the random effects and all that a gradient needs of them."""
        gains = {(i, j): product(inverse[i], block) for (i, j), block in wider.items()}
        solved = self._solved(inverse, fixed, gains)
        across = self._inverse_blocks(inverse, gains)
        return replace(
            eliminated,
            solved=solved,
            left=self._left(factors, solved),
            variances=lambda: [across[i, i] for i in range(len(factors))],
            leverage=lambda: self._leverage(factors, across),
        )

    def _solved(
        self, inverse: Sequence[Numbers], fixed: Sequence[Numbers], gains: Mapping[tuple[int, int], Numbers]
    ) -> list[Numbers]:
        solved: list[Numbers] = [np.empty(0)] * len(inverse)
        for i in reversed(range(len(inverse))):
            solved[i] = product(inverse[i], fixed[i])
            for j in range(i + 1, len(inverse)):
                solved[i] = solved[i] - product(gains[i, j], solved[j][:, :, self.parents[i, j]])
        return solved

    def _inverse_blocks(
        self, inverse: Sequence[Numbers], gains: Mapping[tuple[int, int], Numbers]
    ) -> dict[tuple[int, int], Numbers]:
        """Return the blocks of the whole inverse between every level and itself or a level it lies in.

        From the widest grouping inwards: `known[j, m]` are the blocks among the wider levels of one level.
        """
        count = len(inverse)
        found: dict[tuple[int, int], Numbers] = {}
        for i in reversed(range(count)):
            wider = range(i + 1, count)
            own = inverse[i]
            for m in wider:
                parts = [product(gains[i, j], self._among(found, (i, j, m))) for j in wider]
                found[i, m] = -np.sum(parts, axis=0)
                own = own - product(found[i, m], transposed(gains[i, m]))
            found[i, i] = own
        return found

    def _among(self, found: Mapping[tuple[int, int], Numbers], terms: tuple[int, int, int]) -> Numbers:
        """Return the block between the levels j and m that each level of i lies in."""
        i, j, m = terms
        if j <= m:
            return found[j, m][:, :, self.parents[i, j]]
        return transposed(found[m, j][:, :, self.parents[i, m]])

    def _leverage(self, factors: Sequence[Numbers], across: Mapping[tuple[int, int], Numbers]) -> list[Floats]:
        sums = [
            summed_products(times(zz, one), across[i, i])
            for i, (zz, one) in enumerate(zip(self.z_z, factors, strict=True))
        ]
        for (i, j), zz in self.products.items():
            sums[i] = sums[i] + summed_products(times(zz, factors[j]), across[i, j])
            sums[j] = sums[j] + summed_products(times(transposed(zz), factors[i]), transposed(across[i, j]))
        return sums

    def _left(self, factors: Sequence[Numbers], solved: Sequence[Numbers]) -> list[Floats]:
        loaded = [times_left(one.T, part) for one, part in zip(factors, solved, strict=True)]
        left = [zw - product(zz, part) for zw, zz, part in zip(self.z_w, self.z_z, loaded, strict=True)]
        for (i, j), zz in self.products.items():
            left[i] = left[i] - product(zz, loaded[j][:, :, self.parents[i, j]])
            left[j] = left[j] - self.sums[i, j](product(transposed(zz), loaded[i]))
        return left


class _SumsByParent:
    """Adds up blocks of levels by the wider level they lie in."""

    def __init__(self, parents: Integers) -> None:
        self._order = np.argsort(parents, kind="stable")
        self._starts = np.flatnonzero(np.diff(parents[self._order], prepend=-1))
        self._is_sorted = bool(np.all(self._order == np.arange(len(parents))))
        self._is_same = self._is_sorted and len(self._starts) == len(parents)

    def __call__(self, blocks: Numbers) -> Numbers:
        if self._is_same:
            return blocks
        ordered = blocks if self._is_sorted else blocks[:, :, self._order]
        found: Numbers = np.add.reduceat(ordered, self._starts, axis=-1)
        return found


def _parents(link: Link) -> Integers:
    """Return for each level of the first term the level of the second it lies in."""
    return link.second[np.argsort(link.first)]
