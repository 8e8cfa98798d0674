"""`opora analyse forecast` on a release and on somebody's table."""

from pathlib import Path

import numpy as np
import pytest

from opora.cli.app import run
from tests.cli.commands import answered
from tools.forecast_check import Truth, region


@pytest.fixture
def table(tmp_path: Path) -> Path:
    counted, _ = region((4, 40, 4), Truth(), np.random.default_rng(1))
    lines = ["школа;год;работа;писали;ниже"]
    for place, pupils in np.ndenumerate(counted.pupils):
        year, school, procedure = place
        names = (counted.schools[school], counted.years[year], counted.procedures[procedure])
        lines.append(";".join(map(str, (*names, pupils, counted.below[place]))))
    file = tmp_path / "годы.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


COLUMNS = (
    "--school", "школа", "--year-column", "год", "--procedure", "работа", "--pupils", "писали", "--below", "ниже",
)  # fmt: skip


def test_a_table_of_school_years_is_forecast_the_same_for_the_same_seed(table: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "forecast", "--table", table, *COLUMNS)
    again = answered(tmp_path, "analyse", "forecast", "--table", table, *COLUMNS)[1]
    other = answered(tmp_path, "analyse", "forecast", "--table", table, *COLUMNS, "--seed", 2)[1]
    assert (code, answer["year"], answer["can_tell"], len(answer["schools"])) == (0, 2025, True, 40)
    assert answer == again != other
    assert answer["calibration"]["forecasts"] > 20


def test_an_earlier_year_is_forecast_from_the_years_before_it(table: Path, tmp_path: Path) -> None:
    words = ("analyse", "forecast", "--table", table, *COLUMNS, "--year", 2022)
    code, answer = answered(tmp_path, *words)
    assert (code, answer["year"], answer["years"], answer["calibration"]) == (0, 2023, [2021, 2022], None)


def test_the_screen_shows_schools_reliability_and_the_card(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "прогноз.xlsx"
    assert run(["analyse", "forecast", "--table", str(table), *COLUMNS, "--out", str(out)]) == 0
    shown = capsys.readouterr().out
    for part in ("прогноз на 2025 год по 2021–2024: 40 школ", "говорилось", "Средний квадрат промаха", "Не говорит:"):
        assert part in shown
    assert out.stat().st_size > 1000


def test_a_release_is_forecast_and_its_first_year_is_too_little_for_that(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "forecast", "--data", data)
    assert (code, answer["year"], answer["can_tell"], answer["calibration"]["years"]) == (0, 2025, True, [2024])
    code, answer = answered(tmp_path, "analyse", "forecast", "--data", data, "--year", 2022)
    assert (code, answer["can_tell"]) == (0, False)
    assert "нужно не меньше 15" in answer["notes"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("school,year,procedure,pupils,below\na,2023,м,10,11\n", "ниже порога 11 из 10"),
        ("school,year,procedure,pupils,below\na,2023,м,10,1\na,2023,м,10,1\n", "стоит в таблице дважды"),
        ("school,year,procedure,pupils,below\na,2023,м,десять,1\n", "Столбец «pupils» – не числа: «десять»."),
        ("school,year,procedure,pupils,below\na,2023,м,10,inf\na,2022,м,10,1\n", "Столбец «below»: пусто, строк 1."),
        ("school,year,procedure,pupils,below\n,2023,м,10,1\na,2022,м,10,1\n", "Столбец «school»: пусто, строк 1."),
        (
            f"school,year,procedure,pupils,below\na,2023.5,м,{10**17},1.5\n",
            "Столбец «year»: найдено 2023.5, ожидаются календарные годы.\nСтолбец «pupils»: найдено 1e+17",
        ),
        ("school,year,procedure,pupils,below\na,2023,м,,1\na,2022,м,10,1\n", "Столбец «pupils»: пусто, строк 1."),
        ("school,year,procedure,pupils,below\n", "нет ни одной строки"),
        ("school,year,procedure,pupils,below\na,1900,м,10,1\na,2023,м,10,1\n", "ожидаются годы"),
        ("school,year,procedure,pupils,low\na,2023,м,10,1\n", "Столбца «below» в таблице нет"),
    ],
)
def test_a_table_that_does_not_count_is_answered(
    text: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "т.csv"
    file.write_text(text, encoding="utf-8")
    assert run(["analyse", "forecast", "--table", str(file)]) == 1
    assert said in capsys.readouterr().err
