"""A regional rule of three lists: low for years, high for years, at risk in the last one."""

from collections.abc import Mapping, Sequence

import numpy as np

from opora.findings.deciding import is_known
from opora.findings.years import Flags, Year, has_risen, meets
from opora.vocabulary.rules import ThreeLists

METHOD = "three-lists"


def statuses(years: Sequence[Year], rules: ThreeLists) -> Mapping[str, Flags]:
    """Return whom each status may be said of in the last of the years; the first of them counts.

    At risk is a school off both lists that was low this year, or has a procedure near the threshold or risen steeply.
    """
    now = years[-1]
    is_risky = now.is_at_least(rules.risk_percent) | has_risen(years, rules.risk_rise_points)
    return {
        "stably-low": meets(years, rules, rules.low_years),
        "insufficient-data": ~is_known(now, rules),
        "at-risk": meets(years, rules, 1) | is_risky.any(axis=1),
        "stably-high": _is_high(years, rules),
    }


def _is_high(years: Sequence[Year], rules: ThreeLists) -> Flags:
    """Tell the schools whose every measured procedure is high in each of the years wanted."""
    if len(years) < rules.high_years:
        return np.zeros(len(years[-1].pupils), np.bool_)
    wanted = years[-rules.high_years :]
    hundredths = round(100 * rules.high_percent)
    flags = [
        is_known(year, rules) & (~year.is_measured | (10_000 * year.below <= hundredths * year.pupils)).all(axis=1)
        for year in wanted
    ]
    high: Flags = np.logical_and.reduce(flags)
    return high
