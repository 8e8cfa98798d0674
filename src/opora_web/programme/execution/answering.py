"""Who answers for the measures of a plan, as far as people have recognised its words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from opora.plans.differences import measure_differences
from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
from opora_web.accounts.rules import PLACES_OF_POST
from opora_web.programme.case.models import Case
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanEdition,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
)
from opora_web.programme.roadmap.record import edition_plan, layout_of

#: Posts that stand in schools: what they answer for is done for each school apart.
_AT_SCHOOL = frozenset(kind for kind, places in PLACES_OF_POST.items() if places == {OrganisationKind.SCHOOL})


@dataclass(frozen=True)
class Answerer:
    """Who is to do a measure: at which school, which organisation, which person – as far as somebody is named.

    Attributes:
        others: who else the plan names: one of them who does it already goes on.
    """

    school: Organisation | None = None
    organisation: Organisation | None = None
    owner: Person | None = None
    others: Sequence[Person] = ()

    @property
    def may_own(self) -> set[int | None]:
        """Who may go on with a task by the plan, by key."""
        return {one.pk for one in self.others} | {self.owner.pk if self.owner else None}


def measures_answered_anew(roadmap: Roadmap, edition: PlanEdition) -> frozenset[int]:
    """Return the measures for which an edition names others than the edition before it, by key."""
    before = PlanEdition.objects.filter(roadmap=roadmap, number=edition.number - 1).first()
    if before is None:
        return frozenset()
    changed = {
        one.after
        for one in measure_differences(edition_plan(before), edition_plan(edition))
        if any(field.field == "responsible" for field in one.fields)
    }
    return frozenset(pk for pk, place in layout_of(roadmap).places.items() if place in changed)


class Answering:
    """Who answers for each measure of a plan: schools and holders of posts are asked of the database once."""

    def __init__(self, roadmap: Roadmap, measures: Iterable[RoadmapMeasure]) -> None:
        self._roadmap = roadmap
        kinds = {party.post_kind for measure in measures for party in measure.parties.all() if party.post_kind}
        self._schools = _schools_of(roadmap) if kinds & _AT_SCHOOL else []
        self._holders = _holders(roadmap, kinds)

    def of(self, measure: RoadmapMeasure) -> list[Answerer]:
        """Return who answers for a measure: one for each school it is done for, else one."""
        parties = list(measure.parties.all())
        schools = self._schools_meant(parties)
        if schools:
            return [self._at(school, parties) for school in schools]
        return [self._somebody(parties)]

    def _schools_meant(self, parties: Sequence[ResponsibleParty]) -> list[Organisation]:
        """Return every school of the plan where a post at schools answers, else the schools named."""
        if any(party.post_kind in _AT_SCHOOL for party in parties):
            return self._schools
        named = [party.organisation for party in parties if party.organisation is not None]
        found = {one.pk: one for one in named if one.kind == OrganisationKind.SCHOOL}
        return list(found.values())

    def _at(self, school: Organisation, parties: Sequence[ResponsibleParty]) -> Answerer:
        """Return who answers at a school: who holds the first of the posts named there, else its head."""
        kinds = [party.post_kind for party in parties if party.post_kind in _AT_SCHOOL] or [PostKind.HEAD]
        holders = [self._holders.get((kind, school.pk), []) for kind in kinds]
        owner = next((found[0] for found in holders if found), None)
        return Answerer(school, school, owner, [person for found in holders for person in found])

    def _somebody(self, parties: Sequence[ResponsibleParty]) -> Answerer:
        """Return the first person recognised, else the only holder of a post named, with the first organisation."""
        named = [party.person for party in parties if party.person is not None]
        posts = [self._all_holders(party.post_kind) for party in parties if party.post_kind]
        alone = [found[0] for found in posts if len(found) == 1]
        own = [party.organisation for party in parties if party.organisation is not None]
        school = self._roadmap.organisation if self._roadmap.organisation.kind == OrganisationKind.SCHOOL else None
        organisation = own[0] if own else self._roadmap.organisation
        others = [*named, *(person for found in posts for person in found)]
        return Answerer(school, organisation, next(iter([*named, *alone]), None), others)

    def _all_holders(self, kind: str) -> list[Person]:
        return [person for (held, _), people in self._holders.items() if held == kind for person in people]


def _schools_of(roadmap: Roadmap) -> list[Organisation]:
    """Return the schools a plan is for: below it, accompanied or named in its targets; where none is, all open ones."""
    below = Organisation.objects.filter(
        path__startswith=roadmap.organisation.path, kind=OrganisationKind.SCHOOL, closed_at__isnull=True,
        trashed_at__isnull=True,
    )  # fmt: skip
    open_cases = Case.objects.filter(closed_at__isnull=True, trashed_at__isnull=True)
    targets = IndicatorTarget.objects.filter(
        indicator__roadmap=roadmap, indicator__trashed_at__isnull=True, trashed_at__isnull=True
    )
    meant = Q(pk__in=open_cases.values("school")) | Q(pk__in=targets.values("schools"))
    return list(below.filter(meant)) or list(below)


def _holders(roadmap: Roadmap, kinds: set[str]) -> dict[tuple[str, int], list[Person]]:
    """Return who holds the posts below a plan's organisation now, by post and place, the longest first."""
    wanted = Post.objects.filter(
        kind__in={*kinds, PostKind.HEAD}, organisation__path__startswith=roadmap.organisation.path,
        until__isnull=True, trashed_at__isnull=True, person__is_active=True,
    )  # fmt: skip
    found: dict[tuple[str, int], list[Person]] = defaultdict(list)
    for post in wanted.select_related("person").order_by("since", "pk"):
        found[post.kind, post.organisation_id].append(post.person)
    return dict(found)
