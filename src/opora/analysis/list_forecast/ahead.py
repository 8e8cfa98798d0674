"""Where the true shares of schools will be some years ahead, given what their pupils wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

from opora.analysis.list_forecast.moving_shares import MovingShares
from opora.analysis.list_forecast.years_counted import YearsCounted

Floats = NDArray[np.float64]

_AT_ONCE = 200  # schools: their matrices are solved together
_STEPS = 30
_NEAR = 1e-8


@dataclass(frozen=True)
class Ahead:
    """Latent shares at moments ahead; a cell is a moment and a procedure, procedures of one moment stand together.

    Attributes:
        middle: of all schools by procedure, as in the last year it was held; NaN – never held.
        waits: moments × procedures: years the region has to move from the moment before, at first from that year.
        mean: of each school around the middle, schools × cells.
        covariance: of what is not known of it, schools × cells × cells.
    """

    middle: Floats
    waits: Floats
    mean: Floats
    covariance: Floats

    def of(self, schools: NDArray[np.intp]) -> "Ahead":
        """Return the same of some of the schools."""
        return replace(self, mean=self.mean[schools], covariance=self.covariance[schools])

    def latent(self, own: Floats, walks: Floats) -> Floats:
        """Return latent shares, moments × futures × schools × procedures.

        Schools share the futures: each school's own chances are what is wanted, not those of schools together.

        Args:
            own: standard normal, futures × cells.
            walks: of the region, futures × moments × procedures.
        """
        root = np.linalg.cholesky(self.covariance + 1e-10 * np.eye(self.mean.shape[1]))
        schools = self.mean + np.moveaxis(root @ own.T, -1, 0)
        around = schools.reshape(*schools.shape[:2], *self.waits.shape)
        found: Floats = np.moveaxis((self.middle + walks)[:, None] + around, 2, 0)
        return found


def ahead(model: MovingShares, counted: YearsCounted, years: Sequence[int] = (1,)) -> Ahead:
    """Return where the schools will be so many years after the last, by Laplace's approximation to each posterior.

    The latent shares of all its cells are normal before the results; given them the log-posterior is concave, so
    Newton's method finds its top, and the curvature there the spread (Rasmussen & Williams 2006, algorithm 3.1).
    """
    year, procedure = (one.ravel() for one in np.indices(model.middle.shape))
    is_held = ~np.isnan(model.middle)
    held = is_held.ravel()
    cells = (year[held].astype(np.float64), procedure[held].astype(np.float64))
    last, procedures = len(counted.years) - 1, len(counted.procedures)
    moments = last + np.array(years, dtype=np.float64)
    wanted = np.repeat(moments, procedures), np.tile(np.arange(procedures, dtype=np.float64), moments.size)
    prior, cross = model.covariance(cells, cells), model.covariance(wanted, cells)
    pupils, below = (
        np.moveaxis(table, 1, 0).reshape(len(counted.schools), -1)[:, held].astype(np.float64)
        for table in (counted.pupils, counted.below)
    )
    middle = model.middle.ravel()[held]
    mean, covariance = [], []
    for start in range(0, len(counted.schools), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        slope, known = _posterior(prior, middle, below[rows], pupils[rows])
        mean.append(slope @ cross.T)
        covariance.append(model.covariance(wanted, wanted) - np.einsum("pi,sij,qj->spq", cross, known, cross))
    latest = np.where(is_held.any(axis=0), last - is_held[::-1].argmax(axis=0), 0)
    waits = np.diff(moments, prepend=last)[:, None] + np.outer(np.arange(moments.size) == 0, last - latest)
    return Ahead(model.middle[latest, np.arange(procedures)], waits, np.concatenate(mean), np.concatenate(covariance))


def _posterior(prior: Floats, middle: Floats, below: Floats, pupils: Floats) -> tuple[Floats, Floats]:
    """Return Σ⁻¹x at the top of each posterior, and W^½ B⁻¹ W^½, what the results take off the prior covariance."""
    x = np.zeros_like(below)
    slope, weight = _slopes(middle + x, below, pupils)
    eye = np.eye(len(middle))
    for _ in range(_STEPS):
        root = np.sqrt(weight)
        inner = eye + root[:, :, None] * prior * root[:, None, :]
        aim = weight * x + slope
        solved = np.linalg.solve(inner, (root * (aim @ prior))[:, :, None])[:, :, 0]
        step = (aim - root * solved) @ prior - x
        # a step no longer than 2 in the latent scale never leaps over the top of a probit likelihood
        longest = np.abs(step).max(axis=1, initial=0.0)
        x = x + step * np.minimum(1.0, 2.0 / np.maximum(longest, 1e-12))[:, None]
        slope, weight = _slopes(middle + x, below, pupils)
        if longest.max(initial=0.0) < _NEAR:
            break
    root = np.sqrt(weight)
    inner = eye + root[:, :, None] * prior * root[:, None, :]
    known = root[:, :, None] * np.linalg.solve(inner, root[:, :, None] * eye)
    return slope, known


def _slopes(latent: Floats, below: Floats, pupils: Floats) -> tuple[Floats, Floats]:
    """Return slope and negative curvature of the binomial log-likelihood in the latent share."""
    density = -(latent**2) / 2 - 0.5 * np.log(2 * np.pi)
    up, down = np.exp(density - log_ndtr(latent)), np.exp(density - log_ndtr(-latent))
    others = pupils - below
    weight = below * up * (up + latent) + others * down * (down - latent)
    return below * up - others * down, np.maximum(weight, 0.0)
