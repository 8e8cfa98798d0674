"""How many of the schools now on the list will be off it, judged by their own results and the region's movement.

The chance is that of the forecast of the list, school by school, given each way the region may go. Over the ways it is
averaged last, because all schools of a group go the same way and reach a target, or miss it, together.
"""

import numpy as np
from numpy.typing import NDArray

from opora.analysis.list_forecast import (
    YearsCounted,
    ahead,
    coordinates,
    even_points,
    fitted,
    is_listed,
    low_years,
    pupils_ahead,
    tells_enough,
)
from opora.analysis.target_realism.outcomes import Outcomes, of_each
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]

_WAYS = 64  # of the region
_OWN_WAYS = 32  # of schools themselves and their sizes, beside each way of the region


def group_ahead(counted: YearsCounted, rules: RuleSet, years: int, schools: int) -> Outcomes | None:
    """Return how many of so many schools on the list are off it after so many years.

    Which of the listed schools they are is not said: they are drawn anew for each way, all of them where there are as
    many. None where the forecast cannot tell: too few schools or years, or nobody listed.
    """
    leaving = chances_of_leaving(counted, rules, years)
    if leaving is None:
        return None
    chance = np.random.default_rng(schools)  # one question has one answer
    return of_each(np.array([way[np.resize(chance.permutation(way.size), schools)] for way in leaving]))


def chances_of_leaving(counted: YearsCounted, rules: RuleSet, years: int) -> Floats | None:
    """Return the chance of each school now on the list to be off it after so many years, for each way of the region.

    A rule that looks at several years keeps a school listed only while all of them are low; those already past are, as
    the school is on the list. Left out are schools that nobody could judge then.
    """
    listed = np.flatnonzero(is_listed(counted, rules)[-1])
    if not listed.size or not tells_enough(counted):
        return None
    model, looked_at = fitted(counted), range(max(1, years - rules.listing_years + 1), years + 1)
    expected, group = ahead(model, counted, looked_at).of(listed), counted.of(listed)
    moments, procedures = expected.waits.shape
    own, sizes = np.split(even_points(expected.coordinates + procedures, _OWN_WAYS), [expected.coordinates], axis=1)
    pupils, stays = pupils_ahead(group, sizes), []
    for walk in model.step.walks(even_points(coordinates(moments, procedures), _WAYS), expected.waits):
        latent = expected.latent(own, np.broadcast_to(walk, (_OWN_WAYS, *walk.shape)))
        low, judged = (np.array(each) for each in zip(*(low_years(one, pupils, rules) for one in latent), strict=True))
        stays.append(low.prod(axis=0).sum(axis=0))
    times = judged[-1].sum(axis=0)
    if not times.any():
        return None
    return np.asarray(1 - np.array(stays)[:, times > 0] / times[times > 0])
