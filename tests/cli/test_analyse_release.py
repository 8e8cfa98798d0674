"""Analyses of items on a release: a paper by its year, subject and grade."""

from pathlib import Path

import pytest

from opora.cli.app import run
from tests.cli.commands import answered

PAPER = ("--year", "2024", "--subject", "математика", "--paper-grade", "5")


def test_items_of_a_paper_are_mapped_with_their_numbers_and_difficulty(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "items", "--data", data, *PAPER)
    assert code == 0
    whole = [row for row in answer["rows"] if row["area_level"] == "all" and row["kind"] == "item"]
    assert whole[0]["item"] == "1"
    assert {row["difficulty"] for row in whole} <= {"Б", "П", "В"}
    assert {row["level"] for row in whole} <= {"sufficient", "border", "insufficient"}
    assert all(0 < row["share"] < 1 and row["low"] < row["share"] < row["high"] for row in whole)
    by_difficulty = sorted(whole, key=lambda row: "БПВ".index(row["difficulty"]))
    assert by_difficulty[0]["share"] > by_difficulty[-1]["share"]


def test_a_paper_with_longer_items_is_put_on_the_scale_of_partial_credit(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "rasch", "--data", data, *PAPER)
    assert code == 0
    assert answer["model"] == "pcm"
    known = [item for item in answer["items"] if item["state"] == "estimated"]
    assert len(known) == len(answer["items"])
    assert all(item["se"] > 0 for item in known)


def test_signs_of_a_paper_are_told_school_by_school(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "признаки.xlsx"
    code, answer = answered(tmp_path, "analyse", "objectivity", "--data", data, *PAPER, "--out", out)
    assert code == 0
    assert out.exists()
    assert {one["status"] for one in answer["schools"]} <= {"cannot-tell", "no-signs", "needs-explanation"}
    assert all(one["status"] == "cannot-tell" for one in answer["schools"] if one["pupils"] < 20)
    assert all(one["explanations"] for one in answer["schools"] if one["status"] == "needs-explanation")


@pytest.mark.parametrize("analysis", ["items", "rasch", "objectivity"])
def test_a_paper_nobody_wrote_is_said_to_be_absent(
    data: Path, analysis: str, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = ("--year", "2019", "--subject", "математика", "--paper-grade", "5")
    assert run(["analyse", analysis, "--data", str(data), *paper]) == 1
    assert "2019" in capsys.readouterr().err


def test_growth_from_exam_to_exam_follows_the_same_pupils(data: Path, tmp_path: Path) -> None:
    asked = ("--subject", "математика", "--year", 2024, "--progression", "9,11", "--data", data)
    code, answer = answered(tmp_path, "analyse", "growth-percentiles", *asked)
    assert code == 0
    assert answer["times"] == ["2022", "2024"]
    assert answer["pupils"] == answer["orders"][0]["pupils"] > 20
    assert {one["order"] for one in answer["results"]} == {1}


def test_growth_of_a_subject_without_exams_asks_for_a_table(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["analyse", "growth-percentiles", "--subject", "биология", "--year", "2024", "--progression", "9,11"]
    assert run([*words, "--data", str(data)]) == 1
    assert "коды учеников каждый год новые" in capsys.readouterr().err
