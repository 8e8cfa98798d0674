"""Coming in: every persona meets a page, the outsider meets only the door."""

import pytest
from playwright.sync_api import expect

from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow

#: Pages everybody who is signed in may open.
COMMON = (
    "/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/keys/",
    "/open/",
)
#: Pages of an office.
OFFICE = (
    "/schools/",
    "/intake/",
    "/intake/send/",
    "/intake/expected/",
    "/intake/register/",
    "/diagnosis/",
    "/people/",
    "/people/places/",
    "/publications/",
)


def test_an_outsider_sees_nothing_but_the_door_and_the_open_page(open_as: OpenAs):
    page = open_as(None)
    for address in ("/", "/people/", "/publications/"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text("Вход")
    assert faults_of(page) == []
    page.goto("/open/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Результаты")
    assert faults_of(page) == []


@pytest.mark.parametrize("width", [1280, 380])
def test_pages_of_an_office_are_in_order_on_a_wide_and_a_narrow_screen(open_as: OpenAs, width: int):
    page = open_as("coordinator", width)
    faults = []
    for address in COMMON + OFFICE:
        page.goto(address)
        faults += faults_of(page)
    assert faults == []


def test_one_comes_in_and_works_without_javascript(open_as: OpenAs):
    page = open_as("coordinator", javascript=False)
    page.goto("/people/")
    page.get_by_label("Имя или организация").fill("кузнецова")
    page.get_by_role("button", name="Показать").click()
    expect(page.get_by_role("rowheader")).to_have_text(["Кузнецова Елена Павловна"])


def test_a_head_is_led_away_from_pages_of_the_office(open_as: OpenAs):
    page = open_as("director")
    page.goto("/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Эта страница вам не открыта")
    assert faults_of(page) == []


def test_sections_fold_into_one_button_that_the_keyboard_opens_without_javascript(open_as: OpenAs):
    page = open_as("coordinator", 1024, javascript=False)
    page.goto("/")
    places = page.get_by_role("navigation", name="Разделы")
    assert not places.is_visible()
    page.get_by_role("button", name="Разделы").press("Enter")
    places.get_by_role("link", name="Школы", exact=True).click()
    page.wait_for_url("**/schools/")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.get_by_role("navigation", name="Разделы").is_visible()


def test_the_menu_of_a_person_closes_by_escape_and_by_a_click_beside_it(open_as: OpenAs):
    page = open_as("coordinator", 380)
    page.goto("/")
    summary, leave = page.locator(".who summary"), page.get_by_role("button", name="Выйти")
    summary.press("Enter")
    expect(leave).to_be_visible()
    leave.press("Escape")
    expect(leave).not_to_be_visible()
    expect(summary).to_be_focused()
    summary.click()
    page.locator("footer").click()
    expect(leave).not_to_be_visible()
    page.get_by_role("button", name="Разделы").hover()
    assert faults_of(page) == []
