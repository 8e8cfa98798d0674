"""In which social conditions each school works: the index of well-being, and what sets the school apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from opora.analysis.school_context.wellbeing import SIGNS, Wellbeing, wellbeing

#: With fewer schools nobody can be compared.
LEAST_SCHOOLS = 5


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
    """Return the index of every school whose social passport tells enough.

    Args:
        contexts: by school the last row of CONTEXTS; shares 0–1, None where not known.

    Returns:
        Nothing for a school with fewer than half of the indicators; nothing at all where fewer than LEAST_SCHOOLS
        schools have them or all of them are alike.
    """
    values = {name: [row.get(name) for row in contexts.values()] for name in SIGNS}
    found = wellbeing(values, SIGNS)
    known = ~np.isnan(found.index)
    if known.sum() < LEAST_SCHOOLS:
        return {}
    return {
        school: Conditions(float(found.index[place]), tuple(_differences(found, values, place)))
        for place, school in enumerate(contexts)
        if known[place]
    }


def _differences(found: Wellbeing, values: Mapping[str, list[float | None]], place: int) -> list[Difference]:
    """Return the shares of one school that are known and tell schools apart."""
    differences = []
    for number, name in enumerate(found.indicators):
        share = values[name][place]
        if share is not None and name.startswith("share_"):
            mean = float(np.mean([one for one in values[name] if one is not None]))
            differences.append(Difference(name, share, mean, float(found.scores[place, number])))
    return differences
