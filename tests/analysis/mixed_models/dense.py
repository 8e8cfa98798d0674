"""A mixed model by brute force: whole matrices of the rows, V = I + ZΛΛ′Z′ inverted as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Term:
    """One random term: the level of every row, and the columns whose effects vary between levels."""

    levels: Sequence[str]
    columns: Floats

    @property
    def size(self) -> int:
        return self.columns.shape[1]

    @property
    def names(self) -> list[str]:
        return sorted(set(self.levels))

    @property
    def matrix(self) -> Floats:
        """Return Z: a block of columns for each level."""
        return np.hstack([self.columns * (np.array(self.levels) == name)[:, None] for name in self.names])


def lower(theta: Sequence[float], size: int) -> Floats:
    """Return lme4's Λ of one level: the lower triangle, filled column by column."""
    found = np.zeros((size, size))
    numbers = iter(theta)
    for column in range(size):
        for row in range(column, size):
            found[row, column] = next(numbers)
    return found


@dataclass(frozen=True)
class Dense:
    """A model at given θ: everything by its definition."""

    y: Floats
    x: Floats
    terms: Sequence[Term]
    thetas: Sequence[Sequence[float]]
    is_reml: bool

    @property
    def loaded(self) -> Floats:
        """Return ZΛ of all terms."""
        return np.hstack(
            [
                term.matrix @ np.kron(np.eye(len(term.names)), lower(theta, term.size))
                for term, theta in zip(self.terms, self.thetas, strict=True)
            ]
        )

    @property
    def v(self) -> Floats:
        return np.eye(len(self.y)) + self.loaded @ self.loaded.T

    @property
    def unscaled(self) -> Floats:
        return np.linalg.inv(self.x.T @ np.linalg.solve(self.v, self.x))

    @property
    def fixed(self) -> Floats:
        return self.unscaled @ self.x.T @ np.linalg.solve(self.v, self.y)

    @property
    def residual(self) -> Floats:
        return self.y - self.x @ self.fixed

    @property
    def freedom(self) -> int:
        return len(self.y) - (self.x.shape[1] if self.is_reml else 0)

    @property
    def sigma(self) -> float:
        return float(np.sqrt(self.residual @ np.linalg.solve(self.v, self.residual) / self.freedom))

    @property
    def errors(self) -> Floats:
        return self.sigma * np.sqrt(np.diagonal(self.unscaled))

    @property
    def criterion(self) -> float:
        """Return the REML criterion or −2 log-likelihood: the density of the rows, written out."""
        found = np.linalg.slogdet(self.v)[1] + self.freedom * (1 + np.log(2 * np.pi * self.sigma**2))
        return float(found - np.linalg.slogdet(self.unscaled)[1] if self.is_reml else found)

    @property
    def effects(self) -> Floats:
        """Return the BLUPs Λu of all terms, level by level."""
        loaded = self.loaded
        return self._spread_out(loaded.T @ np.linalg.solve(self.v, self.residual))

    @property
    def conditional_sd(self) -> Floats:
        """Return the standard deviations of the effects given the rows and the fixed effects."""
        loaded = self.loaded
        inner = np.linalg.inv(np.eye(loaded.shape[1]) + loaded.T @ loaded)
        return self._sd(inner)

    @property
    def prediction_sd(self) -> Floats:
        """Return the standard deviations of effect minus estimate, the fixed effects estimated too (Henderson)."""
        loaded, p = self.loaded, self.x.shape[1]
        both = np.hstack([self.x, loaded])
        penalty = np.diag([*np.zeros(p), *np.ones(loaded.shape[1])])
        return self._sd(np.linalg.inv(both.T @ both + penalty)[p:, p:])

    def _blocks(self) -> Floats:
        sizes = [np.kron(np.eye(len(t.names)), lower(o, t.size)) for t, o in zip(self.terms, self.thetas, strict=True)]
        whole = np.zeros((sum(map(len, sizes)), sum(map(len, sizes))))
        start = 0
        for block in sizes:
            whole[start : start + len(block), start : start + len(block)] = block
            start += len(block)
        return whole

    def _spread_out(self, u: Floats) -> Floats:
        return self._blocks() @ u

    def _sd(self, inner: Floats) -> Floats:
        blocks = self._blocks()
        return self.sigma * np.sqrt(np.diagonal(blocks @ inner @ blocks.T))
