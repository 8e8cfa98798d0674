"""What people decided beside the rule's word: a school taken off a list or put on it, always with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from opora.reports.wording import in_list_order
from opora.tables.identification import ON_THE_LIST, Identification, IdentifiedSchool


@dataclass(frozen=True)
class Decision:
    """One school's decision: whether it is on the list, and why."""

    is_included: bool
    why: str

    @property
    def words(self) -> str:
        """The decision in a word: «включена» or «исключена»."""
        return "включена" if self.is_included else "исключена"


#: Decisions by school code; only those that differ from the rule.
Decisions = Mapping[str, Decision]
NONE: Decisions = MappingProxyType({})


def schools_on_the_list(answer: Identification, decisions: Decisions = NONE) -> list[IdentifiedSchool]:
    """Return the schools of the list as people left it, in its order."""
    return in_list_order(school for school in answer.schools if _is_on(school, decisions))


def _is_on(school: IdentifiedSchool, decisions: Decisions) -> bool:
    decided = decisions.get(school.school)
    return school.status in ON_THE_LIST if decided is None else decided.is_included


def decided_schools(answer: Identification, decisions: Decisions) -> list[tuple[IdentifiedSchool, Decision]]:
    """Return the schools about which people decided otherwise than the rule, in the list's order."""
    return [(one, decisions[one.school]) for one in in_list_order(answer.schools) if one.school in decisions]
