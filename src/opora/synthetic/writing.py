"""What they wrote: pupils of some schools, their items, scores and marks in one paper of one year."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from opora.synthetic.papers import CHANCES, PaperForm, ability_levels
from opora.synthetic.plan import Matter
from opora.synthetic.region import Region
from opora.synthetic.truth import Truth
from opora.tables.results import NOT_STARTED
from opora.vocabulary.calendar import reason_moved

_LASTING = 0.7  # share of a pupil's ability that is the same in every year and subject
_COHORT_SPREAD = 0.12
_ABSENT = 0.04
_BASIC_SCHOOL_ENDS = 9
_GRADE_11 = 0.4  # share of a grade that stays for grades 10–11
_CLASS_SIZE = 26
_LEFT_OUT = {"Б": 0.06, "П": 0.2, "В": 0.35}  # chance that a point not earned was not even tried
_HINT, _HASTE = 1.6, -0.35  # where marks are improved: help with hard items, easy ones left to themselves
_LIFTED_BY = 3  # points to the next limit within which a score is lifted over it
_LIFTED = 0.8
_JOURNAL_LIMITS = (-2.1, -0.25, 1.0)  # ability at which the journal's 3, 4 and 5 begin
_JOURNAL_SPREAD = 0.5


@dataclass(frozen=True)
class Group:
    """Schools whose pupils are drawn together; `number` names their dice."""

    number: int
    schools: np.ndarray


@dataclass(frozen=True)
class WrittenPaper:
    """One paper of one year as the pupils of some schools wrote it; all arrays are as long as there are pupils.

    Attributes:
        form: the paper.
        year: calendar year.
        group: the schools that were drawn together.
        pupil_grade: the grade the pupils are in; one above the paper's where ВПР were moved to autumn.
        school: index of the school.
        pupil: number of the pupil in the school's cohort, from 0; the same in all years and subjects.
        class_number: number of the class in the grade, from 0.
        scores: points of each item, (items, pupils); NOT_STARTED where nothing was tried.
        primary: primary score.
        test: test score, or None where marks are given.
        mark: mark; where test scores are given, 2 below the minimum and 3 otherwise.
        journal: mark in the class journal.
    """

    form: PaperForm
    year: int
    group: Group
    pupil_grade: int
    school: np.ndarray
    pupil: np.ndarray
    class_number: np.ndarray
    scores: np.ndarray
    primary: np.ndarray
    test: np.ndarray | None
    mark: np.ndarray
    journal: np.ndarray

    @property
    def cohort(self) -> int:
        """What the pupils' generation is known by: the year less the grade of the paper."""
        return self.year - self.form.paper_grade


def draw_paper(region: Region, truth: Truth, form: PaperForm, year: int, group: Group) -> WrittenPaper:
    """Return what the pupils of a group of schools wrote in a paper of a year."""
    dice = region.plan.dice(Matter.PAPER, group.number, form.number, year)
    school, pupil, class_number, lasting = _present(region, form, year, group, dice)
    relative = np.sqrt(_LASTING) * lasting + np.sqrt(1 - _LASTING) * _normal(dice, len(school))
    chosen = dice.random(len(school), dtype=np.float32) < form.taken_share(relative)
    school, pupil, class_number, relative = school[chosen], pupil[chosen], class_number[chosen], relative[chosen]
    ability = truth.ability[form.subject][:, region.plan.years.index(year)][school].astype(np.float32) + relative
    lifts = truth.improved_marks[school] & (form.procedure == "vpr")
    scores = _draw_scores(form, ability, lifts, dice)
    primary = np.maximum(scores, 0).sum(axis=0, dtype=np.int16)
    _lift(form, scores, primary, lifts, dice)
    return WrittenPaper(
        form=form,
        year=year,
        group=group,
        pupil_grade=form.paper_grade + was_moved(form.procedure, year),
        school=school,
        pupil=pupil,
        class_number=class_number,
        scores=scores,
        primary=primary,
        test=None if form.test_scale is None else np.array(form.test_scale, dtype=np.int16)[primary],
        mark=(2 + np.searchsorted(form.limits, primary, side="right")).astype(np.int8),
        journal=_journal(ability, dice),
    )


def was_moved(procedure: str, year: int) -> bool:
    """Tell whether the procedure was moved to autumn that year, when pupils already were a grade higher."""
    return reason_moved(procedure, year) is not None


