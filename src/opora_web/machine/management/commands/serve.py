"""`opora serve`: the site and its worker in one command."""

import multiprocessing
import subprocess
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import get_resolver
from django.utils import timezone
from granian import Granian
from granian.constants import Interfaces

from opora_web.accounts.links import one_time_link
from opora_web.machine.first_start import first_administrator
from opora_web.machine.worker import WorkerKeeper

_KILL_AFTER = 10  # seconds a request may still take when the server is asked to end


def _prepare_and_load() -> None:
    """Bring the data folder in order in a process of its own, and meanwhile load what the workers inherit.

    The engine of the results store does not survive a fork: it is opened only there, and in the workers.
    """
    with subprocess.Popen([sys.executable, "-m", "opora_web", "prepare"]) as preparing:
        if "fork" in multiprocessing.get_all_start_methods():
            multiprocessing.set_start_method("fork", force=True)
            _load_pages()
    if preparing.returncode:
        raise CommandError("Папку данных не удалось подготовить: причина выше.", returncode=preparing.returncode)


def _load_pages() -> None:
    """Load every page and what it stands on; a template is read at its first use."""
    get_resolver().url_patterns  # noqa: B018 - asking is loading


class Command(BaseCommand):
    """Serve the site."""

    help = "Сайт и его фоновый работник."
    requires_system_checks = ()  # they load every page; `check` is a command of its own

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to serve and how wide."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, start the worker, serve until asked to end."""
        _prepare_and_load()
        moment = timezone.now()
        address = f"http://{options['host']}:{options['port']}"
        self.stdout.write(f"Опора открыта: {address}/  (остановить: Ctrl+C)")
        if newcomer := first_administrator(moment):
            self.stdout.write(f"Первый вход администратора, ссылка на один раз: {address}{one_time_link(newcomer)}")
        self.stdout.flush()
        connections.close_all()  # what is open here must not be shared with the workers
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
