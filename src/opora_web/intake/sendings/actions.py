"""Deeds upon sendings: send, accept, withdraw, bring back, undo, send again. Time and person are arguments."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from opora.store import Store
from opora_web.accounts.actions import enrol_schools, root_organisation
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, normalised
from opora_web.facts import current_facts
from opora_web.intake.models import Sending, SendingState, SentFile
from opora_web.intake.sendings.queries import releases_standing_on
from opora_web.intake.sendings.rules import REPEATABLE, WITHDRAWABLE
from opora_web.intake.sendings.tasks import work_on_sending
from opora_web.intake.sendings.uploads import StoredFile

_LONGEST_SOUGHT = 10_000


class NotNowError(Exception):
    """The deed does not fit the state of the sending; the message says what is so and what instead."""


@transaction.atomic
def send(sending: Sending, files: Sequence[StoredFile], person: Any, why: str = "") -> Sending:
    """Record a sending with its stored files and put it into the queue; a repeated file is recorded as such."""
    sending.sought = normalised(" ".join([sending.comment, *(file.name for file in files)]))[:_LONGEST_SOUGHT]
    save_change(sending, person, why or "отправлено")
    first: dict[str, SentFile] = {}
    for file in files:
        sent = SentFile.objects.create(
            sending=sending,
            name=file.name,
            sha256=file.sha256,
            size=file.size,
            stored_as=file.stored_as,
            repeats=first.get(file.sha256),
        )
        first.setdefault(file.sha256, sent)
    enqueue(sending)
    return sending


def send_for(
    organisation: Organisation, files: Sequence[StoredFile], comment: str, sender: Any, moment: dt.datetime
) -> Sending:
    """Send files for an organisation."""
    return send(Sending(sender=sender, organisation=organisation, sent_at=moment, comment=comment), files, sender)


def enqueue(sending: Sending) -> None:
    """Give the job of a sending to the workers once everything it needs is written."""
    transaction.on_commit(partial(work_on_sending.enqueue, sending.pk, sending.attempt))


def _locked(sending: Sending) -> Sending:
    return Sending.objects.select_for_update().select_related("organisation").get(pk=sending.pk)


def _decide(sending: Sending, state: SendingState, person: Any, why: str) -> Sending:
    sending.state, sending.stops, sending.doing = state, 0, ""
    save_change(sending, person, why)
    return sending


@transaction.atomic
def accept_with_warnings(sending: Sending, person: Any, moment: dt.datetime, why: str = "") -> None:
    """Let the files go in as they are.

    Raises:
        NotNowError: the sending does not wait for a decision.
    """
    sending = _locked(sending)
    if sending.state != SendingState.WAITS:
        raise NotNowError(f"Отправка уже не ждёт решения: {sending.get_state_display()}.")
    sending.attempt, sending.heartbeat_at = sending.attempt + 1, moment
    enqueue(_decide(sending, SendingState.TAKING, person, why or "принять с замечаниями"))


@transaction.atomic
def withdraw(sending: Sending, person: Any, moment: dt.datetime, why: str = "") -> None:
    """Put a sending into the trash before anything of it is in a release.

    Raises:
        NotNowError: it is being taken in, or is in already.
    """
    sending = _locked(sending)
    if sending.state not in WITHDRAWABLE:
        raise NotNowError(f"Отозвать нельзя: {sending.get_state_display()}. Принятое можно отменить на этой странице.")
    sending.trashed_at = moment
    _decide(sending, SendingState.WITHDRAWN, person, why or "отозвано")


@transaction.atomic
def restore(sending: Sending, person: Any, why: str = "") -> None:
    """Bring a withdrawn sending back from the trash: it is checked anew.

    Raises:
        NotNowError: it is not in the trash.
    """
    sending = _locked(sending)
    if sending.state != SendingState.WITHDRAWN:
        raise NotNowError(f"Отправка не в корзине: {sending.get_state_display()}.")
    sending.trashed_at = None
    _queue_again(sending, person, why or "возвращено из корзины")


@transaction.atomic
def resume(sending: Sending, person: Any) -> None:
    """Put a stopped sending into the queue once more; what was published already is found and not published twice.

    Raises:
        NotNowError: it has not stopped.
    """
    sending = _locked(sending)
    if sending.state != SendingState.STOPPED:
        raise NotNowError(f"Отправка не останавливалась: {sending.get_state_display()}.")
    _queue_again(sending, person, "попробовать ещё раз")


def _queue_again(sending: Sending, person: Any, why: str) -> None:
    sending.attempt, sending.heartbeat_at = sending.attempt + 1, None
    enqueue(_decide(sending, SendingState.QUEUED, person, why))


def send_again(sending: Sending, person: Any, moment: dt.datetime) -> Sending:
    """Send the files of a refused or undone sending once more.

    Raises:
        NotNowError: its files are in force or still on their way.
    """
    if sending.state not in REPEATABLE:
        raise NotNowError(f"Отправить ещё раз нельзя: {sending.get_state_display()}.")
    files = [StoredFile(file.name, file.sha256, file.size) for file in sending.files.all()]
    copy = Sending(
        sender=person,
        organisation=sending.organisation,
        sent_at=moment,
        comment=sending.comment,
        again_of=sending,
        is_amendment=sending.is_amendment,
    )
    return send(copy, files, person, f"повтор отправки № {sending.pk}")


@transaction.atomic
def undo(sending: Sending, store: Store, person: Any, moment: dt.datetime, why: str) -> None:
    """Take a whole intake back: the release before it is in force again, the tree of schools follows.

    Where its release was taken back by the command line, this only notes it down.

    Raises:
        NotNowError: it is not accepted, or later intakes stand on it.
        StoreBusyError: files are being taken in.
        ReleaseMissingError: there is nothing before it.
        ReleaseMovedError: another intake was published at this very moment.
    """
    sending = _locked(sending)
    if sending.state != SendingState.ACCEPTED:
        raise NotNowError(f"Отменить приём нельзя: {sending.get_state_display()}.")
    later = releases_standing_on(sending, store)
    if later:
        raise NotNowError("На этом приёме стоят более поздние. Сначала отмените их.")
    if later is not None:
        store.undo(of=sending.release)
    _decide(sending, SendingState.UNDONE, person, why)
    follow_release(moment)


def follow_release(moment: dt.datetime) -> None:
    """Bring the tree of schools in step with the release in force."""
    rows = [
        {"school": one.code, "name": one.name, "municipality": one.municipality}
        for one in current_facts().schools.values()
    ]
    enrol_schools(rows, root_organisation(settings.AUTHORITY), moment)
