"""What a rule set found in one year, as tables, and the same as records that explain themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from opora.findings import sentences
from opora.findings.years import years_listed
from opora.tables.identification import IdentifiedSchool, ProcedureResult
from opora.vocabulary.rules import RuleSet


@dataclass(frozen=True)
class Found:
    """What a rule set found.

    Attributes:
        rules: the rule set.
        year: the year judged.
        years: years of the history, oldest first, the last is `year`.
        history: CELLS of these years, all with the same schools in the same order.
        decisions: DECISIONS of the last year, in the order of the cells.
    """

    rules: RuleSet
    year: int
    years: Sequence[int]
    history: Sequence[pa.Table]
    decisions: pa.Table


def identified_schools(found: Found, schools: pa.Table) -> list[IdentifiedSchool]:
    """Return every school with its procedures, reasons, and what would have changed the decision.

    Args:
        found: what the rule set found.
        schools: SCHOOLS, for names and municipalities.
    """
    named = {row["school"]: row for row in schools.select(["school", "name", "municipality"]).to_pylist()}
    procedures = _procedures(found)
    listed = years_listed(found.history, found.years, found.rules)
    known = [year for year, cells in zip(found.years[:-1], found.history, strict=False) if _has_results(cells)]
    return [
        _identified(
            decision,
            named[decision["school"]],
            next(procedures),
            found,
            _History([year for year in listed[row] if year < found.year], known),
        )
        for row, decision in enumerate(found.decisions.to_pylist())
    ]


def _has_results(cells: pa.Table) -> bool:
    return bool(cells["pupils"].null_count < len(cells))


@dataclass(frozen=True)
class _History:
    """Earlier years in which a school met the rule, and those that are known at all."""

    listed: Sequence[int]
    known: Sequence[int]


def _procedures(found: Found) -> Iterator[list[ProcedureResult]]:
    """Yield the procedures of each school in turn."""
    width = len(found.rules.procedure)
    labels = [procedure.label for procedure in found.rules.procedure]
    rows = found.history[-1].to_pylist()
    for start in range(0, len(rows), width):
        yield [_procedure(row, label) for row, label in zip(rows[start : start + width], labels, strict=True)]


def _procedure(row: dict[str, Any], label: str) -> ProcedureResult:
    interval = None if row["interval_low"] is None else (row["interval_low"], row["interval_high"])
    return ProcedureResult(
        procedure=row["procedure"],
        subject=row["subject"],
        paper_grade=row["paper_grade"],
        pupil_grade=row["pupil_grade"],
        year=row["year"],
        pupils=row["pupils"],
        below=row["below"],
        share_below=row["share_below"],
        interval=interval,
        is_low=row["is_low"],
        availability=row["availability"],
        probability_low=row["probability_low"],
        label=label,
    )


def _identified(
    decision: dict[str, Any], school: dict[str, Any], procedures: list[ProcedureResult], found: Found, history: _History
) -> IdentifiedSchool:
    status, rules = decision["status"], found.rules
    said = [
        *sentences.reasons(status, procedures, rules),
        sentences.history_sentence(status, history.listed, history.known),
        sentences.movement_sentence(decision["movement"], found.year),
    ]
    return IdentifiedSchool(
        school=decision["school"],
        name=school["name"],
        municipality=school["municipality"],
        status=status,
        listed=decision["listed"],
        movement=decision["movement"],
        low_procedures=decision["low_procedures"],
        probability_low=decision["probability_low"],
        list_stability=decision["list_stability"],
        is_small=decision["is_small"],
        procedures=procedures,
        reasons=[sentence for sentence in said if sentence],
        would_change=sentences.changes(status, procedures, rules),
        certainty=sentences.chance_sentences(
            decision["probability_low"], decision["list_stability"], is_small=decision["is_small"]
        ),
    )
