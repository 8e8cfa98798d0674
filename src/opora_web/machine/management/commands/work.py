"""`python -m opora_web work`: do background work until the keeper goes."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from opora_web.machine.reapers import REAPERS
from opora_web.machine.worker import end_with_keeper

_POLL_SECONDS = 0.5
#: How far the worker steps back: on a machine of two cores a page does not wait for an analysis of half a minute.
_GIVES_WAY = 10


class Command(BaseCommand):
    """Run the background worker."""

    help = "Фоновый работник: приём файлов, пересчёты, письма."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the one option tests need."""
        parser.add_argument("--batch", action="store_true", help="сделать всё, что ждёт, и закончить")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up what a killed worker left, then work."""
        if not options["batch"]:
            end_with_keeper()
            if hasattr(os, "nice"):  # not on Windows
                os.nice(_GIVES_WAY)
        for reap in REAPERS:
            reap(timezone.now())
        worker = Worker(
            queue_names=["default"],
            interval=_POLL_SECONDS,
            batch=options["batch"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
