"""Saved filters: which lists have them, whose they are, how an address becomes one and back."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.interface.models import SavedFilter

#: Lists whose filters can be kept: name of the address → what people call it.
SAVED_PLACES: Mapping[str, str] = MappingProxyType(
    {
        "schools": "Школы",
        "cases": "Сопровождение",
        "lists": "Списки",
        "list": "Школы списка",
        "identify": "Выявление",
        "sendings": "Приём файлов",
        "expected": "Чего не хватает",
        "register": "Реестр",
        "people": "Люди",
    }
)
#: More of them beside one list would hide it.
MOST = 20
_LONGEST_QUERY = 1_500
_PASSING = frozenset({"files", "all"})


class NotKeptError(Exception):
    """The filters cannot be kept; the message says what is so and what instead."""


def filters_in(query: QueryDict) -> str:
    """Return what of an address is worth keeping: what was chosen and the order, in a steady order, no page."""
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        values = [value for value in query.getlist(name) if value.replace("\0", "")]
        if values and name not in _PASSING and not name.endswith("page"):
            kept.setlist(name, [value.replace("\0", "") for value in values])
    return kept.urlencode()


def saved_filters_of(person: Any, path: str | None = None) -> QuerySet[SavedFilter]:
    """Return a person's saved filters, of one list or of all."""
    found = SavedFilter.objects.filter(person=person, trashed_at__isnull=True)
    return found if path is None else found.filter(path=path)


def place_of(path: str) -> str:
    """Return what people call the list at a path; empty where filters cannot be kept."""
    try:
        return SAVED_PLACES.get(resolve(path).view_name, "")
    except Resolver404:
        return ""


@transaction.atomic
def save_filter(person: Person, name: str, path: str, query: str) -> SavedFilter:
    """Keep the filters of a list under a name; the same name once more takes the new filters.

    Raises:
        NotKeptError: the name or the filters are empty or too long, the list keeps none, or there are too many.
    """
    asked = filters_in(QueryDict(query))
    _require(name.strip(), path, asked)
    kept = saved_filters_of(person, path).filter(name=name.strip()).first()
    if kept is None and saved_filters_of(person, path).count() >= MOST:
        raise NotKeptError(f"Подборок у этого списка уже {MOST}. Сначала уберите ненужную.")
    kept = kept or SavedFilter(person=person, name=name.strip(), path=path)
    kept.query = asked
    save_change(kept, person, "сохранена")
    return kept


def _require(name: str, path: str, asked: str) -> None:
    if not place_of(path):
        raise NotKeptError("У этой страницы подборок не бывает: они есть у длинных списков.")
    if not asked:
        raise NotKeptError("Отбора нет: сначала выберите условия или порядок и нажмите «Показать».")
    if len(asked) > _LONGEST_QUERY:
        raise NotKeptError("Отбор слишком длинный: сократите слова поиска.")
    require_name(name)


def require_name(name: str) -> None:
    """Say why a name cannot be.

    Raises:
        NotKeptError: it is empty or too long.
    """
    longest = SavedFilter._meta.get_field("name").max_length or 0  # noqa: SLF001 - Django's documented door to a model's fields
    if not name or len(name) > longest:
        raise NotKeptError(f"Назовите подборку: от 1 до {longest} знаков.")


def rename_filter(kept: SavedFilter, name: str, person: Person) -> None:
    """Give a saved filter another name.

    Raises:
        NotKeptError: the name is empty, too long, or another of the same list has it.
    """
    require_name(name.strip())
    if saved_filters_of(person, kept.path).filter(name=name.strip()).exclude(pk=kept.pk).exists():
        raise NotKeptError(f"Подборка «{name.strip()}» у этого списка уже есть.")
    kept.name = name.strip()
    save_change(kept, person, "переименована")


def put_filter_away(kept: SavedFilter, person: Person, moment: dt.datetime) -> None:
    """Put a saved filter into the trash."""
    kept.trashed_at = moment
    save_change(kept, person, "убрана в корзину")


def filters_in_trash(person: Any) -> QuerySet[SavedFilter]:
    """Return the saved filters a person put away."""
    return SavedFilter.objects.filter(person=person, trashed_at__isnull=False)


def restore_filter(kept: SavedFilter, person: Person) -> None:
    """Bring a saved filter back from the trash.

    Raises:
        NotKeptError: another has taken its name.
    """
    if saved_filters_of(person, kept.path).filter(name=kept.name).exists():
        raise NotKeptError(f"Подборка «{kept.name}» у этого списка уже есть: переименуйте её сначала.")
    kept.trashed_at = None
    save_change(kept, person, "возвращена из корзины")
