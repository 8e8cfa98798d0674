"""How true shares of schools lie and move: a threshold model whose parts are found from pairs of pupils.

The share below the threshold of school s, procedure q and year t is Φ(middle[t, q] + x), x normal over schools with the
spread of the procedure. For two pupils of one school the chance that both are below is then a bivariate normal
probability (the tetrachoric correlation of Pearson 1900), so every part of the model follows from counted pairs:

- two pupils of one paper: how much schools differ;
- of one procedure a year apart: how much of the difference lasts; two years apart: how fast that fades;
- of two procedures in one year and a year apart: how much procedures of one school go together.

Pairs are made of different pupils, so chance of small groups does not enter; no likelihood is iterated.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from opora.analysis.list_forecast.yearly_step import YearlyStep, yearly_step
from opora.analysis.list_forecast.years_counted import YearsCounted

Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)
_TYPICAL = 0.1  # likeness of pupils that weighs schools: large ones say more, but not in proportion
_BORROWED = 20.0  # schools' worth of the common spread in the spread of each procedure
_LEAST_LIKENESS, _MOST_LIKENESS = 0.005, 0.9
_MOST_LASTING = 0.98
_LEAST_FADING, _UNKNOWN_FADING = 0.6, 0.9


@dataclass(frozen=True)
class MovingShares:
    """The model of true shares.

    Attributes:
        middle: latent mean, years × procedures; NaN where a procedure was not held.
        spread: of schools around it, by procedure.
        lasting: correlation of one procedure a year apart.
        lasting_together: correlation of two procedures a year apart.
        together: correlation of two procedures in one year.
        fading: by how much a correlation falls with each year more.
        step: of all schools together from year to year.
    """

    middle: Floats
    spread: Floats
    lasting: float
    lasting_together: float
    together: float
    fading: float
    step: YearlyStep

    def staying(self, years: float) -> float:
        """Return the part of the variance that is common to procedures and stays so many years."""
        return float(self.lasting_together * self.fading ** max(years - 1.0, 0.0))

    def covariance(self, one: tuple[Floats, Floats], other: tuple[Floats, Floats], less: float = 0.0) -> Floats:
        """Return the covariance of latent shares between cells, each given as years and procedures.

        `less` is a part of the variance left out: one that all cells of a school share.
        """
        lag = np.abs(one[0][:, None] - other[0][None, :])
        same = one[1][:, None] == other[1][None, :]
        kept = self.fading ** (lag - 1.0)
        correlation = np.where(
            lag == 0,
            np.where(same, 1.0, self.together),
            np.where(same, self.lasting, self.lasting_together) * kept,
        )
        spread_one, spread_other = (self.spread[cells[1].astype(int)] for cells in (one, other))
        found: Floats = (correlation - less) * spread_one[:, None] * spread_other[None, :]
        return found


@dataclass(frozen=True)
class _Pairs:
    """Covariances of shares between cells with their weights; a cell is a year and a procedure.

    Attributes:
        covariance: cells × cells; the diagonal is of different pupils of one cell.
        weight: pairs behind each.
        point: latent threshold of each cell: Φ⁻¹ of its mean share.
        year: place of the year of each cell.
        procedure: place of its procedure.
        error: covariance of the errors of the mean shares, cells × cells: schools and pupils could be others.
    """

    covariance: Floats
    weight: Floats
    point: Floats
    year: Floats
    procedure: Floats
    error: Floats


def fitted(counted: YearsCounted, times: Floats | None = None) -> MovingShares:
    """Return the model of the schools.

    Args:
        counted: at least two consecutive years.
        times: how often each school counts; None – once. A bootstrap gives numbers of its own.
    """
    times = np.ones(len(counted.schools)) if times is None else times
    pairs = _pairs(counted, times)
    likeness = _likeness(pairs, len(counted.procedures), float(times.sum()))
    lag = np.abs(pairs.year[:, None] - pairs.year[None, :])
    same = pairs.procedure[:, None] == pairs.procedure[None, :]
    lasting, later, apart, together = (
        _correlation(pairs, chosen, likeness)
        for chosen in (same & (lag == 1), same & (lag == 2), ~same & (lag == 1), ~same & (lag == 0))  # noqa: PLR2004 - two years apart
    )
    is_seen = len(counted.years) > 2 and later > 0 and lasting > 0  # noqa: PLR2004 - two years apart
    fading = min(1.0, max(later / lasting, _LEAST_FADING)) if is_seen else _UNKNOWN_FADING
    lasting = min(lasting, _MOST_LASTING)
    fading = max(fading, lasting / _MOST_LASTING)
    # the four parts – lasting common and own, of the year common and own – must each be no less than nothing
    apart = min(apart, lasting)
    together = min(max(together, apart / fading), apart / fading + 1 - lasting / fading)
    spread = np.sqrt(likeness / (1 - likeness))
    year, procedure = pairs.year.astype(int), pairs.procedure.astype(int)
    widened = np.sqrt(1 + spread[procedure] ** 2)
    middle = np.full((len(counted.years), len(counted.procedures)), np.nan)
    middle[year, procedure] = pairs.point * widened
    error, cell = np.zeros((middle.size, middle.size)), year * middle.shape[1] + procedure
    slope = widened * np.sqrt(2 * np.pi) * np.exp(pairs.point**2 / 2)
    error[np.ix_(cell, cell)] = pairs.error * np.outer(slope, slope)
    return MovingShares(middle, spread, lasting, apart, together, fading, yearly_step(middle, error))


def _pairs(counted: YearsCounted, times: Floats) -> _Pairs:
    n = np.moveaxis(counted.pupils, 1, 0).reshape(len(counted.schools), -1).astype(np.float64)
    k = np.moveaxis(counted.below, 1, 0).reshape(n.shape).astype(np.float64)
    year, procedure = (np.ravel(one) for one in np.indices(counted.pupils.shape[::2]))
    held = (n * times[:, None]).sum(axis=0) > 0
    n, k, year, procedure = n[:, held], k[:, held], year[held], procedure[held]
    share = np.divide(k, n, out=np.zeros_like(k), where=n > 0)
    weight = np.where(n > 0, n / (1 + _TYPICAL * (n - 1)), 0.0)
    mean = (times @ (weight * share)) / (times @ weight)
    away = weight * np.where(n > 0, share - mean, 0.0)
    sums, squares, products = (one.T @ (one * times[:, None]) for one in (weight, weight**2, away))
    effective = np.divide(sums**2, squares, out=np.ones_like(sums), where=squares > 0)
    covariance = np.divide(products, sums, out=np.zeros_like(sums), where=sums > 0)
    covariance *= effective / np.maximum(effective - 1, 1.0)
    error = products / np.outer(times @ weight, times @ weight)
    two = n >= 2  # noqa: PLR2004 - two pupils make a pair
    both = np.divide(k * (k - 1), n * (n - 1), out=np.zeros_like(k), where=two)
    of_two = np.where(two, weight**2, 0.0)
    own = times @ (of_two * (both - 2 * mean * share + mean**2))
    pairs_of_two = times @ of_two
    own = np.divide(own, pairs_of_two, out=np.zeros_like(own), where=pairs_of_two > 0)
    np.fill_diagonal(covariance, own + np.diag(error))
    np.fill_diagonal(sums, pairs_of_two)
    half = 0.5 / (times @ n + 1)
    point = ndtri(np.clip(mean, half, 1 - half))
    return _Pairs(covariance, sums, point, year.astype(np.float64), procedure.astype(np.float64), error)


def _likeness(pairs: _Pairs, procedures: int, schools: float) -> Floats:
    """Return the correlation of two pupils of one paper by procedure, drawn towards that of all procedures."""
    of_cell = np.diag(np.diag(pairs.weight))
    common = _root(lambda r: _excess(pairs, of_cell, np.full(of_cell.shape, r)), _MOST_LIKENESS)
    found = np.full(procedures, common)
    for procedure in np.unique(pairs.procedure).astype(int):
        weight = of_cell * (pairs.procedure == procedure)
        own = _root(lambda r, weight=weight: _excess(pairs, weight, np.full(weight.shape, r)), _MOST_LIKENESS)  # type: ignore[misc]
        found[procedure] = (schools * own + _BORROWED * common) / (schools + _BORROWED)
    likeness: Floats = np.maximum(found, _LEAST_LIKENESS)
    return likeness


def _correlation(pairs: _Pairs, chosen: NDArray[np.bool_], likeness: Floats) -> float:
    """Return the correlation of latent shares that explains the chosen pairs of cells, 0 where there are none."""
    weight = np.where(chosen, pairs.weight, 0.0)
    if not weight.any():
        return 0.0
    own = np.sqrt(likeness[pairs.procedure.astype(int)])
    scale = own[:, None] * own[None, :]
    return _root(lambda r: _excess(pairs, weight, r * scale), 1.0)


def _excess(pairs: _Pairs, weight: Floats, correlation: Floats) -> float:
    """Return how far the counted covariances are above those of the correlation, weighted."""
    one, other = np.nonzero(weight)
    expected = _both_below(pairs.point[one], pairs.point[other], correlation[one, other])
    return float(weight[one, other] @ (pairs.covariance[one, other] - expected))


def _both_below(a: Floats, b: Floats, r: Floats) -> Floats:
    """Return P(X ≤ a, Y ≤ b) − P(X ≤ a) P(Y ≤ b) of standard normals of correlation r: ∫₀ʳ φ₂(a, b; s) ds."""
    s = r[:, None] * (_NODES + 1) / 2
    square = 1 - s**2
    form = (a**2 + b**2)[:, None] - 2 * s * (a * b)[:, None]
    density = np.exp(-form / (2 * square)) / (2 * np.pi * np.sqrt(square))
    found: Floats = r / 2 * (density @ _WEIGHTS)
    return found


def _root(excess: Callable[[float], float], most: float) -> float:
    """Return where a falling function crosses zero between 0 and the most."""
    low, high = 0.0, most
    if excess(low) <= 0:
        return low
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return (low + high) / 2


def shares(latent: Floats) -> Floats:
    """Return the true shares of latent values."""
    found: Floats = ndtr(latent)
    return found
