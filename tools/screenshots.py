"""Take the pictures of the user guide from the demo, served and opened as people do: `make screenshots`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.web.journeys.served import CHROMIUM, Site, browser_of_the_distribution, served_demo, sign_in  # noqa: E402

PICTURES = ROOT / "docs" / "guide" / "pictures"
_WIDE, _PHONE = (1180, 760), (380, 760)
_SCHOOL = "tbody th a"

#: Picture → (who looks, what they open, then what they click, how large the window is).
SHOTS: dict[str, tuple[str, str, str, tuple[int, int]]] = {
    "home": ("coordinator", "/", "", _WIDE),
    "home-director": ("director", "/", "", _PHONE),
    "schools": ("coordinator", "/schools/", "", _WIDE),
    "school": ("coordinator", "/schools/?q=Нижнехолмовская", _SCHOOL, _WIDE),
    "results": ("coordinator", "/schools/?q=Нижнехолмовская", f"{_SCHOOL} >> text=Результаты", _WIDE),
    "why": ("director", "/schools/", f"{_SCHOOL} >> text=Почему такой вывод", _WIDE),
    "sending": ("coordinator", "/intake/", _SCHOOL, _WIDE),
    "expected": ("coordinator", "/intake/expected/", "", _WIDE),
    "identify": ("methodologist", "/lists/new/", "", _WIDE),
    "list": ("coordinator", "/lists/", _SCHOOL, _WIDE),
    "answer": ("director", "/lists/own/", _SCHOOL, _PHONE),
    "cases": ("coordinator", "/cases/", "", _WIDE),
    "case": ("curator", "/cases/", _SCHOOL, _WIDE),
    "diagnosis": ("curator", "/diagnosis/", _SCHOOL, _WIDE),
    "people": ("coordinator", "/people/", "", _WIDE),
    "open": ("", "/open/", "main li a", _WIDE),
}


def take(browser: Browser, site: Site, name: str) -> None:
    """Take one picture."""
    who, address, clicks, (width, height) = SHOTS[name]
    context = browser.new_context(
        base_url=site.address, viewport={"width": width, "height": height}, locale="ru-RU", color_scheme="light"
    )
    page: Page = sign_in(context, site, who) if who else context.new_page()
    page.goto(address)
    for click in filter(None, clicks.split(" >> ")):
        page.locator(click).first.click()
        page.wait_for_load_state("networkidle")
    page.wait_for_timeout(600)
    page.screenshot(path=PICTURES / f"{name}.png")
    context.close()


def main() -> int:
    """Take all pictures."""
    if CHROMIUM is None:
        print("Нет браузера: поставьте пакет chromium.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_demo(Path(folder) / "demo", schools=60) as site,
        browser_of_the_distribution() as browser,
    ):
        for name in SHOTS:
            take(browser, site, name)
            print(f"docs/guide/pictures/{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
