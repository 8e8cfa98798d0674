"""Who may mentor a school: schools in like conditions that do better in the very thing it lacks, with room and near.

Nothing is ranked: a proposal is made for one school, and its reasons are what a person decides by.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt

import numpy as np
from scipy.special import ndtr

_EARTH_KM = 6371.0088
#: Farther than this in the mean, in spreads of schools, conditions are not alike.
FARTHEST = 1.25
#: A better result counts where chance makes it so seldom.
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Place:
    """Where a school is: municipality, and coordinates in degrees where they are known."""

    municipality: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Result:
    """A result of a school in one thing, more is better, with its standard error; None – not known."""

    value: float | None
    error: float | None


@dataclass(frozen=True)
class Candidate:
    """What is known of a school that might help.

    Attributes:
        school: code.
        distance: of its conditions, in spreads of schools.
        alike: in what the conditions are alike.
        results: thing → result.
        lacking: things it lacks itself.
        growth: above, as-expected, below or cannot-tell.
        place: where it is.
        capacity: how many schools it can take on; None – not said.
    """

    school: str
    distance: float
    alike: str
    results: Mapping[str, Result]
    lacking: frozenset[str]
    growth: str
    place: Place
    capacity: int | None


@dataclass(frozen=True)
class Proposal:
    """A school proposed as mentor.

    Attributes:
        candidate: the school.
        better_in: the things in which it does better than chance explains.
        differences: how much better in each.
        km: how far it is as the crow flies; None – coordinates are not known.
        is_near: same municipality.
    """

    candidate: Candidate
    better_in: tuple[str, ...]
    differences: tuple[float, ...]
    km: float | None
    is_near: bool


def mentors(own: Mapping[str, Result], place: Place, candidates: Sequence[Candidate], count: int) -> list[Proposal]:
    """Return schools that may help, at most so many.

    Proposed is a school in like conditions, not without room, whose growth is not below the expected, and which does
    better in at least one of the things lacked without lacking that thing itself. First come those that help in most
    things, then those whose growth is above the expected, then the nearest, then those in the likest conditions.

    Args:
        own: the things the school lacks, with its own results.
        place: where it is.
        candidates: the other schools.
        count: how many are wanted.
    """
    found = []
    for one in candidates:
        if one.distance > FARTHEST or one.capacity == 0 or one.growth == "below":
            continue
        better = _better_in(own, one)
        if better:
            names = tuple(better)
            near = place.municipality is not None and place.municipality == one.place.municipality
            found.append(Proposal(one, names, tuple(better.values()), kilometres(place, one.place), near))
    return sorted(found, key=_order)[:count]


def kilometres(one: Place, other: Place) -> float | None:
    """Return how far two places are as the crow flies (haversine); None where coordinates are not known."""
    degrees = (one.latitude, one.longitude, other.latitude, other.longitude)
    if any(value is None for value in degrees):
        return None
    north, east, other_north, other_east = (radians(value) for value in degrees if value is not None)
    chord = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))


def _better_in(own: Mapping[str, Result], one: Candidate) -> dict[str, float]:
    """Return the things the candidate does better, most first; many comparisons make chance likelier (Bonferroni)."""
    better = {}
    for thing, mine in own.items():
        theirs = one.results.get(thing)
        if theirs is None or thing in one.lacking:
            continue
        if _chance(mine, theirs) * len(own) <= SIGNIFICANT and theirs.value is not None and mine.value is not None:
            better[thing] = theirs.value - mine.value
    return dict(sorted(better.items(), key=lambda item: -item[1]))


def _chance(mine: Result, theirs: Result) -> float:
    """Return how seldom chance alone makes the other that much better, one-sided; 1 where it cannot be told."""
    known = (mine.value, mine.error, theirs.value, theirs.error)
    if any(one is None for one in known):
        return 1.0
    value, error, their_value, their_error = (one for one in known if one is not None)
    spread = float(np.hypot(error, their_error))
    difference = their_value - value
    if spread <= 0:
        return 0.0 if difference > 0 else 1.0
    return float(ndtr(-difference / spread))


def _order(one: Proposal) -> tuple[int, bool, float, bool, float, str]:
    far = inf if one.km is None else one.km
    grows = one.candidate.growth == "above"
    return -len(one.better_in), not grows, far, not one.is_near, one.candidate.distance, one.candidate.school
