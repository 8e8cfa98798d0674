"""A section holds measures."""

import re
from collections.abc import Iterator
from itertools import pairwise

from opora.plans.remarks import remark
from opora.tables.plan import Plan, PlanProblem, Section

_NUMBER = re.compile(
    r"^\W*(?:раздел|направление|блок|этап|задача|часть|глава|модуль)?\s*(\d+(?:\.\d+)*|[IVXХ]+)\b", re.IGNORECASE
)
_TITLED = re.compile(r"^\W*(?:раздел|направление|блок|этап|задача|часть|глава|модуль)\b", re.IGNORECASE)


def sections(plan: Plan) -> Iterator[PlanProblem]:
    """Yield the sections without measures; a heading right above a heading of its parts is not one of them."""
    for section, below in pairwise((*(one for one in plan.sections if not one.is_words), None)):
        if section is None or section.measures or (below is not None and _is_part(below, section)):
            continue
        yield remark("section-empty", f"«{section.title}»", section.place)


def _is_part(below: Section, of: Section) -> bool:
    """Tell whether a heading names a part of the one above: 2.1 of 2, «Подготовка» of «Раздел II» or of its table."""
    if of.place.row == 0 and below.place.row > 0 and of.place.table == below.place.table:
        return True
    own, above = _NUMBER.match(below.title), _NUMBER.match(of.title)
    if own and above:
        return own[1].startswith(f"{above[1]}.") or (not above[1].isdigit() and own[1].isdigit())
    return bool(_TITLED.match(of.title)) and not _TITLED.match(below.title)
