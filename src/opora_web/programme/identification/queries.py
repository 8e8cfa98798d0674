"""Which lists, places on lists and answers a person may see or act on."""

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.accounts.queries import inside, organisations_where, paths_where
from opora_web.accounts.rules import Verb
from opora_web.interface.history import Entry, journal_of
from opora_web.programme.identification.models import ListEntry, ListState, SchoolAnswer, SchoolList

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a school may know of: a draft is the office's own.
KNOWN_TO_SCHOOLS = (ListState.DISCUSSED, ListState.APPROVED)


def organisations_to_identify(person: Any) -> QuerySet[Organisation]:
    """Return the regions and municipalities for which a person may make a list."""
    above = (OrganisationKind.FEDERATION, OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
    return organisations_where(person, Verb.IDENTIFY).filter(kind__in=above, closed_at__isnull=True).order_by("path")


def lists_where(person: Any, verb: Verb) -> QuerySet[SchoolList]:
    """Return the lists, those in the trash left out, upon which a person may act so."""
    mine = inside(paths_where(person, verb), "organisation__path")
    return SchoolList.objects.filter(mine, trashed_at__isnull=True).select_related("organisation")


def lists_visible_to(person: Any) -> QuerySet[SchoolList]:
    """Return the lists a person may see whole."""
    return lists_where(person, Verb.SEE_LISTS)


def lists_in_trash(person: Any) -> QuerySet[SchoolList]:
    """Return the lists in the trash that a person may bring back."""
    mine = inside(paths_where(person, Verb.RESTORE), "organisation__path")
    return SchoolList.objects.filter(mine, trashed_at__isnull=False).select_related("organisation")


def counted_lists(lists: QuerySet[SchoolList]) -> QuerySet[SchoolList]:
    """Return the lists with the numbers of schools and answers."""
    on_it = Q(entries__is_included=True)
    objects = Q(entries__answer__agrees=False, entries__answer__replied_at__isnull=True)
    return lists.annotate(
        included=Count("entries", filter=on_it),
        answered=Count("entries__answer", filter=on_it),
        without_reply=Count("entries__answer", filter=objects),
    ).order_by("-year", "-made_at", "-pk")


def entries_where(person: Any, verb: Verb) -> QuerySet[ListEntry]:
    """Return the places on lists upon which a person may act by a right over the list itself."""
    mine = inside(paths_where(person, verb), "school_list__organisation__path")
    return _entries().filter(mine)


def entries_visible_to(person: Any) -> QuerySet[ListEntry]:
    """Return the places on lists a person may see.

    The office sees its own lists whole, and its schools' places on lists of those above it once schools know of them;
    a head sees the own school's place, and never a draft.
    """
    known = Q(school_list__state__in=KNOWN_TO_SCHOOLS)
    own_lists = inside(paths_where(person, Verb.SEE_LISTS), "school_list__organisation__path")
    own_schools = inside(paths_where(person, Verb.SEE_LISTS), "school__path")
    return _entries().filter(own_lists | (known & own_schools) | (known & _answers_for(person)))


def own_entries(person: Any) -> QuerySet[ListEntry]:
    """Return the places, on lists that schools know of, of the schools a person answers for."""
    known = Q(school_list__state__in=KNOWN_TO_SCHOOLS)
    return _entries().filter(known & _answers_for(person)).order_by("-school_list__year", "school__sort_key")


def _answers_for(person: Any) -> Q:
    return inside(paths_where(person, Verb.ANSWER), "school__path")


def _entries() -> QuerySet[ListEntry]:
    seen = ListEntry.objects.filter(trashed_at__isnull=True, school_list__trashed_at__isnull=True)
    return seen.select_related(
        "school", "school__parent", "school_list", "school_list__organisation", "answer", "answer__author",
        "answer__replied_by",
    )  # fmt: skip


def entries_of(school_list: SchoolList) -> QuerySet[ListEntry]:
    """Return all places of a list, by municipality and name."""
    return _entries().filter(school_list=school_list).order_by("school__parent__sort_key", "school__sort_key")


def places_of(school_list: SchoolList) -> QuerySet[ListEntry]:
    """Return all places of a list as its page tells them, many at once: without what the rule found at each school."""
    return entries_of(school_list).select_related(None).select_related("school__parent", "answer").defer("finding")


def schools_not_considered(school_list: SchoolList) -> QuerySet[Organisation]:
    """Return the schools of the list's organisation that have no place on the list: a person may put one on."""
    on_it = ListEntry.objects.filter(school_list=school_list, school=OuterRef("pk"))
    below = Organisation.objects.filter(
        path__startswith=school_list.organisation.path, kind=OrganisationKind.SCHOOL, closed_at__isnull=True,
        trashed_at__isnull=True,
    )  # fmt: skip
    return below.filter(~Exists(on_it)).order_by("sort_key")


def previous_approved(organisation: Organisation, year: int, other_than: SchoolList | None = None) -> SchoolList | None:
    """Return the last list of that organisation that an order approved, of that year or before it."""
    approved = SchoolList.objects.filter(
        organisation=organisation, state=ListState.APPROVED, year__lte=year, trashed_at__isnull=True
    )
    if other_than is not None:
        approved = approved.exclude(pk=other_than.pk)
        if other_than.approved_at is not None:
            approved = approved.filter(approved_at__lt=other_than.approved_at)
    return approved.order_by("-year", "-approved_at").first()


def included_codes(school_list: SchoolList | None) -> set[str]:
    """Return the codes of the schools on a list; nothing of no list."""
    if school_list is None:
        return set()
    entries = ListEntry.objects.filter(school_list=school_list, is_included=True, trashed_at__isnull=True)
    return {str(code) for code in entries.values_list("school__code", flat=True)}


def changes_of(school_list: SchoolList, most: int = 100) -> list[Entry]:
    """Return what happened to a list, its places and answers, newest first."""
    entries = ListEntry.objects.filter(school_list=school_list).values("pk")
    answers = SchoolAnswer.history.filter(entry_id__in=entries).select_related("entry__school")
    parts: list[tuple[Callable[[Any], str], Any]] = [
        (lambda _: "список", SchoolList.history.filter(id=school_list.pk)),
        (lambda one: f"школа: {one.school}", ListEntry.history.filter(id__in=entries).select_related("school")),
        (lambda one: f"ответ: {one.entry.school}", answers),
    ]
    return journal_of(parts, most)


def earlier_orders(school_list: SchoolList) -> list[tuple[str, str]]:
    """Return the files of a list's order whose place another took, the oldest first: where they are, their names."""
    told = SchoolList.history.filter(id=school_list.pk).exclude(order_scan__in=("", school_list.order_scan))
    return list(dict.fromkeys(told.order_by("history_id").values_list("order_scan", "order_scan_name")))
