"""Above the expected: a school's mean stands far above what its context and its earlier results let expect.

By itself this asks nothing of a school: good schools exist. It only weighs beside another sign.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from opora.analysis.objectivity.empirical_null import NORMAL_MAD

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Fewer schools than this for each number compared on teach no line.
_SCHOOLS_FOR_EACH = 10
_TAILS = 5  # degrees of freedom: schools differ for many good reasons, so far values are less surprising
_FAR = 3.0  # spreads: schools as far as this do not draw the line to themselves
_PASSES = 3
_WITHIN = 9.0  # variance of pupils of one school over that of schools: what a mean of few pupils is worth


def above_expected(mean: Floats, background: Floats, pupils: Counts) -> Floats:
    """Return the chance of so high a mean among schools of such a background.

    Args:
        mean: of each school.
        background: schools × numbers known of them before this paper: context, earlier results; NaN – not known.
        pupils: who wrote.

    The line is that of the schools near it, the spread their median one. NaN where the mean or a number is not known,
    and everywhere when schools are fewer than ten for each number and one more.
    """
    told = background[:, [_differs(column) for column in background.T]]
    known = ~np.isnan(mean) & ~np.isnan(told).any(axis=1) & (pupils > 0)
    found = np.full(mean.size, np.nan)
    if not told.shape[1] or known.sum() < _SCHOOLS_FOR_EACH * (told.shape[1] + 1):
        return found
    weight = np.sqrt(pupils[known] / (pupils[known] + _WITHIN))
    design = np.column_stack([np.ones(int(known.sum())), told[known]]) * weight[:, None]
    away, spread, near = np.zeros(weight.size), 0.0, np.ones(weight.size, dtype=np.bool_)
    for _ in range(_PASSES):
        line = np.linalg.lstsq(design[near], (mean[known] * weight)[near], rcond=None)[0]
        away = mean[known] * weight - design @ line
        spread = NORMAL_MAD * float(np.median(np.abs(away - np.median(away))))
        near = np.abs(away) <= _FAR * spread
        if not spread:
            return found
    found[known] = t.sf(away / spread, _TAILS)
    return found


def _differs(column: Floats) -> bool:
    known = column[~np.isnan(column)]
    return bool(known.size and np.ptp(known) > 0)
