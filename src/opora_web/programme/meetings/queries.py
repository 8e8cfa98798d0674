"""Which meetings a person may see or hold, who may be invited, and which decisions are out."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
from opora_web.accounts.queries import inside, organisations_where, paths_where
from opora_web.accounts.rules import Verb
from opora_web.programme.execution.models import OccurrenceState
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision, MeetingState
from opora_web.programme.meetings.rules import Standing, norms_in_force, school_year_of, standing
from opora_web.programme.roadmap.models import PlanKind, PlanState, Roadmap

#: Plans into which a line may be written; an approved one is changed only by an amendment.
OPEN_PLANS = (PlanState.DRAFT, PlanState.REVIEW, PlanState.AMENDED)
_OFFICES = (OrganisationKind.FEDERATION, OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)


def organisations_to_meet(person: Any) -> QuerySet[Organisation]:
    """Return the organisations in whose name a person may hold meetings."""
    mine = organisations_where(person, Verb.HOLD_MEETING).filter(kind__in=_OFFICES, closed_at__isnull=True)
    return mine.order_by("path")


def meetings_where(person: Any, verb: Verb) -> QuerySet[Meeting]:
    """Return the meetings of the organisations in which a person may act so."""
    mine = inside(paths_where(person, verb), "organisation__path")
    return Meeting.objects.filter(mine, trashed_at__isnull=True).select_related("organisation", "chair", "secretary")


def meetings_visible_to(person: Any) -> QuerySet[Meeting]:
    """Return the meetings of the person's organisations and those the person is invited to."""
    mine = inside(paths_where(person, Verb.SEE_PLANS), "organisation__path")
    if getattr(person, "is_active", False):
        mine |= Q(pk__in=Meeting.objects.filter(attendance__person=person.pk).values("pk"))
    return Meeting.objects.filter(mine, trashed_at__isnull=True).select_related("organisation", "chair", "secretary")


def counted_meetings(meetings: QuerySet[Meeting], today: dt.date) -> QuerySet[Meeting]:
    """Return the meetings with how many questions, decisions, proven and overdue decisions they have."""
    kept = Q(decisions__trashed_at__isnull=True)
    done = Q(decisions__occurrence__state=OccurrenceState.PROVEN)
    late = Q(decisions__occurrence__state=OccurrenceState.TO_DO, decisions__occurrence__due_on__lt=today)
    return meetings.annotate(
        questions=Count("agenda", filter=Q(agenda__trashed_at__isnull=True), distinct=True),
        decided=Count("decisions", filter=kept, distinct=True),
        fulfilled=Count("decisions", filter=kept & done, distinct=True),
        late=Count("decisions", filter=kept & late, distinct=True),
    )


def decisions_of(meeting: Meeting) -> QuerySet[MeetingDecision]:
    """Return the decisions of a meeting in the order of the minutes."""
    found = MeetingDecision.objects.filter(meeting=meeting, trashed_at__isnull=True)
    return found.select_related(
        "meeting", "owner", "organisation", "occurrence", "measure", "measure__roadmap", "roadmap"
    ).order_by("item__position", "item__pk", "position", "pk")


def agenda_of(meeting: Meeting) -> list[AgendaItem]:
    """Return the questions of a meeting with their schools and decisions, in three queries."""
    decisions = Prefetch("decisions", queryset=decisions_of(meeting), to_attr="decided")
    found = AgendaItem.objects.filter(meeting=meeting, trashed_at__isnull=True).select_related(
        "case__school", "measure"
    )
    return list(found.order_by("position", "pk").prefetch_related("schools", decisions))


def decisions_where(person: Any, verb: Verb) -> QuerySet[MeetingDecision]:
    """Return the signed decisions of meetings upon which a person may act so, and those addressed to their places."""
    paths = paths_where(person, verb)
    mine = inside(paths, "meeting__organisation__path") | inside(paths, "organisation__path")
    return signed_decisions().filter(mine | Q(owner=person.pk))


