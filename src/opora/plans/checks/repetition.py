"""A measure stands in a plan once."""

from collections.abc import Iterator

from opora.plans.remarks import remark_on
from opora.tables.plan import Measure, Plan, PlanProblem
from opora.vocabulary.spelling import plain


def repetition(plan: Plan) -> Iterator[PlanProblem]:
    """Yield measures that repeat an earlier one: the same name, deadline and parties."""
    seen: dict[tuple[str, ...], Measure] = {}
    for measure in plan.measures:
        key = _key(measure)
        first = seen.setdefault(key, measure)
        if first is not measure:
            where = f"номер {first.number.rstrip('.')}" if first.number else f"строка {first.place.row}"
            yield remark_on(measure, "measure-repeated", where)


def _key(measure: Measure) -> tuple[str, ...]:
    deadline = measure.deadline.text if measure.deadline else ""
    return tuple(map(plain, (measure.name, deadline, *(party.text for party in measure.responsible))))
