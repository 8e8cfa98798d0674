"""The profiled deviance of a mixed model and its exact gradient, from cross-products alone.

For given θ the fixed effects and σ have closed forms (Bates et al. 2015, sections 3.4–3.5); what is left is a function
of a few numbers. Its gradient is exact: by its own formula, or by complex steps where that would need a large inverse.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from opora.analysis.mixed_models.blocks import Numbers, log_determinant, summed_products, times
from opora.analysis.mixed_models.chains import Bars, Chain, Eliminated
from opora.analysis.mixed_models.covariance import Scaled, by_columns, scaled, triangle
from opora.analysis.mixed_models.crossings import Crossing
from opora.analysis.mixed_models.expectation import expected_triangle, reach_of_triangle
from opora.analysis.mixed_models.moments import BarMoments, Floats, Link, Moments

_STEP = 1e-30


@dataclass(frozen=True)
class Solved:
    """The model at given θ.

    Attributes:
        deviance: REML criterion or −2 log-likelihood.
        coefficients: of the counted columns, in their own units.
        unscaled: covariance of the coefficients divided by σ².
        sigma: standard deviation of the residuals.
        eliminated: what the random effects leave.
        scales: units of the fixed columns and, last, of the response.
    """

    deviance: Any
    coefficients: Numbers
    unscaled: Numbers
    sigma: float
    eliminated: Eliminated
    scales: Floats


class Likelihood:
    """The profiled deviance as a function of the numbers of the lower triangles, all terms one after another."""

    def __init__(self, moments: Moments, *, is_reml: bool) -> None:
        self.order = sorted(range(len(moments.bars)), key=lambda number: -len(moments.bars[number].levels))
        self.bars: list[BarMoments] = [moments.bars[number] for number in self.order]
        self.n, self.p = moments.n, moments.w_w.shape[0] - 1
        self.is_reml = is_reml
        self.terms: list[Scaled] = [scaled(bar, self.n) for bar in self.bars]
        diagonal = np.sqrt(np.diagonal(moments.w_w))
        self.scales: Floats = np.where(diagonal > 0, diagonal, 1.0)
        self.w_w = moments.w_w / np.outer(self.scales, self.scales)
        z_w = tuple(bar.z_w / self.scales for bar in self.bars)
        bars = Bars(tuple(bar.z_z for bar in self.bars), z_w, self._links(moments))
        self.solver: Chain | Crossing = Chain(bars) if Chain.fits(bars) else Crossing(bars)

    def _links(self, moments: Moments) -> dict[tuple[int, int], Link]:
        place = {number: position for position, number in enumerate(self.order)}
        found = {}
        for (i, j), link in moments.links.items():
            turned = Link(link.second, link.first, np.swapaxes(link.z_z, 1, 2))
            is_kept = place[i] < place[j]
            found[min(place[i], place[j]), max(place[i], place[j])] = link if is_kept else turned
        return found

    @cached_property
    def size(self) -> int:
        """How many numbers there are to find."""
        return sum(term.parameters for term in self.terms)

    @property
    def start(self) -> Floats:
        """Where lme4 begins: every effect as spread as the residuals, none correlated."""
        return np.concatenate([by_columns(np.eye(one.size)) for one in self.terms])

    def triangles(self, parameters: Numbers) -> list[Numbers]:
        """Return Λ̃ of each term."""
        ends = np.cumsum([one.parameters for one in self.terms])[:-1]
        pieces = np.split(parameters, ends)
        return [triangle(piece, one.size) for piece, one in zip(pieces, self.terms, strict=True)]

    def solved(self, parameters: Numbers, *, is_whole: bool = False) -> Solved:
        """Return the model at given parameters; `is_whole` asks for the random effects too."""
        triangles = self.triangles(parameters)
        factors = [one.to_columns @ lower for one, lower in zip(self.terms, triangles, strict=True)]
        eliminated = self.solver.eliminated(self.w_w, factors, is_whole=is_whole)
        x_x, x_y, y_y = (
            eliminated.w_w[:-1, :-1],
            eliminated.w_w[:-1, -1],
            eliminated.w_w[-1, -1],
        )
        unscaled = np.linalg.inv(x_x)
        coefficients = unscaled @ x_y
        freedom = self.n - self.p if self.is_reml else self.n
        residual = (y_y - x_y @ coefficients) * self.scales[-1] ** 2
        deviance = eliminated.log_determinant + freedom * (1 + np.log(2 * np.pi * residual / freedom))
        if self.is_reml and self.p:
            deviance = deviance + log_determinant(x_x) + 2 * np.log(self.scales[:-1]).sum()
        sigma = float(np.sqrt(max(0.0, residual.real) / freedom))
        return Solved(deviance, coefficients, unscaled, sigma, eliminated, self.scales)

    def deviance(self, parameters: Floats) -> float:
        """Return the deviance."""
        return float(self.solved(parameters).deviance)

    def expected(self, parameters: Floats, gradient: Floats) -> Floats:
        """Return the parameters after a step of EM, which never leads upwards."""
        triangles, slopes = self.triangles(parameters), self.triangles(gradient)
        after = map(expected_triangle, triangles, slopes, self._counts)
        return np.concatenate([by_columns(one) for one in after])

    def reach(self, parameters: Floats) -> Floats:
        """Return how far each parameter moves for one unit of gradient."""
        found = map(reach_of_triangle, self.triangles(parameters), self._counts)
        return np.concatenate([by_columns(one) for one in found])

    @property
    def _counts(self) -> list[int]:
        return [len(bar.levels) for bar in self.bars]

    def with_gradient(self, parameters: Floats) -> tuple[float, Floats]:
        """Return the deviance and its exact gradient: by its formula, or by steps where that needs a huge inverse."""
        if isinstance(self.solver, Chain) or self.solver.has_gradient:
            solved = self.solved(parameters, is_whole=True)
            return float(solved.deviance), self._gradient_of(solved)
        return self.by_complex_steps(parameters)

    def by_complex_steps(self, parameters: Floats) -> tuple[float, Floats]:
        """Return the deviance and its gradient from imaginary steps, one for each parameter.

        Cholesky's factors carry no such steps: this is not for a crossing that `has_gradient`.
        """
        found = np.array([self.solved(parameters + 1j * _STEP * direction).deviance for direction in np.eye(self.size)])
        return float(found[0].real), found.imag / _STEP

    def _gradient_of(self, solved: Solved) -> Floats:
        """Return the gradient at a solved point.

        By Λ of a term it is 2 Σ {[Z′ZΛM⁻¹] − Z′V⁻¹X (X′V⁻¹X)⁻¹ P′ − f/r² · Z′V⁻¹(y − Xβ) u′} over its levels, with
        M = Λ′Z′ZΛ + I, P = M⁻¹Λ′Z′X, f the degrees of freedom and r² the residual sum of squares; the middle part
        belongs to REML only.
        """
        whole, beta = solved.eliminated, solved.coefficients
        assert whole.solved is not None
        assert whole.left is not None
        weight = 1 / (solved.sigma / self.scales[-1]) ** 2
        found = []
        for term, part, left, leverage in zip(self.terms, whole.solved, whole.left, whole.leverage(), strict=True):
            modes, residual = (one[:, -1:] - times(one[:, :-1], beta[:, None]) for one in (part, left))
            slope = leverage - weight * summed_products(residual, modes)
            if self.is_reml:
                slope = slope - summed_products(times(left[:, :-1], solved.unscaled), part[:, :-1])
            found.append(2 * by_columns(term.to_columns.T @ slope))
        return np.concatenate(found)
