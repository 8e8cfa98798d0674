"""The letter of the day: what a person has to do in the next fourteen days, what is late, what waits for them.

At most one a person a day, whatever restarts; none where there is nothing to say; none to who wants none.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from opora_web.accounts.models import Person
from opora_web.programme.execution.calendar_feed import site_address
from opora_web.programme.execution.models import Digest, DigestRefusal, Evidence, Occurrence
from opora_web.programme.execution.queries import (
    due,
    evidence_refused_of,
    evidence_waiting_for,
    handed_over,
    occurrences_of,
    overdue,
)
from opora_web.programme.execution.rules import DAYS_OF_NEWS

_LOG = logging.getLogger(__name__)
#: So many lines of each sort a letter names; the rest are counted.
MOST_LINES = 15
_WAITS = "Ждёт вашей приёмки"


@dataclass(frozen=True)
class Lines:
    """One part of a letter: its heading, its first things, how many more there are."""

    title: str
    things: Sequence[Any]
    more: int


@dataclass(frozen=True)
class Letter:
    """What a letter of the day says. Parts without anything to say are left out."""

    person: Person
    today: dt.date
    parts: tuple[Lines, ...]

    @property
    def subject(self) -> str:
        """«Опора, 10.09.2024: срок прошёл – 2, ближайшие 14 дней – 3»."""
        said = [f"{part.title[0].lower()}{part.title[1:]} – {len(part.things) + part.more}" for part in self.parts]
        return f"Опора, {self.today:%d.%m.%Y}: {', '.join(said)}"


def letter_for(person: Person, today: dt.date) -> Letter | None:
    """Return what there is to say to a person today; None for nothing."""
    own = occurrences_of(person)
    given, taken = handed_over(person, _told_since(person, today))
    sorts = (
        ("Теперь отвечаете вы: изменён план", given),
        ("Больше отвечаете не вы: изменён план", taken),
        ("Срок прошёл", overdue(own, today)),
        ("Ближайшие 14 дней", due(own, today)),
        ("Не принято, нужно исправить", evidence_refused_of(person)),
        (_WAITS, evidence_waiting_for(person)),
    )
    parts = tuple(part for part in (_lines(title, found) for title, found in sorts) if part.things)
    return Letter(person, today, parts) if parts else None


def _told_since(person: Person, today: dt.date) -> dt.datetime:
    """Return since when a person has not been told what amendments changed: since the letter before."""
    before = Digest.objects.filter(person=person, day__lt=today).order_by("-day").first()
    some_days_ago = dt.datetime.combine(today - dt.timedelta(DAYS_OF_NEWS), dt.time(), timezone.get_current_timezone())
    return before.sent_at if before else some_days_ago


def _lines(title: str, found: QuerySet[Any]) -> Lines:
    things: list[Occurrence | Evidence] = list(found[: MOST_LINES + 1])
    more = found.count() - MOST_LINES if len(things) > MOST_LINES else 0
    return Lines(title, things[:MOST_LINES], more)


def recipients() -> QuerySet[Person]:
    """Return who gets letters: whoever may come in, has an address and has not refused."""
    known = Person.objects.filter(is_active=True, erased_at__isnull=True).exclude(email="")
    return known.exclude(pk__in=DigestRefusal.objects.values("person")).order_by("pk")


def send_digests(today: dt.date, moment: dt.datetime) -> int:
    """Send today's letters that have not gone yet; return how many went.

    A letter is written down before it goes: killed in between, it is not sent twice. Where the mail server refuses, the
    note is taken back, and the next round tries again.
    """
    gone = Digest.objects.filter(day=today).values("person")
    sent = 0
    for person in recipients().exclude(pk__in=gone):
        letter = letter_for(person, today)
        if letter is not None and _noted(person, today, moment):
            sent += _sent(letter)
    return sent


def _noted(person: Person, today: dt.date, moment: dt.datetime) -> bool:
    """Note that a letter goes; somebody else may be quicker."""
    try:
        with transaction.atomic():
            Digest.objects.create(person=person, day=today, sent_at=moment)
    except IntegrityError:
        return False
    return True


def _sent(letter: Letter) -> bool:
    try:
        message_of(letter).send()
    except OSError:
        _LOG.warning("Письмо дня не ушло: почтовый сервер не принял. Следующий обход попробует снова.")
        Digest.objects.filter(person=letter.person, day=letter.today).delete()
        return False
    return True


def message_of(letter: Letter) -> EmailMultiAlternatives:
    """Return the letter as text with HTML beside it; the way to what waits is shown to whom something waits for."""
    has_waiting = any(part.title == _WAITS for part in letter.parts)
    words = {
        "letter": letter,
        "site": site_address(""),
        "mine": site_address(reverse("execution_mine")),
        "waiting": site_address(reverse("execution_waiting")) if has_waiting else "",
        "reminders": site_address(reverse("execution_reminders")),
    }
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("programme/execution/digest.txt", words),
        to=[letter.person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("programme/execution/digest.html", words), "text/html")
    return message


@transaction.atomic
def want_digests(person: Person, moment: dt.datetime, *, are_wanted: bool) -> None:
    """Keep whether a person wants letters."""
    if are_wanted:
        DigestRefusal.objects.filter(person=person).delete()
    else:
        DigestRefusal.objects.get_or_create(person=person, defaults={"since": moment})
