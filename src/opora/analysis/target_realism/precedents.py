"""What came of schools in the same position in the years there are: counts, and what chance alone would have made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Precedents:
    """Cases of the past; one of them is a school in a year.

    Attributes:
        cases: how many.
        schools: how many different schools they are of.
        reached: in how many it came about.
        by_chance: share expected from chance alone, true shares unchanged; None – not computed.
    """

    cases: int
    schools: int
    reached: int
    by_chance: float | None

    @property
    def share(self) -> float | None:
        """Share in which it came about; None without cases."""
        return self.reached / self.cases if self.cases else None


#: Where nothing is known.
NO_PRECEDENTS = Precedents(0, 0, 0, None)


def precedents(school: NDArray[np.intp], reached: Flags, chance: Floats | None) -> Precedents:
    """Return the precedents: the school of each, whether it came about, the chance of it if nothing changed."""
    if not reached.size:
        return NO_PRECEDENTS
    by_chance = None if chance is None else float(chance.mean())
    return Precedents(reached.size, np.unique(school).size, int(reached.sum()), by_chance)
