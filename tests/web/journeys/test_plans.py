"""A Word file in, corrected, approved, amended by Word, documents out – in a real browser, axe on every page."""

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from opora.plans import plan_in
from tests.plans.written import HEADING, docx, row, saved
from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow

_TITLE = "Дорожная карта помощи школам на 2026 год"
_FILE = docx(
    [
        HEADING,
        ("Нормативная база",),
        row("1.", "Утвердить перечень школ", "Март", responsible="Управление образования"),
        row("2.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
        row("4.", "Провести семинар", "", expected=""),
    ],
    _TITLE,
)


def _settled(page: Page, file: Path) -> None:
    """Upload the file, correct the row that says no day, take the rest, make a plan of it."""
    page.goto("/plans/upload/")
    page.set_input_files("input[name=file]", str(file))
    page.select_option("select[name=organisation]", index=1)
    page.click("text=Прочитать")
    expect(page.locator("h1")).to_have_text(_TITLE)
    expect(page.locator("body")).to_contain_text("перед номером 4 нет номера 3")
    assert faults_of(page) == []
    page.locator("tr", has_text="Провести семинар").get_by_text("Исправить").click()
    page.fill("input[name=deadline]", "Сентябрь")
    expect(page.locator("#deadline-read")).to_contain_text("сентябрь 2026 года")
    page.fill("textarea[name=expected]", "Лист присутствия")
    assert faults_of(page) == []
    page.click("text=Записать и взять")
    first = page.locator("tr", has_text="Утвердить перечень школ")
    first.get_by_role("button", name="Взять").click()
    expect(page.locator("tr", has_text="Утвердить перечень школ")).to_contain_text("взята")
    page.click("text=Взять все нерешённые")
    page.click("text=Составить план из взятых строк")
    expect(page.locator("body")).to_contain_text("В плане 3 мероприятия")


def _loaded_back(page: Page, address: str, file: Path) -> None:
    """Load the edited file back and accept what differs."""
    page.goto(f"{address}upload/")
    page.set_input_files("input[name=file]", str(file))
    page.click("text=Сравнить")
    expect(page.locator("body")).to_contain_text("Строк с отличиями – 1")
    assert faults_of(page) == []
    page.get_by_role("button", name="Принять строку 2.").click()
    expect(page.locator("tbody")).to_contain_text("принято")
    page.click("text=Перенести принятое в план")
    expect(page.locator("table")).to_contain_text("Ежеквартально")


def _approved(head: Page, address: str) -> None:
    """Approve the plan and take the draft of the order."""
    head.goto(f"{address}approve/")
    head.fill("input[name=number]", "7-о")
    head.click("main button:has-text('Утвердить')")
    expect(head.locator("body")).to_contain_text("утверждён приказом")
    with head.expect_download() as order:
        head.click("text=Проект приказа")
    assert len(plan_in("приказ.docx", order.value.path().read_bytes()).measures) == 3


def test_a_plan_from_word_to_an_order_and_back_through_word(open_as: OpenAs, tmp_path: Path) -> None:
    file = tmp_path / "план района.docx"
    file.write_bytes(_FILE)
    page = open_as("methodologist")
    _settled(page, file)
    address = page.url.partition("#")[0]
    assert faults_of(page) == []
    page.get_by_role("button", name="Отправить на проверку").click()
    expect(page.locator("body")).to_contain_text("на проверке")
    with page.expect_download() as got:
        page.get_by_role("link", name="Word", exact=True).click()
    edited = Document(io.BytesIO(got.value.path().read_bytes()))
    edited.tables[0].cell(3, 2).text = "Ежеквартально"
    file.write_bytes(saved(edited))
    _loaded_back(page, address, file)

    _approved(open_as("head-of-authority"), address)


@pytest.mark.parametrize("width", [1280, 380])
def test_the_pages_of_the_demos_plans_are_clean(open_as: OpenAs, width: int) -> None:
    page = open_as("coordinator", width)
    page.goto("/plans/")
    assert faults_of(page) == []
    links = page.locator("tbody th a")
    addresses = [str(links.nth(number).get_attribute("href")) for number in range(min(2, links.count()))]
    for address in addresses:
        for tab in ("", "indicators/", "remarks/", "tree/", "parties/", "history/", "copy/"):
            page.goto(f"{address}{tab}")
            assert faults_of(page) == []


def test_rows_are_decided_without_javascript(open_as: OpenAs, tmp_path: Path) -> None:
    file = tmp_path / "план.docx"
    file.write_bytes(_FILE)
    page = open_as("director", javascript=False)
    page.goto("/plans/upload/")
    page.set_input_files("input[name=file]", str(file))
    page.select_option("select[name=kind]", "school-plan")
    page.click("text=Прочитать")
    page.locator("tr", has_text="Обсудить итоги").get_by_role("button", name="Взять").click()
    expect(page.locator("tr", has_text="Обсудить итоги")).to_contain_text("взята")
    page.click("text=Отложить файл")
    expect(page.locator("h1")).to_have_text("Планы")
