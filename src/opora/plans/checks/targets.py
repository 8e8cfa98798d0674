"""Targets of an indicator go one way, without leaps, within what is possible."""

from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from opora.plans.aims import must_fall
from opora.plans.remarks import remark
from opora.tables.plan import SHARE, Indicator, Plan, PlanProblem, Target

#: A step so many times the usual one, and so large a part of the whole way, is a leap.
_TIMES_USUAL, _PART_OF_WAY = 3, 0.5
_FEWEST_STEPS = 3


def targets(plan: Plan) -> Iterator[PlanProblem]:
    """Yield indicators whose targets turn back, leap, or go beyond 100 %."""
    for indicator in plan.indicators:
        known = [(target, target.value) for target in indicator.targets if target.value is not None]
        for target, value in known:
            if indicator.unit == SHARE and value > 1:
                yield _about(indicator, "target-impossible", f"{target.year} – {_written(indicator, value)}")
        yield from _turns(indicator, known)
        yield from _leaps(indicator, known)


def _turns(indicator: Indicator, known: list[tuple[Target, float]]) -> Iterator[PlanProblem]:
    falls = must_fall(indicator.name)
    for (earlier, before), (later, after) in pairwise(known):
        if (after > before) if falls else (after < before):
            steps = f"{earlier.year} – {_written(indicator, before)}, {later.year} – {_written(indicator, after)}"
            yield _about(indicator, "target-falls", steps)


def _leaps(indicator: Indicator, known: list[tuple[Target, float]]) -> Iterator[PlanProblem]:
    steps = [(one, other, abs(after - before)) for (one, before), (other, after) in pairwise(known)]
    whole = sum(size for _, _, size in steps)
    if len(steps) < _FEWEST_STEPS or not whole:
        return
    for one, other, size in steps:
        usual = median(step for _, _, step in steps)
        if size > _TIMES_USUAL * usual and size > _PART_OF_WAY * whole:
            yield _about(indicator, "target-jumps", f"с {one.year} на {other.year} – на {_written(indicator, size)}")


def _about(indicator: Indicator, code: str, found: str) -> PlanProblem:
    return remark(code, found, indicator.place, indicator.measure)


def _written(indicator: Indicator, value: float) -> str:
    """Return a value as people write it: «33,3 %», «12»."""
    number = f"{value * 100:.1f}" if indicator.unit == SHARE else f"{value:g}"
    return number.removesuffix(".0").replace(".", ",") + ("\u00a0%" if indicator.unit == SHARE else "")
