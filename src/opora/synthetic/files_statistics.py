"""ВПР already counted by others: «Статистика по отметкам», as a report in steps and as one flat table."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri

from opora.synthetic.files_vpr import day_of, paper_words, subject_words
from opora.synthetic.names import REGION
from opora.synthetic.papers import PaperForm
from opora.synthetic.plan import Matter
from opora.synthetic.region import Municipality, Region
from opora.synthetic.roles import SentAs, sent_as
from opora.synthetic.sending import Row, Sending
from opora.synthetic.truth import Truth
from opora.synthetic.writing import WrittenPaper, was_moved

SHEET = "Статистика по отметкам"
_HEADINGS = ("Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5")
_FLAT_HEADINGS = ("Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", "2", "3", "4", "5")
_COUNTRY = (35_412, 1_318_204)
_MARKS = (2, 3, 4, 5)

#: Papers of grades 7–8 that come as a flat table: shares of «2», «3», «4» in an average region.
_FLAT_PAPERS = {
    (7, "russian"): (0.14, 0.42, 0.33),
    (7, "mathematics"): (0.1, 0.44, 0.33),
    (7, "history"): (0.09, 0.41, 0.36),
    (8, "russian"): (0.14, 0.37, 0.36),
    (8, "mathematics"): (0.1, 0.51, 0.32),
    (8, "biology"): (0.08, 0.43, 0.38),
}
_SPREAD = 1.12


def statistics_files(region: Region, truth: Truth, written: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return mark statistics: municipal reports that replace individual results, and the flat table of grades 7–8.

    Layouts: domain reference §6.3.
    """
    papers = [paper for paper in written if paper.form.procedure == "vpr"]
    for (form, year), same in groupby(papers, key=lambda paper: (paper.form, paper.year)):
        groups = list(same)
        counts = _mark_counts(groups, len(region.schools))
        for home in region.municipalities:
            if sent_as(region, home) is SentAs.STATISTICS and counts[region.schools_of(home)].any():
                yield _report(region, home, (form, year), counts)
    yield Sending(Path("ВПР", "Статистика по отметкам 7–8 классы.xlsx"), lambda: {SHEET: _flat_rows(region, truth)})


def _mark_counts(groups: Iterable[WrittenPaper], schools: int) -> np.ndarray:
    """Return how many pupils of each school got each mark, (schools, 4)."""
    counts = np.zeros((schools, len(_MARKS)), dtype=np.int64)
    for paper in groups:
        np.add.at(counts, (paper.school, paper.mark - _MARKS[0]), 1)
    return counts


def _report(region: Region, home: Municipality, what: tuple[PaperForm, int], counts: np.ndarray) -> Sending:
    form, year = what
    file = f"Статистика {subject_words(form.subject)} {form.paper_grade} – {home.name}.xlsx"
    return Sending(Path("ВПР", str(year), file), lambda: {SHEET: _report_rows(region, home, what, counts)})


def _report_rows(region: Region, home: Municipality, what: tuple[PaperForm, int], counts: np.ndarray) -> Iterator[Row]:
    form, year = what
    yield (f"ВПР {paper_words(form, year)}",)
    yield ("Предмет:", subject_words(form.subject))
    yield ("Максимальный первичный балл:", form.max_score)
    yield ("Дата:", day_of(form, year))
    yield _HEADINGS
    schools = region.schools_of(home)
    yield ("Вся выборка", *_COUNTRY, *_percents(_country_counts(form, counts)))
    yield (REGION, *_group(counts))
    yield (home.name, *_group(counts[schools]))
    for index in schools:
        if counts[index].any():
            yield (region.schools[index].name, None, int(counts[index].sum()), *_percents(counts[index]))


def _group(counts: np.ndarray) -> Row:
    return int(counts.any(axis=1).sum()), int(counts.sum()), *_percents(counts.sum(axis=0))


def _country_counts(form: PaperForm, counts: np.ndarray) -> np.ndarray:
    """Return counts of the whole country: the share of «2» the paper is set for, the rest as in the region."""
    better = counts[:, 1:].sum(axis=0)
    return np.append(form.share_of_2, (1 - form.share_of_2) * better / better.sum())


def _percents(counts: np.ndarray) -> list[str]:
    return [f"{share:.2f}".replace(".", ",") for share in (100 * counts / counts.sum()).tolist()]


def _flat_rows(region: Region, truth: Truth) -> Iterator[Row]:
    yield _FLAT_HEADINGS
    for place, year in enumerate(region.plan.years):
        for number, ((grade, subject), shares) in enumerate(_FLAT_PAPERS.items()):
            dice = region.plan.dice(Matter.STATISTICS, year, number)
            ability = truth.ability["mathematics" if subject == "mathematics" else "russian"][:, place]
            pupils = np.maximum(dice.poisson(region.sizes), 1)
            counts = dice.multinomial(pupils, _mark_shares(ability, shares))
            pupil_grade = grade + was_moved("vpr", year)
            for school in region.schools:
                if school.teaches(grade) and school.teaches(pupil_grade):
                    home, total = school.municipality.name, int(pupils[school.index])
                    beginning = (year, grade, subject_words(subject), home, school.code, school.name, total)
                    yield (*beginning, *_percents(counts[school.index]))


def _mark_shares(ability: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Return the chance of each mark at each mean ability, (schools, 4)."""
    limits = _SPREAD * ndtri(np.cumsum(shares))
    up_to = ndtr(limits[None, :] - ability[:, None])
    whole = np.column_stack([np.zeros(len(ability)), up_to, np.ones(len(ability))])
    return np.asarray(np.diff(whole, axis=1))
