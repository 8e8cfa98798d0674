"""A regional rule: many of a school's pupils stand in the lowest part of the region's scores."""

from collections.abc import Mapping, Sequence

from opora.findings.deciding import is_known
from opora.findings.years import Flags, Year, meets
from opora.vocabulary.rules import LowerQuartile

METHOD = "lower-quartile"


def statuses(years: Sequence[Year], rules: LowerQuartile) -> Mapping[str, Flags]:
    """Return whom each status may be said of in the last of the years, the first counts; none is at risk."""
    return {
        "stably-low": meets(years, rules, rules.stable_years),
        "low": meets(years, rules, 1),
        "insufficient-data": ~is_known(years[-1], rules),
    }
