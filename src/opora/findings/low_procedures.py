"""The federal rule: low results in several procedures of one year put a school on the list.

All judgements are made on whole numbers: 3 of 10 is exactly 30 %, whatever a floating-point share says.
"""

from collections.abc import Mapping, Sequence

from opora.findings.deciding import is_known
from opora.findings.years import Flags, Year, has_risen, meets
from opora.vocabulary.rules import LowProcedures

METHOD = "low-procedures"


def statuses(years: Sequence[Year], rules: LowProcedures) -> Mapping[str, Flags]:
    """Return whom each status may be said of in the last of the years; the first of them counts.

    At risk is a school off the list with one low procedure, or with several whose share is near the threshold or rose
    steeply in a year.
    """
    now = years[-1]
    is_risky = now.is_at_least(rules.risk_percent) | has_risen(years, rules.risk_rise_points)
    return {
        "stably-low": meets(years, rules, rules.stable_years),
        "low": meets(years, rules, 1),
        "at-risk": (now.low >= 1) | (is_risky.sum(axis=1) >= rules.least_risk_procedures),
        "insufficient-data": ~is_known(now, rules),
    }
