"""The engine the commands count with is named by the environment."""

import sys
from pathlib import Path

import pytest

from opora.cli.app import run
from opora.cli.engine import ENGINE_VARIABLE, asked_engine


def test_an_empty_variable_is_the_embedded_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, " ")
    assert asked_engine() is None


@pytest.mark.parametrize(
    "words", [("identify", "--year", "2024"), ("analyse", "rasch", "--table", "т.csv", "--items", "а,б")]
)
def test_a_wrong_engine_is_refused_before_anything_is_counted(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "т.csv").write_text("а,б\n0,1\n", "utf-8")
    monkeypatch.setenv(ENGINE_VARIABLE, "кластер")
    assert run(list(words)) == 2
    said = capsys.readouterr().err
    assert "OPORA_ENGINE: ожидается duckdb, spark://" in said
    assert "задано «кластер»" in said


def test_an_engine_that_is_not_installed_is_named_with_what_to_do(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "spark://local[1]")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)  # as if it were not installed
    assert run(["identify", "--year", "2024", "--data", str(data)]) == 1
    assert "pip install 'opora[spark]'" in capsys.readouterr().err


def test_taking_files_in_needs_no_spark(region: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENGINE_VARIABLE, "spark://local[1]")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    assert run(["take-in", str(next(region.rglob("*еестр*.xlsx"))), "--data", str(tmp_path)]) == 0
