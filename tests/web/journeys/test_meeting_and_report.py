"""A meeting from its plan to signed minutes and letters, the director who learns of it, the report it counts in."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.journeys.conftest import OpenAs, faults_of
from tests.web.journeys.test_from_list_to_curator import agreeing

pytestmark = pytest.mark.slow

DECIDED = "Показать урок с разбором пробной работы"


def test_a_decision_is_typed_once_and_reaches_minutes_letter_director_and_report(open_as: OpenAs):
    faults: list[str] = []
    page = agreeing(open_as("methodologist"))
    address = meeting_planned(page, faults)
    written_down(page, faults)
    signed_with_papers(page, address, faults)
    director_learns(open_as("director", 380), address, faults)
    reported(page, faults)
    assert faults == []


def meeting_planned(page: Page, faults: list[str]) -> str:
    """Plan yesterday's meeting, take a question of one's own; return its address."""
    page.goto("/meetings/")
    faults += faults_of(page)
    page.get_by_role("link", name="Назначить совещание").click()
    page.get_by_label("Когда").fill(f"{dt.date.today() - dt.timedelta(days=1):%Y-%m-%d}T10:00")  # noqa: DTZ011 - the browser's own day
    page.get_by_label("Председатель").select_option(index=1)
    page.get_by_label("директор школы").check()
    page.get_by_label("из школ – только те, что на сопровождении").uncheck()
    faults += faults_of(page)
    page.get_by_role("button", name="Назначить и собрать повестку").click()
    page.get_by_label("Вопрос", exact=True).fill("О пробной работе по математике")
    page.get_by_role("button", name="Добавить", exact=True).click()
    expect(page.get_by_role("rowheader", name="О пробной работе по математике")).to_be_visible()
    faults += faults_of(page)
    return page.url.removesuffix("agenda/")


def written_down(page: Page, faults: list[str]) -> None:
    """Write what was said – it is kept by itself – decide, and mark who came."""
    page.get_by_role("link", name="Вести совещание").click()
    page.get_by_label("Слушали").fill("Разобрали три задания из десяти.")
    expect(page.get_by_role("status").first).to_contain_text("Записано в")
    page.locator("section.card summary", has_text="Решили").first.click()
    page.get_by_label("Решили").first.fill(DECIDED)
    page.get_by_label("Ответственный").first.fill("Кузнецова")
    page.get_by_label("Кому (школа)").first.fill(
        page.locator("#place-names option").first.get_attribute("value") or ""
    )  # fmt: skip
    page.get_by_label("Срок").first.fill(f"{dt.date.today() + dt.timedelta(days=20):%Y-%m-%d}")  # noqa: DTZ011 - the browser's own day
    page.get_by_role("button", name="Записать решение").first.click()
    expect(page.get_by_text(DECIDED).first).to_be_visible()
    page.locator("#attendance input[type=checkbox]").first.check()
    page.get_by_role("button", name="Записать присутствие").click()
    expect(page.get_by_text("Присутствие записано.")).to_be_visible()
    faults += faults_of(page)


def signed_with_papers(page: Page, address: str, faults: list[str]) -> None:
    """Sign; the minutes and the letters come as files."""
    page.goto(address)
    page.get_by_role("button", name="Подписать").click()
    expect(page.get_by_text("больше не меняется").first).to_be_visible()
    faults += faults_of(page)
    for name, ending in (("Протокол Word", ".docx"), ("Письма Word", ".zip")):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        assert coming.value.suggested_filename.endswith(ending)


def director_learns(page: Page, address: str, faults: list[str]) -> None:
    """The director finds the decision on the first page and in the minutes, on a telephone."""
    page.goto("/")
    expect(page.get_by_role("heading", name="Что решено и не сделано")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text(DECIDED).first).to_be_visible()
    faults += faults_of(page)


def reported(page: Page, faults: list[str]) -> None:
    """Make the year's note; the number of decisions opens rows with the new one among them."""
    page.goto("/reports/")
    page.get_by_role("button", name="Составить из данных").click()
    expect(page.get_by_role("heading", name="В числах")).to_be_visible()
    faults += faults_of(page)
    page.get_by_role("link", name=re.compile("показать строки: решений с ответственным и сроком")).click()
    expect(page.get_by_role("rowheader", name=DECIDED)).to_be_visible()
    page.go_back()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать Word").click()
    assert coming.value.suggested_filename.endswith(".docx")
    page.goto("/reports/cycle/")
    faults += faults_of(page)
