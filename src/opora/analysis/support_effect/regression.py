"""Least squares over rows that cluster by school, with errors that few schools do not make too small.

Notation of Pustejovsky & Tipton (2018), J. Bus. Econ. Stat. 36, 672–683: β = V X'Wy with V = (X'WX)⁻¹, residuals of
cluster g adjusted by the symmetric root A_g of the inverse of B_g = [(I − H)(I − H)']_gg ("CR2", Bell & McCaffrey
2002), so that the variance is unbiased where rows are alike; degrees of freedom are Satterthwaite's for that variance.
With one row a cluster this is HC2, and with two groups and nothing else the error of Welch's comparison.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Directions in which a cluster decides its own fit have no residual to learn from.
_NO_FREEDOM = 1e-10


@dataclass(frozen=True)
class Spread:
    """An estimate with its sampling variance and the degrees of freedom of that variance."""

    estimate: float
    variance: float
    df: float


@dataclass(frozen=True)
class Regression:
    """A weighted least-squares fit.

    Attributes:
        design: rows × columns; the columns are independent.
        results: of each row.
        weights: of each row; they say how much a row counts, not how exact it is.
        clusters: number of the school of each row, from 0.
    """

    design: Floats
    results: Floats
    weights: Floats
    clusters: Places

    @cached_property
    def inverse(self) -> Floats:
        """V = (X'WX)⁻¹."""
        return np.asarray(np.linalg.inv(self.design.T @ (self.design * self.weights[:, None])), dtype=np.float64)

    @cached_property
    def coefficients(self) -> Floats:
        """β."""
        return np.asarray(self.inverse @ (self.design.T @ (self.weights * self.results)), dtype=np.float64)

    @cached_property
    def residuals(self) -> Floats:
        """Results less what the fit expects."""
        return self.results - self.design @ self.coefficients

    def at(self, point: ArrayLike) -> Spread:
        """Return point'β with its clustered variance and degrees of freedom."""
        where = np.asarray(point, dtype=float)
        scores, lengths, sides = self._scores(where)
        kernel = self._kernel()
        own = lengths + np.einsum("gi,ij,gj->g", sides, kernel, sides)
        cross = sides.T @ sides
        total = float((lengths**2).sum() + 2 * (lengths * (own - lengths)).sum())
        total += float(np.trace(kernel @ cross @ kernel @ cross))
        df = float(own.sum()) ** 2 / total if total > 0 else np.inf
        return Spread(float(where @ self.coefficients), float((scores**2).sum()), df)

    def _scores(self, point: Floats) -> tuple[Floats, Floats, Floats]:
        """Return for each cluster a_g'e_g, a_g'a_g and (X_g'a_g, X_g'W_g a_g), where a_g = A_g W_g X_g V point."""
        count = int(self.clusters.max()) + 1
        pull = self.weights * (self.design @ (self.inverse @ point))
        scores, lengths = np.zeros(count), np.zeros(count)
        sides = np.zeros((count, 2 * self.design.shape[1]))
        for clusters, rows in self._by_size():
            adjusted = np.einsum("gij,gj->gi", self._roots(rows), pull[rows])
            design, weights = self.design[rows], self.weights[rows]
            scores[clusters] = (adjusted * self.residuals[rows]).sum(axis=1)
            lengths[clusters] = (adjusted**2).sum(axis=1)
            plain = np.einsum("gi,gip->gp", adjusted, design)
            weighted = np.einsum("gi,gip->gp", adjusted * weights, design)
            sides[clusters] = np.column_stack([plain, weighted])
        return scores, lengths, sides

    def _by_size(self) -> Iterator[tuple[Places, Places]]:
        """Yield clusters of one size with their rows (clusters × size): equal sizes are solved together."""
        order = np.argsort(self.clusters, kind="stable")
        sizes = np.bincount(self.clusters)
        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        for size in np.unique(sizes[sizes > 0]):
            clusters = np.flatnonzero(sizes == size)
            yield clusters, order[starts[clusters][:, None] + np.arange(size)]

    def _roots(self, rows: Places) -> Floats:
        """Return A_g of clusters of one size: the pseudo-inverse root of B_g."""
        design, weights = self.design[rows], self.weights[rows]
        hat = np.einsum("gip,pq,gjq,gj->gij", design, self.inverse, design, weights)
        spread = np.einsum("gip,pq,gjq->gij", design, self._middle, design)
        values, vectors = np.linalg.eigh(np.eye(rows.shape[1]) - hat - hat.transpose(0, 2, 1) + spread)
        free = values > _NO_FREEDOM
        root = np.where(free, 1 / np.sqrt(np.where(free, values, 1.0)), 0.0)
        return np.asarray(np.einsum("gik,gk,gjk->gij", vectors, root, vectors))

    @cached_property
    def _middle(self) -> Floats:
        """V X'W²X V."""
        return self.inverse @ (self.design.T @ (self.design * self.weights[:, None] ** 2)) @ self.inverse

    def _kernel(self) -> Floats:
        """Return C with a_g'[(I − H)(I − H)']_gh a_h = [g = h] a_g'a_g + s_g'C s_h for the sides s of the clusters."""
        return np.block([[self._middle, -self.inverse], [-self.inverse, np.zeros_like(self.inverse)]])


def regression(
    design: ArrayLike, results: ArrayLike, clusters: ArrayLike, weights: ArrayLike | None = None
) -> Regression:
    """Fit a regression; `clusters` may be any labels.

    Raises:
        numpy.linalg.LinAlgError: the columns are not independent.
    """
    rows = np.asarray(design, dtype=float)
    counts = np.ones(len(rows)) if weights is None else np.asarray(weights, dtype=float)
    if np.linalg.matrix_rank(rows * np.sqrt(counts)[:, None]) < rows.shape[1]:
        raise np.linalg.LinAlgError("columns are not independent")
    numbers = np.unique(np.asarray(clusters), return_inverse=True)[1]
    return Regression(rows, np.asarray(results, dtype=float), counts, numbers)


def mean_with_spread(values: ArrayLike) -> Spread:
    """Return the mean of independent values."""
    known = np.asarray(values, dtype=float)
    return Spread(float(known.mean()), float(known.var(ddof=1)) / known.size, known.size - 1.0)


def difference(first: Spread, second: Spread) -> Spread:
    """Return first less second, independent of each other: Welch–Satterthwaite."""
    variance = first.variance + second.variance
    parts = first.variance**2 / first.df + second.variance**2 / second.df
    return Spread(first.estimate - second.estimate, variance, variance**2 / parts if parts > 0 else np.inf)


def left_over(results: Floats, design: Floats, others: Regression) -> Spread:
    """Return how far the mean of some schools is from what a fit to other schools expects of them.

    Args:
        results: of the schools, one row each.
        design: of the same schools, columns as in the fit.
        others: the fit to other schools.

    The schools' own variance is that of their distances from what was expected, so it holds also where the effect
    differs from school to school.
    """
    expected = others.at(design.mean(axis=0))
    own = mean_with_spread(results - design @ others.coefficients)
    return difference(Spread(float(results.mean()), own.variance, own.df), expected)
