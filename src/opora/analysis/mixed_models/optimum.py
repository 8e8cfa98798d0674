"""The lowest point of a deviance: downhill from more than one start, then Newton's steps until nothing is left to gain.

The way down begins with a step of EM, which comes near from far, and EM's metric is the first guess of the curvature.

lme4 stops when its search by values stands still, a few units of the fifth digit from the optimum; here the gradient is
exact, so the point where it is zero is found to the last digits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import scipy.optimize

from opora.analysis.mixed_models.moments import Floats

_SECOND_START = 0.2  # of lme4's start: with few levels a deviance may have two valleys
_MANY_ROWS = 20_000  # with so many the deviance is smooth, and one walk is enough
_LEFT_TO_NEWTON = 1e-6  # how far a parameter would still move
_STEP = 1e-5
_MOST_STEPS = 12
_NOTHING_TO_GAIN = 1e-9  # of the deviance: far below what anybody could see
_LAST_GAIN = 1e-15
_NEAR = 1e-3  # of the deviance to be gained: nearer than that the curvature is the same after a step
_FLAT = 1e-10
_ZERO = 1e-9


class Deviance(Protocol):
    """A function with a gradient."""

    n: int

    @property
    def start(self) -> Floats:
        """Where to begin."""

    def with_gradient(self, parameters: Floats) -> tuple[float, Floats]:
        """Return the value and the gradient."""

    def expected(self, parameters: Floats, gradient: Floats) -> Floats:
        """Return a better point, given the gradient at a point."""

    def reach(self, parameters: Floats) -> Floats:
        """Return how far each parameter may move for one unit of gradient."""


@dataclass(frozen=True)
class Optimum:
    """The lowest point found.

    Attributes:
        parameters: where it is.
        converged: whether a further step would gain nothing and no direction leads down.
        evaluations: how often the gradient was asked for.
    """

    parameters: Floats
    converged: bool
    evaluations: int


def lowest(deviance: Deviance) -> Optimum:
    """Return the lowest point: the best of several starts, polished."""
    counted = _Counted(deviance)
    starts = [deviance.expected(deviance.start, counted.gradient(deviance.start))]
    if deviance.n <= _MANY_ROWS:
        starts.append(_SECOND_START * deviance.start)
    found = [_walked(counted, start) for start in starts]
    point = min(found, key=counted.value) if len(found) > 1 else found[0]
    for _ in range(3):
        point, is_lowest = _polished(counted, point)
        if is_lowest:
            return Optimum(_with_true_zeros(point), converged=True, evaluations=counted.count)
        point = _walked(counted, point)
    return Optimum(point, converged=False, evaluations=counted.count)


def _with_true_zeros(point: Floats) -> Floats:
    """Return the point with what is zero but for rounding made zero: the optimum of a singular model."""
    return np.where(np.abs(point) < _ZERO, 0.0, point)


class _Counted:
    """A deviance that counts how often it is worked out and knows the last point again."""

    def __init__(self, deviance: Deviance) -> None:
        self.deviance = deviance
        self.count = 0
        self.last: tuple[Floats, tuple[float, Floats]] | None = None

    def both(self, point: Floats) -> tuple[float, Floats]:
        if self.last is None or not np.array_equal(self.last[0], point):
            self.count += 1
            self.last = point.copy(), self.deviance.with_gradient(point)
        return self.last[1]

    def gradient(self, point: Floats) -> Floats:
        return self.both(point)[1]

    def value(self, point: Floats) -> float:
        return self.both(point)[0]


def _walked(counted: _Counted, start: Floats) -> Floats:
    reach = counted.deviance.reach(start)
    near_enough = _LEFT_TO_NEWTON / reach.max()
    found = scipy.optimize.minimize(
        counted.both, start, jac=True, method="BFGS", options={"gtol": near_enough, "hess_inv0": np.diag(reach)}
    )
    point: Floats = found.x
    return point


def _polished(counted: _Counted, point: Floats) -> tuple[Floats, bool]:
    """Return the point after Newton's steps and whether it is a lowest point; from a saddle one step leads away."""
    curvature = None
    for _ in range(_MOST_STEPS):
        gradient = counted.gradient(point)
        if curvature is None:
            curvature = np.linalg.eigh(_curvature(counted.gradient, point))
        values, directions = curvature
        steep = np.abs(values) > _FLAT * np.abs(values).max()
        if values[0] < 0 and steep[0]:
            return point + _leaving(counted, point, directions[:, 0]), False
        across = directions.T @ gradient
        gain = float((across[steep] ** 2 / values[steep]).sum())
        point = point - directions[:, steep] @ (across[steep] / values[steep])
        if gain < _LAST_GAIN:
            return point, True
        if gain > _NEAR:
            curvature = None
    return point, gain < _NOTHING_TO_GAIN


def _leaving(counted: _Counted, point: Floats, direction: Floats) -> Floats:
    """Return the step down from a saddle: both ways are tried, the lower one taken."""
    steps = [sign * size * direction for size in (0.1, 0.5) for sign in (1.0, -1.0)]
    return min(steps, key=lambda step: counted.value(point + step))


def _curvature(gradient: Callable[[Floats], Floats], point: Floats) -> Floats:
    """Return the matrix of second derivatives from differences of exact gradients."""
    rows = [
        (gradient(point + _STEP * direction) - gradient(point - _STEP * direction)) / (2 * _STEP)
        for direction in np.eye(len(point))
    ]
    matrix = np.array(rows)
    return (matrix + matrix.T) / 2
