"""`opora take-in`: what it answers, to people and to programs."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from opora.cli.app import run
from tests.cli.commands import FILE_KEYS, FILE_STATUSES, PROBLEM_KEYS, answered, missing

BOOK = "ВПР/2024/Математика 5 – Верхнеярский район.xlsx"
HEADING_ROW = 7


@pytest.fixture
def folder(region: Path, tmp_path: Path) -> Path:
    """Return a folder with one good workbook."""
    folder = tmp_path / "загрузки"
    folder.mkdir()
    shutil.copy(region / BOOK, folder / "5.xlsx")
    return folder


def spoil(book: Path) -> None:
    """Write a mark nobody gives into the first row of pupils."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook.active
    assert sheet is not None
    column = next(cell.column for row in sheet.iter_rows(max_row=12) for cell in row if cell.value == "Отметка")
    sheet.cell(HEADING_ROW + 2, column).value = "отлично"
    workbook.save(book)


def test_the_answer_has_the_promised_keys_and_words(folder: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "take-in", folder, "--data", tmp_path / "д")
    assert code == 0
    assert not missing({"release", "previous_release", "files"}, answer)
    assert (answer["release"], answer["previous_release"]) == (1, None)
    (file,) = answer["files"]
    assert not missing(FILE_KEYS, file)
    assert (file["file"], file["status"], file["source"], file["year"]) == (
        "5.xlsx",
        "accepted",
        "vpr-individual",
        2024,
    )
    assert file["rows"] > 0
    assert file["schools"]


def test_a_refused_file_says_where_what_and_how_to_mend_it(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "5.xlsx")
    code, answer = answered(tmp_path, "take-in", folder, "--data", tmp_path / "д")
    assert code == 1
    assert answer["release"] is None
    (file,) = answer["files"]
    assert file["status"] == "refused"
    problem = next(problem for problem in file["problems"] if problem["severity"] == "blocks")
    assert not missing(PROBLEM_KEYS, problem)
    assert (problem["file"], problem["row"], problem["column"]) == ("5.xlsx", HEADING_ROW + 2, "Отметка")
    assert problem["found"] == "отлично"
    assert problem["expected"]
    assert problem["remedy"]
    assert f"[{problem['code']}]" in problem["text"]


def test_every_status_is_one_of_the_promised(folder: Path, tmp_path: Path) -> None:
    (folder / "фото.jpg").write_bytes(b"\xff\xd8\xff")
    where = ("--data", tmp_path / "д")
    _, first = answered(tmp_path, "take-in", folder, *where)
    assert {file["file"]: file["status"] for file in first["files"]} == {
        "5.xlsx": "accepted", "фото.jpg": "not-recognised",
    }  # fmt: skip
    code, again = answered(tmp_path, "take-in", folder / "5.xlsx", *where)
    assert (code, again["files"][0]["status"]) == (0, "already-known")
    assert again["release"] == again["previous_release"] == 1
    assert {file["status"] for one in (first, again) for file in one["files"]} <= FILE_STATUSES


def test_json_on_standard_output_stands_alone(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["take-in", str(folder), "--data", str(tmp_path / "д"), "--json", "-"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["release"] == 1
    assert printed.err == ""


def test_a_receipt_is_a_book_with_commented_copies_or_data(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "5.xlsx")
    where = ("--data", str(tmp_path / "д"))
    receipt = tmp_path / "новая папка" / "квитанция.xlsx"
    assert run(["take-in", str(folder), *where, "--receipt", str(receipt)]) == 1
    kind = openpyxl.load_workbook(receipt)["Файлы"]["C4"].value
    assert kind
    assert kind != "vpr-individual", "people read a name, not a code"
    copy = openpyxl.load_workbook(receipt.parent / "квитанция – с замечаниями" / "5.xlsx")
    assert any(cell.comment for sheet in copy for row in sheet.iter_rows() for cell in row)
    data = tmp_path / "квитанция.JSON"
    assert run(["take-in", str(folder), *where, "--receipt", str(data)]) == 1
    assert not missing({"release", "previous_release", "files"}, json.loads(data.read_text(encoding="utf-8")))


def test_a_receipt_nobody_can_write_is_said_before_any_work(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["take-in", str(folder), "--data", str(tmp_path / "д"), "--receipt", str(tmp_path / "к.pdf")]) == 2
    assert "окончанием .xlsx или .json" in capsys.readouterr().err
    assert not (tmp_path / "д").exists()
