"""The jobs of sendings, as the queue of background work knows them."""

import datetime as dt

from django.utils import timezone
from django_tasks import default_task_backend, task


@task()
def work_on_sending(sending_id: int, attempt: int) -> None:
    """Check the files of a sending and, where nothing has to be decided, take them in."""
    from opora_web.intake.sendings.work import work_on  # the work enqueues in its turn

    work_on(sending_id, attempt)


@task()
def watch_over_sendings() -> None:
    """Take up sendings whose worker is lost; look again later as long as any is on its way."""
    from opora_web.intake.sendings.work import any_moving, reap_stopped

    moment = timezone.now()
    reap_stopped(moment)
    if any_moving():
        watch_from(moment)


def watch_from(moment: dt.datetime) -> None:
    """Have somebody look after the silence in which a worker counts as lost, where the queue can put things off."""
    from opora_web.intake.sendings.work import SILENCE

    if default_task_backend.supports_defer:
        watch_over_sendings.using(run_after=moment + SILENCE + dt.timedelta(seconds=5)).enqueue()
