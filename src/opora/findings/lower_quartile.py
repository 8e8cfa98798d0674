"""A regional rule: many of a school's pupils stand in the lowest part of the region's scores."""

from collections.abc import Sequence

import numpy as np

from opora.findings.deciding import is_known
from opora.findings.years import Year, meets
from opora.vocabulary.rules import LowerQuartile

METHOD = "lower-quartile"


def statuses(years: Sequence[Year], rules: LowerQuartile) -> list[str]:
    """Return each school's status in the last of the years; the rule knows no group at risk."""
    cases = {
        "stably-low": meets(years, rules, rules.stable_years),
        "low": meets(years, rules, 1),
        "insufficient-data": ~is_known(years[-1], rules),
    }
    found: list[str] = np.select(list(cases.values()), list(cases), "none").tolist()
    return found
