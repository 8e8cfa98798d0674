"""How far schools differ without any cause: learnt from the middle of them, not assumed."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

Floats = NDArray[np.float64]

#: Fewer schools than this teach no spread: the theoretical one stands.
FEWEST_SCHOOLS = 20

#: Median absolute deviation of a normal distribution, turned into its standard deviation.
NORMAL_MAD = 1.482602218505602


def upper_chances(z: Floats) -> Floats:
    """Return the chance of a z at least so high, were the school like the middle of schools (Efron 2004).

    Real schools differ more than a model says: programmes, textbooks, classes. Their middle and spread are taken from
    the data, and the spread is never less than the theoretical 1.
    """
    known = z[~np.isnan(z)]
    if known.size < FEWEST_SCHOOLS:
        return ndtr(-z)
    middle = max(float(np.median(known)), 0.0)
    spread = max(1.0, NORMAL_MAD * float(np.median(np.abs(known - np.median(known)))))
    return ndtr(-(z - middle) / spread)
