"""Files a command is asked to write: looked at before anything is computed, never those it reads."""

from pathlib import Path

import pytest

from opora.cli.app import run
from opora.cli.screen import write_file


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "школы.csv"
    file.write_text("school,poor\na,0.1\nb,0.2\nc,0.5\n", encoding="utf-8")
    return file


def words(table: Path, *more: object) -> list[str]:
    return ["analyse", "similar-schools", "--table", str(table), "--by", "poor", *map(str, more)]


@pytest.mark.parametrize("option", ["--out", "--json"])
def test_the_table_that_is_read_is_never_written_over(
    table: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_bytes()
    same = table.parent / "." / table.name
    assert run(words(table, option, same)) == 2
    assert f"тот же файл «{same}» назван в --table" in capsys.readouterr().err
    assert run(["analyse", "similar-schools", option, str(same), "--table", str(table), "--by", "poor"]) == 2
    assert table.read_bytes() == before


def test_two_answers_do_not_go_into_one_file(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = table.parent / "ответ.csv"
    assert run(words(table, "--out", out, "--json", out)) == 2
    assert "назван в --out" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("option", "file", "said"),
    [
        ("--json", "", "имя файла пусто"),
        ("--json", ".", "это папка, а ожидается файл"),
        ("--json", "школы.csv/ответ.json", "это файл, а ожидается папка"),
        ("--out", "школы.csv/нет/ответ.csv", "это файл, а ожидается папка"),
    ],
)
def test_what_cannot_be_written_is_said_before_the_other_answer_is_written(
    table: Path, option: str, file: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"--json": "--out", "--out": "--json"}[option]
    written = table.parent / "написано.csv"
    asked = words(table, other, written, option, table.parent / file if file else "")
    assert run(asked) == 2
    assert said in capsys.readouterr().err
    assert not written.exists()


def test_a_file_of_a_kind_nobody_knows_is_refused_before_the_table_is_opened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words(tmp_path / "нет.csv", "--out", tmp_path / "ответ.doc")) == 1
    assert "ожидается имя файла .parquet, .csv или .xlsx" in capsys.readouterr().err


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "новая папка" / "ответ.csv"
    write_file(file, b"old")
    link = tmp_path / "ссылка.csv"
    link.symlink_to(file)
    write_file(link, b"new")
    assert (file.read_bytes(), link.is_symlink()) == (b"new", True)
    write_file(Path("/dev/null"), b"1")
    assert not Path("/dev/null").is_file()
