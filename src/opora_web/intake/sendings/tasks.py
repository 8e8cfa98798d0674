"""The job of a sending, as the queue of background work knows it."""

from django_tasks import task


@task()
def work_on_sending(sending_id: int, attempt: int) -> None:
    """Check the files of a sending and, where nothing has to be decided, take them in."""
    from opora_web.intake.sendings.work import work_on  # the work enqueues in its turn

    work_on(sending_id, attempt)
