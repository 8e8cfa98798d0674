"""Journal gap: marks of the paper that differ from the journal's oftener than at other schools."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import betabinom

from opora.analysis.shares import beta_binomial_prior

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


def journal_gap(raised: Counts, pupils: Counts) -> Floats:
    """Return the chance that a school has so many pupils whose paper's mark is above the journal's.

    Schools mark more or less strictly, so their true shares differ; how much is learnt from all (beta-binomial).
    NaN where nobody has both marks.
    """
    there = pupils > 0
    found = np.full(pupils.size, np.nan)
    if there.any():
        prior = beta_binomial_prior(raised[there], pupils[there])
        found[there] = betabinom.sf(raised[there] - 1, pupils[there], prior.a, prior.b)
    return found
