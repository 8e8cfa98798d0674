"""Rows of one sort made and changed together: saved with their history in a few statements, however many they are."""

from dataclasses import dataclass, field
from typing import Any

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Person


@dataclass
class RowChanges:
    """Rows of one sort to be made, and those to be changed by their key."""

    made: list[Any] = field(default_factory=list)
    changed: dict[int, Any] = field(default_factory=dict)

    def set(self, row: Tracked, **columns: Any) -> None:
        """Set columns of a row; a saved one that differs is to be changed."""
        differs = [name for name, value in columns.items() if getattr(row, name) != value]
        for name in differs:
            setattr(row, name, columns[name])
        if row.pk is not None and differs:
            self.changed[row.pk] = row

    def save(self, model: type[Tracked], person: Person, why: str) -> None:
        """Save them with who changed them and why."""
        told = {"default_user": person, "default_change_reason": why or None}
        if self.made:
            bulk_create_with_history(self.made, model, batch_size=200, **told)
        if self.changed:
            changed = list(self.changed.values())
            for row in changed:
                row.version += 1
            names = [one.name for one in model._meta.concrete_fields if not one.primary_key]  # noqa: SLF001 - Django's documented way
            bulk_update_with_history(changed, model, names, batch_size=100, **told)
