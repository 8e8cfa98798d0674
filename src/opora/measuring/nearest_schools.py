"""Schools in like conditions, of those that wrote a paper."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from opora.analysis.school_context.similar_schools import similar_schools
from opora.measuring.items import Asked, items_of_paper
from opora.school_facts import facts_of_release
from opora.store import Release
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, perhaps


@dataclass(frozen=True)
class Near:
    """A school in like conditions: how far in spreads of schools, in what alike and in what not."""

    school: str
    distance: float
    alike: str
    different: str


def schools_near(release: Release, school: str, year: int, among: Collection[str]) -> list[Near]:
    """Return the schools of a release by how like their conditions are, the likest first.

    Args:
        release: it holds the context of schools.
        school: whom they are compared with.
        year: the context is of the last year told up to it.
        among: only these are returned.

    Raises:
        AnalysisRefusedError: no context is known, or none of the school.
    """
    facts = facts_of_release(release, year)
    return near_by({**facts.indicators, **facts.covariates}, list(facts.schools), school, among)


def writers(release: Release, paper: Paper) -> frozenset[str]:
    """Return the schools whose items of a paper are known: from pupils' scores, else from reports of shares."""
    rows = items_of_paper(release, paper, Asked()).rows
    return frozenset(row.school for row in rows if row.area_level == "school" and row.school is not None)


def near_by(compared: Mapping[str, Any], schools: list[str], school: str, among: Collection[str]) -> list[Near]:
    """Return the schools by how like the school they are in what is compared, the likest first.

    Raises:
        AnalysisRefusedError: the school is not there, or too little is known of it to compare.
    """
    if school not in schools:
        raise AnalysisRefusedError(f"Школы «{school}» нет.{perhaps(school, schools)}")
    rows = similar_schools(schools, compared, len(schools)).to_pylist()
    found = [
        Near(row["similar_school"], row["distance"], row["alike"], row["different"])
        for row in rows
        if row["school"] == school and row["similar_school"] in among
    ]
    if not found:
        raise AnalysisRefusedError(f"Об условиях школы «{school}» известно слишком мало, чтобы найти похожие.")
    return found
