"""A whole site as people meet it: the demo's data, `opora serve` as a process, a real browser, axe on every page."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.web.journeys.served import CHROMIUM, Site, browser_of_the_distribution, served_demo, sign_in

_NO_BROWSER = "нет браузера: поставьте пакет chromium"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo region with its people, served by the command a district uses."""
    if CHROMIUM is None:
        pytest.skip(_NO_BROWSER)
    with served_demo(tmp_path_factory.mktemp("journey") / "demo", schools=40) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's own browser."""
    if CHROMIUM is None:
        pytest.skip(_NO_BROWSER)
    with browser_of_the_distribution() as browser:
        yield browser


#: Opens a window of somebody who has signed in; None for everybody else.
OpenAs = Callable[..., Page]


@pytest.fixture
def open_as(site: Site, chromium: Browser) -> Iterator[OpenAs]:
    """Windows of people. At the end none of them may have complained in its console."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

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
        context.on("console", note)
        contexts.append(context)
        return sign_in(context, site, name) if name is not None else context.new_page()

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
