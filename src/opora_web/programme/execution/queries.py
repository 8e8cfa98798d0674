"""Which tasks of plans a person may see or act on, whose they are, and what waits for whom."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from opora_web.accounts.models import Person, Post, PostKind
from opora_web.accounts.queries import inside, paths_where, people_visible_to, posts_held
from opora_web.accounts.rules import Verb, kinds_with
from opora_web.programme.execution.models import ANSWERED_ANEW, Evidence, Occurrence, OccurrenceState
from opora_web.programme.execution.rules import DAYS_AHEAD
from opora_web.programme.roadmap.amendment import show_in_force
from opora_web.programme.roadmap.models import PlanState

_HEADS = (PostKind.HEAD, PostKind.DEPUTY)
#: An owner need hold no post to see their own task, to report on it and to attach what proves it.
_OWNERS = frozenset({Verb.SEE_PLANS, Verb.EXECUTE})
#: What is still to do; what an ended plan left undone is history, nobody is reminded of it.
TO_DO = Q(state=OccurrenceState.TO_DO) & ~Q(measure__roadmap__state=PlanState.ENDED)


def occurrences_where(person: Any, verb: Verb) -> QuerySet[Occurrence]:
    """Return the tasks upon which a person may act so.

    A task stands where it is done – at its school, else in its organisation – and where its plan is made; whoever
    answers for it may see it and report on it, too.
    """
    paths = paths_where(person, verb)
    mine = (
        inside(paths, "school__path")
        | (Q(school__isnull=True) & inside(paths, "organisation__path"))
        | inside(paths, "measure__roadmap__organisation__path")
    )
    if verb in _OWNERS and getattr(person, "is_active", False):
        mine |= Q(owner=person.pk)
    return _occurrences().filter(mine)


def occurrences_visible_to(person: Any) -> QuerySet[Occurrence]:
    """Return the tasks a person may see."""
    return occurrences_where(person, Verb.SEE_PLANS)


class TasksInForce(QuerySet[Occurrence]):
    """Tasks with the words of the editions in force: an amendment in the making asks nobody for anything yet."""

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh:
            show_in_force(task.measure for task in self._result_cache or () if isinstance(task, Occurrence))


def _occurrences() -> QuerySet[Occurrence]:
    kept = TasksInForce(Occurrence).filter(
        trashed_at__isnull=True, measure__roadmap__trashed_at__isnull=True, measure__roadmap__is_template=False
    )
    return kept.select_related(
        "measure", "measure__section", "measure__roadmap", "measure__roadmap__organisation", "school",
        "organisation", "owner",
    )  # fmt: skip


def occurrences_of(person: Any) -> QuerySet[Occurrence]:
    """Return a person's own tasks: those they answer for, and those of the school they lead without an owner."""
    if not getattr(person, "is_active", False):
        return Occurrence.objects.none()
    schools = [post.organisation_id for post in posts_held(person) if post.kind in _HEADS]
    return _occurrences().filter(Q(owner=person.pk) | Q(owner__isnull=True, school__in=schools))


def due(tasks: QuerySet[Occurrence], today: dt.date, days: int = DAYS_AHEAD) -> QuerySet[Occurrence]:
    """Return the tasks to be done from today to so many days ahead, both days included, the soonest first."""
    last = today + dt.timedelta(days=days)
    return tasks.filter(TO_DO, due_on__gte=today, due_on__lte=last).order_by("due_on", "pk")


def overdue(tasks: QuerySet[Occurrence], today: dt.date) -> QuerySet[Occurrence]:
    """Return the tasks whose day has passed, the longest first."""
    return tasks.filter(TO_DO, due_on__lt=today).order_by("due_on", "pk")


def with_proofs(tasks: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Return the tasks with their evidence at hand as `proofs`, in one more query."""
    kept = Evidence.objects.filter(trashed_at__isnull=True).select_related("author", "accepted_by")
    return tasks.prefetch_related(Prefetch("evidence", kept, "proofs"))


# --- evidence -----------------------------------------------------------------------------------------------------


def evidence_where(person: Any, verb: Verb) -> QuerySet[Evidence]:
    """Return the evidence of the tasks upon which a person may act so; what is in the trash, too."""
    tasks = occurrences_where(person, verb).values("pk")
    return _with_tasks(Evidence.objects.filter(occurrence__in=tasks).select_related("author", "accepted_by"))


def _with_tasks(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return evidence with its tasks in the words in force, in one more query."""
    return evidence.prefetch_related(Prefetch("occurrence", _occurrences()))


def evidence_waiting_for(person: Any) -> QuerySet[Evidence]:
    """Return the evidence a person may accept and nobody has looked at; none of their own."""
    own = Q(author=person.pk) | Q(occurrence__owner=person.pk) | Q(occurrence__declared_by=person.pk)
    waiting = evidence_where(person, Verb.ACCEPT_EVIDENCE).filter(
        accepted_at__isnull=True, refused_because="", trashed_at__isnull=True
    )
    asked = waiting.exclude(occurrence__state=OccurrenceState.CANCELLED)
    return asked.exclude(pk__in=asked.filter(own).values("pk")).order_by("added_at", "pk")


def evidence_refused_of(person: Any) -> QuerySet[Evidence]:
    """Return a person's own evidence that was refused and not replaced: what they have to see to."""
    own = Evidence.objects.filter(author=person.pk, trashed_at__isnull=True, occurrence__trashed_at__isnull=True)
    refused = own.exclude(refused_because="")
    return _with_tasks(refused.exclude(occurrence__state__in=(OccurrenceState.PROVEN, OccurrenceState.CANCELLED)))


def handed_over(person: Any, since: dt.datetime) -> tuple[QuerySet[Occurrence], QuerySet[Occurrence]]:
    """Return the tasks that amendments of plans have given to a person since a moment, and those they took away."""
    told = Occurrence.history.filter(history_change_reason__startswith=ANSWERED_ANEW, history_date__gte=since)
    earlier = Occurrence.history.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id"))
    told = told.annotate(before=Subquery(earlier.order_by("-history_id").values("owner")[:1]))
    kept = _occurrences().filter(TO_DO)
    given = kept.filter(pk__in=told.filter(owner=person.pk).values("id"), owner=person.pk)
    taken = kept.filter(pk__in=told.filter(before=person.pk).values("id")).exclude(owner=person.pk)
    return given.order_by("due_on", "pk"), taken.order_by("due_on", "pk")


# --- people -------------------------------------------------------------------------------------------------------


def possible_owners(asking: Any, task: Occurrence) -> QuerySet[Person]:
    """Return who may answer for a task: people the asking person may see, who work at its place, or who do now."""
    path = task.place.path
    above = [int(part) for part in path.strip("/").split("/")]
    here = Post.objects.filter(
        Q(organisation__in=above) | Q(organisation__path__startswith=path),
        kind__in=kinds_with(Verb.EXECUTE), until__isnull=True, trashed_at__isnull=True,
    )  # fmt: skip
    wanted = Q(pk__in=here.values("person")) | Q(pk__in=people_visible_to(asking).values("pk")) | Q(pk=task.owner_id)
    return Person.objects.filter(wanted, is_active=True, erased_at__isnull=True).order_by("full_name", "pk")


def tasks_of_measures(measures: Iterable[int]) -> dict[int, list[Occurrence]]:
    """Return all tasks of measures, given and returned by the measure's key, in one query."""
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for task in _occurrences().filter(measure__in=measures):
        found[task.measure_id].append(task)
    return dict(found)
