"""A regional rule: pupils fail the same examinations year after year, however few of them there are."""

from collections.abc import Mapping, Sequence

from opora.findings.deciding import is_known
from opora.findings.years import Flags, Year, meets
from opora.vocabulary.rules import RepeatedFailure

METHOD = "repeated-failure"


def statuses(years: Sequence[Year], rules: RepeatedFailure) -> Mapping[str, Flags]:
    """Return whom each status may be said of in the last of the years; the first of them counts.

    At risk is a school that failed this year, but not in all the years the rule asks for.
    """
    return {
        "stably-low": meets(years, rules, rules.steady_years),
        "low": meets(years, rules, rules.years_running),
        "at-risk": meets(years, rules, 1),
        "insufficient-data": ~is_known(years[-1], rules),
    }
