"""`opora serve`: the site and its worker in one command."""

import multiprocessing
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from granian import Granian
from granian.constants import Interfaces

from opora_web.accounts.links import one_time_link
from opora_web.machine.first_start import first_administrator, prepare
from opora_web.machine.worker import WorkerKeeper

_KILL_AFTER = 10  # seconds a request may still take when the server is asked to end


class Command(BaseCommand):
    """Serve the site."""

    help = "Сайт и его фоновый работник."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to serve and how wide."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start the worker, serve until asked to end."""
        moment = timezone.now()
        prepare(moment)
        address = f"http://{options['host']}:{options['port']}"
        self.stdout.write(f"Опора открыта: {address}/  (остановить: Ctrl+C)")
        if newcomer := first_administrator(moment):
            self.stdout.write(f"Первый вход администратора, ссылка на один раз: {address}{one_time_link(newcomer)}")
        self.stdout.flush()
        multiprocessing.set_start_method("spawn", force=True)  # engines opened by `prepare` do not survive a fork
        keeper = WorkerKeeper()
        keeper.start()
        try:
            Granian(
                "opora_web.wsgi:application",
                address=options["host"],
                port=options["port"],
                interface=Interfaces.WSGI,
                workers=options["workers"],
                blocking_threads=2,
                workers_kill_timeout=_KILL_AFTER,
                respawn_failed_workers=True,
                websockets=False,
                log_level="warning",  # type: ignore[arg-type]
            ).serve()
        finally:
            keeper.end()
