"""A person's tasks as a feed that calendars read: its key, what stands in it, when it was last asked for.

The address is the key: whoever has it reads the feed without signing in. Only its hash is kept, it is shown once, and
it can be revoked at any moment.
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from opora.reports.task_calendar import CalendarTask
from opora_web.accounts.models import Person
from opora_web.programme.execution.models import CalendarKey, Occurrence
from opora_web.programme.execution.queries import occurrences_of
from opora_web.programme.identification.rules import RefusedError

TITLE = "Опора: мои дела"
#: So many feeds a person may have at once: a phone, a computer at work, one at home, some spare.
MOST_KEYS = 5
_BYTES, _SHOWN = 32, 6
_USE_NOTED_EVERY = dt.timedelta(minutes=10)
#: How far back and ahead a feed reaches.
_BACK, _AHEAD = dt.timedelta(days=92), dt.timedelta(days=400)
_LONGEST_NAME = 160


def digest_of_key(key: str) -> str:
    """Return what is kept of a key; it is random, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_calendar_key(person: Person, title: str, moment: dt.datetime) -> str:
    """Make a key and return it; it cannot be shown again.

    Raises:
        RefusedError: the person has as many as one may have.
    """
    if person.calendar_keys.filter(revoked_at__isnull=True).count() >= MOST_KEYS:
        raise RefusedError(f"Адресов может быть не больше {MOST_KEYS}. Отзовите тот, которым не пользуетесь.")
    key = secrets.token_urlsafe(_BYTES)
    person.calendar_keys.create(title=title, first=key[:_SHOWN], digest=digest_of_key(key), made_at=moment)
    return key


def revoke_calendar_key(key: CalendarKey, moment: dt.datetime) -> None:
    """Revoke a key for good."""
    CalendarKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=moment)


def person_of_calendar_key(key: str, moment: dt.datetime) -> Person | None:
    """Return whose feed it is; None for a key that is unknown, revoked, or of somebody who may not come in."""
    found = CalendarKey.objects.filter(
        digest=digest_of_key(key), revoked_at__isnull=True, person__is_active=True, person__erased_at__isnull=True
    )
    known = found.select_related("person").first()
    if known is None:
        return None
    stale = Q(used_at__isnull=True) | Q(used_at__lt=moment - _USE_NOTED_EVERY)
    CalendarKey.objects.filter(stale, pk=known.pk).update(used_at=moment)
    return known.person


def feed_of(person: Any, today: dt.date) -> list[CalendarTask]:
    """Return a person's tasks around today, as a feed tells them: what, where, by when. Nobody's name is in it."""
    near: QuerySet[Occurrence] = occurrences_of(person).filter(
        due_on__gte=today - _BACK, starts_on__lte=today + _AHEAD
    )  # fmt: skip
    return [_told(task) for task in near.order_by("due_on", "pk")]


def _told(task: Occurrence) -> CalendarTask:
    number = task.measure.number.strip().rstrip(".")
    name = f"{number}. {task.measure.name}" if number else task.measure.name
    return CalendarTask(
        key=f"occurrence {task.pk}",
        version=task.version,
        name=name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…",
        starts_on=task.starts_on,
        due_on=task.due_on,
        place=task.school.name if task.school else "",
        address=site_address(reverse("occurrence", args=[task.pk])),
        is_done=task.is_settled,
        is_cancelled=task.state == "cancelled",
    )


def site_address(path: str) -> str:
    """Return a whole address of the site; «» where the administrator has not said where the site is."""
    return f"{settings.SITE_ADDRESS}{path}" if settings.SITE_ADDRESS else ""
