"""What the doctor says of the engine that counts and of what the authority wrote for itself."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from opora.store.spark import Spark
from opora.vocabulary.authority import BUILT_IN
from opora_web.machine import examination, first_start
from opora_web.machine.examination import counting_engine, own_files
from tests.web.personas import SignedIn

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
