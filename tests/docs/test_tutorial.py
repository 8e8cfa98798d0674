"""The tutorial is run as it stands: its commands in order, in an empty folder, and what it promises is printed."""

import csv
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from opora.cli.app import run
from tests.docs.pages import DOCS, fences

TUTORIAL = DOCS / "tutorial" / "first-list.md"


def steps() -> Iterator[tuple[str, list[str]]]:
    """Yield each command with the lines promised of it."""
    for fence in fences(TUTORIAL):
        if fence.language == "console":
            for part in fence.text.split("$ ")[1:]:
                command, *promised = part.splitlines()
                yield command, [line for line in promised if line.strip() not in {"", "…"}]


def loosely(line: str) -> str:
    """Return the line without what may rightly differ: blanks, moments, percents of chance."""
    line = re.sub(r"\d{4}-\d\d-\d\dT[\d:+]+", "момент", line.replace("\u00a0", " "))
    return " ".join(re.sub(r"\d+(?:,\d+)? %", "процент", line).split())


def test_the_tutorial_prints_what_it_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    for command, promised in steps():
        run(shlex.split(command)[1:])
        said = capsys.readouterr()
        printed = [loosely(line) for line in (said.out + said.err).splitlines()]
        for line in map(loosely, promised):
            assert line in printed, f"после «{command}»"
            del printed[: printed.index(line) + 1]  # what is promised comes in this order
    for written in ("Список 2024.xlsx", "Список 2024.docx", "письмо.docx", "квитанция.xlsx", "графики/воронка.svg"):
        assert (tmp_path / written).stat().st_size > 1000
    with (tmp_path / "region" / "truth" / "schools.csv").open(encoding="utf-8") as stream:
        truth = {row["name"]: row for row in csv.DictReader(stream) if row["municipality"] == "город Заречноборск"}
    listed = [truth[f"МБОУ СОШ № {number}"] for number in (1, 4, 6)]
    assert [row["weak"] for row in listed] == ["yes", "no", "yes"]
    assert [row["trend"] for row in listed] == ["", "falling", ""]
    assert [row["truly_low"] for row in listed] == ["no", "no", "no"]
