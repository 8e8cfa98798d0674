"""Were earlier forecasts right? Each past year is forecast from the years before it and compared with what came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from opora.analysis.list_forecast.next_list import LEAST_YEARS, next_list, tells_enough
from opora.analysis.list_forecast.years_counted import YearsCounted, is_judged, is_listed
from opora.analysis.shares import wilson_interval
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Ends of the bins in which forecasts are compared with what came.
EDGES = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


@dataclass(frozen=True)
class Bin:
    """Forecasts of about one probability: how many, what they said on average, how many schools were listed.

    Attributes:
        low: lower end of the bin, in it.
        high: upper end, in it only in the last bin.
        forecasts: how many; one is of a school in a year.
        expected: their mean; NaN in an empty bin.
        listed: how many came true.
        interval: Wilson's, 95 %, of the share that came true.
    """

    low: float
    high: float
    forecasts: int
    expected: float
    listed: int
    interval: tuple[float, float]


@dataclass(frozen=True)
class Backtest:
    """What earlier forecasts were worth.

    Attributes:
        years: years that were forecast.
        school: place of the school of each forecast.
        probability: what was forecast.
        was_listed: whether the school was on the list a year before.
        came_true: whether it was in the year forecast.
    """

    years: tuple[int, ...]
    school: NDArray[np.int64]
    probability: Floats
    was_listed: Flags
    came_true: Flags

    @property
    def brier(self) -> float:
        """Mean squared distance of the forecasts from what came, 0 – perfect."""
        return float(np.mean((self.probability - self.came_true) ** 2))

    @property
    def naive_brier(self) -> float:
        """The same of «as last year», which is also the share of schools that changed."""
        return float(np.mean(self.was_listed != self.came_true))

    def gain(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the interval of naive_brier − brier over schools: above 0 the forecast is worth more than no model."""
        gains = (self.was_listed != self.came_true) - (self.probability - self.came_true) ** 2
        sums = np.bincount(self.school, gains - gains.mean())
        schools = np.unique(self.school).size
        if schools < 2:  # noqa: PLR2004 - one school shows no spread
            return float("nan"), float("nan")
        error = np.sqrt((sums**2).sum() * schools / (schools - 1)) / gains.size
        reach = float(stdtrit(schools - 1, (1 + confidence) / 2)) * error
        return float(gains.mean() - reach), float(gains.mean() + reach)

    def bins(self, edges: Sequence[float] = EDGES) -> list[Bin]:
        """Return the forecasts by what they said."""
        place = place_in(self.probability, edges)
        found = []
        for number in range(len(edges) - 1):
            inside = place == number
            forecasts, listed = int(inside.sum()), int(self.came_true[inside].sum())
            low, high = wilson_interval(listed, forecasts)
            mean = float(self.probability[inside].mean()) if forecasts else float("nan")
            found.append(Bin(edges[number], edges[number + 1], forecasts, mean, listed, (float(low), float(high))))
        return found


def place_in(probability: Floats, edges: Sequence[float] = EDGES) -> NDArray[np.intp]:
    """Return the bin of each probability."""
    return np.clip(np.searchsorted(edges, probability, side="right") - 1, 0, len(edges) - 2)


def backtest(counted: YearsCounted, rules: RuleSet, chance: np.random.Generator) -> Backtest | None:
    """Forecast every past year that has at least two years before it; None where there is none or schools are too few.

    Compared are schools that could be judged both in the year before and in the year forecast.
    """
    listed, judged = is_listed(counted, rules), is_judged(counted, rules)
    years, parts = [], []
    for last in range(max(LEAST_YEARS, rules.listing_years) - 1, len(counted.years) - 1):
        before = counted.first(last + 1)
        if not tells_enough(before):
            continue
        probability = next_list(before, rules, chance).probability
        told = judged[last] & judged[last + 1] & ~np.isnan(probability)
        if told.any():
            years.append(counted.years[last + 1])
            parts.append((np.flatnonzero(told), probability[told], listed[last][told], listed[last + 1][told]))
    if not parts:
        return None
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return Backtest(tuple(years), *columns)
