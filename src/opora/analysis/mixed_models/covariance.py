"""From the numbers an optimiser moves to the covariance of random effects, and back to lme4's θ.

The optimiser moves a lower triangle Λ̃ for columns that are centred and scaled; lme4's Λ belongs to the columns of the
formula. Both give the same covariance, and the likelihood depends on nothing else.
"""

from dataclasses import dataclass

import numpy as np

from opora.analysis.mixed_models.blocks import Numbers
from opora.analysis.mixed_models.moments import BarMoments, Floats

_NOTHING = 1e-9


@dataclass(frozen=True)
class Scaled:
    """One random term as the optimiser sees it.

    Attributes:
        to_columns: k × terms, Λ̃ of the optimiser → Λ of the counted columns.
        to_raw: terms × terms, Λ̃ → Λ of the formula's columns (no longer a triangle).
    """

    to_columns: Floats
    to_raw: Floats

    @property
    def size(self) -> int:
        """How many effects each level has."""
        return len(self.to_raw)

    @property
    def parameters(self) -> int:
        """How many numbers the lower triangle has."""
        return self.size * (self.size + 1) // 2


def scaled(bar: BarMoments, n: int) -> Scaled:
    """Return how a random term is scaled: every column to a mean square of 1."""
    made = bar.to_centred
    is_square = made.shape[0] == made.shape[1]
    squares = bar.z_z.sum(axis=0) / n
    columns = squares if is_square else made.T @ squares @ made
    scale = np.sqrt(np.diagonal(columns))
    shrink: Floats = np.diag(1 / np.where(scale > 0, scale, 1.0)).astype(np.float64)
    if not is_square:
        return Scaled(made @ shrink, shrink)
    to_raw: Floats = np.linalg.solve(made, shrink).astype(np.float64)
    return Scaled(shrink, to_raw)


def triangle(parameters: Numbers, size: int) -> Numbers:
    """Return the lower triangle filled column by column, as lme4 orders θ."""
    filled = np.zeros((size, size), parameters.dtype)
    columns, rows = np.triu_indices(size)
    filled[rows, columns] = parameters
    return filled


def by_columns(matrix: Floats) -> Floats:
    """Return the numbers of a lower triangle column by column: `triangle` undone."""
    columns, rows = np.triu_indices(len(matrix))
    return matrix[rows, columns]


def theta(factor: Floats) -> Floats:
    """Return lme4's θ of a covariance ΛΛ′ given by any square root: its Cholesky factor, column by column."""
    return by_columns(lower_root(factor))


def lower_root(factor: Floats) -> Floats:
    """Return the lower triangle with the same ΛΛ′ and no negative diagonal.

    By an orthogonal rotation, so that nothing is squared: a zero of a singular fit stays a zero.
    """
    upper: Floats = np.linalg.qr(factor.T)[1]
    signs = np.where(np.diagonal(upper) < 0, -1.0, 1.0)
    root: Floats = (upper * signs[:, None]).T
    rows = np.sqrt((root**2).sum(axis=1, keepdims=True))
    return np.where(np.abs(root) <= _NOTHING * rows, 0.0, root)
