"""Files arrive: chosen or dropped, followed live, decided, amended, undone – with JavaScript and without."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.intake.conftest import results_book
from tests.web.journeys.conftest import OpenAs, faults_of

pytestmark = pytest.mark.slow

_A_WHILE = 60_000


def school_code(page: Page) -> str:
    """Return the code of some school of the register the person keeps."""
    page.goto("/intake/register/?standing=in")
    return page.locator("td[data-label='Код']").first.inner_text()


def written(folder: Path, code: str, letter: str, *marks: int) -> Path:
    (folder / "район" / letter).mkdir(parents=True)
    file = folder / "район" / letter / "5 класс.xlsx"
    file.write_bytes(results_book(code, *marks, letter=letter))
    return file


def drop(page: Page, name: str) -> None:
    """Drop a small file onto the form."""
    making = "name => { const all = new DataTransfer(); all.items.add(new File(['письмо'], name)); return all }"
    dropped: Any = page.evaluate_handle(making, name)
    page.dispatch_event("[data-drop-files]", "drop", {"dataTransfer": dropped})


def test_a_folder_and_a_dropped_file_are_followed_to_their_receipt(open_as: OpenAs, tmp_path: Path):
    page = open_as("coordinator")
    code = school_code(page)
    for letter in ("Э", "Ю"):
        written(tmp_path, code, letter, 3, 4, 5)
    page.goto("/intake/send/")
    page.get_by_label("или целую папку").set_input_files(tmp_path / "район")
    drop(page, "письмо.txt")
    expect(page.get_by_text("Выбрано файлов: 3")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("link", name="Квитанция в Excel")).to_be_visible(timeout=_A_WHILE)
    expect(page.get_by_role("rowheader")).to_have_text(["письмо.txt", "район/Э/5 класс.xlsx", "район/Ю/5 класс.xlsx"])
    expect(page.locator(".lead .tag")).to_have_text("принято")
    assert faults_of(page) == []
    page.get_by_text("Отменить этот приём").click()
    page.get_by_label("Основание").fill("проба")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Отменить приём целиком").click()
    expect(page.locator(".lead .tag")).to_have_text("приём отменён")
    page.get_by_role("link", name="История").click()
    expect(page.get_by_text("проба")).to_be_visible()
    assert faults_of(page) == []


def test_files_are_sent_and_accepted_without_javascript(open_as: OpenAs, tmp_path: Path):
    page = open_as("coordinator", javascript=False)
    code = school_code(page)
    for letter, marks, ends in (("Я", (3, 4), "принято"), ("я", (5, 5), "ждёт решения")):
        page.goto("/intake/send/")
        file = tmp_path / f"{letter}.xlsx"
        file.write_bytes(results_book(code, *marks, letter="Щ"))
        page.get_by_label("Выбрать файлы или архив .zip").set_input_files(file)
        page.get_by_role("button", name="Отправить").click()
        expect(page.locator(".lead .tag")).to_have_text(ends, timeout=_A_WHILE)  # the page renews itself
    page.get_by_role("button", name="Принять с замечаниями").click()
    expect(page.locator(".lead .tag")).to_have_text("принято", timeout=_A_WHILE)


def test_a_row_of_the_register_is_amended_and_stands_in_the_list(open_as: OpenAs):
    page = open_as("coordinator")
    code = school_code(page)
    page.goto(f"/intake/register/school/{code}/")
    page.get_by_label("Краткое наименование").fill("Школа имени первого космонавта")
    page.get_by_label("Основание правки").fill("приказ № 7")
    page.get_by_role("button", name="Сохранить новым выпуском").click()
    expect(page.locator(".lead .tag")).to_have_text("принято", timeout=_A_WHILE)
    page.goto("/intake/register/?q=космонавта")
    expect(page.get_by_role("rowheader")).to_have_text(["Школа имени первого космонавта"])
    page.get_by_role("link", name="Школа имени первого космонавта").click()
    expect(page.get_by_text("приказ № 7")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 380])
def test_pages_of_the_intake_are_in_order_on_a_wide_and_a_narrow_screen(open_as: OpenAs, width: int):
    page = open_as("coordinator", width)
    code = school_code(page)
    faults = []
    for address in (
        "", "send/", "expected/", "register/", "register/new/", "register/codes/",
        f"register/school/{code}/", f"register/school/{code}/event/", "?state=withdrawn",
    ):  # fmt: skip
        page.goto(f"/intake/{address}")
        faults += faults_of(page)
    assert faults == []
