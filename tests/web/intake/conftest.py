"""Sendings in tests: the job runs at once, and the release of the run is in force again afterwards."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opora_web.facts import results_store
from opora_web.intake.models import Sending
from tests.web.personas import People, SignedIn
from tests.workbooks import xlsx

HEADING = ["Код школы", "Краткое наименование", "Муниципалитет"]
RESULTS = ["Процедура", "Год", "Предмет", "Класс работы", "Код школы", "Класс", "Код участника", "Отметка"]


def register_book(*rows: list[Any]) -> bytes:
    """Return a register of schools as a workbook."""
    return xlsx({"Школы": [HEADING, *rows]})


def results_book(school: str, *marks: int, year: int = 2024, letter: str = "Я", grade: int = 5) -> bytes:
    """Return the results of one made-up class as a workbook of the universal template."""
    rows = [
        ["МДР", year, "Русский язык", grade, school, f"{grade}{letter}", f"{letter}{number}", mark]
        for number, mark in enumerate(marks, start=1)
    ]
    return xlsx({"Результаты": [RESULTS, *rows]})


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


@pytest.fixture(autouse=True)
def release_back(release: int) -> Iterator[None]:
    """Bring the release of the whole run into force again after a test has taken something in."""
    yield
    if results_store().current().number != release:
        results_store().undo(to=release)


Sent = Callable[..., Sending]


@pytest.fixture
def send(signed_in: SignedIn, people: People, django_capture_on_commit_callbacks: Any) -> Sent:
    """Send files as somebody; the job has run when it returns."""

    def sent(name: str, organisation: Any, *files: SimpleUploadedFile, **more: Any) -> Sending:
        browser = signed_in(name)
        form = {"organisation": organisation.pk, "files": list(files), **more}
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post("/intake/send/", form)
        assert answer.status_code == 302, answer.content.decode()
        return Sending.objects.latest("pk")

    return sent


@pytest.fixture
def press(signed_in: SignedIn, django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Press a button of a form as somebody; the job has run when it returns."""

    def pressed(who: str, address: str, /, **form: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return signed_in(who).post(address, form)

    return pressed
