"""The index of social well-being (ИСБШ): signed z-scores of the social passport, rescaled to mean 50 and spread 10.

No public method names the weights, so every indicator weighs the same and the sign of each is written out below.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opora.tables import CONTEXTS, REGISTER

Floats = NDArray[np.float64]

#: Indicator → +1 where more means well-being, −1 where more means hardship. Large families have no sign: they are told
#: by the passport, but nothing follows from them.
SIGNS = {
    "share_both_parents_higher": 1,
    "share_one_parent_higher": 1,
    "share_good_housing": 1,
    "share_incomplete_families": -1,
    "share_low_income": -1,
    "share_parents_unemployed": -1,
    "share_on_record": -1,
    "share_special_needs": -1,
    "share_russian_not_native": -1,
    "distance_km": -1,
}
MEAN, SPREAD = 50.0, 10.0
_HEADINGS = {column.name: column.heading for column in (*CONTEXTS.columns, *REGISTER.columns)}
_LEAST_SHARE = 0.5  # of the indicators: a school with fewer has no index
_REASONS = 3
_NOTABLE = 0.5


def heading_of(indicator: str) -> str:
    """Return what people call an indicator; a column of their own table keeps its name."""
    return _HEADINGS.get(indicator, indicator).removesuffix(", %")


@dataclass(frozen=True)
class Wellbeing:
    """The index of schools.

    Attributes:
        indicators: names, in the order of the columns below.
        scores: schools × indicators, signed z-scores: plus is well-being; NaN where not known.
        index: mean 50, spread 10; NaN where fewer than half of the indicators are known.
    """

    indicators: tuple[str, ...]
    scores: Floats
    index: Floats

    def reasons(self, school: int) -> list[tuple[str, float]]:
        """Return the indicators that make most of a school's index, the strongest first."""
        known = [(name, float(score)) for name, score in zip(self.indicators, self.scores[school], strict=True)]
        notable = [pair for pair in known if abs(pair[1]) >= _NOTABLE]  # NaN is not notable
        return sorted(notable, key=lambda pair: -abs(pair[1]))[:_REASONS]


def wellbeing(values: Mapping[str, Sequence[float | None]], signs: Mapping[str, int]) -> Wellbeing:
    """Return the index of all schools together; an indicator that is the same everywhere says nothing and is left out.

    Args:
        values: indicator → its value in every school.
        signs: indicator → +1 or −1.
    """
    columns = {name: signs[name] * _z_scores(np.array(numbers, float)) for name, numbers in values.items()}
    told = {name: scores for name, scores in columns.items() if not np.all(np.isnan(scores))}
    size = len(next(iter(values.values()), ()))
    scores = np.column_stack(list(told.values())) if told else np.full((size, 0), np.nan)
    known = (~np.isnan(scores)).sum(axis=1)
    means = np.divide(np.nansum(scores, axis=1), known, out=np.full(size, np.nan), where=known > 0)
    means[known < max(1.0, _LEAST_SHARE * scores.shape[1])] = np.nan
    return Wellbeing(tuple(told), scores, MEAN + SPREAD * _z_scores(means))


def _z_scores(values: Floats) -> Floats:
    """Return z-scores among the known values; NaN for all where they do not differ."""
    known = values[~np.isnan(values)]
    spread = known.std(ddof=1) if len(known) > 1 else 0.0
    if not spread > 1e-12 * (1 + np.abs(known).max(initial=0)):
        return np.full(values.shape, np.nan)
    scores: Floats = (values - known.mean()) / spread
    return scores
