"""What a run shows before anything is saved: all of it is computed from a release, nothing is stored."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from opora.findings.summary import CHANCE_DECIDES, part_of
from opora.reports.rules_comparison import RuleDifference, rules_compared
from opora.reports.wording import in_list_order
from opora.tables.identification import ON_THE_LIST, Identification, IdentifiedSchool
from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.facts import Facts, rules_named

#: How far the threshold is moved on trial, in percentage points.
TRIED_POINTS = (-10, -5, 5, 10)


@dataclass(frozen=True)
class Run:
    """A rule set applied to a year of a release, for the schools of one organisation."""

    facts: Facts
    organisation: Organisation
    year: int
    rules: str

    def answer(self, rules: str = "") -> Identification:
        """Return what the rule set – or another one – says of the organisation's schools.

        Raises:
            YearMissingError: the release has no results of that year.
            AuthorityFileMissingError: there is no such rule set.
        """
        return part_of(self.facts.identification(self.year, rules or self.rules), codes_below(self.organisation))


def codes_below(organisation: Organisation) -> set[str]:
    """Return the codes of all schools in an organisation's subtree that people have not dropped from the register."""
    below = Organisation.objects.filter(
        path__startswith=organisation.path, kind=OrganisationKind.SCHOOL, is_dropped=False
    )  # fmt: skip
    return {str(code) for code in below.values_list("code", flat=True) if code}


def listed(answer: Identification) -> list[IdentifiedSchool]:
    """Return the schools that the rule puts on the list, by municipality and name."""
    return in_list_order(school for school in answer.schools if school.status in ON_THE_LIST)


def with_status(answer: Identification, status: str) -> list[IdentifiedSchool]:
    """Return the schools of one status, by municipality and name."""
    return in_list_order(school for school in answer.schools if school.status == status)


def decided_by_chance(school: IdentifiedSchool) -> bool:
    """Tell whether other pupils of the same school might well have brought another decision."""
    return school.list_stability is not None and school.list_stability < CHANCE_DECIDES


@dataclass(frozen=True)
class Moved:
    """One school against the previous list: `change` is entered, left or stays; `why` are the rule's reasons now."""

    school: IdentifiedSchool
    change: str
    why: tuple[str, ...]


def moved_since(answer: Identification, before: Collection[str]) -> list[Moved]:
    """Return who entered, left and stays on the list against a list approved before.

    Args:
        answer: what the rule says now.
        before: codes of the schools on the list before.
    """
    order = {"entered": 0, "left": 1, "stays": 2}
    changes = {(False, True): "entered", (True, False): "left", (True, True): "stays"}
    moved = [
        Moved(school, change, tuple(school.reasons))
        for school in in_list_order(answer.schools)
        if (change := changes.get((school.school in before, school.status in ON_THE_LIST)))
    ]
    return sorted(moved, key=lambda one: order[one.change])


def moved_by_rule(answer: Identification) -> list[Moved]:
    """Return the same against the year before under the same rule, for want of an approved list."""
    before = {school.school for school in answer.schools if school.movement in {"left", "stays"}}
    return moved_since(answer, before)


def rules_differences(run: Run, other: str) -> list[RuleDifference]:
    """Return the schools for which another rule set says something else."""
    return [one for one in rules_compared(run.answer(), run.answer(other)) if one.change != "both"]


@dataclass(frozen=True)
class Trial:
    """What the list would be with the threshold moved. Thresholds are shares 0–1, `points` percentage points."""

    points: int
    threshold: float
    listed: int
    entering: tuple[IdentifiedSchool, ...]
    leaving: tuple[IdentifiedSchool, ...]


def trials(run: Run) -> list[Trial]:
    """Return what would change were the threshold a little lower or higher; nothing for a rule without a threshold."""
    threshold = rules_named(run.rules).threshold
    if threshold is None:
        return []
    now = run.answer()
    on_now = {school.school for school in listed(now)}
    percents = {points: round(threshold * 100 + points, 4) for points in TRIED_POINTS}
    tried = {points: percent for points, percent in percents.items() if 0 < percent <= 100}  # noqa: PLR2004 - a percentage
    on_then = run.facts.listed_at(run.year, run.rules, list(tried.values()))
    return [_trial(points, percent, now, (on_now, on_then[percent])) for points, percent in tried.items()]


def _trial(points: int, percent: float, now: Identification, on: tuple[AbstractSet[str], AbstractSet[str]]) -> Trial:
    """Return the trial of a threshold; `on` are the codes of the list now, and of the region's list then."""
    schools, (on_now, on_then) = in_list_order(now.schools), on
    return Trial(
        points,
        percent / 100,
        sum(school.school in on_then for school in schools),
        tuple(school for school in schools if school.school in on_then - on_now),
        tuple(school for school in schools if school.school in on_now - on_then),
    )
