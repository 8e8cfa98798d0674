"""Deeds upon the register: a row is amended by a file of its own, an event is written down or put away."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from opora.sources.forms.register_file import register_file
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation
from opora_web.intake.models import CLOSING, SchoolEvent, Sending
from opora_web.intake.register.queries import amendment_under_way
from opora_web.intake.register.rules import Row, differences
from opora_web.intake.sendings.actions import NotNowError, send
from opora_web.intake.sendings.uploads import store_content

TITLE = "Правка реестра на сайте"


class NothingChangedError(Exception):
    """The row says what the register says already."""


def amend_register(
    organisation: Organisation, rows: tuple[Row | None, Row], person: Any, why: str, moment: dt.datetime
) -> Sending:
    """Amend a row of the register: the whole row becomes a file that is taken in like any other, and a release.

    Args:
        organisation: the school; for a new one the municipality it is in.
        rows: the row as it was (None for a new school) and as it shall be.
        person: who amends.
        why: the reason.
        moment: now.

    Raises:
        NothingChangedError: nothing differs.
        NotNowError: an earlier amendment of the school is still under way.
    """
    before, after = rows
    changes = differences(before, after)
    if not changes:
        raise NothingChangedError
    under_way = amendment_under_way(organisation) if organisation.code else None
    if under_way is not None:
        raise NotNowError(f"Прежняя правка этой школы ещё принимается (№ {under_way.pk}). Повторите через минуту.")
    file = store_content(
        f"{TITLE}, {after['school']}.xlsx", register_file([{**(before or {}), **after}], TITLE, moment)
    )
    words = "\n".join([why, *(f"{heading}: {old} → {new}" for heading, old, new in changes)])
    sending = Sending(
        sender=person, organisation=organisation, sent_at=moment, comment=words.strip(), is_amendment=True
    )
    return send(sending, [file], person, why)


@transaction.atomic
def write_event(event: SchoolEvent, person: Any) -> None:
    """Write down what happened to a school; one that closes it drops it from the register."""
    save_change(event, person, "записано")
    _follow_closing(event, person)


@transaction.atomic
def put_event_away(event: SchoolEvent, person: Any, moment: dt.datetime) -> None:
    """Put an event into the trash, or bring it back from there; the register follows."""
    event.trashed_at = None if event.trashed_at else moment
    save_change(event, person, "убрано в корзину" if event.trashed_at else "возвращено из корзины")
    _follow_closing(event, person)


def _follow_closing(event: SchoolEvent, person: Any) -> None:
    """Bring a school's standing in step with the events that close it: by the earliest of them, or open by none."""
    if event.kind not in CLOSING:
        return
    school = Organisation.objects.select_for_update().get(pk=event.school_id)
    closing = school.events.filter(kind__in=CLOSING, trashed_at__isnull=True).order_by("happened_on", "pk").first()
    school.is_dropped = closing is not None
    school.closed_at = _beginning_of(closing.happened_on) if closing else None
    why = f"исключена из реестра: {closing.get_kind_display()}" if closing else "возвращена в реестр"
    save_change(school, person, f"{why}. {event.note}".strip(" .") + ".")


def _beginning_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
