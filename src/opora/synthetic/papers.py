"""What was asked: items, limits, scales, and the true chance of a «2» at a given ability."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from opora.vocabulary.papers import Paper

#: Abilities are whole steps of this size from −LEVELS/2 to LEVELS/2, so that chances are looked up, not computed.
STEP = 1 / 32
LEVELS = 512
CHANCES = 65_536

_ABILITIES = (np.arange(LEVELS) - LEVELS // 2) * STEP
_HARDNESS = {"Б": -0.9, "П": 0.5, "В": 1.5}
_HARDNESS_SPREAD = 1.2
_GOLDEN = 0.618_033_988_75
_CHOICE_STEEPNESS = 1.3
_CHOICE_MIDDLE = 0.2

#: Spread of ability in a region between all its pupils: within schools 1, between schools about 0.5.
_PUPILS_SPREAD = 1.12
_WITHIN = np.linspace(-5, 5, 161)
_LOWEST_SHIFT, _HIGHEST_SHIFT, _HALVINGS = -6.0, 6.0, 40


def ability_levels(ability: np.ndarray) -> np.ndarray:
    """Return abilities as places in the table of chances; beyond ±8 nobody is told apart."""
    levels = np.clip(np.rint(ability / STEP) + LEVELS // 2, 0, LEVELS - 1)
    return np.asarray(levels, dtype=np.int16)


@dataclass(frozen=True)
class PaperForm:
    """One paper as it was set.

    Attributes:
        paper_of_year: procedure, subject, grade and level, without the year.
        items: numbers of the items as printed.
        maxima: most points of each item.
        difficulties: Б, П, В of each item.
        limits: lowest primary score of each better mark; for a test score, the lowest passing primary score.
        test_scale: test score of each primary score; None where marks are given.
        short: how many items have a short answer.
        share_of_2: share of pupils of an average region below the lowest limit.
        sharpness: slope of an item's chance over ability.
        choice: 1 – the able choose the paper, −1 – they leave it, 0 – everyone writes it.
        exam_code: number of the exam; exam_day, reserve_day: month and day.
        years: first and last year of the form.
    """

    procedure: str
    subject: str
    paper_grade: int
    level: str
    items: tuple[str, ...]
    maxima: tuple[int, ...]
    difficulties: tuple[str, ...]
    limits: tuple[int, ...]
    test_scale: tuple[int, ...] | None
    short: int
    share_of_2: float
    sharpness: float
    choice: int
    exam_code: str
    exam_day: str
    reserve_day: str
    years: tuple[int, int]

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What names the paper besides its year."""
        return self.procedure, self.subject, self.paper_grade, self.level

    @property
    def number(self) -> int:
        """The paper's number for its dice; the same for all forms of one paper."""
        return _NUMBERS[self.key]

    @property
    def max_score(self) -> int:
        """Most primary points."""
        return sum(self.maxima)

    def paper(self, year: int) -> Paper:
        """Return the paper of a year."""
        return Paper(year, *self.key)

    @cached_property
    def is_hard(self) -> np.ndarray:
        """Which items are above the basic level."""
        return np.array([level != "Б" for level in self.difficulties])

    @cached_property
    def hardness(self) -> np.ndarray:
        """How able one must be for an even chance of a point, item by item, before the shift."""
        spread = (np.arange(1, len(self.items) + 1) * _GOLDEN) % 1 - 0.5
        return np.asarray([_HARDNESS[level] for level in self.difficulties] + _HARDNESS_SPREAD * spread)

    @cached_property
    def shift(self) -> float:
        """How much harder all items are made, so that `share_of_2` of an average region falls below the limit."""
        low, high = _LOWEST_SHIFT, _HIGHEST_SHIFT
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            too_easy = self._share_below(0.0, middle, _PUPILS_SPREAD) < self.share_of_2
            low, high = (middle, high) if too_easy else (low, middle)
        return (low + high) / 2

    @cached_property
    def chances(self) -> np.ndarray:
        """Chance of one point of an item out of CHANCES, (items, LEVELS)."""
        chance = self._chances_at(_ABILITIES - self.shift)
        return np.asarray(np.minimum(np.rint(chance * CHANCES), CHANCES - 1), dtype=np.uint16)

    def _chances_at(self, ability: np.ndarray) -> np.ndarray:
        return np.asarray(expit(self.sharpness * (ability[None, :] - self.hardness[:, None])))

    @cached_property
    def _below_at(self) -> np.ndarray:
        """Probability of a primary score under the first limit at each of _ABILITIES, before the shift."""
        scores = np.zeros((LEVELS, self.max_score + 1))
        scores[:, 0] = 1
        for most, chance in zip(self.maxima, self._chances_at(_ABILITIES), strict=True):
            for _ in range(most):
                earned = scores[:, :-1] * chance[:, None]
                scores *= 1 - chance[:, None]
                scores[:, 1:] += earned
        return np.asarray(scores[:, : self.limits[0]].sum(axis=1))

    def taken_share(self, ability_in_school: np.ndarray) -> np.ndarray:
        """Return the chance that a pupil takes this paper, from the ability relative to the school's mean."""
        if not self.choice:
            return np.ones_like(ability_in_school)
        return np.asarray(expit(self.choice * _CHOICE_STEEPNESS * (ability_in_school - _CHOICE_MIDDLE)))

    def _share_below(self, mean: float, shift: float, spread: float) -> float:
        weights = np.exp(-(_WITHIN**2) / 2) * self.taken_share(_WITHIN)
        below = np.interp(mean + spread * _WITHIN - shift, _ABILITIES, self._below_at)
        return float((weights * below).sum() / weights.sum())

    def probability_of_2(self, means: np.ndarray) -> np.ndarray:
        """Return the true probability that a pupil of a school with that mean ability falls below the first limit."""
        grid = np.linspace(-4, 4, 161)
        table = [self._share_below(float(mean), self.shift, 1.0) for mean in grid]
        return np.asarray(np.interp(means, grid, table))


@cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("papers.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["paper"])


def _form(entry: dict[str, Any]) -> PaperForm:
    described = [item.split("/") for item in entry["items"].split()]
    maxima = tuple(int(words[:-1]) for _, words in described)
    test_scale = _test_scale(entry.get("test_scale"), sum(maxima))
    return PaperForm(
        procedure=entry["procedure"],
        subject=entry["subject"],
        paper_grade=entry["paper_grade"],
        level=entry.get("level", "standard"),
        items=tuple(number for number, _ in described),
        maxima=maxima,
        difficulties=tuple(words[-1] for _, words in described),
        limits=tuple(entry.get("limits") or [_lowest_passing(test_scale or (), entry["minimum"])]),
        test_scale=test_scale,
        short=entry.get("short", 0),
        share_of_2=entry["share_of_2"],
        sharpness=entry["sharpness"],
        choice=entry.get("choice", 0),
        exam_code=entry.get("exam_code", ""),
        exam_day=entry.get("exam_day", ""),
        reserve_day=entry.get("reserve_day", ""),
        years=(entry.get("year_from", 0), entry.get("year_to", 9_999)),
    )


def _test_scale(points: list[list[int]] | None, most: int) -> tuple[int, ...] | None:
    if points is None:
        return None
    primary, test = zip(*points, strict=True)
    return tuple(int(score) for score in np.rint(np.interp(np.arange(most + 1), primary, test)))


def _lowest_passing(test_scale: tuple[int, ...], minimum: int) -> int:
    return next(primary for primary, test in enumerate(test_scale) if test >= minimum)


_NUMBERS = {
    key: number
    for number, key in enumerate(
        dict.fromkeys(
            (entry["procedure"], entry["subject"], entry["paper_grade"], entry.get("level", "standard"))
            for entry in _entries()
        )
    )
}


@cache
def _forms(items: int | None) -> tuple[PaperForm, ...]:
    forms = tuple(_form(entry) for entry in _entries())
    return forms if items is None else tuple(_stretched(form, items) for form in forms)


def forms_of(year: int, items: int | None = None) -> tuple[PaperForm, ...]:
    """Return the papers set in a year; with `items`, each with that many one-point items and limits in proportion."""
    return tuple(form for form in _forms(items) if form.years[0] <= year <= form.years[1])


def _stretched(form: PaperForm, items: int) -> PaperForm:
    whole = form.max_score
    places = [place * len(form.items) // items for place in range(items)]
    scale = form.test_scale and tuple(form.test_scale[round(score * whole / items)] for score in range(items + 1))
    limits = [max(1, round(limit * items / whole)) for limit in form.limits]
    if form.test_scale and scale:
        limits = [_lowest_passing(scale, form.test_scale[form.limits[0]])]
    return replace(
        form,
        items=tuple(str(place + 1) for place in range(items)),
        maxima=(1,) * items,
        difficulties=tuple(form.difficulties[place] for place in places),
        limits=tuple(limits),
        test_scale=scale,
        short=min(form.short, items),
    )
