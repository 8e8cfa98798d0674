"""How far all schools of a region move together from year to year, and the ways it may go.

Another paper, another year: the middle of every procedure makes a step, in part one for all procedures. Few years show
few steps, so what they tell is drawn to a usual step, and the ways ahead are as wide as the little known makes them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, ndtri
from scipy.stats.qmc import Sobol

Floats = NDArray[np.float64]

#: A usual step, in the latent scale, and its part common to all procedures, when own years say little.
USUAL_STEP, USUAL_COMMON = 0.15, 0.3
_STEPS_BORROWED = 2.0
_YEARS_BORROWED = 1.0
_LEAST_OF_USUAL = 0.1  # of the borrowed squares: chance may take off more than there is


@dataclass(frozen=True)
class YearlyStep:
    """The step of a whole region from one year to the next.

    Attributes:
        spread: of the step of a procedure.
        common: part of its variance that is one step of all procedures.
        df: degrees of freedom the spread is known with.
    """

    spread: float
    common: float
    df: float

    def walks(self, points: Floats, years: Floats) -> Floats:
        """Return the ways a region may go, equally likely: ways × moments × procedures.

        Args:
            points: of the unit cube, ways × `coordinates` of as many moments and procedures.
            years: moments × procedures: years from one moment looked at to the next, at first from the last result.
        """
        moments, procedures = years.shape
        scale = self.spread * np.sqrt(self.df / chdtri(self.df, points[:, 0]))
        drawn = ndtri(points[:, 1:]).reshape(-1, moments, 1 + procedures)
        steps = np.sqrt(self.common) * drawn[:, :, :1] + np.sqrt(1 - self.common) * drawn[:, :, 1:]
        found: Floats = scale[:, None, None] * np.cumsum(np.sqrt(years) * steps, axis=1)
        return found


def coordinates(moments: int, procedures: int) -> int:
    """Return how many coordinates a point has from which a way is made."""
    return 1 + moments * (1 + procedures)


def yearly_step(middle: Floats, error: Floats) -> YearlyStep:
    """Return the step that the middles of procedures have shown.

    Args:
        middle: years × procedures, NaN where a procedure was not held.
        error: covariance of their errors, (years · procedures)²: which schools there are, and which pupils.

    Squares and products of the steps less those of chance; where years are few they are drawn to the usual ones. Steps
    that are alike tell less of the spread than so many independent ones (Kish 1965).
    """
    years, procedures = middle.shape
    steps, chance = np.diff(middle, axis=0), _errors_of_steps(error, years, procedures)
    squares = common = tells = 0.0
    for step, doubt in zip(steps, chance, strict=True):
        known = np.flatnonzero(~np.isnan(step))
        products = np.outer(step[known], step[known]) - doubt[np.ix_(known, known)]
        squares += float(np.trace(products))
        if known.size > 1:
            common += float(products.sum() - np.trace(products)) / (known.size - 1)
            tells += 1
    count = int((~np.isnan(steps)).sum())
    borrowed = _STEPS_BORROWED * USUAL_STEP**2
    freedom = count + _STEPS_BORROWED
    spread = np.sqrt(max(squares + borrowed, _LEAST_OF_USUAL * borrowed) / freedom)
    seen = min(max(common / (count * spread**2), 0.0), 1.0) if count else 0.0
    part = (tells * seen + _YEARS_BORROWED * USUAL_COMMON) / (tells + _YEARS_BORROWED)
    alike = 1 + (count / max(len(steps), 1) - 1) * part**2 if count else 1.0
    return YearlyStep(float(spread), float(part), float(count / alike + _STEPS_BORROWED))


@cache
def even_points(size: int, number: int) -> Floats:
    """Return points that fill a cube evenly, always the same: one question has one answer. The number: a power of 2."""
    points: Floats = Sobol(size, rng=np.random.default_rng(size)).random(number)
    return np.clip(points, 1e-6, 1 - 1e-6)


def _errors_of_steps(error: Floats, years: int, procedures: int) -> list[Floats]:
    """Return for each step the covariance of its errors between procedures: what both years share falls out."""
    table = error.reshape(years, procedures, years, procedures)
    return [
        table[year, :, year] + table[year - 1, :, year - 1] - table[year, :, year - 1] - table[year - 1, :, year]
        for year in range(1, years)
    ]
