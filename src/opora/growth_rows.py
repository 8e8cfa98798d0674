"""Rows for growth gathered from a release, and an honest word on whose earlier result stands in them."""

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.growth import GrowthColumns
from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import first_attempts
from opora.store import Release
from opora.vocabulary.procedures import procedures
from opora.vocabulary.refusal import AnalysisRefusedError

_YEARS_BACK = range(1, 5)
_LEAST_MATCHED = 0.5

COLUMNS = GrowthColumns("school", "score", ("prior",))

#: Whose earlier result it is → what a reader must know.
SAID = {
    "pupil": "Прежний результат – того же ученика: {prior}. Найден у {matched} из {pupils}.",
    "cohort": "Прежний результат – не ученика, а поколения: среднее школы, {prior}. Перешедшие дети не отделены.",
}


@dataclass(frozen=True)
class AskedPaper:
    """The paper whose results are to be explained."""

    year: int
    procedure: str
    subject: str
    grade: int | None = None


@dataclass(frozen=True)
class GrowthRows:
    """Pupils with a result and an earlier one.

    Attributes:
        rows: `school`, `score`, `prior`.
        prior_of: "pupil" – the same pupil's earlier result; "cohort" – the mean of the school's same cohort.
        said: the same for people.
    """

    rows: Lazy
    prior_of: str
    said: str


def growth_rows(release: Release, asked: AskedPaper) -> GrowthRows:
    """Return the results of a paper beside earlier ones of the same subject.

    Codes of ВПР are new every year and join nobody: for them the earlier result is that of the cohort, the mean of the
    same school's pupils one to four years before in the grade they were in then. Exams are told apart by a pseudonym
    that stays, so ЕГЭ may stand beside the ОГЭ of the same pupils – if at least half of them are found.

    Raises:
        AnalysisRefusedError: the release has no such paper, or nothing earlier.
    """
    papers = _papers(release, asked)
    target = _results(release, (asked.year, asked.procedure, _grade(papers, asked)), asked.subject)
    earlier = _earlier(papers, asked, _grade(papers, asked))
    before = _results(release, earlier, asked.subject)
    label = f"{procedures()[earlier[1]].short}, {earlier[2]} класс, {earlier[0]} год"
    if asked.procedure == "ege" and earlier[1] == "oge":
        single = before.group_by("pupil").agg(prior=nw.col("score").mean())
        joined = target.join(single, on="pupil", how="left")
        pupils, matched = _counts(joined)
        if matched >= _LEAST_MATCHED * pupils:
            return GrowthRows(joined, "pupil", SAID["pupil"].format(prior=label, matched=matched, pupils=pupils))
    means = before.group_by("school").agg(prior=nw.col("score").mean())
    return GrowthRows(target.join(means, on="school", how="left"), "cohort", SAID["cohort"].format(prior=label))


def _papers(release: Release, asked: AskedPaper) -> set[tuple[int, str, int]]:
    """Return year, procedure and grade of every paper of the subject that has individual results."""
    rows = release.table("results").filter(nw.col("subject") == asked.subject)
    found = rows.select("year", "procedure", "paper_grade").unique().collect("pyarrow").to_native().to_pylist()
    return {(row["year"], row["procedure"], row["paper_grade"]) for row in found}


def _grade(papers: set[tuple[int, str, int]], asked: AskedPaper) -> int:
    """Return the grade of the paper: the one asked for, or the highest there is."""
    grades = {grade for year, procedure, grade in papers if (year, procedure) == (asked.year, asked.procedure)}
    if asked.grade in grades:
        return int(asked.grade or 0)
    if asked.grade is None and grades:
        return max(grades)
    there = ", ".join(map(str, sorted(grades))) or "ни одного"
    raise AnalysisRefusedError(
        f"Индивидуальных результатов {asked.procedure}, {asked.subject}, {asked.year} год, класс {asked.grade or '–'} "
        f"в выпуске нет. Есть классы: {there}. Или назовите свою таблицу: --table."
    )


def _earlier(papers: set[tuple[int, str, int]], asked: AskedPaper, grade: int) -> tuple[int, str, int]:
    """Return the nearest earlier paper of the same cohort."""
    for back in _YEARS_BACK:
        same = [one for one in papers if (one[0], one[2]) == (asked.year - back, grade - back)]
        if same:
            return min(same, key=lambda one: one[1] != "oge")
    raise AnalysisRefusedError(
        f"Прежних результатов учеников {grade} класса за четыре года до {asked.year} в выпуске нет: прирост "
        "не от чего считать. Примите файлы прошлых лет или назовите свою таблицу: --table."
    )


def _results(release: Release, paper: tuple[int, str, int], subject: str) -> Lazy:
    """Return school, pupil and score of one paper, first attempts.

    Of ЕГЭ only test scores count: marks and primary scores of its basic level are of another scale.
    """
    year, procedure, grade = paper
    rows = first_attempts(release.table("results")).filter(
        nw.col("year") == year,
        nw.col("procedure") == procedure,
        nw.col("paper_grade") == grade,
        nw.col("subject") == subject,
    )
    codes = release.table("school_codes").select("school_code", "school")
    of_paper = nw.col("test_score") if procedure == "ege" else nw.coalesce("primary_score", "mark")
    return rows.join(codes, on="school_code", how="left").select(
        "pupil", school=nw.coalesce("school", "school_code"), score=of_paper.cast(nw.Float64())
    )


def _counts(joined: Lazy) -> tuple[int, int]:
    (found,) = (
        joined.select(pupils=nw.len(), matched=nw.col("prior").count()).collect("pyarrow").to_native().to_pylist()
    )
    counts: dict[str, Any] = found
    return int(counts["pupils"]), int(counts["matched"])
