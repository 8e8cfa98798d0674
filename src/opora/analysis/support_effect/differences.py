"""Difference in differences: how supported schools changed over years, less how others changed over the same years.

Each supported school is compared over its own years with the schools not supported by then (Callaway & Sant'Anna 2021,
J. Econometrics 225, 200–230, with all earlier years as the base); the effect is the mean over schools. Where all start
in one year and every school has every year, that is the two-way fixed-effects estimate, and the error is that of a
comparison of schools, not of school-years.

The years by whose results schools were listed are left out: their low results are partly chance, and to start from
them would call the return to the mean an effect (Ashenfelter's dip). Before that, schools of both kinds must have moved
alike: where earlier trends differ, or cannot be seen, the method cannot tell.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from opora.analysis.support_effect.answers import (
    LEAST_SUPPORTED,
    LEAST_UNSUPPORTED,
    Answer,
    cannot_tell,
    interval,
    p_value,
    told,
)
from opora.analysis.support_effect.panel import Panel
from opora.analysis.support_effect.regression import Spread, difference, mean_with_spread

METHOD = "difference-in-differences"

Floats = NDArray[np.float64]

#: Earlier trends are taken to differ when chance makes such a difference less often.
TREND_CHANCE = 0.05

#: So seldom must a single earlier year stand out, where the slope over all of them does not.
ODD_YEAR_CHANCE = 0.01


@dataclass(frozen=True)
class Trend:
    """How much supported schools differed in one year from the others, both against the years before support.

    Attributes:
        year: years since support began; −2 is two years before.
        estimate, low, high: the difference with its interval 95 %.
        p_value: its chance were there none.
        schools: supported schools counted.
    """

    year: int
    estimate: float
    low: float
    high: float
    p_value: float
    schools: int


@dataclass(frozen=True)
class Differences:
    """The answer with differences year by year: those before support test the method."""

    answer: Answer
    trends: tuple[Trend, ...]


@dataclass(frozen=True)
class Question:
    """A sum of results over years that is asked of one supported school and of all others.

    Attributes:
        place: the school.
        weights: (column of the panel, weight); the weights sum to zero. Several questions of one school are added up.
    """

    place: int
    weights: tuple[tuple[int, float], ...]


def differences(panel: Panel, left_out: int = 1) -> Differences:
    """Return the difference in differences.

    Args:
        panel: results by school and year.
        left_out: years right before support whose results served to list the schools.
    """
    effect = _compared(panel, [one for place in _supported(panel) for one in _effect(panel, place, left_out)])
    trends = tuple(_trends(panel, left_out))
    schools = (effect.supported, effect.unsupported)
    if effect.spread is None:
        has_years = any(panel.years_before(start, left_out) for start in panel.starts)
        return Differences(cannot_tell(METHOD, effect.lacking if has_years else "trends-not-seen", schools), trends)
    slope = _compared(panel, [one for place in _supported(panel) for one in _slope(panel, place, left_out)]).spread
    figures = {"starts": float(len(panel.starts)), "left_out": float(left_out), **_slope_figures(slope)}
    answer = told(METHOD, effect.spread, panel.less_is_better, schools, figures)
    reason = _trend_reason(slope, trends)
    return Differences(_unchecked(answer, reason) if reason else answer, trends)


def _slope_figures(slope: Spread | None) -> dict[str, float]:
    """Return by how much a year supported schools moved away from the others before support."""
    if slope is None:
        return {}
    low, high = interval(slope)
    return {"slope": slope.estimate, "slope_low": low, "slope_high": high}


def _unchecked(answer: Answer, reason: str) -> Answer:
    """Return an answer that cannot be told; its number stays among the figures, for who wants to see it."""
    seen = {"unchecked": answer.estimate, "unchecked_low": answer.low, "unchecked_high": answer.high}
    figures = answer.figures | {name: float(value) for name, value in seen.items() if value is not None}
    return cannot_tell(METHOD, reason, (answer.supported, answer.unsupported), figures)


def _trend_reason(slope: Spread | None, trends: Sequence[Trend]) -> str:
    """Return why earlier years forbid the comparison: they cannot be seen, a slope, or one year by itself."""
    if slope is None:
        return "trends-not-seen"
    earlier = [one.p_value for one in trends if one.year < 0]
    # several years are looked at, so the least chance is corrected for their number (Bonferroni)
    is_odd_year = bool(earlier) and min(earlier) * len(earlier) < ODD_YEAR_CHANCE
    return "earlier-trends-differ" if p_value(slope) < TREND_CHANCE or is_odd_year else ""


@dataclass(frozen=True)
class _Compared:
    """Supported schools against the others; no spread where one of the two is too few."""

    spread: Spread | None
    supported: int
    unsupported: int

    @property
    def lacking(self) -> str:
        """Why there is no spread."""
        return "few-supported" if self.supported < LEAST_SUPPORTED else "few-unsupported"


def _compared(panel: Panel, questions: Sequence[Question]) -> _Compared:
    """Return the mean difference of supported schools less that of the schools not supported by that year."""
    supported = sorted({one.place for one in questions})
    against, others, fewest = _others(panel, questions, len(supported))
    if len(supported) < LEAST_SUPPORTED or fewest < LEAST_UNSUPPORTED:
        return _Compared(None, len(supported), fewest)
    own = np.zeros(len(panel.schools))
    for one in questions:
        own[one.place] += sum(weight * panel.results[one.place, year] for year, weight in one.weights)
    mean = mean_with_spread(own[supported])
    influence = others.copy()  # a school may stand on both sides: before its own start it is one of the others
    influence[supported] -= (own[supported] - mean.estimate) / np.sqrt(len(supported) * (len(supported) - 1))
    apart = Spread(against, float((others**2).sum()), max(fewest - 1, 1))
    found = difference(mean, apart)
    return _Compared(replace(found, variance=float((influence**2).sum())), len(supported), fewest)


def _others(panel: Panel, questions: Sequence[Question], supported: int) -> tuple[float, Floats, int]:
    """Return the mean difference of the others, the influence of each school on it, and how few there were."""
    times = Counter(one.weights for one in questions)
    estimate, influence, fewest = 0.0, np.zeros(len(panel.schools)), len(panel.schools)
    for weights, asked in times.items():
        share, columns = asked / supported, [year for year, _ in weights]
        values = panel.results[:, columns] @ np.array([weight for _, weight in weights])
        known = ~np.isnan(values) & (panel.since > panel.years[max(columns)])
        count = int(known.sum())
        fewest = min(fewest, count)
        if count > 1:
            mean = float(values[known].mean())
            estimate += share * mean
            influence[known] += share * (values[known] - mean) / np.sqrt(count * (count - 1))
    return estimate, influence, fewest if times else 0


def _supported(panel: Panel) -> list[int]:
    return [int(place) for place in np.flatnonzero(panel.is_supported)]


def _effect(panel: Panel, place: int, left_out: int) -> list[Question]:
    """Return what is asked about one school; nothing where it has no result before or since."""
    start = int(panel.since[place])
    after = _held(panel, place, panel.years_since(start))
    before = _held(panel, place, panel.years_before(start, left_out))
    if not before:
        return []
    return [Question(place, ((year, 1 / len(after)), *_mean(before, -1 / len(after)))) for year in after]


def _slope(panel: Panel, place: int, left_out: int) -> list[Question]:
    """Return the slope over the years before; nothing where there are fewer than two."""
    before = _held(panel, place, panel.years_before(int(panel.since[place]), left_out))
    away = np.array([panel.years[year] for year in before], dtype=float)
    away -= away.mean() if before else 0.0
    square = float((away**2).sum())
    return [Question(place, tuple(zip(before, (away / square).tolist(), strict=True)))] if square else []


def _mean(years: Sequence[int], times: float) -> tuple[tuple[int, float], ...]:
    return tuple((year, times / len(years)) for year in years)


def _held(panel: Panel, place: int, years: Sequence[int]) -> list[int]:
    return [year for year in years if not np.isnan(panel.results[place, year])]


def _trends(panel: Panel, left_out: int) -> list[Trend]:
    """Return the difference in each year before and since support.

    A year since support is compared with the mean of the years before; a year before with the last of them, which has
    no row of its own.
    """
    found = []
    reach = len(panel.years)
    for year in [*range(-reach - left_out, 0), *range(reach + 1)]:
        asked = [one for place in _supported(panel) for one in _in_year(panel, place, year, left_out)]
        compared = _compared(panel, asked)
        if compared.spread is not None:
            low, high = interval(compared.spread)
            found.append(Trend(year, compared.spread.estimate, low, high, p_value(compared.spread), compared.supported))
    return found


def _in_year(panel: Panel, place: int, year: int, left_out: int) -> list[Question]:
    start = int(panel.since[place])
    before = _held(panel, place, panel.years_before(start, left_out))
    here = [one for one in range(len(panel.years)) if panel.years[one] == start + year]
    if not here or not before or np.isnan(panel.results[place, here[0]]):
        return []
    if year >= 0:
        return [Question(place, ((here[0], 1.0), *_mean(before, -1.0)))]
    return [Question(place, ((here[0], 1.0), (before[-1], -1.0)))] if here[0] in before[:-1] else []
