"""Maximum likelihood of the beta-binomial distribution, kernel of `shares`.

Notation of Griffiths (1973), Biometrics 29, 637–648: mean μ = a / (a + b) and spread θ = 1 / (a + b). With
S₁(j), S₂(j), S₃(j) = number of schools with k > j, with n − k > j and with n > j,

    log L = Σⱼ S₁(j) log(μ + jθ) + S₂(j) log(1 − μ + jθ) − S₃(j) log(1 + jθ).

The three count vectors are all that the fit needs, however many schools there are. The sums are differences of
digamma functions written out: unlike those they keep every digit as θ → 0, where schools do not differ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Fall of the log-likelihood at the edge of a 95 % interval: half the 0.95 quantile of χ² with one degree.
_FALL_95 = 1.9207294103470494

_LARGEST_SPREAD = 100.0
_SMALLEST_SPREAD = 1e-7
_STEPS = 100


@dataclass(frozen=True)
class CountsAbove:
    """Numbers of schools with k > j, with n − k > j and with n > j, for each j from 0 upwards."""

    below: Floats
    others: Floats
    pupils: Floats
    j: Floats

    @property
    def pooled_share(self) -> float:
        """Share over all schools: Σk / Σn."""
        return float(self.below.sum() / self.pupils.sum())


@dataclass(frozen=True)
class Fit:
    """Mean μ and spread θ = 1 / (a + b)."""

    mean: float
    spread: float


def counts_above(k: Integers, n: Integers) -> CountsAbove:
    """Return the sufficient statistics of schools with k of n pupils below."""
    length = int(n.max())
    below, others, pupils = (_above(numbers, length) for numbers in (k, n - k, n))
    return CountsAbove(below, others, pupils, np.arange(length, dtype=float))


def _above(numbers: Integers, length: int) -> Floats:
    reaching = np.bincount(numbers, minlength=length + 1)[::-1].cumsum()[::-1]
    return reaching[1:].astype(float)


def log_likelihood(above: CountsAbove, mean: float, spread: float) -> float:
    """Return log L without its constant Σ log C(n, k)."""
    step = above.j * spread
    # where nobody is counted the logarithm is not taken: 0 · log(0) must be 0
    return float(
        above.below @ _log(mean + step, above.below)
        + above.others @ _log(1 - mean + step, above.others)
        - above.pupils @ np.log1p(step)
    )


def _log(values: Floats, counts: Floats) -> Floats:
    return np.log(values, where=counts > 0, out=np.zeros_like(values))


def fitted(above: CountsAbove) -> Fit | None:
    """Return the inner maximum of the likelihood, or None where schools differ no more than chance makes them.

    Newton's method in (logit μ, log θ) with exact derivatives; where the surface bends the wrong way the curvature's
    sign is turned, and a step that does not climb is halved.
    """
    share = above.pooled_share
    if _slope_at_no_spread(above, share) <= 0:
        return None
    point = np.array([logit(share), np.log(0.05)])
    height = log_likelihood(above, share, 0.05)
    for _ in range(_STEPS):
        gradient, curvature = _derivatives(above, float(expit(point[0])), float(np.exp(point[1])))
        step = _ascent(gradient, curvature)
        point, height, length = _climb(above, point, step, height)
        if length < 1e-12:  # noqa: PLR2004 - the last digits of a double
            break
    return Fit(float(expit(point[0])), float(np.exp(point[1])))


def _climb(above: CountsAbove, point: Floats, step: Floats, height: float) -> tuple[Floats, float, float]:
    """Return the next point, its height and the length of the step taken; 0 where no step climbs."""
    for halving in range(40):
        candidate = point + step / 2**halving
        candidate[1] = np.clip(candidate[1], np.log(_SMALLEST_SPREAD), np.log(_LARGEST_SPREAD))
        reached = log_likelihood(above, float(expit(candidate[0])), float(np.exp(candidate[1])))
        # near the top the height no longer shows the climb, so a step that loses only rounding is taken
        if reached >= height - 1e-13 * abs(height):
            return candidate, reached, float(np.abs(candidate - point).max())
    return point, height, 0.0


def _ascent(gradient: Floats, curvature: Floats) -> Floats:
    values, vectors = np.linalg.eigh(curvature)
    bent = np.maximum(np.abs(values), 1e-8 * np.abs(values).max() + 1e-300)
    step: Floats = vectors @ ((vectors.T @ gradient) / bent)
    return step / max(1.0, float(np.abs(step).max()) / 2)


def _derivatives(above: CountsAbove, mean: float, spread: float) -> tuple[Floats, Floats]:
    """Return gradient and Hessian of log L in (logit μ, log θ)."""
    j = above.j
    one, two, three = 1 / (mean + j * spread), 1 / (1 - mean + j * spread), 1 / (1 + j * spread)
    first, second, third = above.below * one, above.others * two, above.pupils * three
    by_mean = (first - second).sum()
    by_spread = j @ (first + second - third)
    mean_mean = -(first @ one + second @ two)
    mean_spread = j @ (second * two - first * one)
    spread_spread = (j * j) @ (third * three - first * one - second * two)
    slope = mean * (1 - mean)
    mixed = mean_spread * slope * spread
    gradient = np.array([by_mean * slope, by_spread * spread])
    curvature = np.array(
        [
            [mean_mean * slope**2 + by_mean * slope * (1 - 2 * mean), mixed],
            [mixed, spread_spread * spread**2 + by_spread * spread],
        ]
    )
    return gradient, curvature


def _slope_at_no_spread(above: CountsAbove, share: float) -> float:
    """Return d log L / dθ at θ = 0: positive where schools differ more than chance makes them."""
    return float(above.j @ (above.below / share + above.others / (1 - share) - above.pupils))


def widest_concentration(above: CountsAbove) -> Fit | None:
    """Return the common mean with the widest spread that the likelihood does not exclude at 95 %, or None.

    At θ = 0 every school would have the same share for certain, which no data prove. The edge of the likelihood
    interval of θ is the cautious reading: schools may differ by that much without contradicting the data.
    """
    share = above.pooled_share
    floor = log_likelihood(above, share, 0.0) - _FALL_95
    narrow, wide = 0.0, 1.0  # θ = 1 is as spread as Jeffreys' prior or more: nothing was learnt
    if log_likelihood(above, share, wide) > floor:
        return None
    for _ in range(60):
        middle = (narrow + wide) / 2
        narrow, wide = (middle, wide) if log_likelihood(above, share, middle) > floor else (narrow, middle)
    return Fit(share, wide)
