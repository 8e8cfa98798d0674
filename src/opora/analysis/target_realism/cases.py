"""How often something came about among cases that lean on the same schools."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import t as student

from opora.analysis.shares import wilson_interval
from opora.analysis.target_realism.movement_of_years import STILL, MovementOfYears

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Cases:
    """Cases of the past and in how many of them it came about.

    Attributes:
        cases: how many.
        schools: how many different schools they are of.
        reached: in how many it came about.
        low: lower limit of the share, Wilson's, 95 %.
        high: upper limit.
        by_chance: share expected from chance alone, true shares unchanged; None – not computed.
        beyond: interval, 95 %, of the share above that: what true changes added; None – not computed.
        weight: independent cases they are worth.
        of_years: variance of the share from year to year: what a year to come adds to not knowing the share.
    """

    cases: int
    schools: int
    reached: int
    low: float
    high: float
    by_chance: float | None
    beyond: tuple[float, float] | None
    weight: float
    of_years: float = 0.0

    @property
    def share(self) -> float:
        """Share in which it came about; NaN without cases."""
        return self.reached / self.cases if self.cases else float("nan")


def cases_of(
    school: NDArray[np.intp],
    reached: Flags,
    chance: Floats | None = None,
    year: NDArray[np.intp] | None = None,
    moves: MovementOfYears = STILL,
) -> Cases:
    """Return the cases with intervals that know that several are of one school, and that years move all schools.

    Args:
        school: the school of each case.
        reached: whether it came about.
        chance: the probability of it with unchanged true shares; None – not known.
        year: the year each case starts in; None – all in one, and what years do is not seen.
        moves: how far the movement of the region makes the share spread.

    The cases are worth as many independent ones as give the variance seen between schools and between years, never more
    than there are (design effect, Kish 1965; two ways of clustering, Cameron, Gelbach & Miller 2011). Few years tell
    that variance badly: limits lean on Student's quantile with Satterthwaite's degrees of freedom, and years count for
    no less than the region's movement makes of them.
    """
    count, schools = reached.size, np.unique(school).size
    if not count:
        return Cases(0, 0, 0, float("nan"), float("nan"), None, None, 0.0)
    share = float(reached.mean())
    plain = share * (1 - share) / count
    whose = _Clusters(school, np.zeros_like(school) if year is None else year, moves)
    seen = whose.spread(reached.astype(np.float64) - share)
    effect = max(1.0, seen.variance / plain) if plain > 0 else count / schools
    weight = count / effect
    low, high = wilson_interval(share * weight, weight, seen.confidence)
    by_chance, beyond = None, None
    if chance is not None:
        gains: Floats = reached - chance
        more = whose.spread(gains - float(gains.mean()))
        reach = more.quantile * np.sqrt(more.variance)
        by_chance, beyond = float(chance.mean()), (float(gains.mean() - reach), float(gains.mean() + reach))
    return Cases(
        count, schools, int(reached.sum()), float(low), float(high), by_chance, beyond, float(weight), seen.of_years
    )


@dataclass(frozen=True)
class _Clusters:
    """School and year of each case: cases that share either are alike; years are so at least as the region moves."""

    school: NDArray[np.intp]
    year: NDArray[np.intp]
    moves: MovementOfYears

    def spread(self, away: Floats) -> "_Spread":
        """Return the variance of a mean, given how far each case is from it."""
        by_school, schools = _between(self.school, away), np.unique(self.school).size
        years = np.unique(self.year).size
        both = self.school * (int(self.year.max()) + 1) + self.year
        of_years = _between(self.year, away) - _between(both, away) if years > 1 else 0.0
        if of_years <= self.moves.of_mean:
            return _Spread(by_school + self.moves.of_mean, schools - 1.0, self.moves.of_year)
        variance = by_school + of_years
        doubt = by_school**2 / max(schools - 1, 1) + of_years**2 / (years - 1)
        return _Spread(variance, variance**2 / doubt if doubt > 0 else schools - 1.0, years * of_years)


@dataclass(frozen=True)
class _Spread:
    """The variance of a mean, the degrees of freedom it is known with, the variance between years of one of them."""

    variance: float
    df: float
    of_years: float

    @property
    def quantile(self) -> float:
        """How many standard errors the limits, 95 %, are from the mean."""
        return float(student.ppf(0.975, max(self.df, 1.0)))

    @property
    def confidence(self) -> float:
        """The confidence at which a normal quantile reaches as far."""
        return 1 - 2 * float(ndtr(-self.quantile))


def _between(cluster: NDArray[np.intp], away: Floats) -> float:
    sums = np.bincount(cluster, away)
    clusters = np.unique(cluster).size
    return float((sums**2).sum() / away.size**2 * clusters / max(clusters - 1, 1))
