"""One vertex of a weighted quantile regression, and the walk from vertex to vertex until none is lower.

Notation of Koenker & d'Orey (1987), Applied Statistics 36, 383–393 (AS 229): the plane goes exactly through p of the
n rows, the basis h. With residuals r and weights w a vertex is the minimum of Σ w ρ_τ(r) when every dual value lies
in w[τ − 1, τ]:

    a = −(Σ_{i∉h} w_i ψ_i x_i) B⁻¹,   ψ_i = τ − 1{r_i < 0},   B = rows of the design in the basis.

A dual value outside its range names the row that leaves; the plane tilts until the slope of the objective turns,
passing over as many rows as that takes, and the row it stops at enters (Barrodale & Roberts 1973).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

#: How far outside its range a dual value may be, as a part of the row's weight, before the plane tilts.
TOLERANCE = 1e-9

_NEAREST = 64  # crossings sorted at first: a tilt seldom passes over more
_UNTHREADED = 36_000  # elements of a product that OpenBLAS computes in one thread
_MOST_PIVOTS = 100_000
_FRESH_FOR = 60  # tilts until everything is computed anew
_STILL = 1e-10  # a row that moves less than this beside the fastest one stands still: pupils with a basis row's priors


class UnboundedError(ArithmeticError):
    """The rows of a part of the sample do not hold the plane."""


class UnsettledError(ArithmeticError):
    """Rounding is larger than what tells planes apart: a score stands millions of times farther off than the others."""


@dataclass
class Sample:
    """Rows of a regression: design x (n × p, full column rank), outcome y, weights w (numbers of pupils)."""

    x: Floats
    y: Floats
    w: Floats
    columns: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.columns = np.asfortranarray(self.x)  # the whole design is read by columns, single rows by rows

    def along(self, direction: Floats) -> Floats:
        """Return x @ direction.

        In blocks below the size from which OpenBLAS starts threads: on so small a product they cost more than they
        save, and on a busy machine many times more.
        """
        n, p = self.x.shape
        width = max(1, _UNTHREADED // n)
        found = self.columns[:, :width] @ direction[:width]
        for first in range(width, p, width):
            found += self.columns[:, first : first + width] @ direction[first : first + width]
        return found

    def total(self, psi: Floats) -> Floats:
        """Return psi @ x, in the same blocks."""
        n, p = self.x.shape
        width = max(1, _UNTHREADED // n)
        return np.concatenate([psi @ self.columns[:, first : first + width] for first in range(0, p, width)])

    def part(self, rows: Rows) -> "Sample":
        """Return these rows alone."""
        return Sample(self.x[rows], self.y[rows], self.w[rows])


@dataclass
class Vertex:
    """A plane through the rows `h` of a sample, with what the next tilt needs.

    Attributes:
        sample: the rows the plane may go through.
        tau: probability of the quantile.
        h: the rows it goes through.
        beyond: Σ w ψ x of rows that are no part of the sample because the plane is far from them.
        inverse: B⁻¹.
        r: residuals, exactly 0 in the basis.
        g: Σ w ψ x over all rows outside the basis.
    """

    sample: Sample
    tau: float
    h: Rows
    beyond: Floats
    inverse: Floats = field(init=False)
    r: Floats = field(init=False)
    g: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.h = self.h.copy()
        self._compute()

    def _compute(self) -> None:
        """Compute inverse, residuals and sums from the basis alone: tilts leave rounding in them."""
        x, y, w = self.sample.x, self.sample.y, self.sample.w
        self.inverse = np.linalg.inv(x[self.h]).astype(np.float64)
        self.r = y - self.sample.along(self.inverse @ y[self.h])
        self.r[self.h] = 0
        psi = w * (self.tau - (self.r < 0))
        psi[self.h] = 0
        self.g = self.sample.total(psi) + self.beyond

    def lowered(self) -> Rows:
        """Tilt the plane until no dual value is outside its range; return the basis.

        Raises:
            UnsettledError: no end is reached.
            UnboundedError: with the rows beyond the sample taken as they are, the objective falls without end.
        """
        tilts = 0  # since everything was computed anew
        for _ in range(_MOST_PIVOTS):
            leaving, sign, excess = self._leaving()
            if excess <= TOLERANCE * self.sample.w[self.h[leaving]]:
                if not tilts:
                    return self.h
                tilts = _FRESH_FOR
            else:
                self._tilt(leaving, sign, excess)
                tilts += 1
            if tilts >= _FRESH_FOR:
                self._compute()
                tilts = 0
        raise UnsettledError("the quantile plane did not settle")

    def _leaving(self) -> tuple[int, float, float]:
        """Return the place in the basis that leaves, the side its row will be on and how fast the objective falls.

        Of all dual values outside their range the one that falls fastest per length of the tilt is taken.
        """
        weights = self.sample.w[self.h]
        a = -(self.g @ self.inverse)
        above, below = a - weights * self.tau, weights * (self.tau - 1) - a
        excess = np.maximum(above, below)
        j = int(np.argmax(excess / np.sqrt((self.inverse**2).sum(axis=0))))
        return j, (1.0 if above[j] > below[j] else -1.0), float(excess[j])

    def _tilt(self, j: int, sign: float, excess: float) -> None:
        x, w = self.sample.x, self.sample.w
        v = self.sample.along(sign * self.inverse[:, j])
        passed, entering, length = self._crossings(v, excess)
        left = self.h[j]
        if passed.size:
            self.g += (w[passed] * np.sign(v[passed])) @ x[passed]
        self.g -= w[entering] * (self.tau - (self.r[entering] < 0)) * x[entering]
        self.g += w[left] * (self.tau - (sign < 0)) * x[left]
        self.r += length * v
        self.r[left] = length * sign
        self.h[j] = entering
        self.r[self.h] = 0
        self._exchange(j, x[entering])

    def _crossings(self, v: Floats, excess: float) -> tuple[Rows, int, float]:
        """Return the rows the tilt passes over, the row it stops at and its length.

        Each row crossed makes the objective's slope steeper by w|v|; it stops where the fall is used up.
        """
        crossed = np.flatnonzero((self.r * v < 0) & (np.abs(v) > _STILL * np.abs(v).max()))
        if not crossed.size:
            raise UnboundedError
        lengths = -self.r[crossed] / v[crossed]
        slopes = self.sample.w[crossed] * np.abs(v[crossed])
        nearest = _NEAREST
        while True:
            order = _smallest(lengths, nearest)
            stop = int(np.searchsorted(np.cumsum(slopes[order]), excess))
            if stop < order.size:
                return crossed[order[:stop]], int(crossed[order[stop]]), float(lengths[order[stop]])
            if order.size == lengths.size:  # rounding: the last row uses up the fall
                return crossed[order[:-1]], int(crossed[order[-1]]), float(lengths[order[-1]])
            nearest *= 4

    def _exchange(self, j: int, row: Floats) -> None:
        """Put a new row at place j of the basis: a rank-one change of the inverse."""
        change = row @ self.inverse
        pivot = change[j]
        change[j] -= 1
        self.inverse -= np.outer(self.inverse[:, j], change / pivot)


def _smallest(values: Floats, count: int) -> Rows:
    """Return the places of the smallest values, in order."""
    if count >= values.size:
        return np.argsort(values, kind="stable")
    places = np.argpartition(values, count - 1)[:count]
    return places[np.argsort(values[places], kind="stable")]
