"""The background work on a sending: check, then take in. It may be killed at any moment and taken up again.

A run is a numbered ticket that is used once. Whoever finds the ticket changed – withdrawn, or taken up by another
worker after a long silence – stops before anything is published. A release carries the mark of its sending, so a
worker killed between publishing and noting it down is not published twice.
"""

import datetime as dt
import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from opora.pipeline import look_over, take_in
from opora.store import Manifest, Store, StoreBusyError
from opora.tables.receipt import Receipt
from opora.vocabulary.problem_kinds import Severity
from opora.vocabulary.spelling import plural
from opora_web.accounts.history import save_change
from opora_web.facts import current_facts, results_store
from opora_web.intake.models import Sending, SendingReceipt, SendingState
from opora_web.intake.sendings.actions import enqueue, follow_release
from opora_web.intake.sendings.queries import (
    doubts_about,
    errand_of,
    files_of,
    needs_decision,
    receipt_of,
    release_made_for,
)
from opora_web.intake.sendings.rules import MOVING, files_in, is_known_already, problem_counts
from opora_web.intake.sendings.tasks import watch_from

#: A worker that has not been seen for so long is taken for lost.
SILENCE = dt.timedelta(minutes=3)
#: After so many lost workers a person has to look.
MOST_STOPS = 3
#: So long a sending waits for another writer.
LONGEST_WAIT = dt.timedelta(minutes=30)
_BETWEEN_BEATS = dt.timedelta(seconds=1)
_BETWEEN_TRIES = 2.0

_log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]


class OvertakenError(Exception):
    """The sending was withdrawn, or another run has taken it up: this one ends."""


class WorkFailedError(Exception):
    """A fault of the program in the work; it says the place in the code and nothing of the files."""


class Run:
    """One run of the work over one sending."""

    def __init__(self, sending_id: int, attempt: int, clock: Clock, pause: Callable[[float], Any]) -> None:
        self.clock = clock
        self._ticket = Q(pk=sending_id, attempt=attempt, state__in=MOVING)
        self._attempt = attempt
        self._pause = pause
        self._beaten_at: dt.datetime | None = None
        self._said = ""

    def begin(self) -> bool:
        """Take the ticket; tell whether it was still there to be taken."""
        fresh = Sending.objects.filter(self._ticket, begun__lt=self._attempt)
        return bool(fresh.update(begun=self._attempt, heartbeat_at=self.clock(), done=0, of=0))

    def sending(self) -> Sending:
        """Return the sending as it is now.

        Raises:
            OvertakenError: it is no longer this run's.
        """
        found = Sending.objects.filter(self._ticket).select_related("organisation", "sender", "receipt").first()
        if found is None:
            raise OvertakenError
        return found

    def progress(self, doing: str, done: int, of: int) -> None:
        """Note how far the work is, at most once a second.

        Raises:
            OvertakenError: the sending is no longer this run's.
        """
        now = self.clock()
        if self._beaten_at is not None and now - self._beaten_at < _BETWEEN_BEATS and doing == self._said:
            return
        self._beaten_at, self._said = now, doing
        row = Sending.objects.filter(self._ticket)
        if not row.update(doing=doing[:200], done=done, of=of, heartbeat_at=now):
            raise OvertakenError

    def move(self, state: SendingState, why: str, **changes: Any) -> Sending:
        """Bring the sending to its next state.

        Raises:
            OvertakenError: it is no longer this run's.
        """
        with transaction.atomic():
            sending = Sending.objects.select_for_update().filter(self._ticket).first()
            if sending is None:
                raise OvertakenError
            for name, value in {"state": state, "heartbeat_at": self.clock(), "doing": "", **changes}.items():
                setattr(sending, name, value)
            save_change(sending, None, why)
        return self.sending() if state in MOVING else sending

    def patiently(self, write: Callable[[], Receipt]) -> Receipt:
        """Do what needs the store to itself; while another writes, wait and try again.

        Raises:
            StoreBusyError: the other one has not ended for very long.
        """
        until = self.clock() + LONGEST_WAIT
        while True:
            try:
                return write()
            except StoreBusyError:
                if self.clock() > until:
                    raise
                self.progress("Ждёт: идёт другой приём", 0, 0)
                self._pause(_BETWEEN_TRIES)


def work_on(
    sending_id: int, attempt: int, clock: Clock = timezone.now, pause: Callable[[float], Any] = time.sleep
) -> None:
    """Do the work on a sending as far as it goes without a person."""
    run = Run(sending_id, attempt, clock, pause)
    if not run.begin():
        return
    watch_from(clock())
    try:
        _carry(run, results_store())
    except OvertakenError:
        _log.info("Sending %s was withdrawn or taken up by another run.", sending_id)
    except StoreBusyError as busy:
        run.move(SendingState.STOPPED, str(busy), doing=str(busy))
    except Exception as fault:  # noqa: BLE001 - whatever it is, the sending must say that its work has stopped
        where = traceback.extract_tb(fault.__traceback__)[-1]
        words = f"Программа не справилась: {type(fault).__name__}, {Path(where.filename).name}:{where.lineno}"
        run.move(SendingState.STOPPED, "программа не справилась", doing=words[:200])
        raise WorkFailedError(words) from None  # a fault's own text may quote a cell, and with it a name


