"""Somebody must answer for each measure."""

from collections.abc import Iterator

from opora.plans.remarks import remark, remark_on
from opora.tables.plan import Plan, PlanProblem


def owners(plan: Plan) -> Iterator[PlanProblem]:
    """Yield the measures nobody answers for, and those everybody answers for by agreement only."""
    if "responsible" not in plan.has:
        if plan.measures:
            yield remark("owner-column-missing")
        return
    for measure in plan.measures:
        if not measure.responsible:
            yield remark_on(measure, "owner-missing")
        elif all(party.by_agreement for party in measure.responsible):
            yield remark_on(measure, "owner-by-agreement-only")
