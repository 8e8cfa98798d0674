"""What the movement of a whole region from year to year makes of a share of cases.

Few years tell little of how far a region moves when each is one number of that share. Much more is told by the middle
of every procedure: as many steps as there are procedures times years, as the forecast of the list learns them, drawn to
a usual step where they are few. Such steps are laid over what came after each case, and the share is counted anew: how
much it spreads is what the years make of it. The step itself is known only so well, so it is drawn from Student's
distribution.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtrit
from scipy.stats.qmc import Sobol

from opora.analysis.list_forecast import YearsCounted, yearly_step

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]

#: Ways a region may go, spread evenly over what may come; a power of two, as Sobol's points want it.
WAYS = 64


@dataclass(frozen=True)
class MovementOfYears:
    """How far years move a share of cases.

    Attributes:
        of_mean: variance it gives the share of all cases.
        of_year: variance of one year: what a year to come adds.
    """

    of_mean: float
    of_year: float


#: Years that move nothing.
STILL = MovementOfYears(0.0, 0.0)


def ways_of_region(counted: YearsCounted, years: int) -> Floats:
    """Return steps of the latent share of all schools over so many years, ways × procedures, equally likely."""
    step = yearly_step(counted)
    return np.asarray(step.spread * np.sqrt(years) * stdtrit(step.df, even_points(len(counted.procedures), WAYS)))


@cache
def even_points(size: int, number: int) -> Floats:
    """Return points that fill a cube evenly, always the same: one question has one answer."""
    points: Floats = Sobol(size, rng=np.random.default_rng(size)).random(number)
    return np.clip(points, 1e-6, 1 - 1e-6)


def movement_of_years(
    ways: Floats, year: NDArray[np.intp], years: int, reached: Callable[[Floats], Flags]
) -> MovementOfYears:
    """Return how far the share of cases moves with the region.

    Args:
        ways: steps of the region, ways × procedures.
        year: the year each case starts in.
        years: years until what came is looked at: cases that start fewer years apart share a part of the way.
        reached: tells of each case whether it had come about, had the region gone such a way besides its own.
    """
    if not year.size:
        return STILL
    starts, place, sizes = np.unique(year, return_inverse=True, return_counts=True)
    shares = np.array([np.bincount(place, reached(way), starts.size) for way in ways]) / sizes
    part, spread = sizes / year.size, shares.std(axis=0)
    common = np.maximum(0.0, 1 - np.abs(starts[:, None] - starts[None, :]) / years)
    return MovementOfYears(float((part * spread) @ common @ (part * spread)), float(part @ spread**2))


def moved(below: Counts, pupils: Counts, step: Floats) -> Floats:
    """Return shares below the threshold had they moved by a step in the latent scale."""
    return np.asarray(ndtr(ndtri((below + 0.5) / (pupils + 1)) + step), dtype=np.float64)
