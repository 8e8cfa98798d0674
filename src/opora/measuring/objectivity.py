"""Signs of results that may not be what pupils know, school by school, with what else explains each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from opora.analysis.lazy import Lazy
from opora.analysis.objectivity import (
    FEWEST_PUPILS,
    Marker,
    Verdict,
    above_expected,
    bunching,
    cohort_jumps,
    inversion,
    journal_gap,
    mark_limits,
    verdicts,
)
from opora.analysis.objectivity.empirical_null import upper_chances
from opora.analysis.rasch import calibrated, score_groups
from opora.findings.reliability import AskedSign, reliability
from opora.measuring.alike_answers import alike_by_school
from opora.measuring.sign_words import EXPLANATIONS, NAMES
from opora.measuring.told import number
from opora.vocabulary.refusal import AnalysisRefusedError

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class SchoolSigns(BaseModel):
    """What may be said of one school; null where a sign could not be looked at.

    Attributes:
        status: cannot-tell, no-signs or needs-explanation.
        chance: of all signs together without a cause.
        q: share of schools without a cause expected among those at least so unusual.
        markers: signs strong by themselves.
        explanations: what else explains them.
        is_reliable: false while the school was asked and its answer is not accepted; null – nothing was told.
        sentences: the same in words, with the school's answer.
    """

    model_config = ConfigDict(frozen=True)

    school: str
    pupils: int
    status: str
    chance: float | None
    q: float | None
    bunching: float | None
    inversion: float | None
    journal_gap: float | None
    cohort_jump: float | None
    exam_gap: float | None
    above_expected: float | None
    alike_answers: float | None
    markers: list[str]
    explanations: list[str]
    is_reliable: bool | None
    sentences: list[str]


class Objectivity(BaseModel):
    """The answer of `opora analyse objectivity` for one paper."""

    model_config = ConfigDict(frozen=True)

    title: str
    schools: list[SchoolSigns]
    needs_explanation: int
    cannot_tell: int
    mark_limits: list[int]
    notes: list[str]


@dataclass(frozen=True)
class WrittenPaper:
    """Results of one paper, with those of the same pupils a year before or after where there are any.

    Attributes:
        title: what was written.
        rows: school, primary_score, mark, journal_mark and a column for each item.
        items: columns of the items.
        others: school and primary_score of the same pupils in another year, one table a year.
        exam: school and primary_score of the same pupils at the exam that came later.
        background: what was known of schools before: context, earlier results; None – nothing.
    """

    title: str
    rows: Lazy
    items: Sequence[str]
    others: Sequence[Lazy] = ()
    exam: Lazy | None = None
    background: Mapping[str, Sequence[float | None]] | None = None


@dataclass(frozen=True)
class SchoolAnswer:
    """What a school answered to the question about its results.

    Attributes:
        text: its answer; None – it was asked and has not answered yet.
        is_accepted: whether the answer was accepted as the cause.
        question: what was asked in words.
        decision: what was said of the answer.
    """

    text: str | None
    is_accepted: bool = False
    question: str = ""
    decision: str = ""


def objectivity(paper: WrittenPaper, answers: Mapping[str, SchoolAnswer] | None = None, seed: int = 1) -> Objectivity:
    """Look at the signs of every school of a paper.

    Args:
        paper: the results.
        answers: by school, what schools asked before have answered; kept beside the signs.
        seed: of the classes drawn to compare answers with: one seed, one answer.

    Raises:
        AnalysisRefusedError: nobody has a primary score.
    """
    histogram = _histogram(paper.rows)
    if not histogram.schools:
        raise AnalysisRefusedError(f"{paper.title}: первичных баллов нет, признаки смотреть не по чему.")
    limits = _limits(paper.rows)
    markers = (
        Marker("bunching", bunching(histogram.pupils, limits)),
        Marker("inversion", _inversion(paper, histogram.schools)),
        Marker("journal-gap", _journal(paper.rows, histogram.schools)),
        Marker("cohort-jump", _cohorts(paper.others, histogram)),
        Marker("exam-gap", _cohorts([paper.exam] if paper.exam is not None else [], histogram)),
        Marker("alike-answers", alike_by_school(paper.rows, paper.items, histogram.schools, seed)),
        Marker("above-expected", _expected(paper.background, histogram), is_enough=False),
    )
    pupils = histogram.pupils.sum(axis=1)
    found = verdicts(pupils, markers)
    schools = [
        _told(school, int(pupils[place]), found[place], {one.code: one.chance[place] for one in markers})
        for place, school in enumerate(histogram.schools)
    ]
    looked_at = Objectivity(
        title=paper.title,
        schools=schools,
        needs_explanation=sum(one.status == "needs-explanation" for one in schools),
        cannot_tell=sum(one.status == "cannot-tell" for one in schools),
        mark_limits=limits.tolist(),
        notes=_notes(markers),
    )
    return with_answers(looked_at, answers or {})


def with_answers(found: Objectivity, answers: Mapping[str, SchoolAnswer]) -> Objectivity:
    """Return the same signs beside what schools were asked and have answered, by school; the rest were not asked."""
    schools = [_with_answer(one, found.title, answers.get(one.school)) for one in found.schools]
    return found.model_copy(update={"schools": schools})


def objectivity_table(answer: Objectivity) -> pa.Table:
    """Return the schools as a table; words stand joined by «; »."""
    joined = ("markers", "explanations", "sentences")
    rows = [one.model_dump() | {name: "; ".join(getattr(one, name)) for name in joined} for one in answer.schools]
    known = dict.fromkeys(("school", "status", *joined), pa.string()) | {
        "pupils": pa.int64(),
        "is_reliable": pa.bool_(),
    }
    kinds = [(name, known.get(name, pa.float64())) for name in SchoolSigns.model_fields]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


def _told(school: str, pupils: int, verdict: Verdict, chance: dict[str, float]) -> SchoolSigns:
    """Return one school; of fewer than 20 pupils not even the signs are told."""
    shown = {code: number(value) if pupils >= FEWEST_PUPILS else None for code, value in chance.items()}
    return SchoolSigns(
        school=school,
        pupils=pupils,
        status=verdict.status,
        chance=verdict.chance,
        q=verdict.q,
        bunching=shown["bunching"],
        inversion=shown["inversion"],
        journal_gap=shown["journal-gap"],
        cohort_jump=shown["cohort-jump"],
        exam_gap=shown["exam-gap"],
        above_expected=shown["above-expected"],
        alike_answers=shown["alike-answers"],
        markers=list(verdict.markers),
        explanations=[one for code in verdict.markers for one in EXPLANATIONS[code]],
        is_reliable=None,
        sentences=[],
    )


def _with_answer(signs: SchoolSigns, title: str, answer: SchoolAnswer | None) -> SchoolSigns:
    """Return the school with whether its status may be relied on; its answer is kept."""
    if signs.status != "needs-explanation":
        return signs.model_copy(update={"is_reliable": True if signs.status == "no-signs" else None})
    names = tuple(NAMES[code] for code in signs.markers)
    asked = AskedSign(title, names, is_asked=False)
    if answer is not None:
        asked = AskedSign(title, names, answer.text, answer.is_accepted, answer.question, answer.decision)
    told = reliability([asked])
    return signs.model_copy(update={"is_reliable": told.is_reliable, "sentences": list(told.sentences)})


@dataclass(frozen=True)
class _Histogram:
    """Pupils by school and primary score."""

    schools: tuple[str, ...]
    pupils: Counts

    @property
    def mean(self) -> Floats:
        """Mean score of each school."""
        scores = np.arange(self.pupils.shape[1])
        total = self.pupils.sum(axis=1)
        mean: Floats = np.full(total.size, np.nan)
        np.divide(self.pupils @ scores, total, out=mean, where=total > 0)
        return mean

    def among(self, schools: Sequence[str]) -> tuple[Floats, Counts]:
        """Return means and pupils of the schools asked for; NaN and 0 where one is not here."""
        place = {school: here for here, school in enumerate(self.schools)}
        mean, pupils = np.full(len(schools), np.nan), np.zeros(len(schools), dtype=np.int64)
        for there, school in enumerate(schools):
            if school in place:
                mean[there], pupils[there] = self.mean[place[school]], self.pupils[place[school]].sum()
        return mean, pupils


def _histogram(rows: Lazy) -> _Histogram:
    scored = rows.filter(nw.col("primary_score") >= 0, ~nw.col("school").is_null())
    counted = scored.group_by("school", "primary_score").agg(pupils=nw.len()).collect().to_arrow()
    schools = sorted(set(counted["school"].to_pylist()))
    place = {school: here for here, school in enumerate(schools)}
    scores = counted["primary_score"].to_numpy().astype(np.int64)
    pupils = np.zeros((len(schools), int(scores.max(initial=0)) + 2), dtype=np.int64)
    where = np.array([place[school] for school in counted["school"].to_pylist()], dtype=np.intp)
    pupils[where, scores] = counted["pupils"].to_numpy()
    return _Histogram(tuple(schools), pupils)


def _limits(rows: Lazy) -> Counts:
    marked = rows.filter(nw.col("primary_score") >= 0, ~nw.col("mark").is_null())
    counted = marked.group_by("primary_score", "mark").agg(pupils=nw.len()).collect().to_arrow()
    scores, marks = (counted[name].to_numpy().astype(np.int64) for name in ("primary_score", "mark"))
    if not scores.size:
        return np.zeros(0, dtype=np.int64)
    known = np.unique(marks)
    table = np.zeros((int(scores.max()) + 1, known.size), dtype=np.int64)
    table[scores, np.searchsorted(known, marks)] = counted["pupils"].to_numpy()
    return mark_limits(table, known)


def _inversion(paper: WrittenPaper, schools: Sequence[str]) -> Floats:
    if not paper.items:
        return np.full(len(schools), np.nan)
    found = inversion(paper.rows, paper.items, calibrated(score_groups(paper.rows, paper.items)))
    is_told = found.pupils >= FEWEST_PUPILS
    chance = upper_chances(np.where(is_told, found.z, np.nan))
    by_school = dict(zip(found.schools, np.where(is_told, chance, np.nan), strict=True))
    return np.array([by_school.get(school, np.nan) for school in schools], dtype=np.float64)


def _journal(rows: Lazy, schools: Sequence[str]) -> Floats:
    both = rows.filter(~nw.col("mark").is_null(), ~nw.col("journal_mark").is_null(), ~nw.col("school").is_null())
    is_raised = nw.when(nw.col("mark") > nw.col("journal_mark")).then(nw.lit(1)).otherwise(nw.lit(0))
    sums = both.select("school", raised=is_raised).group_by("school")
    counted = (
        sums.agg(nw.col("raised").sum().cast(nw.Int64()), nw.len().alias("pupils")).collect().to_arrow().to_pylist()
    )
    by_school = {row["school"]: (row["raised"], row["pupils"]) for row in counted}
    raised, pupils = np.array([by_school.get(school, (0, 0)) for school in schools], dtype=np.int64).T
    return journal_gap(raised, pupils)


def _expected(background: Mapping[str, Sequence[float | None]] | None, histogram: _Histogram) -> Floats:
    """Return the chance of so high a mean, given what was known of each school before."""
    if not background:
        return np.full(len(histogram.schools), np.nan)
    width = len(next(iter(background.values())))
    known = np.array([background.get(school, [None] * width) for school in histogram.schools], dtype=np.float64)
    return above_expected(histogram.mean, known.reshape(-1, width), histogram.pupils.sum(axis=1))


def _cohorts(others: Sequence[Lazy], histogram: _Histogram) -> Floats:
    """Return the least chance over other papers of the same pupils, corrected for their number."""
    mean, pupils = histogram.mean, histogram.pupils.sum(axis=1)
    chances = []
    for other in others:
        other_mean, other_pupils = _histogram(other).among(histogram.schools)
        chances.append(cohort_jumps(mean, other_mean, pupils, other_pupils))
    if not chances:
        return np.full(pupils.size, np.nan)
    table = np.array(chances)
    looked_at = (~np.isnan(table)).sum(axis=0)
    least = np.min(np.where(np.isnan(table), 1.0, table), axis=0)
    return np.where(looked_at > 0, np.minimum(1.0, least * looked_at), np.nan)


def _notes(markers: Sequence[Marker]) -> list[str]:
    return [
        f"Признак «{NAMES[marker.code]}» не посмотреть: в данных нет того, что для него нужно."
        for marker in markers
        if np.isnan(marker.chance).all()
    ]
