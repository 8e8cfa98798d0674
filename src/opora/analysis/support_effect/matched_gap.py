"""How far schools came out from what schools alike before lead to expect: the mean, with the error matching leaves.

Notation: y are the results of n schools, z those of the schools they are compared with, school i is expected to have
b_i·z, and its gap is d_i = y_i − b_i·z. A school and those beside it share all they were matched on, so only what is
left given that is noise, and it is gaps that show it, not results (Abadie & Imbens 2006, Econometrica 74, 235–267,
theorem 7). Gaps of schools compared with the same others move together. With s² the noise of one result and
C = Σ b_i·b_k over i ≠ k

    Var(mean of d) = s²_d / n + C s² / (n (n − 1)),

without bias: the first part is smaller by just what gaps share. Each compared school against those nearest to it shows
s²; it is taken as one for all of them, alike as they are. The square of a school's own error, times how often it was
taken, would follow the very error of the mean where few are taken often, and intervals would cover too much.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, lil_array

from opora.analysis.support_effect.regression import Spread

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Noise:
    """What shows the noise of a result: each school less the mean of those nearest to it, scaled to that noise.

    Attributes:
        contrasts: compared rows × all rows; the squares of each line sum to 1.
        used: the compared rows, ascending.
        schools: the school of each of them: rows of one school at several starts err together.
    """

    contrasts: csr_array
    used: Places
    schools: Places

    @staticmethod
    def beside(nearest: Mapping[int, Places], schools: Places) -> "Noise":
        """Return the contrasts of rows with those nearest to them; `schools` tells whose every row is."""
        used = np.array(sorted(nearest), dtype=np.intp)
        made = lil_array((used.size, schools.size))
        for line, place in enumerate(used):
            others = nearest[int(place)]
            made[line, place] = np.sqrt(others.size / (others.size + 1))
            made[line, others] = -1 / np.sqrt(others.size * (others.size + 1))
        return Noise(csr_array(made), used, np.unique(schools[used], return_inverse=True)[1])

    def variance(self, results: Floats) -> float:
        """Return s²."""
        return float(np.mean((self.contrasts @ results) ** 2))


def mean_gap(results: Floats, matched: Places, shares: Floats, noise: Noise) -> Spread:
    """Return the mean of the gaps.

    Args:
        results: of all rows.
        matched: rows of the n schools.
        shares: B, n × compared rows; each line sums to 1.
        noise: what shows s².

    Degrees of freedom are Satterthwaite's for that variance, a sum of squares of results alike in noise.
    """
    gaps = results[matched] - shares @ results[noise.used]
    n = gaps.size
    common = max(0.0, _products(shares @ np.eye(int(noise.schools.max()) + 1)[noise.schools]))
    own, shared = float(gaps.var(ddof=1)) / n, common * noise.variance(results) / (n * (n - 1))
    return Spread(float(gaps.mean()), own + shared, _freedom(shares, noise, common))


def _products(lines: Floats) -> float:
    """Return Σ b_i·b_k over i ≠ k."""
    return float((lines.sum(axis=0) ** 2).sum() - (lines**2).sum())


def _freedom(shares: Floats, noise: Noise, common: float) -> float:
    """Return (tr Q)² / tr Q² of the quadratic form Q that the variance is, its two parts own and shared."""
    n, used = shares.shape
    centred = shares - shares.mean(axis=0)
    own = np.eye(n) - 1 / n + centred @ centred.T
    shared = (noise.contrasts @ noise.contrasts.T).toarray() * (common / used)
    both = noise.contrasts[:, noise.used] @ centred.T
    trace = float(np.trace(own)) + common
    squares = (own**2).sum() + (shared**2).sum() + 2 * common / used * (both**2).sum()
    return trace**2 / float(squares)
