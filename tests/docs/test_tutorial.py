"""The tutorial is run as it stands: its commands in order, in an empty folder, and what it promises is printed."""

import csv
import re
from pathlib import Path

import pytest

from tools import tutorial


def loosely(line: str) -> str:
    """Return the line without what may rightly differ: blanks, moments, percents of chance."""
    return re.sub(r"[<>]?\d+(?:,\d+)? %", "процент", tutorial.without_moments(line))


def test_the_tutorial_prints_what_it_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", tutorial.COLUMNS)
    for command, shown in (step for block in tutorial.blocks() for step in tutorial.steps(block)):
        lines = [loosely(line) for line in tutorial.printed(command)]
        for promised in (loosely(line) for line in shown if line.strip() not in {"", "…"}):
            assert promised in lines, f"после «{command}»; обновить: make tutorial"
            del lines[: lines.index(promised) + 1]  # what is promised comes in this order
    for written in ("Список 2024.xlsx", "Список 2024.docx", "письмо.docx", "квитанция.xlsx", "графики/воронка.svg"):
        assert (tmp_path / written).stat().st_size > 1000
    with (tmp_path / "region" / "truth" / "schools.csv").open(encoding="utf-8") as stream:
        truth = {row["name"]: row for row in csv.DictReader(stream) if row["municipality"] == "город Заречноборск"}
    listed = [truth[f"МБОУ СОШ № {number}"] for number in (1, 4, 6)]
    assert [row["weak"] for row in listed] == ["yes", "no", "yes"]
    assert [row["trend"] for row in listed] == ["", "falling", ""]
    assert [row["truly_low"] for row in listed] == ["no", "no", "no"]


def test_a_page_that_is_true_stays_as_it_is() -> None:
    shown = ["раз", "…", "сделан 2026-09-01T09:00:00+00:00", "всего 2"]
    lines = ["раз", "два", "три", "сделан 2027-01-01T10:00:00+00:00", "всего 2"]
    assert tutorial.refreshed(shown, lines) == shown


def test_what_is_printed_otherwise_is_shown_otherwise() -> None:
    lines = ["Принято 6 строк", "в новом месте", "Новый выпуск: 2"]
    assert tutorial.refreshed(["Принято 5 строк", "Новый выпуск: 1"], lines) == lines
