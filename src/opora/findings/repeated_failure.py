"""A regional rule: pupils fail the same examinations year after year, however few of them there are."""

from collections.abc import Sequence

import numpy as np

from opora.findings.deciding import is_known
from opora.findings.years import Year, meets
from opora.vocabulary.rules import RepeatedFailure

METHOD = "repeated-failure"


def statuses(years: Sequence[Year], rules: RepeatedFailure) -> list[str]:
    """Return each school's status in the last of the years; at risk is one that failed this year, but not in all."""
    cases = {
        "stably-low": meets(years, rules, rules.steady_years),
        "low": meets(years, rules, rules.years_running),
        "at-risk": meets(years, rules, 1),
        "insufficient-data": ~is_known(years[-1], rules),
    }
    found: list[str] = np.select(list(cases.values()), list(cases), "none").tolist()
    return found
