"""Planes of a quantile regression for many probabilities: exact vertices, each reached from its neighbour.

What R's `quantreg::rq(method = "br")` finds for each probability from nothing is found here by a few tilts of the
plane of the probability before. Only rows near the plane can change their side on so short a way: the others are
counted once (Portnoy & Koenker 1997, Statistical Science 12, 279–300), and whether they kept their side is checked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr

from opora.analysis.growth_percentiles.vertex import Floats, Rows, Sample, UnboundedError, Vertex

_SHIFT = 1e-8  # of the outcome's spread: parts ties without moving a plane by a visible amount
_FIRST_ROUNDS = 3
_BLOCK = 4_000  # elements of a block small enough to be decomposed in one thread
_NEAR = 0.03
_FEWEST_NEAR = 3000


@dataclass(frozen=True)
class Planes:
    """Quantile planes: coefficients (probabilities × p), zero for columns that others already say."""

    coefficients: Floats
    rank: int


def quantile_planes(sample: Sample, probabilities: Sequence[float]) -> Planes:
    """Return for each probability (ascending) the plane that minimises Σ w ρ_τ(y − Xβ).

    Columns that are combinations of others are left out: the plane is the same.
    """
    kept = independent_columns(sample)
    small = Sample(np.ascontiguousarray(sample.x[:, kept]), sample.y, sample.w)
    coefficients = np.zeros((len(probabilities), sample.x.shape[1]))
    coefficients[:, kept] = _planes(small, probabilities)
    return Planes(coefficients, kept.size)


def independent_columns(sample: Sample) -> Rows:
    """Return the columns of the design that no others make up, in their order."""
    r, order = qr(_triangle(sample.x * np.sqrt(sample.w)[:, None]), mode="r", pivoting=True)
    sizes = np.abs(np.diag(r))
    rank = int((sizes > sizes[0] * max(sample.x.shape) * np.finfo(float).eps * 8).sum())
    return np.sort(order[:rank]).astype(np.intp)


def _triangle(rows: Floats) -> Floats:
    """Return R of the QR decomposition of many rows, block by block: small blocks start no threads of the BLAS."""
    width = rows.shape[1]
    step = max(2 * width, _BLOCK // width)
    r: Floats = np.zeros((width, width))
    for first in range(0, rows.shape[0], step):
        r = np.asarray(np.linalg.qr(np.vstack([r, rows[first : first + step]]), "r"), dtype=np.float64)
    return r


def _planes(sample: Sample, probabilities: Sequence[float]) -> Floats:
    """Start in the middle, where the plane is best known, and walk to both ends."""
    parted = Sample(sample.x, _parted(sample.y), sample.w)
    middle = len(probabilities) // 2
    found: dict[int, Rows] = {}
    start = _lowest(parted, probabilities[middle], _first_basis(parted))
    for way in (range(middle, len(probabilities)), range(middle - 1, -1, -1)):
        basis = start
        for place in way:
            basis = _lowest(parted, probabilities[place], basis)
            found[place] = basis
    return np.array(
        [np.linalg.solve(sample.x[found[place]], sample.y[found[place]]) for place in range(len(probabilities))]
    )


def _parted(y: Floats) -> Floats:
    """Return the outcome around its median, shifted row by row by less than anybody sees: no two rows are met at once.

    Where many pupils have whole-numbered scores a plane meets rows it does not go through, and tilts of length
    zero could go round for ever. The basis found is a basis of the unshifted outcome too. The spread is one that a
    single wild score does not widen: the others would be shifted by more than lies between them.
    """
    around = y - np.median(y)
    spread = float(np.median(np.abs(around))) or float(around.std()) or 1.0
    return np.asarray(around + (_scattered(y.size) - 0.5) * _SHIFT * spread)


def _scattered(size: int) -> Floats:
    """Return numbers in 0–1 without any pattern, the same every time.

    Splitmix64 (Steele, Lea & Flood 2014). Evenly spaced numbers will not do: rows stand in order of their scores, and
    what is linear along them parts no tie.
    """
    z = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (z ^ (z >> np.uint64(31))).astype(np.float64) / 2.0**64


def _first_basis(sample: Sample) -> Rows:
    """Return p independent rows near the median plane, which reweighted least squares find roughly."""
    x, y, w = sample.x, sample.y, sample.w
    spread = max(float(y.std()), 1e-6)
    weights = w.copy()
    for _ in range(_FIRST_ROUNDS):
        triangle = _triangle(np.column_stack([x, y]) * np.sqrt(weights)[:, None])
        plane = np.linalg.solve(triangle[:-1, :-1], triangle[:-1, -1])
        distance = np.abs(y - sample.along(plane.astype(np.float64)))
        weights = w / np.maximum(distance, 0.01 * spread)
    order = np.argsort(distance, kind="stable")
    for size in (20 * x.shape[1], order.size):
        near = order[:size]
        r, chosen = qr((x[near] / (distance[near] + 1e-3 * spread)[:, None]).T, mode="r", pivoting=True)
        sizes = np.abs(np.diag(r))
        if sizes.size == x.shape[1] and sizes[-1] > sizes[0] * 1e-9:
            break
    return near[chosen[: x.shape[1]]].astype(np.intp)


def _lowest(sample: Sample, tau: float, basis: Rows) -> Rows:
    """Return the basis of the lowest vertex, looking among the rows near the plane of the given one first."""
    size = max(_FEWEST_NEAR, int(_NEAR * sample.y.size))
    while 2 * size < sample.y.size:
        near, far = _near_and_far(sample, basis, size)
        reached = _lowest_near(sample, tau, basis, near)
        if reached is not None and _same_sides(sample, basis, reached, far):
            return reached
        basis, size = (basis if reached is None else reached), 2 * size
    return Vertex(sample, tau, basis, np.zeros(sample.x.shape[1])).lowered()


def _residuals(sample: Sample, basis: Rows) -> Floats:
    plane = np.linalg.solve(sample.x[basis], sample.y[basis]).astype(np.float64)
    r: Floats = sample.y - sample.along(plane)
    r[basis] = 0
    return r


def _near_and_far(sample: Sample, basis: Rows, size: int) -> tuple[Rows, Rows]:
    order = np.argpartition(np.abs(_residuals(sample, basis)), size)
    return np.union1d(order[:size], basis), np.setdiff1d(order[size:], basis)


def _lowest_near(sample: Sample, tau: float, basis: Rows, near: Rows) -> Rows | None:
    """Return the lowest vertex were all other rows to keep their side, None where these alone do not hold the plane."""
    psi = sample.w * (tau - (_residuals(sample, basis) < 0))
    psi[near] = 0
    vertex = Vertex(sample.part(near), tau, np.searchsorted(near, basis), sample.total(psi))
    try:
        return near[vertex.lowered()]
    except UnboundedError:
        return None


def _same_sides(sample: Sample, before: Rows, after: Rows, far: Rows) -> bool:
    return bool(((_residuals(sample, before)[far] < 0) == (_residuals(sample, after)[far] < 0)).all())
