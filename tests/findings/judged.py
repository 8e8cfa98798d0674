"""What a rule says of schools whose counts are drawn by hand, year by year."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from opora.analysis.cells import Counted, prior_kinds, ready_made_schools, rule_cells, rule_chances, weighed_cells
from opora.analysis.rule_years import pooling_window, rule_movements
from opora.findings import decisions, weighed_decisions
from opora.findings.found import FoundInContext, identified_schools
from opora.tables import BELOW_THRESHOLD, SCHOOLS
from opora.tables.identification import IdentifiedSchool
from opora.vocabulary.rules import RuleSet, rule_set

#: (below, pupils) of one procedure, or None where nobody wrote it.
Pair = tuple[int, int] | None
#: The procedures of one year, in the order of the rule; what is not drawn was not held.
OneYear = Sequence[Pair]

LAST = 2024
FEDERAL = rule_set("federal-2020")
QUARTILE = rule_set("lower-quartile")
THREE_LISTS = rule_set("three-lists-2020")
DOUBLE_FAILURE = rule_set("double-failure")
INSPECTION = rule_set("inspection-risk")

_WITHHELD = pa.table({name: pa.array([], kind) for name, kind in (
    ("school", pa.string()), ("year", pa.int16()), ("procedure", pa.string()), ("subject", pa.string()),
    ("paper_grade", pa.int8()), ("level", pa.string()),
)})  # fmt: skip


def counted(rules: RuleSet, schools: Mapping[str, Sequence[OneYear]]) -> Counted:
    """Return the counts as an engine would give them; the last year drawn is LAST."""
    rows: list[dict[str, Any]] = []
    for school, years in schools.items():
        for year, pairs in zip(range(LAST - len(years) + 1, LAST + 1), years, strict=True):
            for procedure, pair in zip(rules.procedure, pairs, strict=False):
                if pair is not None:
                    paper = {name: getattr(procedure, name) for name in ("procedure", "subject", "paper_grade")}
                    counts = {"below": pair[0], "pupils": pair[1], "is_ready_made": False}
                    rows.append(paper | counts | {"school": school, "year": year, "level": procedure.levels[0]})
    return Counted(BELOW_THRESHOLD.table(rows), _WITHHELD)


def found(rules: RuleSet, schools: Mapping[str, Sequence[OneYear]]) -> FoundInContext:
    """Return what the rule finds in the last year drawn. Years counted together are added up here, by hand."""
    counts, names = counted(rules, schools), pa.array(schools, pa.string())
    years = list(range(LAST - max(map(len, schools.values())) + 1, LAST + 1))
    plain = [rule_cells(counts, names, rules, year) for year in years]
    history = [*plain[:-1], weighed_cells(plain[-1], rules)]
    chances = rule_chances(history[-1], rules)
    window = pooling_window(rules, LAST)
    together = {school: [_summed(drawn[-len(window) :])] for school, drawn in schools.items()}
    return FoundInContext(
        rules=rules,
        year=LAST,
        years=years,
        history=history,
        decisions=weighed_decisions(decisions(plain, rules), history, chances, rules),
        movements=rule_movements(history, rules),
        pooled=weighed_cells(rule_cells(counted(rules, together), names, rules, LAST), rules),
        pooled_from=window.start,
        prior_kinds=prior_kinds(history[-1], rules),
        ready_made=ready_made_schools(counts, names, rules, LAST),
    )


def _summed(years: Sequence[OneYear]) -> list[Pair]:
    width = max(map(len, years))
    padded = [[*year, *[None] * (width - len(year))] for year in years]
    together = [[pair for pair in column if pair] for column in zip(*padded, strict=True)]
    return [(sum(k for k, _ in pairs), sum(n for _, n in pairs)) if pairs else None for pairs in together]


def judged(rules: RuleSet, schools: Mapping[str, Sequence[OneYear]]) -> dict[str, IdentifiedSchool]:
    """Return the schools as the list shows them."""
    rows = [{"school": code, "name": f"Школа {code}", "municipality": "Район", "in_register": True} for code in schools]
    return {one.school: one for one in identified_schools(found(rules, schools), SCHOOLS.table(rows))}


def one(rules: RuleSet, *years: OneYear) -> IdentifiedSchool:
    """Return what the rule says of a single school, its years oldest first."""
    return judged(rules, {"a": years})["a"]
