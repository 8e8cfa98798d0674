"""The command line as a person meets it: Russian help, wrong usage, exit codes, pipes, old consoles."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from opora import __version__
from opora.cli.analysing import ANALYSES
from opora.cli.app import COMMANDS, run

ROOT = Path(__file__).resolve().parents[2]
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|show|this|message|aborted|error|default|required|env|integer|path|text|"
    r"invalid|value|missing|such|did|you|mean|range|try|help for)\b",
    re.IGNORECASE,
)


def opora(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    known = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run([sys.executable, "-m", "opora", *words], capture_output=True, env=known, check=False)


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS), *(("analyse", name) for name in ANALYSES)])
def test_the_help_has_no_english_words(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Вызов: opora")
    assert "Параметры:" in shown
    names = "|".join([*COMMANDS, *ANALYSES])
    assert (words in {(), ("analyse",)}) != ("--data" in shown), "every command takes the data folder"
    assert not ENGLISH.search(re.sub(rf"--[a-z-]+|OPORA_DATA|opora-data|\b({names})\b", "", shown))


def test_all_commands_are_listed_with_whole_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in COMMANDS)
    assert "..." not in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("idntify", "Команды «idntify» нет. Возможно, identify?"),
        ("qqq", "Команды «qqq» нет."),
        ("take-in", "Не указано: ПУТЬ…."),
        ("take-in x --jsn y", "Параметра «--jsn» нет. Возможно, --json?"),
        ("identify", "Не указано: --year ГОД."),
        ("identify --year", "После «--year» ожидается значение."),
        ("identify --year abc", "--year ГОД: найдено «abc», ожидается целое число."),
        ("identify --year 1999", "--year ГОД: найдено «1999», ожидается не меньше 2010."),
        ("identify --year 2999", "--year ГОД: найдено «2999», ожидается не больше 2100."),
        ("identify --year 2024 лишнее", "Лишнее в команде: лишнее."),
        ("identify --year 2024 --data pyproject.toml", "«pyproject.toml» – это файл, а ожидается папка."),
        ("identify --year 2024 --docx src", "«src» – это папка, а ожидается файл."),
        ("rows x results", "ВЫПУСК: найдено «x», ожидается целое число."),
        ("template qqq x.xlsx", "Шаблона «qqq» нет. Есть: schools, "),
        ("generate --out x --as csv", "найдено «csv», ожидается одно из: workbooks, parquet."),
        ("generate --out x --years вчера", "Годы «вчера» не понятны"),
    ],
)
def test_wrong_usage_is_said_in_russian_with_the_way_out(
    words: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(words.split()) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert "Как правильно: opora" in printed.err
    assert not ENGLISH.search(re.sub(r"--[a-z-]+|«[^»]*»|opora [a-z-]+", "", printed.err))


def test_unknown_rules_are_answered_with_the_likeliest_and_all(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", "--year", "2024", "--data", str(data), "--rules", "federal-2021"]) == 2
    said = capsys.readouterr().err
    assert "Набор «federal-2021» не найден. Возможно, federal-2020? Есть: " in said


def test_a_path_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["take-in", str(tmp_path / "нет такой"), "--data", str(tmp_path / "д")]) == 2
    assert "не найден. Проверьте путь" in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_said_without_system_words(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "файл").write_text("")
    assert run(["releases", "--data", str(data), "--json", str(tmp_path / "файл" / "x.json")]) == 2
    said = capsys.readouterr().err
    assert "файл" in said
    assert "Errno" not in said


def test_the_data_folder_may_come_from_the_environment(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPORA_DATA", str(data))
    assert run(["releases", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["current"] == 1


def test_the_data_folder_is_opora_data_by_default(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPORA_DATA", raising=False)
    monkeypatch.chdir(tmp_path)
    run(["releases"])
    assert "Выпусков ещё нет" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} <= {"opora-data"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_stopped_command_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "5.xlsx")
    words = [sys.executable, "-m", "opora", "take-in", str(tmp_path / "5.xlsx"), "--data", str(tmp_path / "д")]
    known = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=known) as process,
        (tmp_path / "5.xlsx").open("wb"),  # opens once the program reads: it is in the midst of its work
    ):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert err.decode() == "Остановлено. Прежний выпуск цел.\n"


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"opora {__version__}\n"


def test_a_console_without_russian_letters_shows_what_it_can(data: Path) -> None:
    done = opora("releases", "--data", str(data), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert b"?" in done.stdout
    assert b"Traceback" not in done.stderr
    piped = opora("releases", "--data", str(data), "--json", "-", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert any("Русский" in name for name in json.loads(piped.stdout)["releases"][0]["recipe"]["added"])


def test_a_reader_that_leaves_early_meets_no_traceback(data: Path) -> None:
    words = [sys.executable, "-m", "opora", "rows", "1", "results", "--data", str(data), "--json", "-"]
    known = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=known) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_shell_completes_commands() -> None:
    done = opora(_OPORA_COMPLETE="complete_bash", COMP_WORDS="opora ide", COMP_CWORD="1")
    assert done.stdout.decode().split() == ["identify"]


def test_completion_is_shown_and_installed_in_russian(tmp_path: Path) -> None:
    known = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert b"_OPORA_COMPLETE" in opora("--show-completion", "bash", **known).stdout
    done = opora("--install-completion", "bash", **known)
    assert done.returncode == 0
    assert "Дополнение для bash записано в" in done.stdout.decode()
    assert (tmp_path / ".bash_completions" / "opora.sh").is_file()


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_program_started_without_a_screen_does_its_work(
    closed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, closed, None)
    assert run(["releases", "--data", str(tmp_path), "--json", str(tmp_path / "ответ.json")]) == 0
    assert json.loads((tmp_path / "ответ.json").read_text(encoding="utf-8"))["releases"] == []
    assert run(["why", "s1", "--year", "2024", "--data", str(tmp_path)]) == 1
