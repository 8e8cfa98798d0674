"""The journal: every change of a tracked object – who, when, before, after, why. It is only ever read here."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords


class Tracked(models.Model):
    """Something whose every change is kept and which is put into the trash rather than deleted.

    Attributes:
        version: grows with each change; a form that was opened on an older version is told so.
        trashed_at: when it went into the trash; None while it is in use.
    """

    version = models.PositiveIntegerField(default=1, editable=False)
    trashed_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(inherit=True, history_change_reason_field=models.TextField(null=True))

    class Meta:
        abstract = True


class ChangedMeanwhileError(Exception):
    """Somebody else changed the object after this person opened it; neither text is lost."""

    def __init__(self, current: models.Model) -> None:
        self.current = current
        super().__init__("Пока вы писали, запись изменил другой человек.")


def save_with_reason(thing: Any, person: Any, why: str, fields: list[str] | None = None) -> None:
    """Save a thing – all of it or some fields – with its author and reason in the journal."""
    thing._history_user = person  # noqa: SLF001 - the documented way to name the author
    thing._change_reason = why or None  # noqa: SLF001 - the documented way to say why
    thing.save(update_fields=fields)


def save_change(thing: Any, person: Any, why: str = "", *, opened_version: int | None = None) -> None:
    """Save an object's change with its author and reason.

    Args:
        thing: a tracked object with its new values.
        person: who changes it; None for the program itself.
        why: the reason, for the journal.
        opened_version: the version the person saw when they began to write.

    Raises:
        ChangedMeanwhileError: the stored version is not the one the person saw.
    """
    if thing.pk is not None:
        changed = type(thing).objects.filter(pk=thing.pk)
        if opened_version is not None:
            changed = changed.filter(version=opened_version)
        if not changed.update(version=models.F("version") + 1):
            raise ChangedMeanwhileError(type(thing).objects.get(pk=thing.pk))
        thing.version = type(thing).objects.values_list("version", flat=True).get(pk=thing.pk)
    save_with_reason(thing, person, why)
