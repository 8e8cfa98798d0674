"""`opora analyse target`: a share of a school, yearly shares of a group, and what is no target."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from opora.cli.app import run
from tests.cli.commands import answered
from tools.forecast_check import Truth, region


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    counted, _ = region((4, 120, 4), Truth(), np.random.default_rng(1))
    rows = [
        (counted.schools[school], counted.years[year], counted.procedures[procedure], int(n), int(k))
        for ((year, school, procedure), n), k in zip(np.ndenumerate(counted.pupils), counted.below.ravel(), strict=True)
    ]
    file = tmp_path_factory.mktemp("таблица") / "годы.parquet"
    pl.DataFrame(rows, ["school", "year", "procedure", "pupils", "below"], orient="row").write_parquet(file)
    return file


def test_the_share_of_a_school(table: Path, tmp_path: Path) -> None:
    words = ("analyse", "target", "--table", table, "--start", 42, "--goal", 30, "--in-years", 2, "--size", 30)
    code, answer = answered(tmp_path, *words)
    assert (code, answer["verdict"]) == (0, "realistic")
    assert answer["experience"]["cases"] > 20
    one = answered(tmp_path, *words, "--only", "п0")[1]
    assert 0 < one["experience"]["cases"] < answer["experience"]["cases"] * 1.5


def test_the_yearly_shares_of_a_group_and_their_table(
    table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "цели.csv"
    words = [
        "analyse",
        "target",
        "--table",
        str(table),
        "--group",
        "9",
        "--shares",
        "33.3,55.5,77.7",
        "--out",
        str(out),
    ]
    assert run(words) == 0
    shown = capsys.readouterr().out
    assert "Через 2 года вне списка 5 из 9 – " in shown
    assert "Не говорит: что цель не нужна" in shown
    rows = pl.read_csv(out)
    assert rows["wanted"].to_list() == [3, 5, 7]
    assert {"verdict", "probability", "expected", "low", "high", "by_chance", "sentences"} <= set(rows.columns)


def test_a_release_answers_what_it_can(data: Path, tmp_path: Path) -> None:
    words = ("analyse", "target", "--data", data, "--start", 42, "--goal", 30, "--size", 30)
    code, answer = answered(tmp_path, *words)
    assert (code, answer["verdict"] in {"realistic", "bold", "unlikely", "cannot-tell"}) == (0, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--start", "42"), 2, "--group и --shares"),
        (("--group", "9", "--shares", "треть"), 2, "найдено «треть»"),
        (("--start", "42", "--goal", "30", "--size", "30", "--group", "9"), 2, "Какая цель?"),
        (("--start", "42", "--goal", "42", "--size", "30"), 1, "две разные доли"),
        (("--start", "42", "--goal", "30", "--size", "30", "--only", "химия"), 1, "Процедур с «химия» в названии нет."),
    ],
)
def test_what_is_no_target_is_asked_for(
    table: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "target", "--table", str(table), *words]) == code
    assert said in capsys.readouterr().err
