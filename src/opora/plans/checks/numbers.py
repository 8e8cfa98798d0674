"""Measures are referred to by number: each has its own, in order, none lost."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from opora.plans.remarks import remark_on
from opora.plans.rows import number_parts
from opora.tables.plan import Measure, Plan, PlanProblem
from opora.vocabulary.spelling import listed

_MOST_SKIPPED = 50  # a greater leap is a mistyped number, not a loss of measures


def numbers(plan: Plan) -> Iterator[PlanProblem]:
    """Yield measures without a number among numbered ones, repeated, skipped and unordered numbers."""
    numbered = [measure for measure in plan.measures if measure.number]
    if len(numbered) * 2 < len(plan.measures) or "number" not in plan.has:
        return
    yield from (remark_on(measure, "number-missing") for measure in plan.measures if not measure.number)
    counts = _Counts()
    for measure in numbered:
        parts = number_parts(measure.number or "")
        if parts is not None:
            yield from counts.take(measure, parts)


@dataclass
class _Counts:
    """The numbers met so far: 2.1, 2.2 are counted apart from 2 and from 3.1."""

    _seen: dict[tuple[int, ...], Measure] = field(default_factory=dict)
    _last: dict[tuple[int, ...], int] = field(default_factory=dict)
    _section: str | None = None

    def take(self, measure: Measure, parts: tuple[int, ...]) -> Iterator[PlanProblem]:
        if self._begins_anew(measure, parts):
            self._seen.clear()
            self._last.clear()
        self._section = measure.section
        above, own = parts[:-1], parts[-1]
        last = self._last.get(above)
        if parts in self._seen:
            first = self._seen[parts].place
            yield remark_on(measure, "number-repeated", f"номер {_written(parts)} уже стоит в строке {first.row}")
            return
        self._seen[parts] = measure
        if last is not None and own < last:
            yield remark_on(
                measure, "number-out-of-order", f"номер {_written(parts)} стоит после {_written((*above, last))}"
            )
            return
        yield from self._skipped(measure, above, range((last or 0) + 1, own))
        self._last[above] = own

    def _begins_anew(self, measure: Measure, parts: tuple[int, ...]) -> bool:
        """Tell whether numbers are counted from 1 again in a new section."""
        return parts == (1,) and bool(self._seen) and measure.section != self._section

    def _skipped(self, measure: Measure, above: tuple[int, ...], lost: range) -> Iterator[PlanProblem]:
        names = [_written((*above, number)) for number in lost]
        if not names or len(names) > _MOST_SKIPPED:
            return
        code = "number-skipped"
        before = f"перед номером {_written((*above, lost.stop))}"
        word = "нет номера" if len(names) == 1 else "нет номеров"
        yield remark_on(measure, code, f"{before} {word} {listed(names)}")


def _written(parts: tuple[int, ...]) -> str:
    return ".".join(map(str, parts))
