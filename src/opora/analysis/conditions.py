"""In which social conditions schools work: a simple index of what a school cannot choose.

After the index of a school's social well-being as Russian regions compute it: each share becomes a z-score among the
schools, signed so that more means better conditions; the index is their mean, rescaled to 50 ± 10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev
from types import MappingProxyType
from typing import Any

#: Shares of the social passport that have an agreed sign: +1 makes conditions better, −1 harder. Large families,
#: one parent with a degree and distance stand in passports, too, but which way they point is not agreed.
SIGNS = MappingProxyType(
    {
        "share_both_parents_higher": 1,
        "share_good_housing": 1,
        "share_incomplete_families": -1,
        "share_low_income": -1,
        "share_parents_unemployed": -1,
        "share_on_record": -1,
        "share_special_needs": -1,
        "share_russian_not_native": -1,
    }
)
#: A school with fewer known shares has no index; with fewer schools nobody can be compared.
LEAST_SHARES, LEAST_SCHOOLS = 4, 5
MIDDLE, SPREAD = 50.0, 10.0


@dataclass(frozen=True)
class Difference:
    """One share of a school beside the mean of all schools; `pull` is its signed z-score, + for better conditions."""

    column: str
    share: float
    mean: float
    pull: float


@dataclass(frozen=True)
class Conditions:
    """The index of one school: 50 is the mean of all schools, 10 their standard deviation; more is better."""

    index: float
    differences: tuple[Difference, ...]


def conditions(contexts: Mapping[str, Mapping[str, Any]]) -> dict[str, Conditions]:
    """Return the index of every school that has enough shares.

    Args:
        contexts: by school the last row of CONTEXTS; shares 0–1, None where not known.

    Returns:
        Nothing for a school with fewer than LEAST_SHARES shares; nothing at all where fewer than LEAST_SCHOOLS schools
        have them or all of them are alike.
    """
    measures = {column: _mean_and_spread(contexts, column) for column in SIGNS}
    found = {school: _differences(row, measures) for school, row in contexts.items()}
    raw = {school: fmean(one.pull for one in seen) for school, seen in found.items() if len(seen) >= LEAST_SHARES}
    spread = stdev(raw.values()) if len(raw) >= LEAST_SCHOOLS else 0.0
    if not spread:
        return {}
    middle = fmean(raw.values())
    return {
        school: Conditions(MIDDLE + SPREAD * (one - middle) / spread, tuple(found[school]))
        for school, one in raw.items()
    }


def _mean_and_spread(contexts: Mapping[str, Mapping[str, Any]], column: str) -> tuple[float, float]:
    """Return a share's mean and standard deviation among the schools; a spread of 0 where it tells nothing."""
    shares = [row[column] for row in contexts.values() if row.get(column) is not None]
    return (fmean(shares), stdev(shares)) if len(shares) >= LEAST_SCHOOLS else (0.0, 0.0)


def _differences(row: Mapping[str, Any], measures: Mapping[str, tuple[float, float]]) -> list[Difference]:
    return [
        Difference(column, row[column], mean, SIGNS[column] * (row[column] - mean) / spread)
        for column, (mean, spread) in measures.items()
        if spread and row.get(column) is not None
    ]
