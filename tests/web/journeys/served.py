"""The demo as people meet it: made and served by the very commands, in a browser of the distribution."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_SECONDS_TO_START = 120


@dataclass(frozen=True)
class Site:
    """A served site: where it is, its data, everybody's password."""

    address: str
    data: Path
    password: str


def _environment(data: Path) -> dict[str, str]:
    own = {"OPORA_DATA": str(data), "OPORA_DATABASE": "", "DJANGO_SETTINGS_MODULE": "opora_web.settings"}
    return {**os.environ, **own, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _run(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=_environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def served_demo(out: Path, schools: int) -> Iterator[Site]:
    """Make the demo region with its people in a folder and serve it."""
    data = out / "data"
    _run(data, "opora", "demo", "--schools", str(schools), "--out", str(out), "--no-serve")
    password = re.search(r"opora-\w+", _run(data, "opora_web", "settle_demo", "--out", str(out)))
    assert password is not None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    port = int(address.rpartition(":")[2])
    command = [sys.executable, "-m", "opora", "serve", "--data", str(data), "--port", str(port)]
    with (out / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=_environment(data), stdout=log, stderr=log)
        try:
            _wait_for(f"{address}/accounts/login/", server)
            yield Site(address, data, password[0])
        finally:
            server.terminate()
            server.wait(20)
        with socket.socket() as probe:  # whoever ends `opora serve` ends the site, too
            assert probe.connect_ex(("127.0.0.1", port)) != 0


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until:
        assert server.poll() is None, "сервер остановился"
        try:
            urllib.request.urlopen(address)
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError("сайт не открылся")


@contextmanager
def browser_of_the_distribution() -> Iterator[Browser]:
    """Start the distribution's own browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


def sign_in(context: BrowserContext, site: Site, name: str) -> Page:
    """Sign in as a person does, and return the page that follows."""
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Имя для входа или почта").fill(name)
    page.get_by_label("Пароль").fill(site.password)
    page.get_by_role("button", name="Войти").click()
    page.wait_for_url(lambda address: "/login" not in address)
    return page
