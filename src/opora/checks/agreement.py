"""Numbers that should agree: items with scores, marks with scales, reports with rows, a year with the last."""

from collections.abc import Iterator
from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, Frame, rows_of
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Problem
from opora.vocabulary.procedures import procedures
from opora.vocabulary.scales import Scale, minimum_score, scale_of
from opora.vocabulary.spelling import counted

_ADDRESS = ("source_file", "source_sheet", "source_row")
_KIND = (*PAPER, "max_score", "primary_score", "mark")
_Kind = tuple[Any, ...]
_AT_ONCE = 50  # so many kinds are looked for in one query

#: A school's participants differ from last year's by more than twice and by more than this many: worth a look.
_FEW = 10


def item_scores_against_primary_score(arrived: Arrived) -> Iterator[Problem]:
    """Yield the rows in which the item scores do not add up to the primary score."""
    if "results" not in arrived.filled:
        return
    most = rows_of(arrived.staged("items").select(most=nw.col("position").max()))[0]["most"] or 0
    if not most:
        return
    total = nw.sum_horizontal(*(nw.col(name).cast(nw.Int32).clip(0, None) for name in ITEM_COLUMNS[:most]))
    scored = arrived.staged("results").filter(~nw.col("form").is_null(), ~nw.col("primary_score").is_null())
    differing = scored.select(*_ADDRESS, "primary_score", total=total).filter(
        nw.col("total") != nw.col("primary_score").cast(nw.Int32), nw.col("total") > 0
    )
    for row in rows_of(differing.sort("source_file", "source_row")):
        place = arrived.place(row, "Первичный балл")
        yield Problem("score-sum-differs", place, str(row["primary_score"]), f"{row['total']} – сумма за задания")


def primary_scores_against_maximum(arrived: Arrived) -> Iterator[Problem]:
    """Yield the rows whose primary score is above the most the paper gives."""
    if "results" not in arrived.filled:
        return
    above = arrived.staged("results").filter(nw.col("primary_score") > nw.col("max_score"))
    columns = (*_ADDRESS, "primary_score", "max_score")
    for row in rows_of(above.select(*columns).sort("source_file", "source_row")):
        place = arrived.place(row, "Первичный балл")
        yield Problem("score-above-maximum", place, str(row["primary_score"]), f"не больше {row['max_score']}")


def marks_against_scale(arrived: Arrived) -> Iterator[Problem]:
    """Yield the rows whose mark is not the one its scale gives; a paper without a known scale is named once."""
    if "results" not in arrived.filled:
        return
    marked = arrived.staged("results").filter(~nw.col("mark").is_null(), ~nw.col("primary_score").is_null())
    kinds = marked.group_by(*PAPER, "max_score", "primary_score", "mark").agg(
        pupils=nw.len(), source_file=nw.col("source_file").min()
    )
    unknown: dict[Paper, str] = {}
    stated: dict[_Kind, int] = {}
    for row in rows_of(kinds):
        paper = Paper(*(row[name] for name in PAPER))
        scale = scale_of(paper, row["max_score"], arrived.authorities)
        if scale is None:
            unknown[paper] = min(unknown.get(paper, row["source_file"]), row["source_file"])
        elif not _is_allowed(scale, row["primary_score"], row["mark"]):
            stated[_kind(row)] = scale.mark(row["primary_score"])
    yield from _mismatched(arrived, marked, stated)
    for paper, source_file in unknown.items():
        yield Problem("scale-unknown", arrived.place({"source_file": source_file}), paper.label)


def _kind(row: dict[str, Any]) -> _Kind:
    """Return what decides whether a row agrees with its scale: paper, greatest score, score and mark."""
    return tuple(row[name] for name in _KIND)


def _is_allowed(scale: Scale, primary_score: int, mark: int) -> bool:
    """A scale that also asks for points in certain items may rightly give a lower mark."""
    stated = scale.mark(primary_score)
    return mark == stated or (scale.has_conditions and mark < stated)


def _mismatched(arrived: Arrived, marked: Frame, stated: dict[_Kind, int]) -> Iterator[Problem]:
    """Yield the rows of the kinds whose mark is another than the scale states, a bundle of kinds in one query."""
    kinds = list(stated)
    for start in range(0, len(kinds), _AT_ONCE):
        is_one_of = reduce(or_, map(_is_of, kinds[start : start + _AT_ONCE]))
        found = marked.filter(is_one_of).select(*_KIND, *_ADDRESS)
        for row in rows_of(found.sort("source_file", "source_row")):
            points = counted(row["primary_score"], "балле", "баллах", "баллах")
            expected = f"«{stated[_kind(row)]}» при {points}"
            yield Problem("mark-against-scale", arrived.place(row, "Отметка"), str(row["mark"]), expected)


def _is_of(kind: _Kind) -> nw.Expr:
    alike = (
        nw.col(name).is_null() if value is None else nw.col(name) == value
        for name, value in zip(_KIND, kind, strict=True)
    )
    return reduce(and_, alike)


