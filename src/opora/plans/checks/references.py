"""A plan refers to its own measures by numbers that are there."""

import re
from collections.abc import Iterator

from opora.plans.remarks import remark_on
from opora.plans.rows import number_parts
from opora.tables.plan import Measure, Plan, PlanProblem

_REFERENCE = re.compile(
    r"(?<![\w.])(?:п\.\s?|пп\.\s?|пункт\w*\s+|мероприяти\w+\s+№?\s?)(?P<numbers>\d{1,3}(?:\.\d{1,3})*"
    r"(?:\s*(?:,|и|[-–—])\s*\d{1,3}(?:\.\d{1,3})*)*)(?P<after>.{0,40})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
#: What makes «п. 2» a point of another paper.
_ELSEWHERE = re.compile(
    r"^\W*(?:част|ст\.|стат|приказ|закон|фз|положени|распоряжени|постановлени|письм|протокол|указ|перечн|методик|"
    r"программ|решени|порядк|регламент|приложени|устав|г\.|год|стандарт|фгос|приложени|рекомендац|раздел|%|процент|шт|"
    r"(?:дорожн\w+ карт\w+ |плана )?(?:регион|краев|края|област|республик|федерал|министерств))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:ст\.?|стать\w+|част\w+|приказ\w*|закон\w*|протокол\w*|положени\w+)\W*(?:\d+\W*)?$", re.IGNORECASE
)


def references(plan: Plan) -> Iterator[PlanProblem]:
    """Yield measures that refer to a point of the plan that does not exist."""
    known = {number_parts(measure.number or "") for measure in plan.measures} - {None}
    if not known:
        return
    for measure in plan.measures:
        lost = [number for number in _referred(measure) if number_parts(number) not in known]
        for number in dict.fromkeys(lost):
            yield remark_on(measure, "reference-broken", f"«п. {number}»")


def _referred(measure: Measure) -> Iterator[str]:
    deadline = measure.deadline.text if measure.deadline else ""
    for text in (measure.name, deadline, measure.expected, measure.note):
        for found in _REFERENCE.finditer(text):
            if not _ELSEWHERE.match(found["after"]) and not _BEFORE.search(text[: found.start()]):
                yield from _NUMBER.findall(found["numbers"])
