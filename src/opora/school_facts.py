"""Facts of schools gathered from a release: context, size and a result comparable over papers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.mark_indicators import mark_indicators
from opora.analysis.school_context.tracks import SchoolFacts
from opora.analysis.school_context.wellbeing import SIGNS
from opora.store import Release
from opora.vocabulary.papers import PAPER
from opora.vocabulary.refusal import AnalysisRefusedError

_LEAST_SCHOOLS_OF_A_PAPER = 3


def facts_of_release(release: Release, year: int) -> SchoolFacts:
    """Return what a release knows of its schools' context and of their results in a year.

    The context is of the last year told up to the one asked for. The result is the mean over papers of how far a
    school's mean mark is from the mean of schools, in spreads between schools and weighed by participants: papers of
    different subjects and scales can be added up like this. Papers without marks (ЕГЭ but basic mathematics) are not in
    it.

    Raises:
        AnalysisRefusedError: the release holds no context of any school.
    """
    schools = _rows(release.table("schools"))
    contexts = _last_contexts(_rows(release.table("contexts").filter(nw.col("year") <= year)), _school_of_code(release))
    if not contexts:
        raise AnalysisRefusedError(
            f"О социальном контексте школ до {year} года в выпуске ничего нет. Заполните шаблон: "
            "opora template context ФАЙЛ.xlsx – и примите его: opora take-in ФАЙЛ.xlsx. Или назовите --table."
        )
    results = comparable_results(_marks(release, year))
    codes = [school["school"] for school in schools]
    return SchoolFacts(
        schools=codes,
        indicators={name: [contexts.get(code, {}).get(name) for code in codes] for name in SIGNS},
        results=[results.get(code) for code in codes],
        covariates={
            "rural": [_number(school["rural"]) for school in schools],
            "Размер школы": [log(school["pupils"]) if school["pupils"] else None for school in schools],
        },
    )


def last_year_with_results(release: Release) -> int:
    """Return the last year of which a release has results.

    Raises:
        AnalysisRefusedError: it has none.
    """
    years = [
        row["year"]
        for name in ("results", "mark_counts")
        for row in _rows(release.table(name).select(year=nw.col("year").max()))
        if row["year"] is not None
    ]
    if not years:
        raise AnalysisRefusedError(
            "Результатов в выпуске нет. Примите файлы: opora take-in ПАПКА – или назовите --table."
        )
    return int(max(years))


def comparable_results(marks: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Return one result a school from mean marks of many papers.

    Args:
        marks: rows with school, the paper, `mean_mark` and `pupils`. A paper of fewer than three schools, or in which
            all schools are alike, compares nobody.
    """
    papers: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in marks:
        papers[tuple(row[name] for name in PAPER)].append(row)
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for rows in papers.values():
        values = [row["mean_mark"] for row in rows]
        mean = sum(values) / len(values)
        spread = sqrt(sum((value - mean) ** 2 for value in values) / max(1, len(values) - 1))
        if len(rows) < _LEAST_SCHOOLS_OF_A_PAPER or not spread:
            continue
        for row in rows:
            sums[row["school"]][0] += (row["mean_mark"] - mean) / spread * row["pupils"]
            sums[row["school"]][1] += row["pupils"]
    return {school: total / pupils for school, (total, pupils) in sums.items()}


def _marks(release: Release, year: int) -> list[dict[str, Any]]:
    results, statistics = (release.table(name).filter(nw.col("year") == year) for name in ("results", "mark_counts"))
    marks = mark_indicators(results, statistics, release.table("school_codes"))
    return _rows(marks.sort("school", *PAPER))  # in one order, whichever engine counted: fractions are added up


def _school_of_code(release: Release) -> dict[str, str]:
    return {row["school_code"]: row["school"] for row in _rows(release.table("school_codes"))}


def _last_contexts(rows: Sequence[dict[str, Any]], schools: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the context of each school in the last year told; rows stand under any code of the school."""
    ordered = sorted(rows, key=lambda row: (row["year"], row["school"]))
    return {schools.get(row["school"], row["school"]): row for row in ordered}


def _number(value: bool | None) -> float | None:
    return None if value is None else float(value)


def _rows(table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = table.collect("pyarrow").to_native().to_pylist()
    return found
