"""Cohort jump: pupils of one school stand far higher in one year than in the year before or after."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from opora.analysis.objectivity.empirical_null import NORMAL_MAD

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_FEWEST_SCHOOLS = 10
_TAILS = 5  # degrees of freedom: cohorts do change, so far values are less surprising than normal ones

#: A cohort whose size changed by more than this is not the same pupils.
MOST_CHANGE = 0.25


def cohort_jumps(mean: Floats, other_mean: Floats, pupils: Counts, other_pupils: Counts) -> Floats:
    """Return the chance of so high a mean, given the mean the same pupils had in another year.

    The line of all schools says what is expected of a school; the spread around it is learnt from them. It already
    holds regression to the mean: a school that was low is expected to be less low. NaN where a year is missing or the
    number of pupils changed by more than a quarter.
    """
    same = np.abs(pupils - other_pupils) <= MOST_CHANGE * np.maximum(pupils, other_pupils)
    known = same & ~np.isnan(mean) & ~np.isnan(other_mean) & (pupils > 0)
    found = np.full(mean.size, np.nan)
    if known.sum() < _FEWEST_SCHOOLS:
        return found
    x, y, weight = other_mean[known], mean[known], np.sqrt(pupils[known])
    design = np.column_stack([np.ones(x.size), x])
    line = np.linalg.lstsq(design * weight[:, None], y * weight, rcond=None)[0]
    away = (y - design @ line) * weight
    spread = NORMAL_MAD * np.median(np.abs(away - np.median(away)))
    if spread > 0:
        found[known] = t.sf((away - np.median(away)) / spread, _TAILS)
    return found
