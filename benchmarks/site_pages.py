"""The site under work: how long its pages take one reader after another, and fifty at once; how soon it opens."""

import http.client
import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import requests

from benchmarks.plan_reading import ROWS, plan_file
from benchmarks.site_region import PASSWORD

_ONE_BY_ONE, _USERS, _CLICKS, _PLANS = 25, 50, 8, 3
#: Seconds a reader stays on a page, on average: people who look for something, not people who read.
_PAUSE = 2.0


@contextmanager
def served(data: Path) -> Iterator[tuple[str, float]]:
    """Serve the site as `opora serve` does; tell its address and the seconds to its first page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "OPORA_DATA": str(data), "OPORA_LOCKOUT_ATTEMPTS": "100"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "opora", "serve", "--data", str(data), "--port", address.rpartition(":")[2]]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(address):
            assert server.poll() is None, "the server ended before its first page"
            time.sleep(0.02)
        yield address, time.perf_counter() - began
    finally:
        server.terminate()
        server.wait(20)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/accounts/login/", timeout=5).ok
    except requests.ConnectionError:
        return False


def signed_in(address: str, name: str) -> requests.Session:
    """Return a browser of somebody who has signed in."""
    browser = requests.Session()
    page = browser.get(f"{address}/accounts/login/", timeout=30).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    form = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    browser.post(f"{address}/accounts/login/", form, headers={"Referer": address}, timeout=30).raise_for_status()
    return browser


class Window:
    """A browser's window of somebody signed in: one connection that is kept, as browsers do, and next to no work."""

    def __init__(self, address: str, browser: requests.Session) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    def seconds_of(self, page: str) -> float:
        """Return how long one page took."""
        began = time.perf_counter()
        try:
            status = self._status_of(page)
        except http.client.RemoteDisconnected:  # the server closes a connection that has long been idle
            status = self._status_of(page)
        took = time.perf_counter() - began
        assert status == 200, (page, status)
        return took

    def _status_of(self, page: str) -> int:
        self._connection.request("GET", page, headers={"Cookie": self._cookies})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


def seconds_to_preview(browser: requests.Session, address: str, content: bytes) -> float:
    """Return how long a plan's file takes from sending it to seeing its rows with their remarks."""
    page = browser.get(f"{address}/plans/upload/", timeout=60).text
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    region = re.search(r'<option value="(\d+)"', page)
    assert token is not None
    assert region is not None
    form = {"csrfmiddlewaretoken": token[1], "organisation": region[1], "kind": "roadmap", "years": "2022"}
    where = f"{address}/plans/upload/"
    began = time.perf_counter()
    answer = browser.post(where, form, files={"file": ("план.docx", content)}, headers={"Referer": where}, timeout=60)
    took = time.perf_counter() - began
    assert "/plans/arrivals/" in answer.url, answer.url
    assert f"Прочитано {ROWS} строк" in answer.text
    return took


def together(windows: list[Window], pages: list[str], pause: float) -> list[float]:
    """Return how long each page took while people click in all windows, reading each for about `pause` seconds."""
    took: list[float] = []

    def click(number: int, window: Window) -> None:
        reading = random.Random(number)
        for one in range(_CLICKS):
            time.sleep(reading.uniform(0, 2 * pause))
            took.append(window.seconds_of(pages[(number + one) % len(pages)]))

    readers = [threading.Thread(target=click, args=pair) for pair in enumerate(windows)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return took


def main() -> None:
    """Print, as one line of JSON, the seconds of everything."""
    data = Path(sys.argv[1])
    with served(data) as (address, opened):
        analyst = signed_in(address, "analyst")
        codes = re.findall(r'href="(/schools/[^"/?]+/)"', analyst.get(f"{address}/schools/", timeout=120).text)
        listing, schools, window = "/schools/", list(dict.fromkeys(codes))[:20], Window(address, analyst)
        for page in (listing, *schools) * 2:  # a window of its own each: both server processes read the release once
            Window(address, analyst).seconds_of(page)
        alone = {
            "list": [window.seconds_of(listing) for _ in range(_ONE_BY_ONE)],
            "school": [window.seconds_of(schools[one % len(schools)]) for one in range(_ONE_BY_ONE)],
        }
        plan = [seconds_to_preview(analyst, address, content) for content in [plan_file()] * _PLANS]
        windows = [Window(address, analyst) for _ in range(_USERS)]
        reading, rushing = (together(windows, [listing, *schools[:9]], pause) for pause in (_PAUSE, 0.0))
    print(json.dumps({"opened": opened, "alone": alone, "plan": plan, "reading": reading, "rushing": rushing}))


if __name__ == "__main__":
    main()
