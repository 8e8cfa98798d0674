"""The one door: which organisations, schools, posts and people a person may see or act on.

Lists and checks of one object come from the same statements, so that they cannot disagree.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post
from opora_web.accounts.rules import Verb, kinds_with


def posts_held(person: Person) -> list[Post]:
    """Return the posts a person holds now, with their organisations; asked of the database once per person object."""
    held: list[Post] | None = person.__dict__.get("_posts_held")
    if held is None:
        held = list(person.posts.filter(until__isnull=True, trashed_at__isnull=True).select_related("organisation"))
        person.__dict__["_posts_held"] = held
    return held


def paths_where(person: Any, verb: Verb) -> list[str]:
    """Return the subtrees, as path prefixes, in which a person may do something."""
    if not getattr(person, "is_active", False):
        return []
    kinds = kinds_with(verb)
    paths = sorted({post.organisation.path for post in posts_held(person) if post.kind in kinds})
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]


def inside(paths: list[str], field: str = "path") -> Q:
    """Return the condition that an organisation's path lies in one of the subtrees; never true for none."""
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=[]))


def organisations_where(person: Any, verb: Verb) -> QuerySet[Organisation]:
    """Return the organisations in which a person may do something."""
    return Organisation.objects.filter(inside(paths_where(person, verb)), trashed_at__isnull=True)


def schools_where(person: Any, verb: Verb) -> QuerySet[Organisation]:
    """Return the schools in which a person may do something."""
    return organisations_where(person, verb).filter(kind=OrganisationKind.SCHOOL)


def schools_visible_to(person: Any) -> QuerySet[Organisation]:
    """Return the schools whose results a person may see."""
    return schools_where(person, Verb.SEE_SCHOOLS)


def may(person: Any, verb: Verb, organisation: Organisation | None = None) -> bool:
    """Tell whether a person may do something: in that organisation, or – without one – anywhere at all."""
    paths = paths_where(person, verb)
    return bool(paths) if organisation is None else any(organisation.path.startswith(path) for path in paths)


def people_visible_to(person: Any) -> QuerySet[Person]:
    """Return the people whose posts a person may see, and the person."""
    posts = Post.objects.filter(inside(paths_where(person, Verb.SEE_PEOPLE), "organisation__path"))
    return Person.objects.filter(Q(pk__in=posts.values("person")) | Q(pk=person.pk), erased_at__isnull=True)
