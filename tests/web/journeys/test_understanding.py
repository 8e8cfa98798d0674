"""Understanding schools in a real browser: search, charts that answer the pointer, why, on wide and narrow screens."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow

_WATCH = "document.addEventListener('securitypolicyviolation', e => { window.broken = e.violatedDirective; })"


def _first_school(page: Page) -> str:
    page.goto("/schools/?sort=low")
    address = page.get_by_role("rowheader").first.get_by_role("link").get_attribute("href")
    assert address is not None
    return address


@pytest.mark.parametrize("width", [1280, 380])
def test_pages_of_schools_are_in_order_on_a_wide_and_a_narrow_screen(open_as: OpenAs, width: int):
    page = open_as("coordinator", width)
    school = _first_school(page)
    faults = faults_of(page)
    for address in ("/", school, f"{school}results/", f"{school}sources/"):
        page.goto(address)
        faults += faults_of(page)
    page.goto(school)
    page.get_by_role("link", name="Почему такой вывод").click()
    expect(page.get_by_role("heading", name=re.compile("^Почему школ"))).to_be_visible()
    assert faults + faults_of(page) == []


def test_a_chart_answers_the_pointer_and_breaks_no_rule_of_the_page(open_as: OpenAs):
    page = open_as("coordinator")
    page.add_init_script(_WATCH)
    page.goto(f"{_first_school(page)}results/")
    alive = page.locator(".chart__live svg").first
    expect(alive).to_be_visible(timeout=15_000)
    alive.locator(".mark-symbol.role-mark path").last.hover(force=True)
    expect(page.locator(".chart__hint").first).to_contain_text("интервал")
    assert page.evaluate("window.broken") is None
    assert faults_of(page) == []


def test_the_slash_leads_to_the_search_and_the_search_to_the_school(open_as: OpenAs):
    page = open_as("coordinator")
    school = _first_school(page)
    page.keyboard.press("/")
    page.keyboard.type(school.strip("/").split("/")[-1])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{school}")


def test_the_list_narrows_while_one_types_and_keeps_it_in_the_address(open_as: OpenAs):
    page = open_as("analyst")
    page.goto("/schools/")
    before = page.locator("#how-many").inner_text()
    page.get_by_label("Название, часть его или код").fill("оош")
    expect(page.locator("#how-many")).to_contain_text("поиск «оош»")
    assert page.locator("#how-many").inner_text() != before
    page.reload()
    expect(page.get_by_label("Название, часть его или код")).to_have_value("оош")


def test_all_of_it_works_without_javascript(open_as: OpenAs):
    page = open_as("coordinator", javascript=False)
    school = _first_school(page)
    page.goto("/schools/")
    page.get_by_label("Вид").select_option("ООШ")
    page.get_by_role("button", name="Показать").click()
    expect(page.locator("#how-many")).to_contain_text("вид – ООШ")
    page.goto(f"{school}results/")
    expect(page.get_by_role("figure").first.get_by_role("img")).to_be_visible()
    page.get_by_text("Те же числа таблицей").first.click()
    expect(page.get_by_role("columnheader", name="Интервал 95 %").first).to_be_visible()
    page.get_by_role("button", name="доля ниже порога").click()
    expect(page.get_by_text("Доля участников с отметкой «2»").first).to_be_visible()
    page.goto(school)
    page.get_by_role("link", name="Почему такой вывод").click()
    page.get_by_role("button", name="Пересчитать заново").click()
    expect(page.get_by_text("совпало всё")).to_be_visible()


def test_a_head_sees_their_school_and_no_other(open_as: OpenAs):
    page = open_as("director")
    expect(page.get_by_role("heading", name="Что дальше")).to_be_visible()
    page.goto("/schools/")
    expect(page.locator("#how-many")).to_contain_text("1 школа из 1")
    assert faults_of(page) == []
