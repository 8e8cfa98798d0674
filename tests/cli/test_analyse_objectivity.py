"""`opora analyse objectivity` on somebody's table."""

from pathlib import Path

import numpy as np
import pytest

from opora.cli.app import run
from tests.cli.commands import answered


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Thirty schools of twenty-five pupils and one of five; in Ш00 the hard items were done and the easy ones not."""
    chance = np.random.default_rng(1)
    difficulty = np.linspace(-1.5, 1.5, 8)
    lines = ["Школа,отметка,журнал,а,б,в,г,д,е,ж,з"]
    for school in range(31):
        for _ in range(5 if school == 30 else 25):
            right = chance.random(8) < 1 / (1 + np.exp(difficulty - chance.normal()))
            scores = (right[::-1] if school == 0 else right).astype(int)
            mark = 2 + int(np.searchsorted((3, 5, 7), scores.sum(), side="right"))
            lines.append(f"Ш{school:02d},{mark},{mark},{','.join(map(str, scores))}")
    file = tmp_path / "работа.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


COLUMNS = (
    "--items", "а,б,в,г,д,е,ж,з", "--school-column", "Школа", "--mark-column", "отметка", "--journal-column", "журнал",
)  # fmt: skip


def test_a_school_where_hard_items_came_easier_is_asked_and_a_small_one_is_not_told(
    table: Path, tmp_path: Path
) -> None:
    code, answer = answered(tmp_path, "analyse", "objectivity", "--table", table, *COLUMNS)
    assert code == 0
    schools = {one["school"]: one for one in answer["schools"]}
    assert schools["Ш00"]["status"] == "needs-explanation"
    assert schools["Ш00"]["markers"] == ["inversion"]
    assert answer["needs_explanation"] == 1
    assert schools["Ш30"]["status"] == "cannot-tell"
    assert answer["mark_limits"] == [3, 5, 7]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--items", "а,б"), 2, "--school-column"),
        (("--school-column", "Школа"), 1, "--score-column"),
        (("--school-column", "Школа", "--score-column", "Школа"), 1, "не числа"),
        (("--school-column", "Школа", "--items", "а,а"), 1, "Названо больше одного раза: «а»."),
    ],
)
def test_what_is_not_named_is_asked_for(
    table: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "objectivity", "--table", str(table), *words]) == code
    assert said in capsys.readouterr().err


def test_answers_of_schools_stand_beside_the_signs(table: Path, tmp_path: Path) -> None:
    file = tmp_path / "ответы.csv"
    file.write_text("school,answer,accepted\nШ00,Прошли эту тему накануне,да\n", encoding="utf-8")
    answer = answered(tmp_path, "analyse", "objectivity", "--table", table, *COLUMNS, "--answers", file)[1]
    asked = next(one for one in answer["schools"] if one["school"] == "Ш00")
    assert asked["is_reliable"]
    assert "накануне" in asked["sentences"][0]
    plain = answered(tmp_path, "analyse", "objectivity", "--table", table, *COLUMNS)[1]
    assert not next(one for one in plain["schools"] if one["school"] == "Ш00")["is_reliable"]


def test_a_release_is_looked_at_beside_context_and_exam(data: Path, tmp_path: Path) -> None:
    words = ("--year", 2023, "--subject", "математика", "--paper-grade", 5)
    code, answer = answered(tmp_path, "analyse", "objectivity", "--data", data, *words)
    assert code == 0
    assert {"exam_gap", "above_expected", "is_reliable"} <= set(answer["schools"][0])


def test_points_and_marks_nobody_can_have_are_named_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "т.csv"
    file.write_text(f"s,q,score,mark\na,{10**18},3.5,5\nb,1,inf,н\nb,inf,7,4\n", encoding="utf-8")
    named = ("--school-column", "s", "--items", "q", "--score-column", "score", "--mark-column", "mark")
    assert run(["analyse", "objectivity", "--table", str(file), *named]) == 1
    assert [line.split(", ожид")[0].split(". Ожид")[0] for line in capsys.readouterr().err.splitlines()] == [
        "Столбец «q»: найдено 1e+18", "Столбец «score»: найдено 3.5", "Столбец «mark» – не числа: «н»"
    ]  # fmt: skip
    file.write_text("s,q,score\na,1,3\nb,inf,inf\nb,1,7\n", encoding="utf-8")
    _, answer = answered(tmp_path, "analyse", "objectivity", "--table", file, *named[:-2])
    assert [(one["school"], one["pupils"]) for one in answer["schools"]] == [("a", 1), ("b", 1)]
