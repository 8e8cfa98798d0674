"""A worker killed in the middle of its work, for real: nothing accepted is lost, nothing is published twice."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

_PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
import datetime as dt
from django.utils import timezone
from opora_web.accounts.actions import appoint, root_organisation
from opora_web.accounts.models import Person, PostKind
from opora_web.intake.sendings.actions import send_for
from opora_web.intake.sendings.uploads import store_content
from tests.web.intake.conftest import results_book
root = root_organisation("Край")
person = Person.objects.create_user("analyst", full_name="Аналитикова Анна")
appoint(person, PostKind.ANALYST, root, dt.date(2024, 1, 1))
books = [
    store_content(f"{number}.xlsx", results_book(f"edu{100_000 + number}", *[3, 4] * 12, letter="Я"))
    for number in range(400)
]
send_for(root, books, "", person, timezone.now())
"""

_STATE = """
import django; django.setup()
from opora_web.facts import results_store
from opora_web.intake.models import Sending
one = Sending.objects.get()
print(one.state, one.done, one.release or 0, len(results_store().numbers()), one.stops)
"""

_REAP = """
import django; django.setup()
import datetime as dt
from django.utils import timezone
from opora_web.intake.sendings.work import SILENCE, reap_stopped
print(reap_stopped(timezone.now() + 2 * SILENCE))
"""


class Site:
    """A site of its own: a data folder, and real processes upon it."""

    def __init__(self, data: Path) -> None:
        self._data = data
        sources = Path(__file__).resolve().parents[3]
        self._environment = os.environ | {
            "OPORA_DATABASE": "",  # a database of its own, in its data folder
            "OPORA_DATA": str(data),
            "PYTHONPATH": f"{sources / 'src'}{os.pathsep}{sources}",
            "DJANGO_SETTINGS_MODULE": "opora_web.settings",
        }

    def run(self, program: str) -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True).stdout

    def stage(self) -> str:
        """Return the state alone, read so quickly that a short stage is not missed."""
        with closing(sqlite3.connect(f"file:{self._data}/site.sqlite3?mode=ro", uri=True)) as database:
            return str(database.execute("SELECT state FROM intake_sending").fetchone()[0])

    def state(self) -> list[str]:
        return self.run(_STATE).split()

    def worker(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "opora_web", "db_worker", "--interval", "0.1", *options]
        return subprocess.Popen(command, env=self._environment, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.mark.parametrize("state", ["checking", "taking"])
def test_a_killed_worker_loses_nothing_and_publishes_nothing_twice(tmp_path: Path, state: str):
    site = Site(tmp_path)
    site.run(_PREPARE)
    worker = site.worker()
    until = time.monotonic() + 120
    try:
        while site.stage() != state:
            assert time.monotonic() < until
            assert site.stage() != "accepted", "the work was done before it could be killed"
            time.sleep(0.02)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    assert site.state()[3] == "0"
    assert site.run(_REAP).strip() == "1"
    with site.worker("--batch") as next_worker:
        assert next_worker.wait(timeout=180) == 0
    now, _, release, releases, stops = site.state()
    assert (now, release, releases, stops) == ("accepted", "1", "1", "1")
