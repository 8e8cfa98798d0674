"""`opora releases`, `opora undo`, `opora rows`."""

import hashlib
import shutil
from pathlib import Path

import pytest

from opora import __version__
from opora.cli.app import run
from tests.cli.commands import answered

BOOKS = ("ВПР/2024/Математика 5 – Верхнеярский район.xlsx", "ВПР/2024/Математика 6 – Верхнеярский район.xlsx")


@pytest.fixture
def two(region: Path, tmp_path: Path) -> Path:
    """Return a data folder with two releases, each of one workbook."""
    for number, book in enumerate(BOOKS):
        file = tmp_path / f"{number}.xlsx"
        shutil.copy(region / book, file)
        assert run(["take-in", str(file), "--data", str(tmp_path / "д")]) == 0
    return tmp_path / "д"


def test_a_release_is_listed_with_its_recipe(two: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "releases", "--data", two)
    assert code == 0
    assert answer["current"] == 2
    first, second = answer["releases"]
    assert (first["number"], first["previous"], second["previous"]) == (1, None, 1)
    assert first["recipe"]["added"] == {"0.xlsx": hashlib.sha256((tmp_path / "0.xlsx").read_bytes()).hexdigest()}
    assert first["recipe"]["opora"] == __version__
    assert first["recipe"]["scales"] != first["recipe"]["rules"]
    assert len(first["recipe"]["rules"]) == 12


def test_the_recipe_in_force_is_shown(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["releases", "--data", str(two)]) == 0
    shown = capsys.readouterr().out
    assert "действует" in shown
    assert f"Рецепт выпуска 2: Опора {__version__}" in shown


def test_undo_points_back_and_forth(two: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(tmp_path, "undo", "--data", two) == (0, {"release": 1, "previous_release": 2})
    assert "undo --to 2" in capsys.readouterr().out
    assert answered(tmp_path, "undo", "--to", 2, "--data", two) == (0, {"release": 2, "previous_release": 1})
    assert answered(tmp_path, "releases", "--data", two)[1]["current"] == 2


def test_an_unknown_release_names_those_there_are(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["undo", "--to", "7", "--data", str(two)]) == 1
    assert "Есть выпуски: 1, 2." in capsys.readouterr().err


def test_an_empty_folder_says_what_to_do_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["releases", "--data", str(tmp_path / "пусто")]) == 0
    assert "opora take-in" in capsys.readouterr().out


def test_rows_are_shown_with_their_addresses(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "rows", 1, "results", "--data", data, "--school", "edu300107")
    assert code == 0
    assert (answer["release"], answer["table"]) == (1, "results")
    assert answer["rows"]
    for row in answer["rows"]:
        assert row["file"]
        assert row["source_row"] > 0
    vpr = [row for row in answer["rows"] if row["procedure"] == "vpr"]
    assert {row["school_code"] for row in vpr} == {"edu300107"}


def test_rows_fit_a_narrow_window(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rows", "1", "results", "--data", str(data), "--school", "edu300107"]) == 0
    shown = capsys.readouterr().out
    assert "› строка " in shown
    assert "Отметка: " in shown
    assert "…" not in shown


def test_a_table_without_addresses_is_shown_without_empty_lines(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rows", "1", "schools", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    assert "" not in shown.splitlines()
    assert "В реестре: да" in shown


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("9", "results"), 1, "Выпуск 9 не найден. Есть выпуски: 1."),
        (("1", "оценки"), 2, "Таблицы «оценки» нет. Есть: results, "),
        (("1", "results", "--school", "@@@"), 1, "Школа «@@@» не найдена."),
        (("1", "files", "--school", "edu300107"), 2, "В этой таблице нет школ."),
    ],
)
def test_what_is_not_there_is_said(
    data: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, said: str
) -> None:
    assert run(["rows", *words, "--data", str(data)]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [("releases",), ("identify", "--year", "2024"), ("why", "edu1", "--year", "2024"), ("rows", "1", "results")],
)
def test_looking_into_a_mistyped_folder_leaves_none_behind(words: tuple[str, ...], tmp_path: Path) -> None:
    run([*words, "--data", str(tmp_path / "опечатка")])
    assert not list(tmp_path.iterdir())
