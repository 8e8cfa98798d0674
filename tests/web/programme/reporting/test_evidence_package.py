"""The package of evidence: what goes in, under which names, for whom; what does not fit is named."""

import datetime as dt
import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from opora_web.intake.sendings.uploads import store_content, stored_at
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.reporting import evidence_package as package_room
from opora_web.programme.roadmap.models import Roadmap
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.meetings.conftest import SIGNED, add_task, plan

__all__ = ["plan"]

WHERE = "/reports/cycle/evidence.zip"
DAYS = "since=2024-10-01&until=2024-10-31"
PDF = b"%PDF-1.7 proof"


def proof(task: Occurrence, people: People, name: str = "", content: bytes = PDF, **more: object) -> Evidence:
    file = store_content("proof", content).stored_as if name else ""
    said = {"kind": EvidenceKind.NOTE, "proves": "Проведено", "author": people["deputy"], "added_at": SIGNED}
    return Evidence.objects.create(occurrence=task, file=file, file_name=name, **(said | more))


@pytest.fixture
def task(plan: Roadmap) -> Occurrence:
    return Occurrence.objects.get(measure__number="1")


def unpacked(client: Client, query: str = DAYS) -> zipfile.ZipFile:
    answer = client.get(f"{WHERE}?{query}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer)  # read to its end it is closed, and the connection stays
    return zipfile.ZipFile(io.BytesIO(content))


def index(archive: zipfile.ZipFile) -> list[tuple[object, ...]]:
    sheet = load_workbook(io.BytesIO(archive.read("index.xlsx"))).active
    assert sheet is not None
    return [row[:6] for row in sheet.iter_rows(min_row=4, values_only=True)]


def test_files_and_their_index_go_in_under_safe_names(task: Occurrence, people: People, signed_in: SignedIn) -> None:
    proof(task, people, "../../etc/Справка об уроках.exe", accepted_at=SIGNED)
    proof(task, people, "=1+1.pdf", b"%PDF-1.7 other", proves="=CMD()")
    proof(task, people, number="12", dated=dt.date(2024, 10, 2), kind=EvidenceKind.ORDER)
    archive = unpacked(signed_in("methodologist"))
    assert archive.namelist() == ["index.xlsx", "0001-справка-об-уроках.pdf", "0002-11.pdf"]
    assert archive.read("0001-справка-об-уроках.pdf") == PDF
    assert index(archive) == [
        (1, "0001-справка-об-уроках.pdf", "справка", None, None, "Проведено"),
        (2, "0002-11.pdf", "справка", None, None, "=CMD()"),
        (3, "файла нет: назван документ", "приказ", "12", "02.10.2024", "Проведено"),
    ]


def test_only_what_proves_the_period_goes_in(
    task: Occurrence, plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    proof(task, people, "там.pdf")
    proof(task, people, "убрано.pdf", trashed_at=SIGNED)
    proof(task, people, "не принято.pdf", refused_because="не то")
    later = Occurrence.objects.get(measure__number="4")
    proof(later, people, "позже.pdf")
    dropped = add_task(plan, "8", dt.date(2024, 10, 15), OccurrenceState.CANCELLED)
    proof(dropped, people, "отменено.pdf")
    browser = signed_in("methodologist")
    assert unpacked(browser).namelist() == ["index.xlsx", "0001-там.pdf"]
    assert len(unpacked(browser, "since=2024-10-01&until=2024-11-30").namelist()) == 3
    for nothing in ("", "since=junk&until=9999-99-99", "since=2024-10-31&until=2024-10-01"):
        assert unpacked(browser, nothing).namelist() == ["index.xlsx"], nothing


def test_each_takes_only_what_they_may_see(
    task: Occurrence, plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    proof(task, people, "наше.pdf")
    elsewhere = add_task(plan, "9", dt.date(2024, 10, 15), OccurrenceState.PROVEN, school=people.schools[1])
    proof(elsewhere, people, "чужое.pdf")
    seen = {}
    for name in PERSONAS:
        browser = signed_in(name)
        answer = browser.get(WHERE)
        b"".join(answer)  # read to its end it is closed, and the connection stays
        if answer.status_code == 200:
            seen[name] = len(unpacked(browser).namelist()) - 1
    assert seen == {
        "analyst": 2, "authority-head": 2, "coordinator": 2, "methodologist": 2, "curator": 1, "mentor": 1, "head": 1,
        "deputy": 1, "neighbour-head": 1, "stranger": 0,
    }  # fmt: skip
    district = people.municipalities["Речной"]
    for name in ("head", "stranger"):
        assert signed_in(name).get(f"{WHERE}?organisation={district.pk}").status_code == 404, name
    assert Client().get(WHERE).status_code == 302


def test_what_does_not_fit_or_is_lost_is_named_in_the_index(
    task: Occurrence, people: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_room, "LARGEST", 25)
    proof(task, people, "а.pdf")
    proof(task, people, "б.pdf", b"%PDF-1.7 second")
    lost = proof(task, people, "в.pdf", b"%PDF-1.7 third")
    stored_at(lost.file).unlink()
    archive = unpacked(signed_in("methodologist"))
    assert archive.namelist() == ["index.xlsx", "0001-а.pdf"]
    assert [str(row[1])[:19] for row in index(archive)] == ["0001-а.pdf", "не вошёл: пакет был", "файл не найден на с"]


def test_the_cycle_offers_the_package_of_the_school_year(people: People, signed_in: SignedIn) -> None:
    page = signed_in("methodologist").get("/reports/cycle/").content.decode()
    assert f'action="{WHERE}"' in page
    assert f'name="organisation" value="{people.municipalities["Речной"].pk}"' in page
    assert '-09-01"' in page


def test_the_number_of_queries_does_not_grow_with_evidence(
    task: Occurrence, people: People, signed_in: SignedIn
) -> None:
    browser, numbers = signed_in("methodologist"), []
    for more in (1, 10):
        for number in range(more):
            proof(task, people, f"{number}.pdf")
        with CaptureQueriesContext(connection) as asked:
            unpacked(browser)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]
