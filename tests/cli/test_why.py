"""`opora why`: one school of the list, down to the rows."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from opora.cli.app import run
from tests.cli.commands import SCHOOL_KEYS, answered, missing


@pytest.fixture(scope="module")
def asked(data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the code of a school on the list."""
    _, answer = answered(tmp_path_factory.mktemp("ответ"), "identify", "--year", 2024, "--data", data)
    return next(school["school"] for school in answer["schools"] if school["listed"])


@pytest.fixture(scope="module")
def answer(data: Path, asked: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return why the school is on the list."""
    code, found = answered(tmp_path_factory.mktemp("ответ"), "why", asked, "--year", 2024, "--data", data)
    assert code == 0
    return found


def test_the_answer_has_the_promised_keys(answer: Any, asked: str) -> None:
    assert not missing({"school", "sentences", "evidence"}, answer)
    assert answer["school"] == asked
    assert not missing(SCHOOL_KEYS, answer["identified"])
    assert answer["identified"]["school"] == asked
    for evidence in answer["evidence"]:
        assert not missing({"procedure", "rows"}, evidence)
        assert not any(missing({"file", "sheet", "row", "mark"}, row) for row in evidence["rows"])


def test_everything_is_said_once(answer: Any) -> None:
    assert len(answer["sentences"]) == len(set(answer["sentences"]))
    said = answer["identified"]
    assert answer["sentences"] == [
        *said["reasons"], *said["certainty"], *said["would_change"], *answer["over_years"],
    ]  # fmt: skip


def test_each_row_of_the_evidence_holds_the_mark_it_is_quoted_for(answer: Any, region: Path) -> None:
    (evidence,) = [
        one for one in answer["evidence"]
        if (one["procedure"], one["subject"], one["paper_grade"]) == ("vpr", "mathematics", 6)
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(region / evidence["rows"][0]["file"])[evidence["rows"][0]["sheet"]]
    column = next(cell.column for row in sheet.iter_rows(max_row=12) for cell in row if cell.value == "Отметка")
    assert [row["mark"] for row in evidence["rows"]] == [
        sheet.cell(row["row"], column).value for row in evidence["rows"]
    ]
    (result,) = [
        one for one in answer["identified"]["procedures"]
        if (one["procedure"], one["subject"], one["paper_grade"]) == ("vpr", "mathematics", 6)
    ]  # fmt: skip
    assert len(evidence["rows"]) == result["pupils"]
    assert sum(row["mark"] == 2 for row in evidence["rows"]) == result["below"]


def test_a_school_is_found_by_its_name_too(data: Path, answer: Any, tmp_path: Path) -> None:
    name = f"{answer['identified']['name']}, {answer['identified']['municipality']}"
    assert answered(tmp_path, "why", name, "--year", 2024, "--data", data)[1]["school"] == answer["school"]


def test_an_unknown_school_is_answered_with_the_likeliest(
    data: Path, answer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["why", f"{answer['school'][:-1]}x", "--year", "2024", "--data", str(data)]) == 1
    assert "Возможно, это: " in capsys.readouterr().err
    assert run(["why", "@@@", "--year", "2024", "--data", str(data)]) == 1
    assert "opora rows 1 schools" in capsys.readouterr().err


def test_the_letter_is_written(data: Path, asked: str, tmp_path: Path) -> None:
    letter = tmp_path / "письма" / "письмо.docx"
    assert run(["why", asked, "--year", "2024", "--data", str(data), "--docx", str(letter)]) == 0
    assert letter.read_bytes().startswith(b"PK")


def test_before_the_first_release_it_says_to_take_files_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "s1", "--year", "2024", "--data", str(tmp_path / "данные")]) == 1
    assert capsys.readouterr().err == "Школа «s1» не найдена: выпусков ещё нет. Примите файлы: opora take-in ПАПКА.\n"
