"""What lies in the trash for a person: who put it there, when, and why."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from opora_web.accounts.models import normalised
from opora_web.trash.kinds import TrashKind


@dataclass(frozen=True)
class Discarded:
    """One thing in the trash.

    Attributes:
        kind: what it is.
        pk: its number.
        words: what it is called.
        when: when it was put there.
        who: who put it there; None for the program itself.
        why: the reason that was given.
    """

    kind: TrashKind
    pk: int
    words: str
    when: dt.datetime
    who: str | None
    why: str


def discarded_for(person: Any, kinds: Iterable[TrashKind], sought: str = "") -> list[Discarded]:
    """Return what lies in the trash and a person may bring back, what was put there last first.

    Args:
        person: who looks.
        kinds: of what; the number of queries depends on them alone.
        sought: a piece of the thing's words or of its reason; nothing lets all through.
    """
    wanted = normalised(sought)
    found = [one for kind in kinds for one in _of_kind(person, kind)]
    seen = [one for one in found if wanted in normalised(f"{one.words} {one.why} {one.who or ''}")]
    return sorted(seen, key=lambda one: one.when, reverse=True)


def _of_kind(person: Any, kind: TrashKind) -> list[Discarded]:
    things = list(kind.things(person))
    put_away = _records(things, kind.moment)
    return [_discarded(kind, one, put_away) for one in things]


def _records(things: list[Any], moment: str) -> dict[tuple[int, dt.datetime], Any]:
    """Return the journal's record of each putting away, by thing and moment; asked of the database at once."""
    if not things:
        return {}
    records = type(things[0]).history.filter(id__in=[one.pk for one in things], **{f"{moment}__isnull": False})
    newest_first = records.select_related("history_user").order_by("-history_date", "-history_id")
    return {(record.id, getattr(record, moment)): record for record in newest_first}


def _discarded(kind: TrashKind, one: Any, put_away: dict[tuple[int, dt.datetime], Any]) -> Discarded:
    when = getattr(one, kind.moment)
    record = put_away.get((one.pk, when))
    who = str(record.history_user) if record is not None and record.history_user else None
    why = record.history_change_reason or "" if record is not None else ""
    return Discarded(kind, one.pk, kind.words(one), when, who, why)
