"""Take the pictures of the user guide from the demo, served and opened as people do: `make screenshots`.

`python tools/screenshots.py plan meeting` takes only the named ones. Pictures become palettes of 64 colours where
ImageMagick is there: a third of the size, and no eye tells them apart.
"""

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.plans.written import HEADING, docx, row, saved  # noqa: E402
from tests.web.journeys.served import CHROMIUM, Site, browser_of_the_distribution, served_demo, sign_in  # noqa: E402

PICTURES = ROOT / "docs" / "guide" / "pictures"
_WIDE, _PHONE = (1280, 800), (380, 800)
_FIRST = "tbody th a"
_ROADMAP = "tbody th a:has-text('Дорожная карта поддержки')"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: A browser without Russian shows its own order of day and month; people's browsers show this one.
_RUSSIAN_DAYS = """for (const field of document.querySelectorAll("input[type=date]")) {
  const day = field.value.split("-").reverse().join(".");
  field.type = "text"; field.value = day; field.placeholder = "дд.мм.гггг"; field.size = 10;
}"""


@dataclass(frozen=True)
class Shot:
    """One picture.

    Attributes:
        who: who looks; empty for everybody, without signing in.
        address: what they open.
        clicks: what they click then, one after another.
        window: how large the window is.
        arrange: what they do by hand instead of clicks.
        place: what the window is scrolled to; the top where empty.
    """

    who: str
    address: str
    clicks: tuple[str, ...] = ()
    window: tuple[int, int] = _WIDE
    arrange: Callable[[Page], None] | None = None
    place: str = ""


def _upload_a_plan(page: Page) -> None:
    """Load a Word file with a number skipped, a day missing, a result nobody can check."""
    rows = [
        HEADING,
        ("1. Управление",),
        row("1.", "Утвердить перечень школ", "Сентябрь", responsible="Управление образования"),
        row("2.", "Обсуждать итоги работ с директорами", "Ежемесячно", expected="Протокол", responsible="Методисты"),
        ("2. Учителя",),
        row("4.", "Провести семинар о работе с текстом", "", expected="", responsible="Методисты"),
        row("5.", "Улучшить качество уроков", "Постоянно", expected="Повышение качества", responsible=""),
    ]
    file = docx(rows, "Дорожная карта помощи школам на 2026/27 учебный год")
    page.set_input_files("input[name=file]", {"name": "Дорожная карта.docx", "mimeType": _WORD, "buffer": file})
    page.select_option("select[name=organisation]", index=1)
    page.get_by_role("button", name="Прочитать").click()


def _correct_in_word(page: Page) -> None:
    """Take the plan's Word file, change two cells as an expert does, load it back."""
    page.locator(_FIRST).first.click()
    with page.expect_download() as got:
        page.get_by_role("link", name="Word", exact=True).click()
    file = Document(io.BytesIO(got.value.path().read_bytes()))
    file.tables[0].cell(2, 2).text = "До 15 декабря"
    file.tables[0].cell(3, 3).text = "4 карты посещения уроков за четверть"
    page.get_by_role("link", name="Загрузить исправленный Word").click()
    page.set_input_files("input[name=file]", {"name": "План школы.docx", "mimeType": _WORD, "buffer": saved(file)})
    page.get_by_role("button", name="Сравнить").click()


def _name_a_filter(page: Page) -> None:
    """Name what was chosen, to keep it."""
    page.locator("details:has(input[name=name]) summary").click()
    page.locator("input[name=name]").evaluate("one => one.size = 30")
    page.locator("input[name=name]").fill("Сельские из списка")


def _throw_away(page: Page) -> None:
    """Keep a filter and remove it again, so that the trash has something to show."""
    _name_a_filter(page)
    page.get_by_role("button", name="Сохранить").click()
    page.goto("/filters/")
    page.once("dialog", lambda asked: asked.accept())
    page.get_by_role("button", name="Убрать").first.click()
    page.wait_for_load_state("networkidle")
    page.goto("/trash/")


