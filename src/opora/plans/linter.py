"""The linter of plans: everything that will make a plan hard to carry out, to check, or to prove."""

from collections.abc import Callable, Iterator

from opora.plans.checks.deadlines import deadlines
from opora.plans.checks.group_names import group_names
from opora.plans.checks.numbers import numbers
from opora.plans.checks.owners import owners
from opora.plans.checks.references import references
from opora.plans.checks.repetition import repetition
from opora.plans.checks.results import results
from opora.plans.checks.sections import sections
from opora.plans.checks.targets import targets
from opora.tables.plan import Plan, PlanProblem

Check = Callable[[Plan], Iterator[PlanProblem]]

#: All groups of checks, in the order of a plan's columns.
CHECKS: tuple[Check, ...] = (
    numbers,
    sections,
    deadlines,
    owners,
    results,
    repetition,
    references,
    group_names,
    targets,
)


def lint(plan: Plan) -> tuple[PlanProblem, ...]:
    """Return what the linter says of a plan, from its first row to its last; remarks on the whole plan come first."""
    return tuple(sorted((problem for check in CHECKS for problem in check(plan)), key=_place))


def checked(plan: Plan) -> Plan:
    """Return the plan with the linter's remarks after the problems of reading; a refused plan is as it was."""
    if plan.is_refused:
        return plan
    return plan.model_copy(update={"problems": (*plan.problems, *lint(plan))})


def _place(problem: PlanProblem) -> tuple[int, int]:
    return (problem.place.table, problem.place.row) if problem.place else (0, 0)
