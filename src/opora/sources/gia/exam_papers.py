"""Which paper a ГИА protocol holds: ОГЭ, ГВЭ or ЕГЭ, and on which level – told by signs, never guessed."""

from dataclasses import dataclass
from typing import Literal

from opora.sources.gia.exam_titles import Exam
from opora.vocabulary.papers import Paper

NINE, ELEVEN = 9, 11
_OLDEST_GRADE = 12
_LEVELS = frozenset({"base", "profile"})
_MARKS = frozenset({2, 3, 4, 5})


@dataclass(frozen=True)
class Signs:
    """What the headings and the cells below them say of the exam.

    Attributes:
        has_registration: there is a «Код регистрации», which only ГИА-9 protocols have.
        has_mark: there is an «Оценка».
        has_test_score: there is a «Балл» or «Тестовый балл».
        has_long: there are items with a long answer.
        grades: grades of the pupils' classes.
        scores: values below «Балл».
    """

    has_registration: bool
    has_mark: bool
    has_test_score: bool
    has_long: bool
    grades: frozenset[int]
    scores: frozenset[int]


def exam_grade(exam: Exam, signs: Signs) -> int | None:
    """Return 9 or 11, or None where the signs say nothing or contradict each other.

    Words of the title and classes of the pupils are signs; without such words, so are «Код регистрации» (9), a test
    score (11) and a level of mathematics (11). A «Код ППЭ» is no sign: both protocols have it. Where nothing else is
    said, an «Оценка» is of 9: the only marked exam of 11 besides ГВЭ is base mathematics, and its title says so.
    """
    votes = {NINE if grade == NINE else ELEVEN for grade in signs.grades if NINE <= grade <= _OLDEST_GRADE}
    votes |= exam.grades
    if not exam.grades:
        votes |= {NINE} if signs.has_registration else set()
        votes |= {ELEVEN} if exam.level in _LEVELS or (signs.has_test_score and not signs.has_mark) else set()
    if not votes and signs.has_mark and not signs.has_test_score:
        return NINE
    return votes.pop() if len(votes) == 1 else None


def exam_paper(exam: Exam, signs: Signs) -> Paper | None:
    """Return the paper, or None where subject, year, procedure or level cannot be told."""
    grade = exam_grade(exam, signs)
    if grade is None or exam.subject is None or exam.year is None:
        return None
    level = _level(exam, grade, signs)
    if level is None:
        return None
    paper = Paper(exam.year, _procedure(exam, grade), exam.subject, grade, level)
    return None if measured_by(paper) == "test_score" and not signs.has_test_score else paper


def measured_by(paper: Paper) -> Literal["test_score", "mark"]:
    """Return what a paper is judged by: ЕГЭ by the test score, base mathematics and all the rest by the mark."""
    return "test_score" if paper.procedure == "ege" and paper.level != "base" else "mark"


def _procedure(exam: Exam, grade: int) -> str:
    if exam.is_gve:
        return f"gve{grade}"
    return "oge" if grade == NINE else "ege"


def _level(exam: Exam, grade: int, signs: Signs) -> str | None:
    if exam.subject != "mathematics" or grade == NINE or exam.is_gve:
        return exam.level if exam.level == "standard" else None
    if exam.level != "standard":
        return exam.level if exam.level in _LEVELS else None
    return _mathematics_level(signs)


def _mathematics_level(signs: Signs) -> str | None:
    """«Математика» of ЕГЭ without its level: a mark is base, a test score is profile.

    Scores that could all be marks, in a protocol without long answers, may be either: not told.
    """
    if signs.has_mark == signs.has_test_score:
        return None
    if signs.has_mark:
        return "base"
    return "profile" if signs.has_long or not signs.scores <= _MARKS else None
