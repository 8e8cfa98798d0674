"""Which publications everybody may read, and which somebody may prepare."""

from typing import Any

from django.db.models import QuerySet

from opora_web.accounts.queries import inside, paths_where
from opora_web.accounts.rules import Verb
from opora_web.public.models import Publication


def open_publications() -> QuerySet[Publication]:
    """Return what everybody may read."""
    found = Publication.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True, trashed_at__isnull=True)
    return found.select_related("organisation")


def publications_where(person: Any, verb: Verb) -> QuerySet[Publication]:
    """Return the publications, drafts too, with which a person may do something."""
    where = inside(paths_where(person, verb), "organisation__path")
    return Publication.objects.filter(where, trashed_at__isnull=True).select_related("organisation", "made_by")


def drafts_where(person: Any) -> QuerySet[Publication]:
    """Return what was never published and a person may prepare, in the trash too."""
    where = inside(paths_where(person, Verb.IDENTIFY), "organisation__path")
    return Publication.objects.filter(where, published_at__isnull=True).select_related("organisation")


def publications_withdrawn(person: Any) -> QuerySet[Publication]:
    """Return the publications that were taken down and that a person may open again."""
    return publications_where(person, Verb.APPROVE_LIST).filter(published_at__isnull=False, withdrawn_at__isnull=False)
