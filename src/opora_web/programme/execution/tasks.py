"""The daily round of letters, as the queue of background work knows it."""

import datetime as dt

from django.utils import timezone
from django_tasks import TaskResultStatus, default_task_backend, task
from django_tasks_db.models import DBTaskResult

#: From this hour on letters go, in the site's time zone; a worker that starts later sends at once.
HOUR = 7
#: A round comes again so often: a letter that the mail server refused is tried once more, a late worker catches up.
_AGAIN = dt.timedelta(hours=3)


@task()
def send_daily_digests() -> None:
    """Send the letters of the day that have not gone yet, and come again."""
    from opora_web.programme.execution.digests import send_digests

    now = timezone.localtime()
    try:
        if now.hour >= HOUR:
            send_digests(now.date(), now)
    finally:
        plan_round(now + _AGAIN)


def plan_round(moment: dt.datetime) -> None:
    """Have the next round made, where the queue can put things off; one that waits already is enough."""
    if default_task_backend.supports_defer and not _is_planned():
        send_daily_digests.using(run_after=moment).enqueue()


def start_rounds(moment: dt.datetime) -> None:
    """Begin the rounds when a worker starts."""
    plan_round(moment)


def _is_planned() -> bool:
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return waiting.filter(task_path=send_daily_digests.module_path).exists()