SHOTS: dict[str, Shot] = {
    "home": Shot("coordinator", "/"),
    "home-director": Shot("director", "/", window=_PHONE),
    "home-head": Shot("head-of-authority", "/"),
    "schools": Shot("coordinator", "/schools/"),
    "saved-filter": Shot("coordinator", "/schools/?rural=yes&status=on-list", arrange=_name_a_filter),
    "school": Shot("coordinator", "/schools/?q=Нижнехолмовская", (_FIRST,)),
    "results": Shot("coordinator", "/schools/?q=Нижнехолмовская", (_FIRST, "text=Результаты")),
    "why": Shot("director", "/schools/", (_FIRST, "text=Почему такой вывод")),
    "sending": Shot("coordinator", "/intake/", (_FIRST,)),
    "expected": Shot("coordinator", "/intake/expected/"),
    "identify": Shot("methodologist", "/lists/new/"),
    "list": Shot("coordinator", "/lists/", (_FIRST,)),
    "answer": Shot("director", "/lists/own/", (_FIRST,), _PHONE),
    "cases": Shot("coordinator", "/cases/"),
    "case": Shot("curator", "/cases/", (_FIRST,)),
    "diagnosis": Shot("curator", "/diagnosis/", (_FIRST,)),
    "growth": Shot("coordinator", "/analysis/growth/"),
    "items": Shot("coordinator", "/analysis/items/"),
    "context": Shot("coordinator", "/analysis/context/"),
    "objectivity": Shot("coordinator", "/analysis/objectivity/"),
    "forecast": Shot("coordinator", "/analysis/forecast/"),
    "target": Shot("coordinator", "/analysis/target/?schools=9&shares=33,3;+66,7;+100"),
    "effect": Shot("analyst", "/analysis/effect/"),
    "mentors": Shot("analyst", "/analysis/items/?q=МКОУ Ольховская", (_FIRST,), place="h2:has-text('Наставники')"),
    "plan": Shot("coordinator", "/plans/", (_ROADMAP,)),
    "plan-import": Shot("methodologist", "/plans/upload/", arrange=_upload_a_plan, place="caption"),
    "plan-differences": Shot("coordinator", "/plans/", arrange=_correct_in_word),
    "plan-amendment": Shot("coordinator", "/plans/", (_ROADMAP, "text=История и редакции", "main ul li:first-child a")),
    "execution": Shot("coordinator", "/execution/"),
    "execution-board": Shot("coordinator", "/execution/board/"),
    "execution-calendar": Shot("coordinator", "/execution/calendar/"),
    "execution-timeline": Shot("coordinator", "/execution/timeline/"),
    "execution-mine": Shot("director", "/execution/mine/", window=_PHONE),
    "meetings": Shot("coordinator", "/meetings/"),
    "meeting-write": Shot("methodologist", "/meetings/", ("tbody th a >> text=01.", "text=Вести совещание")),
    "meeting-card": Shot("director", "/meetings/", ("text=К отчёту",), _PHONE),
    "report": Shot("coordinator", "/reports/", (_FIRST,)),
    "cycle": Shot("head-of-authority", "/reports/cycle/"),
    "people": Shot("coordinator", "/people/"),
    "trash": Shot("coordinator", "/schools/?rural=yes", arrange=_throw_away),
    "open": Shot("", "/open/", ("main li a",)),
}


def _arranged(page: Page, shot: Shot) -> None:
    page.goto(shot.address)
    for click in shot.clicks:
        page.locator(click).first.click()
        page.wait_for_load_state("networkidle")
    if shot.arrange is not None:
        shot.arrange(page)
    while page.locator("progress[aria-label=Считается]").count():  # answers that are counted in the background
        page.wait_for_timeout(1000)
    page.wait_for_load_state("networkidle")
    if shot.place:
        page.locator(shot.place).first.evaluate("one => one.scrollIntoView()")
    page.evaluate(_RUSSIAN_DAYS)
    page.wait_for_timeout(600)


def _shrink(picture: Path) -> None:
    """Keep 64 colours of a picture; screens have few."""
    if shutil.which("convert") is not None:
        small = ["convert", str(picture), "+dither", "-colors", "64", "-strip", "-define", "png:compression-level=9"]
        subprocess.run([*small, f"PNG8:{picture}"], check=True)


@contextmanager
def _windows(browser: Browser, site: Site) -> Iterator[Callable[[Shot], BrowserContext]]:
    """Give each person one window of each size: signing in takes longer than a picture."""
    known: dict[tuple[str, tuple[int, int]], BrowserContext] = {}

    def window_of(shot: Shot) -> BrowserContext:
        key = shot.who, shot.window
        if key not in known:
            width, height = shot.window
            known[key] = browser.new_context(
                base_url=site.address,
                viewport={"width": width, "height": height},
                locale="ru-RU",
                color_scheme="light",
            )
            if shot.who:
                sign_in(known[key], site, shot.who).close()
        return known[key]

    yield window_of
    for context in known.values():
        context.close()


def main() -> int:
    """Take the pictures named on the command line, or all of them."""
    if CHROMIUM is None:
        print("Нет браузера: поставьте пакет chromium.")
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        served_demo(Path(folder) / "demo", schools=60) as site,
        browser_of_the_distribution() as browser,
        _windows(browser, site) as window_of,
    ):
        for name in sys.argv[1:] or SHOTS:
            page, picture = window_of(SHOTS[name]).new_page(), PICTURES / f"{name}.png"
            _arranged(page, SHOTS[name])
            page.screenshot(path=picture)
            page.close()
            _shrink(picture)
            print(f"docs/guide/pictures/{name}.png, {picture.stat().st_size // 1024} КБ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
