"""The journal as people read it: of one thing with what stood before and after, of several things line by line."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from opora.tables.plan import value_words
from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Person

_NOTHING = "–"
_MOST = 200
#: What people call a field that its model gives no Russian name: mostly what it points at, and who did something.
FIELD_WORDS = {
    "above": "мероприятие плана выше",
    "accepted_by": "кто принял",
    "approved_by": "кто утвердил",
    "case": "сопровождение",
    "code": "код",
    "copied_from": "с какого плана",
    "declared_by": "кто заявил",
    "entry": "школа в списке",
    "exception": "повод",
    "file_name": "файл",
    "indicator": "показатель",
    "is_fuzzy": "точных дней план не называет",
    "item": "вопрос повестки",
    "kind": "вид",
    "made_by": "кто подготовил",
    "measure": "мероприятие",
    "meeting": "совещание",
    "number": "номер",
    "occurrence": "дело",
    "organisation": "организация",
    "parent": "куда входит",
    "position": "место по порядку",
    "published_by": "кто открыл",
    "replied_by": "кто ответил",
    "responsible": "отвечает",
    "roadmap": "план",
    "round": "который раз",
    "school": "школа",
    "school_list": "список",
    "section": "раздел",
    "sender": "кто прислал",
    "sent_at": "прислано",
    "settled_at": "решено",
    "trashed_at": "в корзине",
    "verified_by": "кто проверил",
}
#: Where files lie below the uploads folder: people know them by their names, which have fields of their own.
_PLACES_OF_FILES = frozenset({"file", "order_scan", "source"})


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change of a thing.

    Attributes:
        when: the moment.
        who: the person; None for the program itself.
        why: the reason that was given.
        is_first: whether the thing came to be by it.
    """

    when: dt.datetime
    who: str | None
    why: str
    fields: list[FieldChange]
    is_first: bool


@dataclass(frozen=True)
class Entry:
    """One line of a journal of several things: when, who, about what of them, why."""

    when: dt.datetime
    who: str | None
    about: str
    why: str


def journal_of(parts: Iterable[tuple[Callable[[Any], str], Any]], most: int = _MOST) -> list[Entry]:
    """Return what happened to several things that belong together, newest first.

    Args:
        parts: for each kind how a record of it is called, and its records in the journal.
        most: how many lines at most; the oldest are left out.
    """
    entries = [
        Entry(
            record.history_date, str(record.history_user) if record.history_user else None, about(record),
            record.history_change_reason or "",
        )
        for about, records in parts
        for record in records.select_related("history_user").order_by("-history_date", "-history_id")[:most]
    ]  # fmt: skip
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:most]


def history_of(thing: Tracked | Person, most: int = _MOST) -> list[Change]:
    """Return the changes of a thing, newest first. Fields that people do not edit are left out.

    Args:
        thing: a tracked object.
        most: how many changes at most; the oldest are left out.
    """
    records = list(thing.history.select_related("history_user").order_by("-history_date", "-history_id")[: most + 1])
    kept = {field.name for field in thing.history.model._meta.concrete_fields}  # noqa: SLF001 - Django's documented door to a model's fields
    fields = [field for field in thing._meta.concrete_fields if is_told(field) and field.name in kept]  # noqa: SLF001 - see above
    words = _Words(fields, records)
    changes = [_change(new, old, fields, words) for new, old in pairwise(records)]
    if records and len(records) <= most:
        changes.append(_change(records[-1], None, fields, words))
    return changes


def is_told(field: Any) -> bool:
    """Tell whether a journal speaks of a field: of what people edit, not of what the program keeps as a structure."""
    is_structure = field.get_internal_type() == "JSONField" or field.name in _PLACES_OF_FILES
    return (field.editable and not field.primary_key and not is_structure) or field.name == "trashed_at"


def _change(new: Any, old: Any, fields: Sequence[Any], words: "_Words") -> Change:
    told = []
    for field in fields:
        after = getattr(new, field.attname)
        before = getattr(old, field.attname) if old is not None else None
        if before != after and not (old is None and _is_nothing(after)):
            told.append(FieldChange(label_of(field), words.of(field, before), words.of(field, after)))
    who = str(new.history_user) if new.history_user else None
    return Change(new.history_date, who, new.history_change_reason or "", told, old is None)


def _is_nothing(value: Any) -> bool:
    """Tell whether a first value says nothing worth a line."""
    return value is None or value is False or value == ""


def label_of(field: Any) -> str:
    """Return what people call a field."""
    words = FIELD_WORDS.get(field.name, "") if _is_unnamed(field) else str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _is_unnamed(field: Any) -> bool:
    """Tell whether a model left its field without a name of its own: Django then makes one of the identifier."""
    return str(field.verbose_name) == str(field.name).replace("_", " ")


class _Words:
    """Values of fields in words; names of what they point at are asked of the database once a kind."""

    def __init__(self, fields: Iterable[Any], records: Sequence[Any]) -> None:
        self._names: dict[str, Mapping[Any, str]] = {}
        wanted: dict[Any, set[Any]] = defaultdict(set)
        pointing = [field for field in fields if field.is_relation]
        for field in pointing:
            wanted[field.related_model] |= {getattr(record, field.attname) for record in records} - {None}
        named = {
            model: {one.pk: str(one) for one in model.objects.filter(pk__in=keys)} for model, keys in wanted.items()
        }
        for field in pointing:
            self._names[field.name] = named[field.related_model]

    def of(self, field: Any, value: Any) -> str:
        """Return the value of a field as people read it."""
        if value is None or value == "":
            return _NOTHING
        if field.is_relation:
            return self._names[field.name].get(value, f"№ {value}")
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "d.m.Y H:i")
    if isinstance(value, dt.date):
        return date_format(value, "d.m.Y")
    return value_words(value, "") if isinstance(value, float) else str(value)
