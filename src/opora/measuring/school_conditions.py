"""Context of the schools of a release beside their results, with how long a school has been resilient."""

from typing import Any

from opora.analysis.school_context.tracks import context_of_schools, resilient_for
from opora.analysis.school_context.wellbeing import SIGNS, heading_of
from opora.measuring.told import number
from opora.school_facts import facts_of_release
from opora.store import Release
from opora.tables.school_conditions import ContextAnswer, SchoolInContext
from opora.vocabulary.refusal import AnalysisRefusedError

#: How many earlier years tell whether a school has been resilient for long.
_YEARS_BEFORE = 2


def school_conditions(release: Release, year: int) -> ContextAnswer:
    """Return the context of every school and the result it lets expect.

    Raises:
        AnalysisRefusedError: the release holds no context of any school.
    """
    years = [facts_of_release(release, year)]
    for earlier in range(year - 1, year - 1 - _YEARS_BEFORE, -1):
        try:
            years.append(facts_of_release(release, earlier))
        except AnalysisRefusedError:
            break
    answers = [context_of_schools(facts, SIGNS) for facts in years]
    running = resilient_for([answer.table for answer in answers])
    found = answers[0]
    return ContextAnswer(
        year=year,
        method=found.expectation.method,
        indicators=tuple(heading_of(name) for name in found.wellbeing.indicators),
        spread=number(found.expectation.spread),
        schools=tuple(_school(row, running.get(row["school"], 0)) for row in found.table.to_pylist()),
    )


def _school(row: dict[str, Any], resilient_years: int) -> SchoolInContext:
    return SchoolInContext(
        school=row["school"],
        index=number(row["index"]),
        track=row["track"],
        reasons=row["track_reasons"],
        result=number(row["result"]),
        expected=number(row["expected"]),
        difference=number(row["difference"]),
        relative=number(row["difference_in_sd"]),
        place=row["place"],
        resilient_years=resilient_years,
    )
