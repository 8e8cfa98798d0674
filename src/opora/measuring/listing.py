"""By what a rule set lists schools: one number a school, and the threshold that puts it on the list."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from opora.analysis.support_effect import Choices, Listing
from opora.findings.found import Found
from opora.findings.years import Year, years_of
from opora.vocabulary.rules import RuleSet

Floats = NDArray[np.float64]


def choices_of_lists(lists: Mapping[int, Found]) -> Choices:
    """Return how the effect of support is to be sought, given what put schools on the lists.

    Args:
        lists: first year of results under support → what the rule set found in the year of the list it came from.
    """
    listings = (listing_of(found, start) for start, found in sorted(lists.items()))
    years = max((found.rules.listing_years for found in lists.values()), default=1)
    return Choices(tuple(one for one in listings if one is not None), years)


def listing_of(found: Found, start: int) -> Listing | None:
    """Return by what schools were listed in the last year found; None where the rule lists by no share.

    A rule that wants two low procedures lists a school by the second highest of its shares; one that wants it in each
    of two years, by the lower of the two. A school is on the list exactly where this number reaches the threshold; one
    that cannot be judged has none.

    Args:
        found: what the rule set found in the year of the list.
        start: first year of results under the support that the list led to.
    """
    rules, years = found.rules, years_of(found.history, found.rules)
    if rules.threshold is None or len(years) < rules.listing_years:
        return None
    deciding = np.min(
        [_deciding_shares(year, rules, rules.threshold) for year in years[-rules.listing_years :]], axis=0
    )
    schools: Sequence[str] = found.history[-1]["school"].to_pylist()[:: len(rules.procedure)]
    values = {school: value for school, value in zip(schools, deciding.tolist(), strict=True) if np.isfinite(value)}
    return Listing(values, rules.threshold, start=start)


def _deciding_shares(year: Year, rules: RuleSet, threshold: float) -> Floats:
    """Return of each school the share that decides, not a number where too few procedures can be judged.

    How far a share is from the threshold is counted in whole numbers, as the rule does: 3 of 10 is exactly 30 %.
    """
    beyond = 10_000 * year.below - round(10_000 * threshold) * year.pupils
    shares = np.full(beyond.shape, -np.inf)
    np.divide(beyond, 10_000 * year.pupils, out=shares, where=year.is_measured)
    deciding = threshold + np.sort(shares, axis=1)[:, -rules.least_low_procedures]
    return np.where(np.isfinite(deciding), deciding, np.nan)
