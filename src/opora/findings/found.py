"""What a rule set found in one year, as tables, and the same as records that explain themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from opora.findings import sentences
from opora.findings.changes import changes
from opora.findings.over_years import earlier_counts, movements_of, pooled_counts
from opora.findings.years import could_enter, years_listed, years_of
from opora.tables.identification import IdentifiedSchool, ProcedureResult
from opora.vocabulary.rules import RuleSet

_PROCEDURE_FIELDS = frozenset(ProcedureResult.model_fields)
_SCHOOL_FIELDS = frozenset(IdentifiedSchool.model_fields)


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


@dataclass(frozen=True)
class FoundInContext(Found):
    """What a rule set found, with all that a reader is told besides: it decides nothing.

    Attributes:
        movements: MOVEMENTS of the rule's procedures over these years.
        pooled: CELLS of the last years counted together, in the order of the cells.
        pooled_from: the first of the years counted together.
        prior_kinds: for each procedure of the rule how much all schools teach of each: beta-binomial, pooled or weak.
        ready_made: for each procedure of the rule how many schools are judged by ready-made statistics.
    """

    movements: pa.Table
    pooled: pa.Table
    pooled_from: int
    prior_kinds: Sequence[str]
    ready_made: Sequence[int]


_OF_SCHOOL = ("name", "municipality", "written_code")


def identified_schools(found: FoundInContext, schools: pa.Table) -> list[IdentifiedSchool]:
    """Return every school with its procedures, reasons, and what would have changed the decision.

    Args:
        found: what the rule set found, in its context.
        schools: SCHOOLS, for names, municipalities and the codes people know.
    """
    named = {row["school"]: row for row in schools.select([*_OF_SCHOOL, "school"]).to_pylist()}
    procedures = _procedures(found)
    histories = _histories(found)
    return [
        _identified(decision, named[decision["school"]], next(procedures), found, history)
        for decision, history in zip(found.decisions.to_pylist(), histories, strict=True)
    ]


@dataclass(frozen=True)
class _History:
    """Earlier years in which a school was on the list, those that can be judged at all, and whether it could enter."""

    listed: Sequence[int]
    known: Sequence[int]
    could_enter: bool


def _histories(found: Found) -> list[_History]:
    """Return the history of each school; a year with too few years before it could put no school on the list."""
    running = found.rules.listing_years
    listed = years_listed(found.history, found.years, found.rules)
    years = list(zip(found.years, found.history, strict=True))[running - 1 : -1]
    known = [year for year, cells in years if _has_results(cells)]
    ready = could_enter(years_of(found.history, found.rules), found.rules).tolist()
    return [
        _History([year for year in row if year < found.year], known, enter)
        for row, enter in zip(listed, ready, strict=True)
    ]


def _has_results(cells: pa.Table) -> bool:
    return bool(cells["pupils"].null_count < len(cells))


def _procedures(found: FoundInContext) -> Iterator[list[ProcedureResult]]:
    """Yield the procedures of each school in turn."""
    width, cells = len(found.rules.procedure), found.history[-1]
    labels = [procedure.label for procedure in found.rules.procedure]
    columns = zip(
        cells.to_pylist(),
        earlier_counts(found.history, found.years),
        movements_of(cells, found.movements),
        pooled_counts(cells, found.pooled, found.pooled_from),
        strict=True,
    )
    rows = [row | moved | {"earlier": earlier, "pooled": pooled} for row, earlier, moved, pooled in columns]
    for start in range(0, len(rows), width):
        yield [_procedure(row, label) for row, label in zip(rows[start : start + width], labels, strict=True)]


def _procedure(row: dict[str, Any], label: str) -> ProcedureResult:
    interval = None if row["interval_low"] is None else (row["interval_low"], row["interval_high"])
    known = {name: value for name, value in row.items() if name in _PROCEDURE_FIELDS}
    return ProcedureResult(**known, interval=interval, label=label)


def _identified(
    decision: dict[str, Any], school: dict[str, Any], procedures: list[ProcedureResult], found: Found, history: _History
) -> IdentifiedSchool:
    status, rules = decision["status"], found.rules
    said = [
        *sentences.reasons(status, procedures, rules),
        sentences.history_sentence(status, history.listed, history.known),
        sentences.movement_sentence(decision["movement"], found.year),
    ]
    known = {name: value for name, value in decision.items() if name in _SCHOOL_FIELDS}
    return IdentifiedSchool(
        **known,
        **{name: school[name] for name in _OF_SCHOOL},
        procedures=procedures,
        reasons=[sentence for sentence in said if sentence],
        would_change=changes(status, procedures, rules, could_enter=history.could_enter),
        certainty=sentences.chance_sentences(
            decision["probability_low"], decision["list_stability"], rules, is_small=decision["is_small"]
        ),
    )
