"""Deeds upon organisations, people and posts. Time and author are arguments."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind


def root_organisation(name: str) -> Organisation:
    """Return the root of the tree; the first time it is made with that name."""
    root = Organisation.objects.filter(parent__isnull=True).order_by("pk").first()
    if root is None:
        root = Organisation(name=name, kind=OrganisationKind.REGION)
        save_change(root, None, "первый запуск")
    return root


@transaction.atomic
def enrol_schools(schools: Iterable[Mapping[str, str | None]], root: Organisation, moment: dt.datetime) -> int:
    """Bring the tree in step with the schools of a release; nothing is ever deleted.

    Args:
        schools: rows with `school` (code), `name`, `municipality`.
        root: the region.
        moment: now; schools that the release does not have are closed at it, those that came back are opened – unless
            people dropped them from the register.

    Returns:
        How many organisations were added or changed.
    """
    rows = {str(row["school"]): row for row in schools}
    changed = 0
    known = {one.code: one for one in Organisation.objects.filter(kind=OrganisationKind.SCHOOL)}
    homes = {one.name: one for one in Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)}
    for code, row in rows.items():
        home = _home(row.get("municipality"), homes, root)
        changed += _enrol(known.get(code), code, str(row["name"]), home)
    for school in known.values():
        if school.code not in rows and school.closed_at is None:
            school.closed_at = moment
            save_change(school, None, "школы нет в выпуске")
            changed += 1
    return changed


def _home(name: str | None, homes: dict[str, Organisation], root: Organisation) -> Organisation:
    if not name:
        return root
    if name not in homes:
        homes[name] = Organisation(name=name, kind=OrganisationKind.MUNICIPALITY, parent=root)
        save_change(homes[name], None, "встретился в реестре школ")
    return homes[name]


def _enrol(school: Organisation | None, code: str, name: str, home: Organisation) -> bool:
    if school is None:
        school = Organisation(kind=OrganisationKind.SCHOOL, code=code, name=name, parent=home)
    closed_at = school.closed_at if school.is_dropped else None
    if school.pk is not None and (school.name, school.parent_id, school.closed_at) == (name, home.pk, closed_at):
        return False
    school.name, school.parent, school.closed_at = name, home, closed_at
    save_change(school, None, "из выпуска")
    return True


def change_contacts(organisation: Organisation, contacts: str, person: Person, opened_version: int) -> None:
    """Change how an organisation is reached.

    Raises:
        ChangedMeanwhileError: somebody else changed the organisation meanwhile.
    """
    organisation.contacts = contacts.strip()
    save_change(organisation, person, "как связаться", opened_version=opened_version)


def appoint(
    person: Person, kind: PostKind, organisation: Organisation, since: dt.date, author: Person | None = None
) -> Post:
    """Give a person a post; the same post twice is the same post."""
    post = Post.objects.filter(
        person=person, kind=kind, organisation=organisation, until__isnull=True, trashed_at__isnull=True
    ).first()
    if post is None:
        post = Post(person=person, kind=kind, organisation=organisation, since=since)
        save_change(post, author, "назначение")
    return post


def end_post(post: Post, last_day: dt.date, author: Person | None, why: str = "") -> None:
    """End a post; the sight it gave ends with it."""
    post.until = last_day
    save_change(post, author, why or "освобождение от должности")