def classes_against_papers(arrived: Arrived) -> Iterator[Problem]:
    """Yield, once a file and class, pupils who wrote the paper of another grade than their own or the one before it.

    Papers put off to the autumn are those of the grade before. Exams are sat by grown-ups and by the gifted early.
    """
    if "results" not in arrived.filled:
        return
    exams = [code for code, procedure in procedures().items() if procedure.is_exam]
    papers = arrived.staged("results").filter(~nw.col("procedure").is_in(exams))
    ahead = nw.col("pupil_grade").cast(nw.Int64) - nw.col("paper_grade").cast(nw.Int64)
    kinds = papers.filter((ahead < 0) | (ahead > 1)).group_by(*PAPER, "class_name", *_ADDRESS[:2])
    for row in rows_of(kinds.agg(source_row=nw.col("source_row").min()).sort("source_file", "class_name")):
        grade = row["paper_grade"]
        expected = f"{grade} класс, осенью – {grade + 1}: работа за {grade} класс"
        yield Problem("class-of-another-grade", arrived.place(row, "Класс"), row["class_name"] or "", expected)


def minimum_scores_known(arrived: Arrived) -> Iterator[Problem]:
    """Yield, once a file, each exam whose minimum score is not known."""
    by_score = [code for code, procedure in procedures().items() if procedure.measure == "score"]
    if "results" not in arrived.filled:
        return
    scored = arrived.staged("results").filter(nw.col("procedure").is_in(by_score), nw.col("mark").is_null())
    for row in rows_of(scored.select(*PAPER, "source_file").unique()):
        paper = Paper(*(row[name] for name in PAPER))
        if minimum_score(paper, arrived.authorities) is None:
            yield Problem("minimum-score-unknown", arrived.place(row), paper.label)


def statistics_against_individual(arrived: Arrived) -> Iterator[Problem]:
    """Yield each school row of a ready-made statistic that contradicts the pupils' own rows."""
    if not arrived.filled & {"results", "mark_counts"} or "mark_counts" not in arrived.filled | arrived.kept:
        return
    key = (*PAPER, "school_code")
    pupils = nw.concat([_slim_results(arrived.staged("results")), _slim_results(_results_that_stay(arrived))])
    counted_pupils = pupils.group_by(*key).agg(counted=nw.len(), counted_2=nw.col("is_2").sum())
    stated = nw.concat([_school_counts(arrived.staged("mark_counts")), _school_counts(arrived.current("mark_counts"))])
    both = stated.join(counted_pupils, on=list(key)).filter(
        (nw.col("pupils") != nw.col("counted")) | (nw.col("mark_2") != nw.col("counted_2"))
    )
    for row in rows_of(both):
        if row["source_file"] in arrived.files:
            expected = f"{row['counted']} участников, из них «2» – {row['counted_2']}, как в индивидуальных результатах"
            yield Problem(
                "statistics-against-individual", arrived.place(row), f"{row['pupils']}, «2» – {row['mark_2']}", expected
            )


def _results_that_stay(arrived: Arrived) -> Frame:
    """Return the results in force but those of classes that have just come anew: they will be replaced."""
    part = {name: nw.col(name).cast(nw.String).fill_null("") for name in ("class_name", "held_on")}
    columns = [*PAPER, "school_code", *(f"part_{name}" for name in part)]
    named = {f"part_{name}": words for name, words in part.items()}
    anew = arrived.staged("results").with_columns(**named).select(*columns).unique()
    return arrived.current("results").with_columns(**named).join(anew, on=columns, how="anti")


def _slim_results(results: Frame) -> Frame:
    marked = results.filter(~nw.col("mark").is_null())
    return marked.select(*PAPER, "school_code", is_2=(nw.col("mark") == 2).cast(nw.Int64))  # noqa: PLR2004 - the mark 2


def _school_counts(mark_counts: Frame) -> Frame:
    schools = mark_counts.filter(nw.col("area_level") == "school", ~nw.col("mark_2").is_null())
    return schools.select(*PAPER, "school_code", "pupils", "mark_2", *_ADDRESS)


def participants_against_last_year(arrived: Arrived) -> Iterator[Problem]:
    """Yield each school and paper with less than half or more than twice the participants of the year before."""
    if "results" not in arrived.filled & arrived.kept:
        return
    paper = [name for name in PAPER if name != "year"]
    now = (
        arrived.staged("results")
        .group_by(*PAPER, "school_code")
        .agg(pupils=nw.len(), source_file=nw.col("source_file").min())
    )
    before = arrived.current("results").group_by(*PAPER, "school_code").agg(last_year=nw.len())
    before = before.with_columns(year=(nw.col("year") + 1).cast(nw.Int16))
    both = now.join(before, on=["year", *paper, "school_code"])
    change = nw.col("pupils").cast(nw.Int64) - nw.col("last_year").cast(nw.Int64)
    far = (nw.col("pupils") * 2 < nw.col("last_year")) | (nw.col("last_year") * 2 < nw.col("pupils"))
    for row in rows_of(both.filter(far, (change > _FEW) | (change < -_FEW)).sort("source_file")):
        label = f"{row['school_code']}, {Paper(*(row[name] for name in PAPER)).label}: {row['pupils']}"
        expected = f"около {row['last_year']}, как год назад"
        yield Problem(
            "participants-unlike-last-year", arrived.place({"source_file": row["source_file"]}), label, expected
        )
