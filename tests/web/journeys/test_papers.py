"""Papers are written when asked for: a link says that it works, hands the file over, or opens what came instead."""

import pytest
from playwright.sync_api import Route, expect

from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow


def test_a_paper_that_takes_long_says_so_and_its_link_is_as_before(open_as: OpenAs):
    page = open_as("coordinator")
    held: list[Route] = []
    page.route("**/schools/table.xlsx*", lambda route: held.append(route))  # noqa: PLW0108 - playwright wants a function of ours
    page.goto("/schools/")
    link = page.locator("a[data-paper]")
    link.click()
    link.click()  # impatience asks for nothing twice
    expect(link).to_have_text("Готовлю файл…")
    assert faults_of(page) == []
    with page.expect_download() as coming:
        held[0].continue_()
    assert coming.value.suggested_filename.endswith(".xlsx")
    expect(link).to_have_text("Таблица Excel")
    assert len(held) == 1


def test_what_comes_instead_of_a_paper_is_opened_as_a_page(open_as: OpenAs):
    page = open_as("coordinator")
    answer = {"status": 409, "content_type": "text/html; charset=utf-8", "body": "<h1>Бумага не составлена</h1>"}
    page.route("**/schools/table.xlsx*", lambda route: route.fulfill(**answer))
    page.goto("/schools/")
    page.click("a[data-paper]")
    expect(page.locator("h1")).to_have_text("Бумага не составлена")


def test_without_scripts_a_paper_is_a_plain_link(open_as: OpenAs):
    page = open_as("coordinator", javascript=False)
    page.goto("/schools/")
    with page.expect_download() as coming:
        page.click("a[data-paper]")
    assert coming.value.suggested_filename.endswith(".xlsx")
