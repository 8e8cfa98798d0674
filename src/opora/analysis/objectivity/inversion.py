"""Item inversion: easy items done worse and hard ones better than pupils with the same scores do them.

The person-fit statistic M of Molenaar & Hoijtink (1990, Psychometrika 55, 75–106), summed over a school: with W the
sum of the cumulative thresholds a pupil has passed, points earned in hard items make W large. Given the raw score its
mean and variance follow from the conditional distribution of answers; a school's Σ(W − E[W | score]) over its standard
deviation is near normal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy
from opora.analysis.rasch.estimation import Calibration

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Inversion:
    """Inversion of schools.

    Attributes:
        schools: codes.
        pupils: pupils who answered every item and earned neither nothing nor everything.
        z: Σ(W − E[W | score]) over its standard deviation; NaN where nothing varies.
    """

    schools: tuple[str, ...]
    pupils: Counts
    z: Floats


def inversion(table: Lazy, items: Sequence[str], scale: Calibration) -> Inversion:
    """Return the inversion of each school of a table with a column `school`.

    Args:
        table: one row per pupil, scores of items as columns.
        items: the columns, in the order they were calibrated in.
        scale: their calibration; items that could not be estimated whole are left out.
    """
    used = [
        (item, np.concatenate([[0.0], np.cumsum(thresholds)]), int(lowest))
        for item, thresholds, lowest in zip(items, scale.thresholds, scale.lowest, strict=True)
        if thresholds is not None and not np.isnan(thresholds).any()
    ]
    if not used:
        return Inversion((), np.zeros(0, dtype=np.int64), np.zeros(0))
    expected, variance = _moments([eta for _, eta, _ in used])
    # in one order, whichever engine counted: the sums below are of fractions
    rows = _counted(table, used).sort("school", "total_score").collect().to_arrow()
    schools = np.array(rows["school"].to_pylist(), dtype=object)
    scores, pupils = rows["total_score"].to_numpy().astype(np.int64), rows["pupils"].to_numpy().astype(np.int64)
    earned = np.zeros(len(scores))
    for place, (_, eta, _) in enumerate(used):
        for category in range(1, eta.size):
            earned += eta[category] * rows[f"{place}:{category}"].to_numpy()
    tells = (scores > 0) & (scores < expected.size - 1)
    scores = np.clip(scores, 0, expected.size - 1)
    names, where = np.unique(schools[tells].astype(str), return_inverse=True)
    away = np.bincount(where, (earned - pupils * expected[scores])[tells], names.size)
    spread = np.bincount(where, (pupils * variance[scores])[tells], names.size)
    z = np.divide(away, np.sqrt(spread), out=np.full(names.size, np.nan), where=spread > 0)
    counted = np.bincount(where, pupils[tells], names.size).astype(np.int64)
    return Inversion(tuple(names.tolist()), counted, z)


def _counted(table: Lazy, used: Sequence[tuple[str, Floats, int]]) -> Lazy:
    """Return per school and raw score the pupils and, for each item and category above 0, how many chose it."""
    scores = {
        place: nw.when(nw.col(item) < 0).then(nw.lit(0)).otherwise(nw.col(item).cast(nw.Int64())) - lowest
        for place, (item, _, lowest) in enumerate(used)
    }
    chosen = {
        f"{place}:{category}": nw.when(scores[place] == category).then(nw.lit(1)).otherwise(nw.lit(0))
        for place, (_, eta, _) in enumerate(used)
        for category in range(1, eta.size)
    }
    # a pupil with a score outside the calibrated categories or without one has no place in the distribution
    inside = [
        (scores[place] >= 0) & (scores[place] < eta.size) & ~nw.col(item).is_null()
        for place, (item, eta, _) in enumerate(used)
    ]
    made = table.filter(~nw.col("school").is_null(), *inside).select(
        "school", total_score=reduce(add, scores.values()), **chosen
    )
    sums = [nw.col(name).sum().cast(nw.Int64()).alias(name) for name in chosen]
    return made.group_by("school", "total_score").agg(nw.len().alias("pupils"), *sums)


def _moments(items: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Return mean and variance of W at each raw score, carrying Σ, ΣW and ΣW² while items are multiplied in."""
    size = 1 + sum(eta.size - 1 for eta in items)
    sums = np.zeros((3, size))
    sums[0, 0] = 1.0
    for eta in items:
        powers = np.exp(-(eta - eta.min()))
        powers /= powers.sum()
        following = np.zeros_like(sums)
        for category, (weight, passed) in enumerate(zip(powers, eta, strict=True)):
            count, first, second = sums[:, : size - category] * weight
            following[:, category:] += [count, first + passed * count, second + 2 * passed * first + passed**2 * count]
        sums = following
    mean = sums[1] / sums[0]
    return mean, np.maximum(sums[2] / sums[0] - mean**2, 0.0)
