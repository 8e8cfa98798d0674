"""ВПР as ФИС ОКО gives it out: «Ф1 Индивидуальные результаты», a row for each pupil."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from opora.synthetic.papers import PaperForm
from opora.synthetic.region import Municipality, Region
from opora.synthetic.roles import SentAs, sent_as
from opora.synthetic.sending import Row, Sending, Sheets, Value
from opora.synthetic.writing import WrittenPaper, was_moved
from opora.vocabulary.subjects import subjects

SHEET = "Индивидуальные результаты"
_BEFORE = ("ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант")
_AFTER = ("Первичный балл", "Отметка", "Отметка по журналу")
_LETTERS = "АБВГДЕЖЗИКЛМНПРСТУФ"
_CODES_A_GRADE = 10_000
_NOT_STARTED = ("X", "Х")  # Latin in some exports, Cyrillic in others


def vpr_files(region: Region, written: Sequence[WrittenPaper]) -> Iterator[Sending]:
    """Return the workbooks of all municipalities that send individual results; `written` has one group a municipality.

    Layout: domain reference §6.1.
    """
    for paper in written:
        if paper.form.procedure == "vpr" and len(paper.school):
            home = region.schools[paper.school[0]].municipality
            way = sent_as(region, home)
            if way is SentAs.BOOK_PER_PAPER:
                yield _municipal_book(region, home, paper)
            elif way is SentAs.BOOK_PER_SCHOOL:
                yield from _school_books(region, home, paper)


def paper_words(form: PaperForm, year: int) -> str:
    """Return a paper as its title says it, with the pupils' grade first where the paper was moved to autumn."""
    subject = subject_words(form.subject)
    if was_moved(form.procedure, year):
        return f"{year} {subject} {form.paper_grade + 1} класс (по программе {form.paper_grade} класса), осень"
    return f"{year} {subject} {form.paper_grade} класс"


def subject_words(code: str) -> str:
    """Return the subject as files head their tables with it."""
    return subjects()[code].name.capitalize()


def day_of(form: PaperForm, year: int) -> str:
    """Return an invented day of a ВПР."""
    month = 9 if was_moved(form.procedure, year) else 3
    return f"{10 + 2 * form.paper_grade + (form.subject == 'mathematics'):02d}.{month:02d}.{year}"


def class_label(grade: int, class_number: int) -> str:
    """Return «5Б» for the second class of grade 5."""
    return f"{grade}{_LETTERS[class_number % len(_LETTERS)]}"


def _municipal_book(region: Region, home: Municipality, paper: WrittenPaper) -> Sending:
    file = Path(
        "ВПР", str(paper.year), f"{subject_words(paper.form.subject)} {paper.form.paper_grade} – {home.name}.xlsx"
    )
    everyone = np.arange(len(paper.school))
    return Sending(file, lambda: _sheets(region, paper, everyone, f"{home.name} | Кол-во участников: {len(everyone)}"))


def _school_books(region: Region, home: Municipality, paper: WrittenPaper) -> Iterator[Sending]:
    for index in np.unique(paper.school):
        school = region.schools[index]
        title = f"{subject_words(paper.form.subject)} {paper.form.paper_grade} – {school.code}.xlsx"
        pupils = np.flatnonzero(paper.school == index)
        line = f"{school.full_name} ({school.code}) | {home.name} | Кол-во участников: {len(pupils)}"
        file = Path("ВПР", str(paper.year), home.name, title)
        yield Sending(file, lambda pupils=pupils, line=line: _sheets(region, paper, pupils, line))  # type: ignore[misc]


def _sheets(region: Region, paper: WrittenPaper, pupils: np.ndarray, line: str) -> Sheets:
    return {SHEET: _rows(region, paper, pupils, line)}


def _rows(region: Region, paper: WrittenPaper, pupils: np.ndarray, line: str) -> Iterator[Row]:
    form = paper.form
    yield (f"ВПР {paper_words(form, paper.year)}",)
    yield ("Предмет:", subject_words(form.subject))
    yield ("Максимальный первичный балл:", form.max_score)
    yield ("Дата:", day_of(form, paper.year))
    yield (line,)
    yield (*[None] * len(_BEFORE), *form.difficulties)
    headings = [f"{item} ({most}б)" for item, most in zip(form.items, form.maxima, strict=True)]
    yield (*_BEFORE, *headings, *_AFTER)
    yield from zip(*_columns(region, paper, pupils), strict=True)


def _columns(region: Region, paper: WrittenPaper, pupils: np.ndarray) -> list[list[Value]]:
    schools = [region.schools[index] for index in paper.school[pupils].tolist()]
    numbers = paper.pupil[pupils]
    codes = paper.pupil_grade * _CODES_A_GRADE + numbers + 1
    classes = {number: class_label(paper.pupil_grade, number) for number in np.unique(paper.class_number).tolist()}
    untried = _NOT_STARTED[schools[0].municipality.number % 2]
    words = {score: score if score >= 0 else untried for score in range(-1, max(paper.form.maxima) + 1)}
    return [
        [school.code for school in schools],
        [school.municipality.name for school in schools],
        [school.name for school in schools],
        codes.tolist(),
        [classes[number] for number in paper.class_number[pupils].tolist()],
        (numbers % 2 + 1).tolist(),
        *(_worded(scores, words) for scores in paper.scores[:, pupils].tolist()),
        paper.primary[pupils].tolist(),
        paper.mark[pupils].tolist(),
        paper.journal[pupils].tolist(),
    ]


def _worded(scores: list[int], words: Mapping[int, int | str]) -> list[Value]:
    return [words[score] for score in scores]
