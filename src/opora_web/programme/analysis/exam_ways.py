"""From which exam to which the pupils of a release can be followed, and how they grew on the way."""

from dataclasses import dataclass
from functools import partial
from itertools import product

from opora.growth_rows import EXAM_COLUMNS, exam_rows
from opora.measuring.growth import Growth, GrowthQuestion, growth
from opora.store import Release
from opora.vocabulary.papers import paper_label
from opora.vocabulary.procedures import procedures
from opora_web.facts import Facts
from opora_web.programme.analysis.papers import held_papers


@dataclass(frozen=True)
class ExamWay:
    """From which exam to which pupils of a release can be followed.

    Attributes:
        label: both exams, for people.
        year, subject, grades: of the later exam; the grades of both.
        pupils: results of the later exam.
    """

    label: str
    year: int
    subject: str
    grades: tuple[int, int]
    pupils: int


def exam_ways(facts: Facts) -> dict[str, ExamWay]:
    """Return the ways there are, by what names them in addresses: the last year first."""
    return facts.kept("exam-ways", partial(_exam_ways, facts))


def _exam_ways(facts: Facts) -> dict[str, ExamWay]:
    exams = [one for one in held_papers(facts).values() if procedures()[one.paper.procedure].is_exam and one.pupils]
    found: dict[str, ExamWay] = {}
    for later, earlier in product(exams, exams):
        to, since = later.paper, earlier.paper
        back = to.year - since.year
        if back > 0 and (to.subject, to.paper_grade - back) == (since.subject, since.paper_grade):
            label = f"{paper_label(to.procedure, to.subject, to.paper_grade)}, {to.year} год"
            before = f"{procedures()[since.procedure].short} {since.year} года"
            grades = (since.paper_grade, to.paper_grade)
            way = ExamWay(f"{label} – после {before}", to.year, to.subject, grades, later.pupils)
            found.setdefault(f"{to.procedure}-{to.subject}-{to.year}", way)
    return found


def growth_of_exams(facts: Facts, release: Release, words: tuple[str, ...]) -> Growth:
    """Return the growth percentiles of a way."""
    way = exam_ways(facts)[words[0]]
    answer, _ = growth(exam_rows(release, way.subject), GrowthQuestion(EXAM_COLUMNS, (), str(way.year), way.grades))
    return answer
