"""A whole site as people meet it: the demo's data, `opora serve` as a process, a real browser, axe on every page."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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
_SECONDS_TO_START = 90


@dataclass(frozen=True)
class Site:
    """A served site: where it is, its data, everybody's password."""

    address: str
    data: Path
    password: str


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _opora(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "opora_web.settings", "OPORA_DATABASE": ""}
    environment |= {"OPORA_DATA": str(data), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run([sys.executable, "-m", *words], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo region with its people, served by the command a district uses."""
    if CHROMIUM is None:
        pytest.skip("нет браузера: поставьте пакет chromium")
    out = tmp_path_factory.mktemp("journey") / "demo"
    data = out / "data"
    made = _opora(data, "opora", "demo", "--schools", "40", "--out", str(out), "--no-serve")
    assert made.returncode == 0, made.stderr
    settled = _opora(data, "opora_web", "settle_demo", "--out", str(out))
    assert settled.returncode == 0, settled.stderr
    password = re.search(r"opora-\w+", settled.stdout)
    assert password is not None
    port = _free_port()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "opora_web.settings", "OPORA_DATABASE": ""}
    environment |= {"OPORA_DATA": str(data), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with (out / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "opora_web", "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/accounts/login/", server)
            yield Site(f"http://127.0.0.1:{port}", data, password[0])
        finally:
            server.terminate()
            server.wait(20)


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
    pytest.fail("сайт не открылся")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's own browser."""
    if CHROMIUM is None:
        pytest.skip("нет браузера: поставьте пакет chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        yield browser
        browser.close()


#: Opens a window of somebody who has signed in; None for everybody else.
OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(site: Site, chromium: Browser) -> Iterator[OpenAs]:
    """Windows of people. At the end none of them may have complained in its console."""
    complaints: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 40" not in message.text:
            complaints.append(message.text)

    def opened(name: str | None, width: int = 1280, *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 800},
            locale="ru-RU",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.goto("/accounts/login/")
        if name is not None:
            page.get_by_label("Имя для входа или почта").fill(name)
            page.get_by_label("Пароль").fill(site.password)
            page.get_by_role("button", name="Войти").click()
            page.wait_for_url(lambda address: "/login" not in address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def faults_of(page: Page) -> list[str]:
    """Return what axe reports of a page, and whether it is wider than the window."""
    found = Axe().run(page)
    faults = [f"{page.url}: {fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append(f"{page.url}: шире окна")
    return faults
