"""Growth percentiles (Betebenner 2009, Educational Measurement 28(4), 42–51), the same numbers as R's SGP package.

For pupils with k earlier results the score is regressed on cubic B-splines of each of them, for the hundred
probabilities 0.005, 0.015 … 0.995. A pupil's percentile is the number of his own hundred predictions, sorted and
rounded to five digits, that his score exceeds, within 1–99. Of several k the highest available counts.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.growth_percentiles.panel import Records
from opora.analysis.growth_percentiles.quantile_planes import quantile_planes
from opora.analysis.growth_percentiles.spline_design import COLUMNS_OF_A_PRIOR, Knots, design, knots_of
from opora.analysis.growth_percentiles.vertex import Floats, Sample

PROBABILITIES = tuple((place + 0.5) / 100 for place in range(100))
LOWEST, HIGHEST = 1, 99

_DIGITS = 5

Percentiles = NDArray[np.int64]

#: Percentile of a pupil who has none.
NONE = 0


@dataclass(frozen=True)
class OrderFit:
    """What one number of earlier results gave.

    Attributes:
        order: how many earlier results.
        pupils: how many pupils have them.
        knots: knots of each earlier grade, the latest first.
        is_computed: False where pupils are too few for so many columns.
        is_singular: earlier scores are so coarse that splines repeat each other; R's SGP stops there.
    """

    order: int
    pupils: int
    knots: tuple[Knots, ...]
    is_computed: bool
    is_singular: bool


@dataclass(frozen=True)
class GrowthPercentiles:
    """Percentiles of all pupils (pupils × orders, 0 where there is none) and how each order was fitted."""

    id: pa.Array
    by_order: Percentiles
    fits: tuple[OrderFit, ...]

    @property
    def order(self) -> Percentiles:
        """The highest order each pupil has a percentile of; 0 where none."""
        orders = np.arange(1, self.by_order.shape[1] + 1)
        highest: Percentiles = ((self.by_order != NONE) * orders).max(axis=1)
        return highest

    @property
    def sgp(self) -> Percentiles:
        """The percentile of the highest order; 0 where none."""
        chosen: Percentiles = self.by_order[np.arange(self.by_order.shape[0]), np.maximum(self.order - 1, 0)]
        return chosen

    def table(self) -> pa.Table:
        """Return one row per pupil who has a percentile: id, sgp, order, sgp_order_1, sgp_order_2 and so on."""
        measured = pa.array(np.flatnonzero(self.order))
        columns = {"id": self.id, "sgp": _with_nulls(self.sgp), "order": _with_nulls(self.order)}
        for place, fit in enumerate(self.fits):
            columns[f"sgp_order_{fit.order}"] = _with_nulls(self.by_order[:, place])
        return pa.table(columns).take(measured)


def _with_nulls(values: Percentiles) -> pa.Array:
    return pa.array(values, mask=values == NONE, type=pa.int16())


def growth_percentiles(records: Records) -> GrowthPercentiles:
    """Return the growth percentiles of pupils for every number of earlier results."""
    orders = records.priors.shape[1]
    by_order = np.full((records.score.size, orders), NONE, dtype=np.int64)
    fits = []
    for order in range(1, orders + 1):
        has_them = np.flatnonzero(~np.isnan(records.priors[:, :order]).any(axis=1))
        priors, score = records.priors[has_them, :order], records.score[has_them]
        if has_them.size <= 1 + order * COLUMNS_OF_A_PRIOR:
            fits.append(OrderFit(order, has_them.size, (), is_computed=False, is_singular=False))
            continue
        knots = [knots_of(scores) for scores in records.pooled[:order]]
        by_order[has_them, order - 1], is_singular = _percentiles(priors, score, knots)
        fits.append(OrderFit(order, has_them.size, tuple(knots), is_computed=True, is_singular=is_singular))
    return GrowthPercentiles(records.id, by_order, tuple(fits))


def _percentiles(priors: Floats, score: Floats, knots: list[Knots]) -> tuple[Percentiles, bool]:
    """Return percentiles of pupils, computed once for each different combination of scores."""
    different, place, pupils = np.unique(
        np.column_stack([priors, score]), axis=0, return_inverse=True, return_counts=True
    )
    x, y = design(different[:, :-1], knots), different[:, -1]
    planes = quantile_planes(Sample(x, y, pupils.astype(float)), PROBABILITIES)
    predictions = np.round(np.sort(x @ planes.coefficients.T, axis=1), _DIGITS)
    exceeded = (predictions < y[:, None]).sum(axis=1)
    percentiles: Percentiles = np.clip(exceeded, LOWEST, HIGHEST)[place.ravel()]
    return percentiles, planes.rank < x.shape[1]
