"""`opora analyse mentors` and `opora analyse items --similar-count` on a release."""

import re
from pathlib import Path

import pytest

from opora.cli.app import run
from tests.cli.commands import answered

PAPER = ("--year", 2024, "--subject", "русский", "--paper-grade", 5)


def with_deficits(data: Path, tmp_path: Path) -> str:
    """Return the school with most gaps in the paper."""
    rows = answered(tmp_path, "analyse", "items", "--data", data, *PAPER)[1]["rows"]
    lagging = [row["school"] for row in rows if row["area_level"] == "school" and row["is_gap"]]
    return max(sorted(set(lagging)), key=lagging.count)


def test_mentors_are_proposed_with_reasons_and_one_without_room_is_not(data: Path, tmp_path: Path) -> None:
    school = with_deficits(data, tmp_path)
    words = ("analyse", "mentors", "--data", data, *PAPER, "--school", school, "--count", 5)
    code, answer = answered(tmp_path, *words)
    assert (code, answer["school"]) == (0, school)
    assert answer["deficits"]
    assert answer["mentors"]
    for one in answer["mentors"]:
        assert set(one["better_in"]) <= set(answer["deficits"])
        (reason,) = re.findall(r"^Лучше справляется: (.*)\.$", one["reasons"][0])
        assert not re.search(r"(?:^|; |: )[А-ЯЁ][а-яё]", reason), "names of skills begin small within the sentence"
        assert one["reasons"][-1].endswith("спросите её.")
    known, first = tmp_path / "места.csv", answer["mentors"][0]["mentor"]
    rows = ["school,capacity,latitude,longitude", f"{school},,55,37", f"{first},0,55,38"]
    known.write_text("\n".join(rows), encoding="utf-8")
    again = answered(tmp_path, *words, "--known", known)[1]
    assert first not in [one["mentor"] for one in again["mentors"]]


def test_the_screen_and_the_table_of_mentors(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    school, out = with_deficits(data, tmp_path), tmp_path / "наставники.csv"
    words = ["analyse", "mentors", "--data", str(data), *map(str, PAPER), "--school", school, "--out", str(out)]
    assert run(words) == 0
    assert "дефицитов больше случайного" in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").startswith('"school","mentor","name","better_in"')


def test_a_school_that_did_not_write_is_answered(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "mentors", "--data", str(data), *map(str, PAPER), "--school", "нет-такой"]) == 1
    assert "среди писавших нет" in capsys.readouterr().err


def test_a_school_is_compared_with_the_likest_of_those_that_wrote(data: Path, tmp_path: Path) -> None:
    school = with_deficits(data, tmp_path)
    words = ("analyse", "items", "--data", data, *PAPER, "--school", school, "--similar-count", 4)
    code, answer = answered(tmp_path, *words)
    assert code == 0
    beside = [row for row in answer["rows"] if row["compared_with"] == "similar"]
    assert beside
    assert all(row["school"] == school and row["q"] is not None for row in beside if row["share"] is not None)
    assert "Школы в похожих условиях: " in answer["notes"][-1]


def test_the_likest_of_whom_is_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["analyse", "items", "--data", str(data), *map(str, PAPER), "--similar-count", "4"]
    assert run(words) == 2
    assert "назовите --school" in capsys.readouterr().err


def test_what_is_odd_in_the_table_of_mentors_is_said_together(
    tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = tmp_path / "места.csv"
    known.write_text("school,capacity,latitude\n1.0,1.5,север\n1,inf,55.7\n,2,55.8\n", encoding="utf-8")
    words = ["--school", "1", "--year", "2024", "--subject", "russian", "--paper-grade", "6", "--known", str(known)]
    assert run(["analyse", "mentors", "--data", str(data), *words]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Столбец «capacity»: найдено 1.5, ожидается, сколько школ.",
        "Столбец «latitude» – не числа: «север». Ожидаются градусы; где их нет, пусто.",
        "В столбце «school» пусто: строк 1. Ожидается код школы.",
        "Не одна строка на школу: «1». Ожидается одна.",
    ]
