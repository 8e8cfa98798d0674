"""A section holds measures."""

import re
from collections.abc import Iterator
from itertools import pairwise

from opora.plans.remarks import remark
from opora.tables.plan import Plan, PlanProblem

_NUMBER = re.compile(
    r"^\W*(?:раздел|направление|блок|этап|задача|часть|глава|модуль)?\s*(\d+(?:\.\d+)*|[IVXХ]+)\b", re.IGNORECASE
)
_TITLED = re.compile(r"^\W*(?:раздел|направление|блок|этап|задача|часть|глава|модуль)\b", re.IGNORECASE)


def sections(plan: Plan) -> Iterator[PlanProblem]:
    """Yield the sections without measures; a heading right above a heading of its parts is not one of them."""
    for section, below in pairwise((*(one for one in plan.sections if not one.is_words), None)):
        if section is None or section.measures or (below is not None and _is_part(below.title, section.title)):
            continue
        yield remark("section-empty", f"«{section.title}»", section.place)


def _is_part(title: str, of: str) -> bool:
    """Tell whether a heading names a part of the one above: 2.1 of 2, «Подготовка» of «Раздел II»."""
    own, above = _NUMBER.match(title), _NUMBER.match(of)
    if own and above:
        return own[1].startswith(f"{above[1]}.") or (not above[1].isdigit() and own[1].isdigit())
    return bool(_TITLED.match(of)) and not _TITLED.match(title)
