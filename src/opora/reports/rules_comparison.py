"""Two rules applied to the same data: who enters, who leaves, who is on both lists."""

from dataclasses import dataclass
from typing import Literal

from opora.reports.wording import natural_key
from opora.tables.identification import ON_THE_LIST, Identification, IdentifiedSchool

Change = Literal["enters", "leaves", "both", "neither"]

CHANGE_IN_RUSSIAN: dict[Change, str] = {
    "enters": "входит",
    "leaves": "выходит",
    "both": "в обоих перечнях",
    "neither": "вне обоих, статус разный",
}


@dataclass(frozen=True)
class RuleDifference:
    """One school under two rules; a status is None where that rule's answer does not have the school."""

    school: str
    name: str
    municipality: str | None
    change: Change
    first_status: str | None
    second_status: str | None
    first_low_procedures: int | None
    second_low_procedures: int | None


def rules_compared(first: Identification, second: Identification) -> list[RuleDifference]:
    """Return the schools that are on a list or whose status differs: entering ones first, then leaving, then the rest.

    Raises:
        ValueError: the answers are of different years or releases, so a difference would not be the rules' doing.
    """
    if (first.year, first.release) != (second.year, second.release):
        raise ValueError("rules are compared on one year and one release")
    ours = {school.school: school for school in first.schools}
    theirs = {school.school: school for school in second.schools}
    codes = dict.fromkeys([*ours, *theirs])
    differences = [_difference(ours.get(code), theirs.get(code)) for code in codes]
    shown = [one for one in differences if one.change != "neither" or one.first_status != one.second_status]
    order = list(CHANGE_IN_RUSSIAN)
    return sorted(
        shown,
        key=lambda one: (
            order.index(one.change),
            natural_key(one.municipality or ""),
            natural_key(one.name),
            one.school,
        ),
    )


def _difference(first: IdentifiedSchool | None, second: IdentifiedSchool | None) -> RuleDifference:
    known = first or second
    assert known is not None, "every code comes from one of the two answers"
    before, after = (school is not None and school.status in ON_THE_LIST for school in (first, second))
    changes: dict[tuple[bool, bool], Change] = {
        (False, True): "enters", (True, False): "leaves", (True, True): "both", (False, False): "neither",
    }  # fmt: skip
    return RuleDifference(
        school=known.school,
        name=known.name,
        municipality=known.municipality,
        change=changes[before, after],
        first_status=first.status if first else None,
        second_status=second.status if second else None,
        first_low_procedures=first.low_procedures if first else None,
        second_low_procedures=second.low_procedures if second else None,
    )