def _present(
    region: Region, form: PaperForm, year: int, group: Group, dice: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return school, number, class and lasting ability of the pupils who came to the paper."""
    born, lasting = cohort_of(region, group, year - form.paper_grade)
    school, pupil = np.repeat(group.schools, born), counted_within(born)
    here = dice.random(len(school), dtype=np.float32) >= _ABSENT
    here &= _teaching(region, form, year)[school]
    if form.paper_grade > _BASIC_SCHOOL_ENDS:
        here &= pupil < np.repeat(np.rint(born * _GRADE_11), born)
    classes = np.repeat(-(-born // _CLASS_SIZE), born)
    return school[here], pupil[here], (pupil % classes)[here], lasting[here]


def cohort_of(region: Region, group: Group, cohort: int) -> tuple[np.ndarray, np.ndarray]:
    """Return how many pupils of a generation each school of the group has, and the lasting ability of each of them."""
    dice = region.plan.dice(Matter.COHORT, group.number, cohort)
    sizes = region.sizes[group.schools] * np.exp(_COHORT_SPREAD * dice.standard_normal(len(group.schools)))
    born = np.maximum(np.rint(sizes), 1).astype(np.int64)
    return born, _normal(dice, int(born.sum()))


def _teaching(region: Region, form: PaperForm, year: int) -> np.ndarray:
    grade = form.paper_grade + was_moved(form.procedure, year)
    return np.array([school.teaches(form.paper_grade) and school.teaches(grade) for school in region.schools])


def counted_within(counts: np.ndarray) -> np.ndarray:
    """Return 0, 1, … within each of the counted runs."""
    return np.asarray(np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts))


def _normal(dice: np.random.Generator, number: int) -> np.ndarray:
    return dice.standard_normal(number, dtype=np.float32)


def _draw_scores(form: PaperForm, ability: np.ndarray, lifts: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Return points of each item, (items, pupils).

    Every point of an item is one throw with the item's chance at the pupil's ability, so that the distribution of
    the primary score is known exactly and `PaperForm.probability_of_2` is the truth of what is drawn here.
    """
    with_hint = ability_levels(ability + np.where(lifts, np.float32(_HINT), 0))
    in_haste = ability_levels(ability + np.where(lifts, np.float32(_HASTE), 0))
    scores = np.empty((len(form.items), len(ability)), dtype=np.int8)
    for item, (most, chances) in enumerate(zip(form.maxima, form.chances, strict=True)):
        levels = with_hint if form.is_hard[item] else in_haste
        needed = chances[levels]
        thrown = _throws(dice, len(ability))
        earned = (thrown < needed).view(np.int8)
        for _ in range(most - 1):
            earned = earned + (_throws(dice, len(ability)) < needed)
        # A point not earned was thrown at or above the chance; the upper end of that range was not even tried.
        not_tried = (earned == 0) & (thrown >= _untried_from(chances, form.difficulties[item])[levels])
        scores[item] = np.where(not_tried, np.int8(NOT_STARTED), earned)
    return scores


def _untried_from(chances: np.ndarray, difficulty: str) -> np.ndarray:
    failed = CHANCES - 1 - chances.astype(np.float64)
    return np.rint(CHANCES - 1 - _LEFT_OUT[difficulty] * failed).astype(np.uint16)


def _throws(dice: np.random.Generator, number: int) -> np.ndarray:
    return np.frombuffer(dice.bytes(2 * number), dtype="<u2")


def _lift(
    form: PaperForm, scores: np.ndarray, primary: np.ndarray, lifts: np.ndarray, dice: np.random.Generator
) -> None:
    """Where marks are improved, lift scores just under a limit up to it: with points of the hardest items."""
    if not lifts.any():
        return
    places = np.searchsorted(form.limits, primary, side="right")
    next_limit = np.append(form.limits, [CHANCES])[places]
    missing = next_limit - primary
    who = np.flatnonzero(lifts & (missing <= _LIFTED_BY) & (dice.random(len(primary)) < _LIFTED))
    missing = missing[who]
    primary[who] += missing.astype(np.int16)
    for item in np.argsort(-form.hardness):
        had = np.maximum(scores[item, who], 0)
        given = np.minimum(missing, form.maxima[item] - had)
        scores[item, who] = np.where(given > 0, had + given, scores[item, who])
        missing = missing - given


def _journal(ability: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    known = ability + _JOURNAL_SPREAD * _normal(dice, len(ability))
    return (2 + np.searchsorted(_JOURNAL_LIMITS, known)).astype(np.int8)


def groups_by_municipality(region: Region) -> Sequence[Group]:
    """Return one group for each municipality."""
    return [Group(home.number, region.schools_of(home)) for home in region.municipalities]
