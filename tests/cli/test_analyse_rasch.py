"""`opora analyse rasch` from a file to JSON and a table."""

import csv
from pathlib import Path

import numpy as np
import pytest

from opora.cli.app import run
from tests.analysis.cases import CASES, needs_cases, told
from tests.cli.commands import answered


def written(tmp_path: Path, answers: np.ndarray, name: str = "ответы.csv") -> Path:
    file = tmp_path / name
    heading = ",".join(f"q{item}" for item in range(1, answers.shape[1] + 1))
    file.write_text("\n".join([heading, *(",".join(map(str, row)) for row in answers.tolist())]), encoding="utf-8")
    return file


def drawn(categories: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, categories, size=(60, 3))


def test_items_are_measured_and_told(tmp_path: Path) -> None:
    out = tmp_path / "задания.csv"
    code, answer = answered(
        tmp_path, "analyse", "rasch", "--table", written(tmp_path, drawn(2)), "--items", "q1,q2, q3", "--out", out
    )
    assert code == 0
    assert answer["n"] == 60
    assert [item["item"] for item in answer["items"]] == ["q1", "q2", "q3"]
    assert sum(item["difficulty"] for item in answer["items"]) == pytest.approx(0, abs=1e-12)
    assert {"difficulty", "se", "p", "item_rest_r", "infit", "state"} <= set(answer["items"][0])
    assert {"alpha", "loglik", "persons", "curves", "notes"} <= set(answer)
    with out.open(encoding="utf-8") as stream:
        assert [row["item"] for row in csv.DictReader(stream)] == ["q1", "q2", "q3"]


def test_steps_of_longer_items_are_told(tmp_path: Path) -> None:
    file = written(tmp_path, drawn(3))
    code, answer = answered(tmp_path, "analyse", "rasch", "--table", file, "--items", "q1,q2,q3", "--model", "pcm")
    assert code == 0
    assert [len(steps) for steps in answer["thresholds"].values()] == [2, 2, 2]
    assert answer["items"][0]["thresholds"] == answer["thresholds"]["q1"]
    assert sum(sum(steps) for steps in answer["thresholds"].values()) == pytest.approx(0, abs=1e-12)


def test_an_item_nobody_solved_is_told_and_stops_nothing(tmp_path: Path) -> None:
    answers = drawn(2)
    answers[:, 1] = 0
    _, answer = answered(tmp_path, "analyse", "rasch", "--table", written(tmp_path, answers), "--items", "q1,q2,q3")
    assert answer["items"][1]["state"] == "nobody-earned"
    assert answer["items"][1]["difficulty"] is None
    assert answer["items"][0]["difficulty"] is not None
    assert "q2" in answer["notes"][0]


@pytest.mark.parametrize(
    ("answers", "more", "said"),
    [
        (drawn(3), (), "--model pcm"),
        (drawn(2)[:9], (), "нужно 10"),
        (drawn(2) + 0.5, (), "«q1»: найдено 0.5, ожидаются целые баллы"),
        (drawn(2), ("--items", "q1,q9"), "q1"),
        (drawn(2), ("--items", "q1"), "хотя бы 2"),
        (drawn(2), ("--items", "q1,q2,q1"), "Названо больше одного раза: «q1»."),
        (
            np.array([["а", "1", "б"], ["1", "1", "0"], ["н/а", "0", "1"]] * 4),
            (),
            "не приступал, пусто – задания не было.\nСтолбец «q3» – не числа: «б».",
        ),
        (np.array([["", "1", "1"]] * 10), (), "Столбец «q1» – не числа (в нём нет ни одного)."),
        (np.array([[-7, 1, 100_000], [0, 1, 0]] * 6), (), "«q1»: найдено -7, ожидаются целые баллы от 0 до 100"),
        (np.array([[-7, 1, 100_000], [0, 1, 0]] * 6), (), "«q3»: найдено 100000, ожидаются"),
    ],
)
def test_what_does_not_fit_is_said(
    tmp_path: Path, answers: np.ndarray, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = more or ("--items", "q1,q2,q3")
    assert run(["analyse", "rasch", "--table", str(written(tmp_path, answers)), *words]) == 1
    assert said in capsys.readouterr().err


def test_an_answer_that_is_no_number_among_real_ones_is_an_answer_that_is_not_there(tmp_path: Path) -> None:
    answers = drawn(2).astype(float)
    answers[:4, 0] = np.nan
    empty = written(tmp_path, np.where(np.isnan(answers), "", answers.astype(str)))
    _, known = answered(tmp_path, "analyse", "rasch", "--table", empty, "--items", "q1,q2,q3")
    _, answer = answered(
        tmp_path, "analyse", "rasch", "--table", written(tmp_path, answers.astype(str)), "--items", '"q1", q2,q3'
    )
    assert answer["booklets"] == 2
    assert answer["items"] == known["items"]


@pytest.mark.parametrize("answers", [np.ones((20, 3), int), np.repeat([[1], [0]], 10, axis=0) * np.ones((1, 3), int)])
def test_pupils_who_all_have_all_or_nothing_are_told_once(tmp_path: Path, answers: np.ndarray) -> None:
    code, answer = answered(tmp_path, "analyse", "rasch", "--table", written(tmp_path, answers), "--items", "q1,q2,q3")
    assert (code, answer["informative"], [item["difficulty"] for item in answer["items"]]) == (0, 0, [None] * 3)
    assert answer["notes"][0] == "Трудность не оценить: никто не решил одни задания и не решил другие."


@needs_cases
def test_the_answer_for_a_case_is_that_of_r(tmp_path: Path) -> None:
    case = told("rasch_lsat6.json")
    words = ("--table", CASES / case["file"], "--items", ",".join(case["item"]))
    _, answer = answered(tmp_path, "analyse", "rasch", *words)
    assert [item["difficulty"] for item in answer["items"]] == pytest.approx(
        case["polished"]["difficulty_sum0"], abs=1e-9
    )
    assert answer["alpha"] == pytest.approx(case["classical"]["alpha"], abs=1e-12)
    assert answer["n"] == case["n"]


def test_answers_of_true_and_false_are_ones_and_zeros(tmp_path: Path) -> None:
    as_numbers = written(tmp_path, drawn(2))
    as_words = written(tmp_path, np.where(drawn(2) == 1, "TRUE", "FALSE"), "слова.csv")
    told_by_numbers, told_by_words = (
        answered(tmp_path, "analyse", "rasch", "--table", file, "--items", "q1,q2,q3")[1]
        for file in (as_numbers, as_words)
    )
    assert told_by_numbers == told_by_words