def signed_decisions() -> QuerySet[MeetingDecision]:
    """Return the decisions of signed minutes."""
    return MeetingDecision.objects.filter(
        meeting__signed_at__isnull=False, meeting__trashed_at__isnull=True, trashed_at__isnull=True
    ).select_related("meeting", "meeting__organisation", "owner", "organisation", "occurrence")


def unfulfilled(decisions: QuerySet[MeetingDecision]) -> QuerySet[MeetingDecision]:
    """Return the decisions that asked for a deed and are not proven, the soonest first."""
    open_states = (OccurrenceState.TO_DO, OccurrenceState.DECLARED)
    return decisions.filter(occurrence__state__in=open_states).order_by("occurrence__due_on", "pk")


def earlier_decisions(meeting: Meeting) -> QuerySet[MeetingDecision]:
    """Return the decisions whose fate a meeting hears: all of the last one of its kind, and older ones still open."""
    before = signed_decisions().filter(
        meeting__organisation=meeting.organisation, meeting__kind=meeting.kind, meeting__held_at__lt=meeting.held_at,
        occurrence__isnull=False,
    )  # fmt: skip
    last = Meeting.objects.filter(
        organisation=meeting.organisation, kind=meeting.kind, held_at__lt=meeting.held_at, signed_at__isnull=False,
        trashed_at__isnull=True,
    ).order_by("-held_at").values_list("pk", flat=True).first()  # fmt: skip
    waiting = ~Q(occurrence__state__in=(OccurrenceState.PROVEN, OccurrenceState.CANCELLED))
    return before.filter(Q(meeting=last) | waiting).order_by("meeting__held_at", "position", "pk")


def standings_of(organisation: Organisation, today: dt.date) -> list[Standing]:
    """Return how each kind of meeting of an organisation stands to its norm."""
    year = school_year_of(today)
    rows = Meeting.objects.filter(
        organisation=organisation, trashed_at__isnull=True, held_at__date__gte=year.first
    ).exclude(state=MeetingState.CANCELLED)
    held: dict[str, list[dt.date]] = defaultdict(list)
    planned: dict[str, list[dt.date]] = defaultdict(list)
    for kind, at, state in rows.values_list("kind", "held_at", "state"):
        (held if state == MeetingState.HELD else planned)[kind].append(at.date())
    return [standing(norm, held[norm.kind], planned[norm.kind], today) for norm in norms_in_force().norm]


# --- people -------------------------------------------------------------------------------------------------------


def posts_around(organisation: Organisation) -> QuerySet[Post]:
    """Return the posts held at an organisation and below it: who may be invited and asked for something."""
    return Post.objects.filter(
        organisation__path__startswith=organisation.path, until__isnull=True, trashed_at__isnull=True,
        person__is_active=True, person__erased_at__isnull=True,
    ).select_related("person", "organisation").order_by("person__full_name", "pk")  # fmt: skip


def post_words(people: Iterable[Person], organisation: Organisation) -> dict[int, str]:
    """Return what each person is there, in words: «директор школы, МБОУ СОШ № 3»."""
    found: dict[int, list[str]] = defaultdict(list)
    for post in posts_around(organisation).filter(person__in=list(people)):
        place = "" if post.organisation_id == organisation.pk else f", {post.organisation.name}"
        found[post.person_id].append(f"{post.get_kind_display()}{place}")
    return {pk: "; ".join(words) for pk, words in found.items()}


def schools_reporting(meeting: Meeting) -> list[Organisation]:
    """Return the schools whose heads are invited: each has a card to prepare by."""
    heads = Post.objects.filter(
        person__in=meeting.attendance.values("person"), kind=PostKind.HEAD, until__isnull=True, trashed_at__isnull=True,
        organisation__path__startswith=meeting.organisation.path,
    ).values("organisation")  # fmt: skip
    return list(Organisation.objects.filter(pk__in=heads).order_by("sort_key"))


def open_plans(organisation: Organisation) -> QuerySet[Roadmap]:
    """Return the organisation's plans into which a decision may be written as a new line."""
    found = Roadmap.objects.filter(
        organisation=organisation, state__in=OPEN_PLANS, is_template=False, trashed_at__isnull=True
    )
    return found.exclude(kind=PlanKind.DECISIONS)
