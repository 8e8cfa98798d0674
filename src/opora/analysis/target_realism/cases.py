"""How often something came about among cases that lean on the same schools."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from opora.analysis.shares import wilson_interval

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
    """

    cases: int
    schools: int
    reached: int
    low: float
    high: float
    by_chance: float | None
    beyond: tuple[float, float] | None
    weight: float

    @property
    def share(self) -> float:
        """Share in which it came about; NaN without cases."""
        return self.reached / self.cases if self.cases else float("nan")


def cases_of(school: NDArray[np.intp], reached: Flags, chance: Floats | None = None) -> Cases:
    """Return the cases with intervals that know that several are of one school.

    Args:
        school: the school of each case.
        reached: whether it came about.
        chance: the probability of it with unchanged true shares; None – not known.

    The cases are worth as many independent ones as give the variance seen between schools, never more than there are
    (design effect, Kish 1965).
    """
    count, schools = reached.size, np.unique(school).size
    if not count:
        return Cases(0, 0, 0, float("nan"), float("nan"), None, None, 0.0)
    share = float(reached.mean())
    plain = share * (1 - share) / count
    effect = max(1.0, _variance(school, reached.astype(np.float64) - share) / plain) if plain > 0 else count / schools
    weight = count / effect
    low, high = wilson_interval(share * weight, weight)
    by_chance, beyond = None, None
    if chance is not None:
        gains: Floats = reached - chance
        reach = float(ndtri(0.975)) * np.sqrt(_variance(school, gains - float(gains.mean())))
        by_chance, beyond = float(chance.mean()), (float(gains.mean() - reach), float(gains.mean() + reach))
    return Cases(count, schools, int(reached.sum()), float(low), float(high), by_chance, beyond, float(weight))


def _variance(school: NDArray[np.intp], away: Floats) -> float:
    """Return the variance of a mean whose cases are alike within schools."""
    sums = np.bincount(school, away)
    schools = np.unique(school).size
    return float((sums**2).sum() / away.size**2 * schools / max(schools - 1, 1))
