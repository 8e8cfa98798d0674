"""`opora analyse growth-percentiles` from a file to a file."""

import csv
from pathlib import Path

import numpy as np
import pytest

from opora.cli.app import run
from tests.cli.commands import answered


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two grades of sixty pupils of three schools, with a repeated row and a missing score."""
    chance = np.random.default_rng(1)
    lines = ["ID,YEAR,GRADE,CONTENT_AREA,SCALE_SCORE,VALID_CASE,SCHOOL"]
    for pupil in range(60):
        ability = chance.normal()
        school = "АБВ"[pupil % 3] if pupil > 5 else "А"
        for year, grade in (("2023_2024", 3), ("2024_2025", 4)):
            score = round(500 + 50 * (ability + 0.5 * chance.normal()))
            lines.append(f"{pupil},{year},{grade},MATHEMATICS,{score},VALID_CASE,{school}")
    lines += ["7,2024_2025,4,MATHEMATICS,1,VALID_CASE,А", "61,2024_2025,4,MATHEMATICS,NA,VALID_CASE,А"]
    file = tmp_path / "дети.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def words(table: Path) -> list[object]:
    return [
        "analyse", "growth-percentiles", "--table", table, "--subject", "CONTENT_AREA=MATHEMATICS",
        "--valid", "VALID_CASE=VALID_CASE", "--year", "2024_2025", "--progression", "3,4",
    ]  # fmt: skip


def test_pupils_schools_and_what_is_left_out_are_told(table: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, *words(table), "--school", "SCHOOL", "--out", tmp_path / "рост.csv")
    assert code == 0
    assert answer["pupils"] == 60
    assert answer["times"] == ["2023_2024", "2024_2025"]
    assert answer["orders"][0]["pupils"] == 60
    assert list(answer["orders"][0]["knots"]) == ["3"]
    assert answer["left_out"] == {
        "repeated_rows": 1, "rows_without_score": 1, "pupils_of_another_grade_before": 0,
        "pupils_without_earlier_result": 0, "rows_without_pupil_year_or_grade": 0,
    }  # fmt: skip
    assert [(one["school"], one["pupils"]) for one in answer["schools"]] == [("А", 24), ("Б", 18), ("В", 18)]
    assert any("норма тонкая" in note for note in answer["notes"])
    with (tmp_path / "рост.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["id", "sgp", "order", "sgp_order_1", "school", "level", "words"]
    assert len(rows) == 60
    assert {row["order"] for row in rows} == {"1"}


def test_without_a_file_for_them_the_pupils_stand_in_the_json(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table))
    assert len(answer["results"]) == 60
    assert set(answer["results"][0]) >= {"id", "sgp", "order", "sgp_order_1"}


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ({"--year": "2025"}, "Есть: 2023_2024, 2024_2025"),
        ({"--subject": "CONTENT_AREA=MATH"}, "Есть: MATHEMATICS"),
        ({"--progression": "4,3"}, "по возрастанию"),
        ({"--progression": "2,4"}, "Проверьте столбцы"),
        ({"--score": "SCORE"}, "SCALE_SCORE"),
        ({"--score": "SCHOOL"}, "не числа"),
        ({"--progression": "7,8"}, "В столбце «GRADE» нет значения «8». Есть: 3, 4."),
        ({"--year": "2024-05-15"}, "Год «2024-05-15»: ожидается год"),
        ({"--score": "ID"}, "Названо больше одного раза: «ID»."),
        ({"--id": "ЧТО", "--valid": "НЕТ=1"}, "Столбца «НЕТ» в таблице нет."),
        (
            {"--year": "2026_2027", "--subject": "CONTENT_AREA=MATH", "--progression": "7,8", "--score": "SCHOOL"},
            "пусто или NA.\nВ столбце «CONTENT_AREA» нет значения «MATH». Есть: MATHEMATICS.\nВ столбце «YEAR»",
        ),
    ],
)
def test_what_does_not_fit_is_said_with_what_there_is(
    table: Path, instead: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(word) for word in words(table)]
    for option, value in instead.items():
        if option in asked:
            asked[asked.index(option) + 1] = value
        else:
            asked += [option, value]
    assert run(asked) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [("--subject", "MATHEMATICS", "СТОЛБЕЦ=ЗНАЧЕНИЕ"), ("--progression", "3;4", "через запятую")],
)
def test_an_option_written_otherwise_is_wrong_usage(
    table: Path, option: str, value: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(word) for word in words(table)]
    asked[asked.index(option) + 1] = value
    assert run(asked) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("word", ["inf", "NaN", "NA", ""])
def test_a_score_that_is_no_number_is_a_score_that_is_not_there(table: Path, tmp_path: Path, word: str) -> None:
    _, known = answered(tmp_path, *words(table))
    text = table.read_text(encoding="utf-8") + f"\n62,2024_2025,4,MATHEMATICS,{word},VALID_CASE,А"
    table.write_text(text + f"\n62,2023_2024,3,MATHEMATICS,{word},VALID_CASE,А", encoding="utf-8")
    _, answer = answered(tmp_path, *words(table))
    assert answer["results"] == known["results"]
    assert answer["orders"] == known["orders"]
    assert answer["left_out"]["rows_without_score"] == known["left_out"]["rows_without_score"] + 2


def test_words_among_scores_are_shown(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(table.read_text(encoding="utf-8").replace(",NA,", ",н/я,"), encoding="utf-8")
    assert run([str(word) for word in words(table)]) == 1
    assert "Столбец «SCALE_SCORE» – не числа: «н/я»." in capsys.readouterr().err


def rewritten(table: Path, score: str) -> None:
    """Write another score into every row: {0} stands for the one that is there."""
    with table.open(encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["SCALE_SCORE"] != "NA"]
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(row | {"SCALE_SCORE": score.format(row["SCALE_SCORE"])} for row in rows)


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("500", "У всех учеников 4 класса 2024_2025 года один балл – 500"),
        ("{0}e-300", "Баллы 4 класса: различаются меньше чем на 0.01"),
        ("{0}e300", "ожидаются числа не больше 1e+12"),
        ("{0}" + "0" * 18, "числа записаны как текст"),
    ],
)
def test_scores_that_tell_nobody_apart_or_nobody_can_have_meant_are_refused(
    table: Path, score: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rewritten(table, score)
    assert run([str(word) for word in words(table)]) == 1
    assert said in capsys.readouterr().err


def test_years_written_in_two_ways_are_told(table: Path, tmp_path: Path) -> None:
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "\n7,2025-05-15,4,MATHEMATICS,500,VALID_CASE,А", encoding="utf-8")
    _, answer = answered(tmp_path, *words(table))
    assert "Год записан не так, как «2024_2025»: «2025-05-15». Такие строки не в счёт." in answer["notes"]


def test_columns_may_be_named_with_dots_spaces_and_quotes(table: Path, tmp_path: Path) -> None:
    _, known = answered(tmp_path, *words(table), "--school", "SCHOOL")
    text = table.read_text(encoding="utf-8").split("\n", 1)[1]
    table.write_text(f"код ученика,учебный.год,класс №,предмет,балл «итог»,верно.ли,SCHOOL\n{text}", encoding="utf-8")
    _, answer = answered(
        tmp_path, "analyse", "growth-percentiles", "--table", table, "--subject", "предмет=MATHEMATICS", "--valid",
        "верно.ли=VALID_CASE", "--year", "2024_2025", "--progression", "3,4", "--id", "код ученика", "--time",
        "учебный.год", "--grade", "класс №", "--score", "балл «итог»", "--school", "SCHOOL",
    )  # fmt: skip
    assert answer == known


def test_a_score_millions_of_times_farther_off_than_the_others_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["ID,YEAR,GRADE,SCALE_SCORE"]
    chance = np.random.default_rng(4)
    for pupil, ability in enumerate(chance.normal(size=90)):
        lines += [f"{pupil},2024,3,{500 + 50 * ability:.3f}", f"{pupil},2025,4,{500 + 50 * chance.normal():.3f}"]
    lines[1] = "0,2024,3,100000000000"
    file = tmp_path / "т.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["analyse", "growth-percentiles", "--table", str(file), "--year", "2025", "--progression", "3,4"]) == 1
    assert "Баллы 3 класса: 1e+11 стоит от остальных в миллионы раз дальше" in capsys.readouterr().err
