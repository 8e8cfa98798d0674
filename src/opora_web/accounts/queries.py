"""The one door: which organisations, schools, posts and people a person may see or act on.

Lists and checks of one object come from the same statements, so that they cannot disagree.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
from opora_web.accounts.rules import GRANTS, Verb, kinds_with


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


def left_over_schools() -> QuerySet[Organisation]:
    """Return the schools that only an undone intake knew: no release in force has them and nothing refers to them."""
    found = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, closed_at__isnull=False, is_dropped=False)
    for relation in Organisation._meta.related_objects:  # noqa: SLF001 - Django's documented door to a model's relations
        about: Any = relation.related_model
        found = found.filter(~Exists(about.objects.filter(**{relation.field.name: OuterRef("pk")})))
    return found


def as_offered(organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Return organisations in the order in which one chooses: the highest, the other offices, schools, by name."""
    told_apart = organisations.annotate(is_school=Q(kind=OrganisationKind.SCHOOL), is_below=Q(parent__isnull=False))
    return told_apart.order_by("is_school", "is_below", "sort_key")


def own_among(organisations: QuerySet[Organisation], person: Person) -> Organisation | None:
    """Return the organisation among these in which a person holds a post; None where there is none."""
    own = {post.organisation_id for post in posts_held(person)}
    return next((one for one in organisations if one.pk in own), None)


def schools_where(person: Any, verb: Verb) -> QuerySet[Organisation]:
    """Return the schools in which a person may do something."""
    return organisations_where(person, verb).filter(kind=OrganisationKind.SCHOOL)


def schools_visible_to(person: Any) -> QuerySet[Organisation]:
    """Return the schools whose results a person may see."""
    return schools_where(person, Verb.SEE_SCHOOLS)


def organisations_contacted_by(person: Any) -> QuerySet[Organisation]:
    """Return the organisations whose contacts a person keeps: by managing people there, or answering for a school."""
    mine = inside(paths_where(person, Verb.MANAGE_PEOPLE)) | inside(paths_where(person, Verb.ANSWER))
    return Organisation.objects.filter(mine, trashed_at__isnull=True)


def issuing_authority(organisation: Organisation) -> str:
    """Return in whose name its papers go out: a school's in its municipality's, the root's in the authority's."""
    is_school = organisation.kind == OrganisationKind.SCHOOL
    office = organisation.parent if is_school and organisation.parent else organisation
    return office.name if office.parent_id else settings.AUTHORITY


def people_with(verb: Verb, organisation: Organisation) -> QuerySet[Person]:
    """Return the people who may do something in an organisation: by a post there or above it."""
    above = [int(part) for part in organisation.path.strip("/").split("/")]
    held = Post.objects.filter(
        organisation__in=above, kind__in=kinds_with(verb), until__isnull=True, trashed_at__isnull=True
    )
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("full_name", "pk")


def may(person: Any, verb: Verb, organisation: Organisation | None = None) -> bool:
    """Tell whether a person may do something: in that organisation, or – without one – anywhere at all."""
    paths = paths_where(person, verb)
    return bool(paths) if organisation is None else any(organisation.path.startswith(path) for path in paths)


def people_visible_to(person: Any) -> QuerySet[Person]:
    """Return the people whose posts a person may see, and the person."""
    posts = Post.objects.filter(inside(paths_where(person, Verb.SEE_PEOPLE), "organisation__path"))
    return Person.objects.filter(Q(pk__in=posts.values("person")) | Q(pk=person.pk), erased_at__isnull=True)


def people_manageable_by(person: Any) -> QuerySet[Person]:
    """Return the people all of whose posts stand where the person manages people, and none above the person's grants.

    Somebody who works in two districts is managed by neither alone, but by whoever stands above both.
    """
    inside_mine = inside(paths_where(person, Verb.MANAGE_PEOPLE), "organisation__path")
    active = Post.objects.filter(until__isnull=True, trashed_at__isnull=True)
    foreign = active.exclude(inside_mine, kind__in=kinds_granted_by(person))
    known = Post.objects.filter(inside_mine).values("person")
    return Person.objects.filter(pk__in=known, erased_at__isnull=True).exclude(pk__in=foreign.values("person"))


def posts_manageable_by(person: Any) -> QuerySet[Post]:
    """Return the posts that a person may end."""
    where = inside(paths_where(person, Verb.MANAGE_PEOPLE), "organisation__path")
    return Post.objects.filter(where, kind__in=kinds_granted_by(person), trashed_at__isnull=True)


def kinds_granted_by(person: Any) -> list[PostKind]:
    """Return the posts a person may give."""
    held = {PostKind(post.kind) for post in posts_held(person)} if getattr(person, "is_active", False) else set()
    granted = frozenset[PostKind]().union(*(GRANTS.get(kind, frozenset()) for kind in held))
    return [kind for kind in PostKind if kind in granted]


def posts_of(person: Person) -> QuerySet[Post]:
    """Return all posts of a person, past ones too, newest first."""
    return person.posts.filter(trashed_at__isnull=True).select_related("organisation").order_by("-since", "-pk")
