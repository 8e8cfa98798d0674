"""Deeds upon a person as a whole: invited, let in again, switched off, erased."""

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction

from opora.vocabulary.spelling import counted
from opora_web.accounts.actions import appoint, end_post
from opora_web.accounts.history import ChangedMeanwhileError, save_with_reason
from opora_web.accounts.links import LINK_DAYS
from opora_web.accounts.models import Organisation, Person, Post, PostKind
from opora_web.accounts.queries import kinds_granted_by, may
from opora_web.accounts.rules import PLACES_OF_POST, Verb


class NotYoursToGiveError(Exception):
    """A post that this person may not give, or not there."""


@transaction.atomic
def invite(names: dict[str, str], kind: PostKind, organisation: Organisation, author: Person, today: dt.date) -> Person:
    """Make a person known, without a password, and give the first post.

    Args:
        names: `username`, `full_name`, `email`.
        kind: the post.
        organisation: where it stands.
        author: who invites.
        today: the first day of the post.

    Raises:
        NotYoursToGiveError: the author may not give that post there.
    """
    check_may_give(author, kind, organisation)
    person = Person(**names)
    person.set_unusable_password()
    save_with_reason(person, author, "приглашение")
    appoint(person, kind, organisation, today, author)
    return person


def give_post(person: Person, kind: PostKind, organisation: Organisation, author: Person, today: dt.date) -> Post:
    """Give a known person one more post.

    Raises:
        NotYoursToGiveError: the author may not give that post there.
    """
    check_may_give(author, kind, organisation)
    return appoint(person, kind, organisation, today, author)


def check_may_give(author: Person, kind: PostKind, organisation: Organisation) -> None:
    """Raise unless the author may give the post there and the post can stand there.

    Raises:
        NotYoursToGiveError: with what is so, in Russian.
    """
    if kind not in kinds_granted_by(author) or not may(author, Verb.MANAGE_PEOPLE, organisation):
        raise NotYoursToGiveError(f"Должность «{kind.label}» даёт вышестоящий.")
    if organisation.kind not in PLACES_OF_POST[kind]:
        where = "в школе" if organisation.kind != "school" else "в органе управления"
        raise NotYoursToGiveError(f"Должность «{kind.label}» бывает только {where}.")


def change_names(person: Person, author: Person, opened: int, why: str) -> None:
    """Save a person's new name and address.

    Args:
        person: with the new values.
        author: who changes them.
        opened: the last record of the journal when the author began to write.
        why: the reason, for the journal.

    Raises:
        ChangedMeanwhileError: somebody else changed the person meanwhile.
    """
    with transaction.atomic():
        stored = Person.objects.select_for_update().get(pk=person.pk)
        if last_record(stored) != opened:
            raise ChangedMeanwhileError(stored)
        person._history_user = author  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way to name the author
        person._change_reason = why  # type: ignore[attr-defined]  # noqa: SLF001 - the documented way to say why
        person.save(update_fields=["full_name", "email"])


def last_record(person: Person) -> int:
    """Return the number of the journal's last record of a person; 0 where there is none."""
    return int(person.history.values_list("history_id", flat=True).order_by("-history_id").first() or 0)


def send_link(person: Person, link: str) -> bool:
    """Send a one-time link to the person's address, where there is one; tell whether it left the server."""
    if not person.email:
        return False
    text = (
        f"Здравствуйте, {person.full_name}!\n\nВам открыт вход в систему «Опора».\nИмя для входа: {person.username}\n"
        f"Ссылка, по которой вы сами выберете пароль (на один раз, {counted(LINK_DAYS, 'день', 'дня', 'дней')}):\n"
        f"{link}\n\nЕсли вы не ждали этого письма, ничего не делайте."
    )
    send_mail("Вход в «Опору»", text, None, [person.email])
    return settings.SENDS_MAIL


def switch(person: Person, author: Person, *, is_active: bool, why: str) -> None:
    """Let a person in or keep them out; whoever is kept out is out at once everywhere."""
    person.is_active = is_active
    save_with_reason(person, author, why)
    if not is_active:
        end_sessions(person)


def remove_second_factor(person: Person, author: Person, why: str) -> None:
    """Let a person in by the password alone: the telephone is lost, and so are the spare codes."""
    Authenticator.objects.filter(user=person).delete()
    save_with_reason(person, author, f"снят вход с кодом: {why}")


def end_sessions(person: Person) -> None:
    """End every session of a person."""
    for session in UserSession.objects.filter(user=person):
        session.end()


@transaction.atomic
def erase(person: Person, author: Person, moment: dt.datetime, why: str) -> None:
    """Erase a person's data; what they did stays under a number instead of a name, in the journal too."""
    for post in person.posts.filter(until__isnull=True, trashed_at__isnull=True):
        end_post(post, moment.date(), author, "данные человека стёрты")
    end_sessions(person)
    for tried in (AccessAttempt, AccessFailureLog, AccessLog):
        tried.objects.filter(username__iexact=person.username).delete()
    for name in ("emailaddress_set", "authenticator_set", "socialaccount_set", "saved_filters"):
        getattr(person, name).all().delete()
    nobody = {"username": f"erased-{person.pk}", "full_name": f"Человек № {person.pk}", "email": ""}
    for field, value in nobody.items():
        setattr(person, field, value)
    person.is_active, person.erased_at = False, moment
    person.set_unusable_password()
    save_with_reason(person, author, why)
    person.history.update(**nobody)
