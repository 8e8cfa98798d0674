"""The door that wrong passwords have locked: until when, and how whoever manages the person opens it."""

import datetime as dt

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum

from opora_web.accounts.history import save_with_reason
from opora_web.accounts.models import Person


def locked_until(person: Person, moment: dt.datetime) -> dt.datetime | None:
    """Return when the door that wrong passwords have locked opens by itself; None where it is not locked."""
    span = get_cool_off() or dt.timedelta()
    tried = AccessAttempt.objects.filter(username=person.username.casefold(), attempt_time__gte=moment - span)
    places = tried.values("ip_address").annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    locked = places.order_by("-last").filter(failures__gte=settings.AXES_FAILURE_LIMIT).first()
    return locked["last"] + span if locked else None


def forget_failures(person: Person) -> None:
    """Forget the wrong passwords: the door is as if nobody had tried it."""
    reset(username=person.username.casefold())


def unlock(person: Person, author: Person) -> None:
    """Open the door that wrong passwords have locked; the password stays as it was."""
    forget_failures(person)
    save_with_reason(person, author, "вход открыт после неудачных попыток")
