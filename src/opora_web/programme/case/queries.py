"""Which cases a person may see or work on, and the questions of the first page about them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q, QuerySet

from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
from opora_web.accounts.queries import inside, may, paths_where, people_visible_to
from opora_web.accounts.rules import Verb
from opora_web.interface.history import Entry, journal_of
from opora_web.programme.case.models import Case, CaseNote, CaseTask, TaskStatus
from opora_web.programme.case.rules import DAYS_WITHOUT_CONTACT, MOST_SCHOOLS
from opora_web.programme.identification.models import ListEntry, ListState, SchoolList

if TYPE_CHECKING:
    from collections.abc import Callable

#: Beyond so many people a list to choose from is no help.
MOST_TO_CHOOSE_FROM = 300
ONLY_AT_SCHOOL = (PostKind.HEAD, PostKind.DEPUTY, PostKind.TEACHER)
HELPERS = (PostKind.CURATOR, PostKind.MENTOR)


def cases_where(person: Any, verb: Verb) -> QuerySet[Case]:
    """Return the cases upon which a person may act so."""
    mine = inside(paths_where(person, verb), "school__path")
    return Case.objects.filter(mine, trashed_at__isnull=True).select_related("school", "school__parent", "opened_by")


def cases_visible_to(person: Any) -> QuerySet[Case]:
    """Return the cases a person may see."""
    return cases_where(person, Verb.SEE_CASES)


def tasks_where(person: Any, verb: Verb) -> QuerySet[CaseTask]:
    """Return the tasks of the cases upon which a person may act so."""
    return CaseTask.objects.filter(case__in=cases_where(person, verb), trashed_at__isnull=True).select_related(
        "case", "case__school", "responsible"
    )


def may_open_case(person: Any, school: Organisation, latest: Case | None) -> bool:
    """Tell whether a person may take a school on now: the right there, and no case that is still open."""
    is_free = latest is None or latest.closed_at is not None
    return is_free and not school.is_dropped and may(person, Verb.OPEN_CASE, school)


def notes_where(person: Any, verb: Verb) -> QuerySet[CaseNote]:
    """Return the records of contacts, those in the trash too, of the cases upon which a person may act so."""
    return CaseNote.objects.filter(case__in=cases_where(person, verb)).select_related("case", "case__school")


def open_tasks(cases: QuerySet[Case]) -> QuerySet[CaseTask]:
    """Return what is to be done in running cases, the soonest first."""
    running = cases.filter(closed_at__isnull=True, paused_at__isnull=True)
    tasks = CaseTask.objects.filter(case__in=running, status=TaskStatus.TO_DO, trashed_at__isnull=True)
    return tasks.select_related("case", "case__school", "responsible").order_by("due_on", "pk")


def tasks_due(cases: QuerySet[Case], today: dt.date, days: int = 14) -> QuerySet[CaseTask]:
    """Return the tasks due from today to so many days ahead, both days included."""
    return open_tasks(cases).filter(due_on__gte=today, due_on__lte=today + dt.timedelta(days=days))


def tasks_overdue(cases: QuerySet[Case], today: dt.date) -> QuerySet[CaseTask]:
    """Return the tasks whose day has passed."""
    return open_tasks(cases).filter(due_on__lt=today)


def cases_without_contact(cases: QuerySet[Case], today: dt.date, days: int = DAYS_WITHOUT_CONTACT) -> QuerySet[Case]:
    """Return the running cases where nobody has been for so many days; a new case counts from its opening."""
    since = today - dt.timedelta(days=days)
    running = cases.filter(closed_at__isnull=True, paused_at__isnull=True, opened_at__date__lt=since)
    return running.exclude(notes__held_on__gte=since, notes__trashed_at__isnull=True)


def counted_cases(cases: QuerySet[Case], today: dt.date) -> QuerySet[Case]:
    """Return the cases with how many tasks are open and overdue, and the day of the last contact."""
    to_do = Q(tasks__status=TaskStatus.TO_DO, tasks__trashed_at__isnull=True)
    return cases.annotate(
        to_do=Count("tasks", filter=to_do, distinct=True),
        overdue=Count("tasks", filter=to_do & Q(tasks__due_on__lt=today), distinct=True),
        last_contact=Max("notes__held_on", filter=Q(notes__trashed_at__isnull=True)),
    )


def helpers_of(schools: list[int]) -> dict[int, list[Post]]:
    """Return the curators and mentors of schools now, by school."""
    posts = Post.objects.filter(
        organisation__in=schools, kind__in=HELPERS, until__isnull=True, trashed_at__isnull=True
    ).select_related("person")
    found: dict[int, list[Post]] = defaultdict(list)
    for post in posts:
        found[post.organisation_id].append(post)
    return dict(found)


def past_helpers(school: Organisation) -> QuerySet[Post]:
    """Return who looked after a school before."""
    past = Post.objects.filter(organisation=school, kind__in=HELPERS, until__isnull=False, trashed_at__isnull=True)
    return past.select_related("person").order_by("-until")


@dataclass(frozen=True)
class Load:
    """A person who may look after a school, with how many schools they look after now."""

    person: Person
    schools: int

    @property
    def is_full(self) -> bool:
        """Whether one more school would be too many."""
        return self.schools >= MOST_SCHOOLS


def loads(asking: Any) -> list[Load]:
    """Return the people whom the asking person may assign, the least loaded first.

    Where too many are seen to choose from, those who only teach in a school or lead one are left out.
    """
    held = Q(posts__kind__in=HELPERS, posts__until__isnull=True, posts__trashed_at__isnull=True)
    people = people_visible_to(asking).filter(is_active=True).annotate(
        held=Count("posts__organisation", filter=held, distinct=True)
    )  # fmt: skip
    found = list(people[: MOST_TO_CHOOSE_FROM + 1])
    if len(found) > MOST_TO_CHOOSE_FROM:
        held_now = Post.objects.filter(until__isnull=True, trashed_at__isnull=True)
        found = list(people.filter(pk__in=held_now.exclude(kind__in=ONLY_AT_SCHOOL).values("person")))
    return sorted((Load(one, one.held) for one in found), key=lambda load: (load.schools, str(load.person)))


def entries_to_open(person: Any, school_list: SchoolList | None = None) -> QuerySet[ListEntry]:
    """Return the included places of approved lists whose schools work, may be taken on and have no open case."""
    entries = ListEntry.objects.filter(
        inside(paths_where(person, Verb.OPEN_CASE), "school__path"),
        school_list__state=ListState.APPROVED, school_list__trashed_at__isnull=True,
        is_included=True, trashed_at__isnull=True, school__kind=OrganisationKind.SCHOOL, school__is_dropped=False,
    )  # fmt: skip
    busy = Case.objects.filter(closed_at__isnull=True, trashed_at__isnull=True).values("school")
    entries = entries.exclude(school__in=busy)
    entries = entries if school_list is None else entries.filter(school_list=school_list)
    return entries.select_related("school", "school_list")


def case_changes(case: Case, most: int = 100) -> list[Entry]:
    """Return what happened to a case, its tasks and records of contacts, newest first."""
    parts: list[tuple[Callable[[Any], str], Any]] = [
        (lambda _: "", Case.history.filter(id=case.pk)),
        (lambda one: f"задача «{one.title}»", CaseTask.history.filter(case_id=case.pk)),
        (lambda one: f"встреча {one.held_on:%d.%m.%Y}", CaseNote.history.filter(case_id=case.pk)),
    ]
    return journal_of(parts, most)
