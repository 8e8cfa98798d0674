"""Which plans, measures, remarks and arrived files a person may see or act on."""

from typing import Any

from django.db.models import Q, QuerySet

from opora_web.accounts.queries import inside, paths_where
from opora_web.accounts.rules import Verb
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanArrival,
    PlanEdition,
    PlanKind,
    PlanRemark,
    PlanState,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)

#: What those below may know of: a plan that an order has approved.
IN_FORCE = (PlanState.APPROVED, PlanState.AMENDED, PlanState.ENDED)


def roadmaps_where(person: Any, verb: Verb) -> QuerySet[Roadmap]:
    """Return the plans, those in the trash left out, upon which a person may act so."""
    mine = inside(paths_where(person, verb), "organisation__path")
    return Roadmap.objects.filter(mine, trashed_at__isnull=True).select_related("organisation")


def roadmaps_visible_to(person: Any) -> QuerySet[Roadmap]:
    """Return the plans a person may see.

    Those of the own part of the tree in any state; of the organisations above it, whose plans the person's own must
    carry out, those that an order has approved, and templates.
    """
    paths = paths_where(person, Verb.SEE_PLANS)
    mine = inside(paths, "organisation__path")
    above = Q(organisation__in=_above(paths)) & (Q(state__in=IN_FORCE) | Q(is_template=True))
    above &= ~Q(kind=PlanKind.DECISIONS)  # what one school was asked for is not for the others
    return Roadmap.objects.filter(mine | above, trashed_at__isnull=True).select_related("organisation")


def _above(paths: list[str]) -> set[int]:
    """Return the organisations that stand above the subtrees, by number."""
    return {int(number) for path in paths for number in path.strip("/").split("/")[:-1]}


def roadmaps_in_trash(person: Any) -> QuerySet[Roadmap]:
    """Return the plans in the trash that a person may bring back."""
    mine = inside(paths_where(person, Verb.EDIT_PLAN), "organisation__path")
    return Roadmap.objects.filter(mine, trashed_at__isnull=False).select_related("organisation")


def measures_where(person: Any, verb: Verb) -> QuerySet[RoadmapMeasure]:
    """Return the measures of the plans upon which a person may act so."""
    return _measures().filter(roadmap__in=roadmaps_where(person, verb))


def measures_visible_to(person: Any) -> QuerySet[RoadmapMeasure]:
    """Return the measures of the plans a person may see.

    Of a plan above that is being amended these are its working rows: show those below its edition in force.
    """
    return _measures().filter(roadmap__in=roadmaps_visible_to(person))


def _measures() -> QuerySet[RoadmapMeasure]:
    kept = RoadmapMeasure.objects.filter(trashed_at__isnull=True)
    return kept.select_related("roadmap", "roadmap__organisation", "section")


def sections_where(person: Any, verb: Verb) -> QuerySet[RoadmapSection]:
    """Return the sections of the plans upon which a person may act so."""
    kept = RoadmapSection.objects.filter(trashed_at__isnull=True, roadmap__in=roadmaps_where(person, verb))
    return kept.select_related("roadmap", "roadmap__organisation")


def indicators_where(person: Any, verb: Verb) -> QuerySet[RoadmapIndicator]:
    """Return the indicators of the plans upon which a person may act so."""
    kept = RoadmapIndicator.objects.filter(trashed_at__isnull=True, roadmap__in=roadmaps_where(person, verb))
    return kept.select_related("roadmap", "roadmap__organisation", "measure")


def remarks_where(person: Any, verb: Verb) -> QuerySet[PlanRemark]:
    """Return the remarks on the plans upon which a person may act so."""
    kept = PlanRemark.objects.filter(trashed_at__isnull=True, roadmap__in=roadmaps_where(person, verb))
    return kept.select_related("roadmap", "roadmap__organisation", "measure", "author", "replied_by")


def unanswered_remarks(roadmap: Roadmap) -> QuerySet[PlanRemark]:
    """Return the experts' remarks on a plan, and on measures it still has, that nobody has answered or settled."""
    open_remarks = PlanRemark.objects.filter(
        roadmap=roadmap, trashed_at__isnull=True, settled_at__isnull=True, reply=""
    )
    return open_remarks.filter(measure__trashed_at__isnull=True).select_related("measure", "author")


def arrivals_where(person: Any, verb: Verb) -> QuerySet[PlanArrival]:
    """Return the arrived files that wait for a person who may act so on the plans of their organisation."""
    mine = inside(paths_where(person, verb), "organisation__path")
    return PlanArrival.objects.filter(mine, settled_at__isnull=True, trashed_at__isnull=True).select_related(
        "organisation", "roadmap", "sender"
    )


def last_edition(roadmap: Roadmap) -> PlanEdition | None:
    """Return the edition of a plan that is in force; None before an order approved it."""
    edition = PlanEdition.objects.filter(roadmap=roadmap).order_by("-number").first()
    if edition is not None:
        edition.roadmap = roadmap  # the same object, without a query
    return edition


def is_read_only(person: Any, roadmap: Roadmap) -> bool:
    """Tell whether a person sees a plan only from below: its editions, never its working rows."""
    return not roadmaps_where(person, Verb.SEE_PLANS).filter(pk=roadmap.pk).exists()


def plan_changes(roadmap: Roadmap, most: int = 100) -> list[dict[str, Any]]:
    """Return what happened to a plan, its measures, sections and remarks, newest first: when, who, what, why."""
    histories = (
        ("", Roadmap.history.filter(id=roadmap.pk)),
        ("мероприятие", RoadmapMeasure.history.filter(roadmap_id=roadmap.pk)),
        ("раздел", RoadmapSection.history.filter(roadmap_id=roadmap.pk)),
        ("показатель", RoadmapIndicator.history.filter(roadmap_id=roadmap.pk)),
        ("цель на год", IndicatorTarget.history.filter(indicator__roadmap=roadmap.pk)),
        ("замечание", PlanRemark.history.filter(roadmap_id=roadmap.pk)),
    )
    told = [
        {"at": one.history_date, "who": one.history_user, "what": what, "about": _about(one) if what else "",
         "why": one.history_change_reason or ""}
        for what, history in histories
        for one in history.select_related("history_user").order_by("-history_date", "-history_id")[:most]
    ]  # fmt: skip
    return sorted(told, key=lambda one: one["at"], reverse=True)[:most]


def _about(record: Any) -> str:
    words = next((getattr(record, name) for name in ("name", "title", "year", "text") if hasattr(record, name)), "")
    return str(words)[:160]
