"""The main journey of a district: a list made, discussed, answered, approved; its schools taken on, a curator named."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow


def agreeing(page: Page) -> Page:
    """Answer «yes» to whatever the page asks."""
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_from_the_rule_to_the_curator(open_as: OpenAs):
    faults: list[str] = []
    address = list_opened_to_schools(agreeing(open_as("methodologist")), faults)

    stranger = open_as("neighbour")
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Страница не найдена")

    director = agreeing(open_as("director", 380))
    objection_sent(director, faults)
    letter_printed(director)
    list_approved(agreeing(open_as("head-of-authority")), address, faults)
    curator_assigned(agreeing(open_as("coordinator")), address, faults)
    assert faults == []


def list_opened_to_schools(page: Page, faults: list[str]) -> str:
    """Run the rule, save the list, open it to its schools; return its address."""
    page.goto("/lists/new/")
    expect(page.get_by_role("heading", name="Какова роль случая")).to_be_visible()
    faults += faults_of(page)
    page.get_by_role("button", name="Составить список").click()
    expect(page.locator(".steps [aria-current]")).to_have_text("Черновик")
    address = page.url
    faults += faults_of(page)
    page.get_by_label("Последний день ответов").fill("2099-12-31")
    page.get_by_role("button", name="Открыть школам").click()
    expect(page.locator(".steps [aria-current]")).to_have_text("Обсуждение со школами")
    return address


def objection_sent(page: Page, faults: list[str]) -> None:
    """Answer for the own school, on a telephone."""
    page.get_by_role("button", name="Разделы").click()
    page.get_by_role("link", name="Список и ответ школы").click()
    page.get_by_role("rowheader").first.get_by_role("link").click()
    page.get_by_label("возражает или просит перепроверить").check()
    page.locator("textarea").first.fill("Просим перепроверить: в классе семь учеников.")
    faults += faults_of(page)
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Просим перепроверить: в классе семь учеников.").first).to_be_visible()


def letter_printed(page: Page) -> None:
    """Open why the school is on the list, and take the letter."""
    page.goto("/schools/")
    page.get_by_role("rowheader").first.get_by_role("link").click()
    page.get_by_role("link", name="Почему такой вывод").click()
    with page.expect_download() as letter:
        page.get_by_role("link", name="Письмо").click()
    assert letter.value.suggested_filename.endswith(".docx")


def list_approved(page: Page, address: str, faults: list[str]) -> None:
    """Approve the list by an order."""
    page.goto(f"{address}approve/")
    page.get_by_label("Номер приказа").fill("215-о")
    page.get_by_label("Дата приказа").fill("2026-11-20")
    faults += faults_of(page)
    page.get_by_role("button", name="Утвердить").click()
    expect(page.get_by_text("№ 215-о").first).to_be_visible()


def curator_assigned(page: Page, address: str, faults: list[str]) -> None:
    """Take the schools on and give one of them a curator."""
    page.goto(address)
    page.get_by_role("button", name="Взять школы на сопровождение").click()
    page.goto("/cases/")
    faults += faults_of(page)
    page.get_by_role("rowheader").first.get_by_role("link").click()
    faults += faults_of(page)
    people = page.locator("#people")
    people.get_by_text("Назначить", exact=True).first.click()
    choice = people.get_by_label("Кто").locator("option", has_text="Зимин").inner_text()
    people.get_by_label("Кто").select_option(label=choice)
    people.get_by_role("button", name="Назначить").click()
    expect(page.locator("#people")).to_contain_text("Зимин Андрей Петрович")
