"""From signs to what may be said: one probability, false discoveries under control, innocence presumed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Of fewer pupils nothing can be said.
FEWEST_PUPILS = 20

#: Among schools asked for an explanation at most so many are expected to have given no cause.
FALSE_SHARE = 0.05

#: A sign alone is named only when chance makes it so seldom.
_STRONG = 0.01


@dataclass(frozen=True)
class Marker:
    """One sign over schools.

    Attributes:
        code: its name.
        chance: of each school's value without a cause, NaN – not looked at.
        is_enough: whether it asks a question by itself; one that is not stands only beside another that is.
    """

    code: str
    chance: Floats
    is_enough: bool = True


@dataclass(frozen=True)
class Verdict:
    """What may be said of one school.

    Attributes:
        status: cannot-tell (fewer than 20 pupils, or no sign could be looked at), no-signs, needs-explanation.
        chance: of all its signs together without a cause; None where it cannot be told.
        q: the share of schools without a cause expected among those at least so unusual.
        markers: codes of the signs that are strong by themselves.
    """

    status: str
    chance: float | None
    q: float | None
    markers: tuple[str, ...]


def verdicts(pupils: Counts, markers: Sequence[Marker]) -> list[Verdict]:
    """Return what may be said of each school.

    Signs of one school lean on the same pupils, so they are joined by Simes' rule, which holds when they go together;
    then false discoveries are controlled over schools (Benjamini & Hochberg 1995).
    """
    table = np.array([marker.chance for marker in markers]).reshape(len(markers), pupils.size)
    joint = np.array([_simes(column) for column in table.T])
    told = (pupils >= FEWEST_PUPILS) & ~np.isnan(joint)
    q = np.full(pupils.size, np.nan)
    if told.any():
        q[told] = false_discovery_control(joint[told])
    found = []
    for place in range(pupils.size):
        if not told[place]:
            found.append(Verdict("cannot-tell", None, None, ()))
            continue
        strong = tuple(marker.code for marker in markers if marker.chance[place] <= _STRONG)
        asks = any(marker.is_enough and marker.code in strong for marker in markers)
        status = "needs-explanation" if q[place] <= FALSE_SHARE and asks else "no-signs"
        found.append(Verdict(status, float(joint[place]), float(q[place]), strong))
    return found


def _simes(chances: Floats) -> float:
    known = np.sort(chances[~np.isnan(chances)])
    if not known.size:
        return float("nan")
    return float(np.min(known * known.size / np.arange(1, known.size + 1)))
