"""Plans linked measure to measure: what below carries out a measure, and what nobody carries out."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from opora_web.accounts.queries import inside, paths_where
from opora_web.accounts.rules import Verb
from opora_web.programme.roadmap.amendment import known_to_an_order
from opora_web.programme.roadmap.models import PlanState, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.record import layout_of


@dataclass
class Branch:
    """A measure, and the measures of lower plans that carry it out, each with its own below.

    Attributes:
        organisations: how many organisations carry it out, at any depth.
    """

    measure: RoadmapMeasure
    below: list["Branch"] = field(default_factory=list)

    @property
    def organisations(self) -> int:
        """How many organisations carry it out, at any depth."""
        return len(set(self.all_below()))

    def all_below(self) -> list[int]:
        """Return the organisations that carry it out, at any depth, each as often as it does."""
        return [key for branch in self.below for key in (branch.measure.roadmap.organisation_id, *branch.all_below())]


_DEEPEST = 3  # region → municipality → school


def tree_of(roadmap: Roadmap, visible: QuerySet[Roadmap]) -> list[Branch]:
    """Return the measures of a plan in its order with what carries them out in the plans a person may see."""
    branches = [Branch(measure) for measure in layout_of(roadmap).measures]
    level = {branch.measure.pk: branch for branch in branches}
    for _ in range(_DEEPEST):
        found = RoadmapMeasure.objects.filter(
            above__in=list(level), trashed_at__isnull=True, roadmap__in=visible, roadmap__is_template=False
        ).select_related("roadmap", "roadmap__organisation")
        next_level = {}
        for measure in found.order_by("roadmap__organisation__sort_key", "position"):
            next_level[measure.pk] = Branch(measure)
            level[measure.above_id or 0].below.append(next_level[measure.pk])
        level = next_level
        if not level:
            break
    return branches


def measures_to_carry_out(person: Any, roadmap: Roadmap) -> QuerySet[RoadmapMeasure]:
    """Return the measures of plans of organisations above, which a measure of this plan may carry out.

    What an amendment adds is offered when an order has approved it.
    """
    above = [int(number) for number in roadmap.organisation.path.strip("/").split("/")]
    own = inside(paths_where(person, Verb.SEE_PLANS), "roadmap__organisation__path")
    measures = RoadmapMeasure.objects.filter(
        roadmap__organisation__in=above, roadmap__trashed_at__isnull=True, roadmap__is_template=False,
        trashed_at__isnull=True, roadmap__starts_on__lte=roadmap.ends_on, roadmap__ends_on__gte=roadmap.starts_on,
    ).exclude(roadmap=roadmap)  # fmt: skip
    in_force = measures.filter(roadmap__state__in=(PlanState.APPROVED, PlanState.AMENDED))
    found = known_to_an_order((in_force | measures.filter(own)).distinct())
    return found.select_related("roadmap", "roadmap__organisation").order_by("roadmap__pk", "position")


def carried_out(roadmap: Roadmap) -> Counter[int]:
    """Return by how many measures of lower plans each measure is carried out."""
    below = RoadmapMeasure.objects.filter(
        above__roadmap=roadmap, trashed_at__isnull=True, roadmap__trashed_at__isnull=True
    )
    return Counter(key for key in below.values_list("above", flat=True) if key)
