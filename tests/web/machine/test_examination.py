"""What the doctor says of the engine that counts, of what the authority wrote for itself and of kept files."""

import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError
from docx import Document

from opora.store.spark import Spark
from opora.vocabulary.authority import BUILT_IN
from opora_web.intake.sendings.uploads import stored_at
from opora_web.machine import examination, first_start
from opora_web.machine.examination import counting_engine, own_files, papers
from opora_web.programme.identification.scans import keep_scan
from opora_web.programme.roadmap.actions import attach_order
from opora_web.programme.roadmap.models import PlanEdition
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import roadmap_of

UNREADABLE = 'method = "low-procedures"\nthreshold_percent = "много"\n'


def test_the_embedded_engine_is_always_well(settings: Any):
    settings.ENGINE = None
    (seen,) = counting_engine()
    assert (seen.verdict, seen.seen) == ("good", "встроенный")


def test_an_engine_that_cannot_be_started_is_trouble_with_what_to_do(settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.ENGINE = Spark("local[1]")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)  # as if it were not installed
    (seen,) = counting_engine()
    assert seen.verdict == "trouble"
    assert "opora[spark]" in seen.remedy


@pytest.fixture
def broken_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work for an authority whose rule set cannot be read."""
    (tmp_path / "our.toml").write_text(UNREADABLE, encoding="utf-8")
    for room in (examination, first_start):
        monkeypatch.setattr(room, "authority_folders", lambda: (tmp_path, BUILT_IN))


@pytest.mark.usefixtures("broken_rules")
def test_every_key_of_an_own_file_that_cannot_be_used_is_told():
    seen = list(own_files())
    assert {one.verdict for one in seen} == {"trouble"}
    assert any(one.seen.startswith("our.toml › threshold_percent: найдено «много», ожидается число") for one in seen)


def test_a_word_template_that_cannot_be_filled_is_told_before_a_paper_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "templates").mkdir()
    template = Document()
    template.add_paragraph("Протокол {{ secretery }}")
    template.save(str(tmp_path / "templates" / "minutes.docx"))
    monkeypatch.setattr(examination, "authority_folders", lambda: (tmp_path, BUILT_IN))
    (seen,) = own_files()
    assert seen.verdict == "trouble"
    assert seen.seen.startswith("minutes.docx: Поле «secretery» неизвестно")


def test_own_files_that_can_be_read_are_well():
    assert [one.verdict for one in own_files()] == ["good"]


@pytest.mark.usefixtures("broken_rules")
def test_the_site_does_not_open_over_an_own_file_that_cannot_be_read():
    with pytest.raises(CommandError, match=r"our\.toml › threshold_percent"):
        first_start.prepare(dt.datetime(2026, 11, 22, tzinfo=dt.UTC))


@pytest.mark.usefixtures("people")
def test_a_file_broken_while_the_site_runs_is_named_on_the_page(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / "federal-2020.toml").write_text(
        'method = "low-procedures"\nthreshold_percent = "много"', encoding="utf-8"
    )
    monkeypatch.setattr("opora_web.facts.authority_folders", lambda: (tmp_path, BUILT_IN))
    answer = signed_in("coordinator").get("/lists/new/?year=2024&rules=federal-2020")
    assert answer.status_code == 503
    assert "federal-2020.toml › threshold_percent" in answer.content.decode()


# --- kept files -------------------------------------------------------------------------------------------------


@pytest.fixture
def orders(people: People, settings: Any, tmp_path: Path) -> list[str]:
    """Two files of the same order of a plan: the second has taken the place of the first."""
    settings.UPLOADS = tmp_path
    person = people["coordinator"]
    edition = PlanEdition.objects.create(
        roadmap=roadmap_of(people.municipalities["Речной"], person), number=0, plan={}, order_number="12",
        order_date=dt.date(2024, 9, 1), approved_by=person, approved_at=dt.datetime(2024, 9, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    scans = [keep_scan(io.BytesIO(b"%PDF-" + words), "приказ.pdf") for words in (b"unsigned", b"signed")]
    for scan in scans:
        attach_order(edition, scan, person)
    return [stored for stored, _ in scans]


def test_files_that_are_as_they_were_kept_are_well(orders: list[str]):
    assert [(one.verdict, one.seen) for one in papers()] == [("good", f"на месте: {len(orders)}")]


@pytest.mark.parametrize("which", [0, 1], ids=["the earlier file", "the file in force"])
def test_a_file_of_an_order_that_is_gone_is_trouble(orders: list[str], which: int):
    stored_at(orders[which]).unlink()
    trouble, _ = papers()
    assert (trouble.what, trouble.verdict) == ("приказы о планах", "trouble")
    assert trouble.seen == f"не найдено: 1 из 2, например {orders[which]}"
    assert "opora restore" in trouble.remedy


def test_a_file_that_is_no_longer_what_was_kept_is_trouble(orders: list[str]):
    stored_at(orders[0]).write_bytes(b"%PDF-forged")
    trouble, _ = papers()
    assert trouble.seen == f"повреждено: 1 из 2, например {orders[0]}"
