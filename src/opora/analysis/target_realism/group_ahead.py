"""How many of the schools now on the list will be off it: their own results and the region's movement, common to all.

How often schools left the list before is pooled over years that began elsewhere; where a region moves much, such years
say less of the schools listed now than their own results do. So the chance is that of the forecast of the list, school
by school, given each way the region may go. Over the ways it is averaged last, because all schools of the group go the
same way and reach the target, or miss it, together.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit
from scipy.stats import binom

from opora.analysis.list_forecast import (
    YearsCounted,
    ahead,
    fitted,
    is_listed,
    low_years,
    pupils_ahead,
    tells_enough,
)
from opora.analysis.target_realism.movement_of_years import WAYS, even_points
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]

_OWN_WAYS = 16  # ways schools themselves and their sizes may go, beside each way of the region


def shares_leaving(counted: YearsCounted, rules: RuleSet, years: int) -> Floats | None:
    """Return which share of the schools now on the list is off it after so many years, for each way of the region.

    None where the forecast cannot tell: too few schools or years, nobody listed, or a rule that looks at several years.
    """
    listed = np.flatnonzero(is_listed(counted, rules)[-1])
    if not listed.size or rules.listing_years > 1 or not tells_enough(counted):
        return None
    model = fitted(counted)
    expected, group = ahead(model, counted, years).of(listed), counted.of(listed)
    procedures = len(counted.procedures)
    own, sizes = np.split(even_points(2 * procedures, _OWN_WAYS), 2, axis=1)
    pupils, found = pupils_ahead(group, sizes), []
    for step in stdtrit(model.shift.df, even_points(procedures, WAYS)):
        low, judged = low_years(expected.latent(ndtri(own), np.tile(step, (_OWN_WAYS, 1))), pupils, rules)
        if not judged.any():
            return None
        found.append(1 - low.sum() / judged.sum())
    return np.array(found)


def chance_of_group(shares: Floats, schools: int, wanted: int) -> float:
    """Return the probability that at least so many of the schools are off the list, given shares equally likely."""
    return float(np.mean(binom.sf(wanted - 1, schools, shares)))
