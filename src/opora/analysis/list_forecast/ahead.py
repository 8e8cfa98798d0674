"""Where the true shares of schools will be some years ahead, given what their pupils wrote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri

from opora.analysis.list_forecast.levels import LEVELS, chances, drawn, frequencies
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
        mean: of a school of level 0 around the middle, schools × cells.
        reach: what one level more adds to it, schools × cells.
        covariance: of what is not known of a school besides its level, schools × cells × cells.
        levels: how likely each level is for each school, schools × levels.
        often: how often each level is in the region.
        stays: the part of the variance of schools that is their level.
    """

    middle: Floats
    waits: Floats
    mean: Floats
    reach: Floats
    covariance: Floats
    levels: Floats
    often: Floats
    stays: float

    def of(self, schools: NDArray[np.intp]) -> "Ahead":
        """Return the same of some of the schools."""
        return replace(
            self,
            mean=self.mean[schools],
            reach=self.reach[schools],
            covariance=self.covariance[schools],
            levels=self.levels[schools],
        )

    @property
    def coordinates(self) -> int:
        """How many coordinates a point has from which the own future of schools is made."""
        return 1 + self.waits.size

    def latent(self, own: Floats, walks: Floats) -> Floats:
        """Return latent shares, moments × futures × schools × procedures.

        Schools share the futures: each school's own chances are what is wanted, not those of schools together.

        Args:
            own: points of the unit cube, futures × coordinates.
            walks: of the region, futures × moments × procedures.
        """
        level = drawn(self.levels, own[:, 0])
        root = np.linalg.cholesky(self.covariance + 1e-10 * np.eye(self.mean.shape[1]))
        around = np.moveaxis(root @ ndtri(own[:, 1:]).T, -1, 0)
        schools = self.mean + level.T[:, :, None] * self.reach + around
        shaped = schools.reshape(*schools.shape[:2], *self.waits.shape)
        found: Floats = np.moveaxis((self.middle + walks)[:, None] + shaped, 2, 0)
        return found


def ahead(
    model: MovingShares, counted: YearsCounted, years: Sequence[int] = (1,), times: Floats | None = None
) -> Ahead:
    """Return where the schools will be so many years after the last, by Laplace's approximation to each posterior.

    The latent shares of all its cells are normal before the results; given them the log-posterior is concave, so
    Newton's method finds its top, and the curvature there the spread (Rasmussen & Williams 2006, algorithm 3.1). With
    the results put into that form the level of a school, which need not be normal, has a likelihood in closed form; how
    often levels are is learnt from the schools, each counted so many `times`, as the model was.
    """
    year, procedure = (one.ravel() for one in np.indices(model.middle.shape))
    is_held = ~np.isnan(model.middle)
    held = is_held.ravel()
    cells = (year[held].astype(np.float64), procedure[held].astype(np.float64))
    last, procedures = len(counted.years) - 1, len(counted.procedures)
    moments = last + np.array(years, dtype=np.float64)
    wanted = np.repeat(moments, procedures), np.tile(np.arange(procedures, dtype=np.float64), moments.size)
    results = _Results(
        model.covariance(cells, cells),
        model.middle.ravel()[held],
        *(
            np.moveaxis(table, 1, 0).reshape(len(counted.schools), -1)[:, held].astype(np.float64)
            for table in (counted.below, counted.pupils)
        ),
    )
    stays = model.staying(moments[-1])
    unit, far = (np.sqrt(stays) * model.spread[one[1].astype(int)] for one in (cells, wanted))
    around, cross = model.covariance(cells, cells, stays), model.covariance(wanted, cells, stays)
    parts = []
    for start in range(0, len(counted.schools), _AT_ONCE):
        told, known = results.of(slice(start, start + _AT_ONCE)).told(around)
        pull, lean = (known @ told[:, :, None])[:, :, 0], known @ unit
        spread = model.covariance(wanted, wanted, stays) - np.einsum("pi,sij,qj->spq", cross, known, cross)
        evidence = LEVELS * (pull @ unit)[:, None] - LEVELS**2 / 2 * (lean @ unit)[:, None]
        parts.append((pull @ cross.T, far - lean @ cross.T, spread, evidence))
    mean, reach, covariance, evidence = (np.concatenate(part) for part in zip(*parts, strict=True))
    often = frequencies(evidence, times)
    latest = np.where(is_held.any(axis=0), last - is_held[::-1].argmax(axis=0), 0)
    waits = np.diff(moments, prepend=last)[:, None] + np.outer(np.arange(moments.size) == 0, last - latest)
    middle = model.middle[latest, np.arange(procedures)]
    return Ahead(middle, waits, mean, reach, covariance, chances(evidence, often), often, stays)


@dataclass(frozen=True)
class _Results:
    """What schools showed: the covariance of latent shares before it, their middle, counts schools × cells."""

    prior: Floats
    middle: Floats
    below: Floats
    pupils: Floats

    def of(self, schools: slice) -> "_Results":
        return replace(self, below=self.below[schools], pupils=self.pupils[schools])

    def told(self, around: Floats) -> tuple[Floats, Floats]:
        """Return the results as normal ones, schools × cells, with precisions given a covariance around a level."""
        x, weight = self._tops()
        slope, _ = _slopes(self.middle + x, self.below, self.pupils)
        told = x + np.divide(slope, weight, out=np.zeros_like(x), where=weight > 0)
        root = np.sqrt(weight)
        eye = np.eye(len(self.middle))
        inner = eye + root[:, :, None] * around * root[:, None, :]
        return told, root[:, :, None] * np.linalg.solve(inner, root[:, :, None] * eye)

    def _tops(self) -> tuple[Floats, Floats]:
        """Return the top of each posterior and the curvature of the likelihood there."""
        x = np.zeros_like(self.below)
        slope, weight = _slopes(self.middle + x, self.below, self.pupils)
        eye = np.eye(len(self.middle))
        for _ in range(_STEPS):
            root = np.sqrt(weight)
            inner = eye + root[:, :, None] * self.prior * root[:, None, :]
            aim = weight * x + slope
            solved = np.linalg.solve(inner, (root * (aim @ self.prior))[:, :, None])[:, :, 0]
            step = (aim - root * solved) @ self.prior - x
            # a step no longer than 2 in the latent scale never leaps over the top of a probit likelihood
            longest = np.abs(step).max(axis=1, initial=0.0)
            x = x + step * np.minimum(1.0, 2.0 / np.maximum(longest, 1e-12))[:, None]
            slope, weight = _slopes(self.middle + x, self.below, self.pupils)
            if longest.max(initial=0.0) < _NEAR:
                break
        return x, weight


def _slopes(latent: Floats, below: Floats, pupils: Floats) -> tuple[Floats, Floats]:
    """Return slope and negative curvature of the binomial log-likelihood in the latent share."""
    density = -(latent**2) / 2 - 0.5 * np.log(2 * np.pi)
    up, down = np.exp(density - log_ndtr(latent)), np.exp(density - log_ndtr(-latent))
    others = pupils - below
    weight = below * up * (up + latent) + others * down * (down - latent)
    return below * up - others * down, np.maximum(weight, 0.0)
