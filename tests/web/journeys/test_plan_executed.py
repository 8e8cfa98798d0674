"""From «what do I have to do» on a head's phone to a proof that somebody else accepts."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow

_PHONE = 380
_VIEWS = ("/execution/", "/execution/board/", "/execution/calendar/", "/execution/timeline/", "/execution/waiting/")


def _declared(phone: Page) -> str:
    """Say on a phone that the first of one's tasks is done; return the task's name."""
    phone.goto("/execution/mine/")
    assert faults_of(phone) == []
    phone.get_by_role("link", name="Сделано", exact=True).first.click()
    name = phone.get_by_role("heading", level=1).inner_text()
    phone.get_by_label("Что сделано").fill("Посмотрели уроки в двух параллелях, разобрали с учителями")
    late = phone.get_by_label("Почему позже срока")
    if late.count():
        late.fill("Болел учитель")
    phone.get_by_role("button", name="Сделано", exact=True).click()
    expect(phone.get_by_text("Записано.")).to_be_visible()
    return name


def test_a_head_reports_from_a_phone_and_the_district_accepts(open_as: OpenAs):
    phone = open_as("director", _PHONE)
    name = _declared(phone)
    expect(phone.get_by_text("Заявлено, но ещё не подтверждено")).to_be_visible()
    form = phone.locator("form#attach")
    if not form.is_visible():
        phone.get_by_text("Приложить фото, скан или документ").click()
    for kind, compares in (("результат до и после", True), ("справка", False)):
        form.get_by_label("Что это", exact=True).select_option(label=kind)
        assert form.get_by_label("Было").is_visible() == compares
    form.get_by_label("Что это доказывает").fill("Уроки посещены, видно по записи")
    photo = {"name": "лист.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xda\x00\x02photo\xff\xd9"}
    form.get_by_label("Фото, скан или документ").set_input_files([photo])
    form.get_by_role("button", name="Приложить").click()
    expect(phone.get_by_role("link", name="лист.jpg")).to_be_visible()
    assert phone.get_by_role("button", name="Принять").count() == 0, "nobody accepts their own"
    assert faults_of(phone) == []

    desk = open_as("coordinator")
    desk.goto("/execution/waiting/")
    card = desk.get_by_role("listitem").filter(has_text=name).filter(has_text="лист.jpg").first
    card.get_by_role("button", name="Принять").click()
    expect(desk.get_by_text("Подтверждение принято.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(re.compile("^принято$"))).to_be_visible()


@pytest.mark.parametrize("width", [1280, _PHONE])
def test_every_view_of_execution_is_in_order(open_as: OpenAs, width: int):
    page = open_as("coordinator", width)
    faults = []
    for address in (*_VIEWS, "/execution/reminders/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        faults += faults_of(page)
    assert faults == []


@pytest.mark.parametrize(("width", "javascript"), [(_PHONE, True), (_PHONE, False), (1280, True), (1280, False)])
def test_what_is_long_is_folded_on_a_phone_only_and_never_without_scripts(
    open_as: OpenAs, width: int, javascript: bool
):
    page = open_as("coordinator", width, javascript=javascript)
    page.goto("/execution/")
    choice, way_in = page.get_by_label("Состояние"), page.locator("summary", has_text="Отбор")
    assert way_in.is_visible() == (width == _PHONE)
    assert choice.is_visible() == (width != _PHONE or not javascript)
    if not choice.is_visible():
        way_in.press("Enter")
        expect(choice).to_be_visible()
        page.set_viewport_size({"width": 1280, "height": 800})
        expect(way_in).to_be_hidden()
        expect(choice).to_be_visible()
