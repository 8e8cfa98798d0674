"""Publishing: prepared by who identifies, published and taken down by who approves lists."""

import datetime as dt

from django.db.models import QuerySet

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, OrganisationKind, Person
from opora_web.facts import Facts
from opora_web.public.models import Publication


def prepare_publication(
    facts: Facts, year: int, organisation: Organisation, person: Person, moment: dt.datetime
) -> Publication:
    """Copy the table of a year as it may be published; a municipality's holds its own row beside the total."""
    table = facts.publication(year)
    content = table.model_dump(mode="json")
    if organisation.kind == OrganisationKind.MUNICIPALITY:
        for paper in content["papers"]:
            paper["groups"] = [group for group in paper["groups"] if group["group"] == organisation.name]
        content["papers"] = [paper for paper in content["papers"] if paper["groups"]]
    made = Publication(
        organisation=organisation, year=year, release=facts.number, content=content, made_by=person, made_at=moment
    )
    save_change(made, person, "подготовлено")
    return made


def change_words(publication: Publication, words: str, person: Person, opened_version: int) -> None:
    """Change what the authority says to parents.

    Raises:
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    publication.words = words
    save_change(publication, person, "пояснение", opened_version=opened_version)


class AnotherOpenError(Exception):
    """Another publication of the same year and organisation is open meanwhile."""


def open_publication(publication: Publication, person: Person, moment: dt.datetime) -> None:
    """Let everybody read it; what was open before for the same year and organisation is taken down."""
    for older in _others_open(publication):
        withdraw_publication(older, person, moment, "заменено новым")
    publication.published_by, publication.published_at, publication.withdrawn_at = person, moment, None
    save_change(publication, person, "опубликовано")


def withdraw_publication(publication: Publication, person: Person, moment: dt.datetime, why: str) -> None:
    """Take it down; it can be opened again."""
    publication.withdrawn_at = moment
    save_change(publication, person, why)


def drop_draft(publication: Publication, person: Person, moment: dt.datetime) -> None:
    """Put what was never published into the trash."""
    publication.trashed_at = moment
    save_change(publication, person, "черновик убран")


def restore_draft(publication: Publication, person: Person) -> None:
    """Bring a draft back from the trash."""
    publication.trashed_at = None
    save_change(publication, person, "черновик возвращён")


def reopen_publication(publication: Publication, person: Person) -> None:
    """Let everybody read again, as it was, what was taken down.

    Raises:
        AnotherOpenError: another one is open in its place, and to bring this one back is to take that one down.
    """
    if _others_open(publication).exists():
        raise AnotherOpenError(f"Открыты другие {publication}. Снимите их, и эту публикацию можно будет вернуть.")
    publication.withdrawn_at = None
    save_change(publication, person, "возвращено")


def _others_open(publication: Publication) -> QuerySet[Publication]:
    """Return what everybody may read of the same year and organisation."""
    same = Publication.objects.filter(organisation=publication.organisation, year=publication.year)
    return same.filter(published_at__isnull=False, withdrawn_at__isnull=True).exclude(pk=publication.pk)
