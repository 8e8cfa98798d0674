"""The background work: tickets that are used once, patience with another writer, workers that are lost."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from opora.pipeline import take_in
from opora.store import StoreBusyError
from opora_web.facts import results_store
from opora_web.intake.models import Sending, SendingState
from opora_web.intake.sendings.actions import NotNowError, resume, send_for, withdraw
from opora_web.intake.sendings.queries import errand_of, files_of
from opora_web.intake.sendings.tasks import watch_over_sendings
from opora_web.intake.sendings.uploads import store_content
from opora_web.intake.sendings.work import (
    LONGEST_WAIT,
    MOST_STOPS,
    SILENCE,
    OvertakenError,
    Run,
    WorkFailedError,
    keep_receipt,
    reap_stopped,
    work_on,
)
from tests.web.intake.conftest import results_book
from tests.web.personas import People

NOW = dt.datetime(2024, 9, 2, 9, tzinfo=dt.UTC)


class Clock:
    """A clock that goes on a little at each look."""

    def __init__(self, step: float = 0.3) -> None:
        self.now, self.step = NOW, dt.timedelta(seconds=step)

    def __call__(self) -> dt.datetime:
        self.now += self.step
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def queued(people: People) -> Callable[..., Sending]:
    """A sending of one class that no worker has taken up yet."""

    def made(*marks: int, letter: str = "Я") -> Sending:
        school = people.schools[0]
        book = results_book(str(school.code), *(marks or (3, 4)), letter=letter)
        return send_for(school, [store_content(f"5{letter}.xlsx", book)], "", people["head"], NOW)

    return made


def test_a_run_goes_from_the_queue_to_a_release(queued: Callable[..., Sending]):
    sending = queued()
    work_on(sending.pk, 1, Clock())
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED
    told = [why for (why,) in sending.history.order_by("history_id").values_list("history_change_reason")]
    assert told[0] == "отправлено"
    assert told[-1] == f"выпуск № {sending.release}"


def test_a_ticket_is_used_once(queued: Callable[..., Sending]):
    sending = queued()
    work_on(sending.pk, 1, Clock())
    first = results_store().current().number
    work_on(sending.pk, 1, Clock())
    assert results_store().current().number == first


def test_progress_is_noted_at_most_once_a_second(queued: Callable[..., Sending], django_assert_num_queries: Any):
    sending = queued()
    clock = Clock(step=0.1)
    run = Run(sending.pk, 1, clock, clock.sleep)
    assert run.begin()
    with django_assert_num_queries(10):
        for done in range(100):
            run.progress("Читаю файлы", done, 100)
    sending.refresh_from_db()
    assert (sending.doing, sending.of) == ("Читаю файлы", 100)
    assert sending.done >= 89


def test_a_withdrawn_sending_is_not_taken_in_by_a_run_that_had_begun(queued: Callable[..., Sending], people: People):
    sending, before = queued(), results_store().current().number
    clock = Clock(step=2)
    run = Run(sending.pk, 1, clock, clock.sleep)
    assert run.begin()
    withdraw(sending, people["head"], NOW)
    with pytest.raises(OvertakenError):
        take_in(files_of(sending), results_store(), NOW, run.progress)
    with pytest.raises(OvertakenError):
        run.move(SendingState.ACCEPTED, "не бывать")
    assert results_store().current().number == before


def test_while_another_writes_a_run_waits_and_then_goes_on(queued: Callable[..., Sending]):
    sending = queued()
    clock = Clock()
    told: list[str] = []
    with results_store().draft():
        waiting = iter([True, True, False])

        def pause(_seconds: float) -> None:
            told.append(Sending.objects.get(pk=sending.pk).doing)
            if not next(waiting):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work_on(sending.pk, 1, clock, pause)
    assert told == ["Ждёт: идёт другой приём"] * 3
    Sending.objects.filter(pk=sending.pk).update(attempt=2)
    work_on(sending.pk, 2, clock)
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED


def test_a_run_that_waited_too_long_stops_and_can_be_resumed(
    queued: Callable[..., Sending], people: People, django_capture_on_commit_callbacks: Any
):
    sending = queued()
    clock = Clock()
    with results_store().draft():
        work_on(sending.pk, 1, clock, lambda _seconds: clock.sleep(LONGEST_WAIT.total_seconds() / 2))
    sending.refresh_from_db()
    assert sending.state == SendingState.STOPPED
    assert "другом окне" in sending.doing
    with django_capture_on_commit_callbacks(execute=True):
        resume(sending, people["head"])
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED
    with pytest.raises(NotNowError):
        resume(sending, people["head"])


def test_a_release_that_a_killed_run_published_is_found_and_not_published_twice(
    queued: Callable[..., Sending], django_capture_on_commit_callbacks: Any
):
    sending = queued()
    checked = take_in(files_of(sending), results_store(), NOW, errand=errand_of(sending))
    keep_receipt(sending, checked.model_copy(update={"release": checked.previous_release}))
    numbers = results_store().numbers()
    state = {"state": SendingState.TAKING, "begun": 1, "heartbeat_at": NOW}  # what a run killed just then has left
    Sending.objects.filter(pk=sending.pk).update(**state)
    with django_capture_on_commit_callbacks(execute=True):
        assert reap_stopped(NOW + 2 * SILENCE) == 1
    sending.refresh_from_db()
    assert (sending.state, sending.release, sending.stops) == (SendingState.ACCEPTED, checked.release, 1)
    assert sending.previous_release == checked.previous_release
    assert results_store().numbers() == numbers


def test_a_fault_of_the_program_is_said_by_its_place_and_quotes_nobody(queued: Callable[..., Sending]):
    class Broken(Clock):
        looks = 0

        def __call__(self) -> dt.datetime:
            self.looks += 1
            if self.looks == 4:
                raise ValueError("Иванов Иван")
            return super().__call__()

    sending = queued()
    with pytest.raises(WorkFailedError, match=r"ValueError, test_work\.py"):
        work_on(sending.pk, 1, Broken())
    sending.refresh_from_db()
    assert sending.state == SendingState.STOPPED
    assert "ValueError, test_work.py" in sending.doing
    assert "Иванов" not in sending.doing


def test_a_worker_that_was_seen_lately_is_left_alone(queued: Callable[..., Sending]):
    sending = queued()
    state = {"state": SendingState.CHECKING, "begun": 1, "heartbeat_at": NOW}
    Sending.objects.filter(pk=sending.pk).update(**state)
    assert reap_stopped(NOW + SILENCE) == 0
    assert reap_stopped(NOW + SILENCE + dt.timedelta(seconds=1)) == 1


def test_a_job_that_never_reached_the_queue_is_put_there_under_the_same_ticket(
    queued: Callable[..., Sending], django_capture_on_commit_callbacks: Any
):
    sending = queued()
    with django_capture_on_commit_callbacks(execute=True) as jobs:
        assert reap_stopped(NOW + 2 * SILENCE) == 1
    assert len(jobs) == 1
    sending.refresh_from_db()
    assert (sending.state, sending.attempt, sending.stops) == (SendingState.ACCEPTED, 1, 0)


def test_after_several_lost_workers_a_person_is_asked(queued: Callable[..., Sending]):
    sending, now = queued(), NOW
    Sending.objects.filter(pk=sending.pk).update(state=SendingState.TAKING, begun=1, heartbeat_at=now)
    for _ in range(MOST_STOPS):
        now += 2 * SILENCE
        assert reap_stopped(now) == 1
        sending.refresh_from_db()
        assert sending.state == SendingState.TAKING
        Sending.objects.filter(pk=sending.pk).update(begun=sending.attempt)
    assert reap_stopped(now + 2 * SILENCE) == 1
    sending.refresh_from_db()
    assert sending.state == SendingState.STOPPED
    assert reap_stopped(now + 9 * SILENCE) == 0


def test_a_lost_worker_is_noticed_though_nobody_looks(queued: Callable[..., Sending], settings: Any):
    """Each run leaves a job for later behind, which looks again as long as anything is on its way."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    sending = queued()
    with results_store().draft(), pytest.raises(KeyboardInterrupt):
        work_on(sending.pk, 1, timezone.now, _interrupted)
    (watch,) = DBTaskResult.objects.filter(task_path__endswith="watch_over_sendings")
    assert watch.run_after > timezone.now() + SILENCE
    Sending.objects.filter(pk=sending.pk).update(heartbeat_at=timezone.now() - 2 * SILENCE)
    watch_over_sendings.call()
    sending.refresh_from_db()
    assert (sending.attempt, sending.stops) == (2, 1)
    assert DBTaskResult.objects.filter(task_path__endswith="watch_over_sendings").count() == 2


def _interrupted(_seconds: float) -> None:
    raise KeyboardInterrupt


def test_a_store_that_is_being_written_is_not_undone(queued: Callable[..., Sending], people: People, signed_in: Any):
    sending = queued()
    work_on(sending.pk, 1, Clock())
    with results_store().draft(), pytest.raises(StoreBusyError):
        results_store().undo()
    with results_store().draft():
        answer = signed_in("coordinator").post(f"/intake/{sending.pk}/undo/", {"why": "проба"}, follow=True)
    assert "Приём уже идёт" in answer.content.decode()
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED
