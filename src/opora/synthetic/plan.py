"""What region is wanted: how large, which years, which seed."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np


class Matter(IntEnum):
    """What is drawn by lot. Each matter has dice of its own, so that one more draw here changes nothing there."""

    REGION = 1
    CAUSES = 2
    CONTEXT = 3
    COHORT = 4
    PAPER = 5
    PEOPLE = 6
    STATISTICS = 7
    REGISTER = 8


@dataclass(frozen=True)
class RegionPlan:
    """How large the made-up region is.

    Attributes:
        schools: number of schools.
        pupils_per_grade: mean number of pupils of one school in one grade; None keeps the natural mean of about 16.
        years: calendar years of the procedures, in order.
        seed: equal plans with equal seeds give equal bytes.
        municipalities: number of municipalities; None means one for about 15 schools, at least 4.
        items: number of one-point items in every paper; None keeps the real papers.
    """

    schools: int = 180
    pupils_per_grade: float | None = None
    years: tuple[int, ...] = (2022, 2023, 2024)
    seed: int = 20201
    municipalities: int | None = None
    items: int | None = None

    @property
    def number_of_municipalities(self) -> int:
        """How many municipalities the region has; never more than schools."""
        wanted = self.municipalities or max(4, round(self.schools / 15))
        return min(wanted, self.schools)

    def dice(self, matter: Matter, *which: int) -> np.random.Generator:
        """Return the dice of one matter; the order in which matters are drawn does not count."""
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(int(matter), *which)))