def _carry(run: Run, store: Store) -> None:
    sending = run.sending()
    if sending.state != SendingState.TAKING:
        sending = _checked(run, store)
    if sending.state == SendingState.TAKING:
        _taken_in(run, store)


def _checked(run: Run, store: Store) -> Sending:
    """Look the files over, keep the receipt, and say how it goes on."""
    sending = run.move(SendingState.CHECKING, "проверка началась")
    files = files_of(sending)
    receipt = run.patiently(lambda: look_over(files, store, run.clock(), run.progress))
    keep_receipt(sending, receipt)
    if not files_in(receipt):
        return _nothing_to_take(run, receipt, "в файлах нет ничего, что можно принять")
    if needs_decision(sending, doubts_about(sending, receipt)):
        return run.move(SendingState.WAITS, _remarks(receipt))
    return run.move(SendingState.TAKING, "решать нечего: файлы можно принять")


def _nothing_to_take(run: Run, receipt: Receipt, why: str) -> Sending:
    """Say that the release stays as it is: all of it is in already, or none of it can be taken."""
    if is_known_already(receipt):
        return run.move(SendingState.KNOWN, "все файлы уже приняты раньше, ничего не изменилось", release=None)
    return run.move(SendingState.REFUSED, why, release=None)


def _remarks(receipt: Receipt) -> str:
    warns = problem_counts(receipt)[Severity.WARNS]
    return f"проверено: {warns} {plural(warns, 'замечание', 'замечания', 'замечаний')}, решает человек"


def _taken_in(run: Run, store: Store) -> None:
    """Take the files in, or find the release that a killed run has made of them, and follow it."""
    sending = run.sending()
    made = release_made_for(sending, store)
    receipt = _receipt_of_made(sending, made) if made else _publish(run, sending, store)
    keep_receipt(sending, receipt)
    if made is None and not files_in(receipt):
        _nothing_to_take(run, receipt, "за время ожидания принимать стало нечего")
        return
    run.progress("Обновляю список школ", 0, 0)
    follow_release(run.clock())
    numbers = {"release": receipt.release, "previous_release": receipt.previous_release}
    run.move(SendingState.ACCEPTED, f"выпуск № {receipt.release}", done=0, of=0, **numbers)
    current_facts().warm()


def _publish(run: Run, sending: Sending, store: Store) -> Receipt:
    files, errand = files_of(sending), errand_of(sending)
    return run.patiently(lambda: take_in(files, store, run.clock(), run.progress, errand))


def _receipt_of_made(sending: Sending, made: Manifest) -> Receipt:
    """Return the receipt of the check with the numbers of the release that a killed run has made."""
    checked = receipt_of(sending)
    assert checked is not None, "a sending is checked before it is taken in"
    return checked.model_copy(update={"release": made.number, "previous_release": made.previous})


def keep_receipt(sending: Sending, receipt: Receipt) -> None:
    """Keep what became of every file."""
    counts = problem_counts(receipt)
    SendingReceipt.objects.update_or_create(
        sending_id=sending.pk,
        defaults={
            "body": receipt.model_dump_json(),
            "files_in": len(files_in(receipt)),
            "blocks": counts[Severity.BLOCKS],
            "warns": counts[Severity.WARNS],
        },
    )


def any_moving() -> bool:
    """Tell whether any sending is on its way."""
    return Sending.objects.filter(state__in=MOVING).exists()


def reap_stopped(moment: dt.datetime) -> int:
    """Put sendings whose worker is lost, or whose job never reached the queue, into the queue again.

    Returns:
        How many were found.
    """
    silent = Q(heartbeat_at__lt=moment - SILENCE) | Q(heartbeat_at=None, sent_at__lt=moment - SILENCE)
    found = list(Sending.objects.filter(silent, state__in=MOVING).values_list("pk", flat=True))
    for pk in found:
        _take_up_again(pk, silent, moment)
    return len(found)


@transaction.atomic
def _take_up_again(pk: int, silent: Q, moment: dt.datetime) -> None:
    lost = Sending.objects.select_for_update().filter(silent, pk=pk, state__in=MOVING).first()
    if lost is None:
        return
    if lost.begun < lost.attempt:  # nobody has begun: the ticket is still good, only the queue may have lost it
        Sending.objects.filter(pk=pk).update(heartbeat_at=moment)
    elif lost.stops < MOST_STOPS:
        Sending.objects.filter(pk=pk).update(heartbeat_at=moment, attempt=F("attempt") + 1, stops=F("stops") + 1)
    else:
        lost.state, lost.doing = SendingState.STOPPED, "Работа несколько раз прерывалась: сервер перезапускали"
        save_change(lost, None, "работа несколько раз прерывалась")
        return
    lost.refresh_from_db()
    enqueue(lost)
