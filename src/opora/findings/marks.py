"""Mark indicators as records with the school's name and the paper's label, in the order people look for them."""

import pyarrow as pa

from opora.tables.identification import PaperIndicators
from opora.vocabulary.papers import paper_label


def paper_indicators(marks: pa.Table, schools: pa.Table) -> list[PaperIndicators]:
    """Return the indicators of each school and paper, by school, then by paper.

    Args:
        marks: MARK_INDICATORS.
        schools: SCHOOLS; a school that is not there is left out.
    """
    named = {row["school"]: row for row in schools.select(["school", "name", "municipality"]).to_pylist()}
    rows = marks.sort_by([(name, "ascending") for name in ("school", "procedure", "subject", "paper_grade", "level")])
    return [
        PaperIndicators(**row, **_about(named[row["school"]]), label=_label(row))
        for row in rows.to_pylist()
        if row["school"] in named
    ]


def _about(school: dict[str, str | None]) -> dict[str, str | None]:
    return {name: school[name] for name in ("name", "municipality")}


def _label(row: dict[str, object]) -> str:
    return paper_label(str(row["procedure"]), str(row["subject"]), int(str(row["paper_grade"])), str(row["level"]))
