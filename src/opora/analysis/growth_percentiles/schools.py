"""Median growth percentile of a school with what chance leaves open."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

#: Under so many pupils a median says more of chance than of the school.
FEWEST_PUPILS = 10

_CONFIDENCE = 0.95


@dataclass(frozen=True)
class SchoolMedian:
    """Median growth percentile of one school.

    Attributes:
        school: code.
        pupils: pupils with a growth percentile.
        median: None where pupils are too few.
        interval: 95 % interval of the median from order statistics: no distribution is assumed.
        share_low: share of pupils whose growth percentile is under 35.
    """

    school: object
    pupils: int
    median: float | None
    interval: tuple[float, float] | None
    share_low: float | None


_LOW_GROWTH = 35


def school_medians(schools: Sequence[object], percentiles: NDArray[np.int64]) -> list[SchoolMedian]:
    """Return the medians of schools, in order of their codes; pupils without a percentile do not count.

    Under 10 pupils nothing but their number is told.
    """
    found: dict[object, list[int]] = {}
    for school, percentile in zip(schools, percentiles.tolist(), strict=True):
        if percentile and school is not None:
            found.setdefault(school, []).append(percentile)
    return [_median(school, np.sort(found[school])) for school in sorted(found, key=str)]


def _median(school: object, ordered: NDArray[np.int64]) -> SchoolMedian:
    n = ordered.size
    if n < FEWEST_PUPILS:
        return SchoolMedian(school, n, None, None, None)
    low = int(binom.ppf((1 - _CONFIDENCE) / 2, n, 0.5))  # the median lies above the low-th smallest value
    interval = (float(ordered[max(low - 1, 0)]), float(ordered[min(n - low, n - 1)]))
    return SchoolMedian(school, n, float(np.median(ordered)), interval, float((ordered < _LOW_GROWTH).mean()))
