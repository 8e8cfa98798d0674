"""Rows for growth gathered from a release, and an honest word on whose earlier result stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.growth import GrowthColumns
from opora.analysis.growth_percentiles import Columns
from opora.analysis.lazy import Lazy, distinct
from opora.analysis.school_papers import first_attempts
from opora.store import Release
from opora.vocabulary.procedures import procedures
from opora.vocabulary.refusal import AnalysisRefusedError

_YEARS_BACK = range(1, 5)
_LEAST_MATCHED = 0.5

COLUMNS = GrowthColumns("school", "score", ("prior",))

#: The same where several years stand together.
POOLED_COLUMNS = replace(COLUMNS, year="year")

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
        earlier: the earlier paper for people.
    """

    rows: Lazy
    prior_of: str
    said: str
    earlier: str = ""


@dataclass(frozen=True)
class GrowthPaper:
    """A paper whose results can be explained by earlier ones.

    Attributes:
        asked: the paper.
        earlier: year, procedure and grade of the earlier one.
        schools: schools with results of both.
        pupils: results of the paper.
    """

    asked: AskedPaper
    earlier: tuple[int, str, int]
    schools: int
    pupils: int


def growth_papers(release: Release) -> list[GrowthPaper]:
    """Return the papers whose growth can be asked about, the last year first, those of most schools first."""
    schools: dict[tuple[str, tuple[int, str, int]], dict[str, int]] = {}
    for row in _school_papers(release):
        named = row["subject"], (row["year"], row["procedure"], row["paper_grade"])
        schools.setdefault(named, {})[row["school"]] = row["pupils"]
    found = []
    for (subject, paper), own in schools.items():
        asked = AskedPaper(paper[0], paper[1], subject, paper[2])
        try:
            earlier = _earlier({one for other, one in schools if other == subject}, asked, paper[2])
        except AnalysisRefusedError:
            continue
        both = own.keys() & schools[subject, earlier].keys()
        found.append(GrowthPaper(asked, earlier, len(both), sum(own[school] for school in both)))
    return sorted(found, key=lambda one: (-one.asked.year, -one.schools, -one.pupils, str(one.asked)))


def _school_papers(release: Release) -> list[dict[str, Any]]:
    """Return how many pupils of each school wrote each paper; of ЕГЭ those with a test score."""
    rows = release.table("results").filter((nw.col("procedure") != "ege") | ~nw.col("test_score").is_null())
    codes = release.table("school_codes").select("school_code", "school")
    named = rows.join(codes, on="school_code", how="left").with_columns(school=nw.coalesce("school", "school_code"))
    counted = named.group_by("year", "procedure", "subject", "paper_grade", "school").agg(pupils=nw.len())
    found: list[dict[str, Any]] = counted.collect("pyarrow").to_native().to_pylist()
    return found


def pooled_growth_rows(release: Release, asked: AskedPaper, years: Sequence[int]) -> GrowthRows:
    """Return the rows of several years of one paper together, with a column `year`.

    Papers of different years have different scales: results and earlier results stand in spreads of the pupils of their
    year, so that a year adds neither level nor unit.

    Raises:
        AnalysisRefusedError: one of the years has no such paper, or nothing earlier.
    """
    gathered = [(year, growth_rows(release, replace(asked, year=year))) for year in sorted(years)]
    tables = [_in_spreads(one.rows).with_columns(year=nw.lit(year, nw.Int64())) for year, one in gathered]
    prior_of = "pupil" if all(one.prior_of == "pupil" for _, one in gathered) else "cohort"
    said = " ".join(f"{year} год. {one.said}" for year, one in gathered)
    if prior_of == "cohort":
        said = SAID["cohort"].format(prior="; ".join(one.earlier for _, one in gathered))
    return GrowthRows(nw.concat(tables, how="vertical"), prior_of, said)


def _in_spreads(rows: Lazy) -> Lazy:
    """Return school, score and prior, both in spreads around the mean of the rows that have both."""
    whole = rows.filter(~nw.col("score").is_null(), ~nw.col("prior").is_null())
    sums = {f"{what}_{name}": getattr(nw.col(name), what)() for name in ("score", "prior") for what in ("mean", "std")}
    (found,) = whole.select(**sums).collect("pyarrow").to_native().to_pylist()
    scaled = {
        name: (nw.col(name) - (found[f"mean_{name}"] or 0.0)) / (found[f"std_{name}"] or 1.0)
        for name in ("score", "prior")
    }
    return whole.select("school", **scaled)


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
            return GrowthRows(joined, "pupil", SAID["pupil"].format(prior=label, matched=matched, pupils=pupils), label)
    means = before.group_by("school").agg(prior=nw.col("score").mean())
    return GrowthRows(target.join(means, on="school", how="left"), "cohort", SAID["cohort"].format(prior=label), label)


#: What `exam_rows` calls its columns, for whoever follows a pupil from exam to exam.
EXAM_COLUMNS = Columns("pupil", "year", "grade", "score", "school")


def exam_rows(release: Release, subject: str) -> Lazy:
    """Return the exams of a subject, first attempts: `pupil`, `year`, `grade`, `score`, `school` (EXAM_COLUMNS).

    Only exams tell pupils apart by a pseudonym that stays; codes of other works would join strangers.

    Raises:
        AnalysisRefusedError: the release has no exams of the subject.
    """
    exams = [code for code, one in procedures().items() if one.is_exam]
    papers = sorted(one for one in _papers(release, AskedPaper(0, "", subject)) if one[1] in exams)
    if not papers:
        raise AnalysisRefusedError(
            f"Экзаменов по предмету {subject} в выпуске нет, а у других работ коды учеников каждый год новые. "
            "Назовите свою таблицу: --table."
        )
    rows = [
        _results(release, paper, subject).with_columns(year=nw.lit(str(paper[0])), grade=nw.lit(paper[2]))
        for paper in papers
    ]
    return nw.concat(rows)


def _papers(release: Release, asked: AskedPaper) -> set[tuple[int, str, int]]:
    """Return year, procedure and grade of every paper of the subject that has individual results."""
    rows = release.table("results").filter(nw.col("subject") == asked.subject)
    found = distinct(rows, "year", "procedure", "paper_grade").collect("pyarrow").to_native().to_pylist()
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
