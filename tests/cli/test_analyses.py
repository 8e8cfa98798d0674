"""Analyses of tables and of a release as commands: the promised JSON, the tables they write, their cards."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from opora.analysis.cards import CARDS
from opora.cli.analysing import ANALYSES
from opora.cli.app import run
from tests.cli.commands import answered, missing

MODEL_KEYS = {"n", "fixed", "sigma", "groups", "criterion", "converged"}


@pytest.fixture(scope="module")
def pupils(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a table of 20 schools in 5 municipalities, two rows of it with gaps."""
    draw = np.random.default_rng(7)
    school = np.repeat(np.arange(20), 12)
    prior, sex = draw.normal(size=240), draw.choice(["M", "F"], 240)
    score = 0.6 * prior + (sex == "M") * 0.2 + draw.normal(0, 0.4, 20)[school] + draw.normal(0, 0.5, 240)
    table = pl.DataFrame({"municipality": school // 4, "school": school, "prior": prior, "sex": sex, "score": score})
    table = table.with_columns(empty=pl.lit(None))
    gaps = table.with_columns(prior=pl.when(pl.int_range(240) < 2).then(None).otherwise(pl.col("prior")))
    file = tmp_path_factory.mktemp("таблица") / "ученики.csv"
    gaps.write_csv(file, null_value="NA")
    return file


def test_each_analysis_has_its_card() -> None:
    assert {one.analysis for one in CARDS} >= set(ANALYSES)
    assert all(one.says and one.cannot_say and one.sources for one in CARDS)


def test_a_mixed_model_answers_with_the_promised_keys(pupils: Path, tmp_path: Path) -> None:
    formula = "score ~ prior + sex + (prior|municipality/school)"
    code, answer = answered(tmp_path, "analyse", "mixed-model", "--table", pupils, "--formula", formula)
    assert code == 0
    assert not missing(MODEL_KEYS, answer)
    assert (answer["n"], answer["dropped"], answer["converged"], answer["method"]) == (238, 2, True, "REML")
    assert list(answer["fixed"]) == ["(Intercept)", "prior", "sexM"]
    assert set(answer["fixed"]["prior"]) == {"estimate", "se"}
    assert set(answer["groups"]) == {"school:municipality", "municipality"}
    assert set(answer["groups"]["municipality"]["sd"]) == {"(Intercept)", "prior"}
    assert answer["notes"][0] == "С пропусками и потому не в счёт: 2 строки."


def test_correlation_is_null_a_number_or_a_matrix(pupils: Path, tmp_path: Path) -> None:
    def correlation(random: str) -> Any:
        words = ("--table", pupils, "--formula", f"score ~ prior + {random}")
        return answered(tmp_path, "analyse", "mixed-model", *words)[1]["groups"]["school"]["correlation"]

    assert correlation("(1|school)") is None
    assert isinstance(correlation("(prior|school)"), float)
    assert np.shape(correlation("(prior + sex|school)")) == (3, 3)
    assert correlation("(prior||school)") is None


def test_levels_and_maximum_likelihood_can_be_asked_for(pupils: Path, tmp_path: Path) -> None:
    words = ("analyse", "mixed-model", "--table", pupils, "--formula", "score ~ sex + (1|school)", "--ml")
    code, answer = answered(tmp_path, *words, "--levels", "sex=M,F")
    assert (code, answer["method"], answer["levels"]) == (0, "ML", {"sex": ["M", "F"]})
    assert "sexF" in answer["fixed"]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_the_effects_of_schools_are_written(pupils: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"оценки.{kind}"
    words = ["analyse", "mixed-model", "--table", str(pupils), "--formula", "score ~ prior + (1|school)"]
    assert run([*words, "--out", str(out)]) == 0
    assert out.stat().st_size > 500


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--formula|score ~ priar + (1|school)", 1, "Столбца «priar» в таблице нет. Возможно, «prior»?"),
        ("--formula|score ~ prior + (1|school", 1, "место 17, «(1|school». Скобка не закрыта."),
        ("--formula|score ~ prior + (1|school)|--levels|sex", 2, "ожидается вид «sex=M,F»"),
        ("--formula|score ~ empty + (1|school)", 1, "«empty»: нет ни одной строки, где оно есть"),
        ("--formula|score ~ I(prior * 1e200) + (1|school)", 1, "так велики, что их квадраты не сосчитать"),
        ("--formula|score ~ prior + (1|school)|--out|x.doc", 1, "ожидается имя файла .parquet, .csv или .xlsx"),
    ],
)
def test_what_stands_in_the_way_is_said(
    pupils: Path, words: str, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parts = words.replace("(1|", "(1¦").split("|")
    assert run(["analyse", "mixed-model", "--table", str(pupils), *(part.replace("¦", "|") for part in parts)]) == code
    assert said in capsys.readouterr().err


def test_the_screen_shows_the_model_and_its_card(pupils: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["analyse", "mixed-model", "--table", str(pupils), "--formula", "score ~ prior + (1|school)"]
    assert run(words) == 0
    shown = capsys.readouterr().out
    for part in ("(Intercept)", "school (20)", "остаток", "не в счёт: 2 строки", "Не говорит: почему"):
        assert part in shown


def test_growth_is_answered_for_every_school(pupils: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "growth", "--table", pupils, "--context", "sex")
    assert (code, answer["can_tell"], answer["schools"], len(answer["growth"])) == (0, True, 20, 20)
    assert len(answer["fifth_cuts"]) == 4
    assert answer["model"]["n"] == 238


def test_columns_of_growth_are_all_looked_at_before_it_is_computed(
    pupils: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["analyse", "growth", "--table", str(pupils)]
    assert run([*words, "--prior", "sex", "--prior", "empty"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "Столбец «sex» – не числа: «F», «M». Ожидаются результаты; где их нет, пусто.",
        "Столбец «empty» – не числа (в нём нет ни одного). Ожидаются результаты; где их нет, пусто.",
    ]
    assert run([*words, "--prior", "prior", "--context", "prior"]) == 1
    assert "Названо больше одного раза: «prior»." in capsys.readouterr().err


def test_growth_of_few_schools_is_not_told(pupils: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = tmp_path / "мало.csv"
    pl.read_csv(pupils, null_values="NA").filter(pl.col("school") < 10).write_csv(few)
    assert run(["analyse", "growth", "--table", str(few)]) == 0
    assert "Нельзя сказать: 10 школ, а чтобы судить о приросте, нужно не меньше 15." in capsys.readouterr().out


def test_a_model_of_a_release_may_name_results_and_schools(data: Path, tmp_path: Path) -> None:
    part = ("--year", 2024, "--procedure", "vpr", "--subject", "russian", "--grade", 6)
    formula = "primary_score ~ journal_mark + rural + (1|school)"
    code, answer = answered(tmp_path, "analyse", "mixed-model", "--data", data, *part, "--formula", formula)
    assert code == 0
    assert list(answer["fixed"]) == ["(Intercept)", "journal_mark", "ruralTRUE"]
    assert answer["fixed"]["journal_mark"]["estimate"] > 0
    assert answer["n"] > 50


def test_a_model_of_a_release_without_such_results_is_answered(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = [
        "analyse",
        "mixed-model",
        "--data",
        str(data),
        "--subject",
        "physics",
        "--formula",
        "mark ~ 1 + (1|school)",
    ]
    assert run(words) == 1
    assert "Индивидуальных результатов (physics) в выпуске нет." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "prior_of"),
    [(("--subject", "russian", "--grade", "6"), "cohort"), (("--procedure", "ege", "--subject", "russian"), "pupil")],
)
def test_growth_of_a_release_says_whose_earlier_result_it_has(
    data: Path, tmp_path: Path, words: tuple[str, ...], prior_of: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = answered(tmp_path, "analyse", "growth", "--data", data, "--year", 2024, *words)
    assert (code, answer["prior_of"]) == (0, prior_of)
    assert answer["schools"] > 5
    assert (
        f"Прежний результат – {'того же ученика' if prior_of == 'pupil' else 'не ученика'}" in capsys.readouterr().out
    )


def test_growth_of_a_release_without_the_paper_is_answered(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "growth", "--data", str(data), "--year", "2024", "--grade", "4"]) == 1
    assert "Есть классы: 5, 6." in capsys.readouterr().err
    assert run(["analyse", "growth", "--data", str(data), "--year", "2022"]) == 1
    assert "Прежних результатов учеников 6 класса" in capsys.readouterr().err


def test_the_context_of_a_release_is_answered(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "context", "--data", data)
    assert code == 0
    assert len(answer["context"]) == answer["schools"] >= 14
    assert answer["method"] in {"ridge", "clusters"}
    known = [row["index"] for row in answer["context"] if row["index"] is not None]
    assert np.mean(known) == pytest.approx(50)


def test_the_context_of_a_table_needs_signs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "школы.csv"
    file.write_text("school,poor,result\na,0.1,4\nb,0.2,3\nc,0.3,3.5\n")
    assert run(["analyse", "context", "--table", str(file)]) == 1
    assert "добавьте --plus СТОЛБЕЦ и --minus СТОЛБЕЦ" in capsys.readouterr().err
    words = ("analyse", "context", "--table", file, "--minus", "poor", "--result", "result")
    code, answer = answered(tmp_path, *words)
    assert (code, answer["indicators"], answer["method"]) == (0, {"poor": -1}, "none")
    assert [row["index"] for row in answer["context"]] == pytest.approx([60, 50, 40])


@pytest.mark.parametrize("command", ["context", "similar-schools"])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("a,0.1\na,0.2\nb,1\nb,2\nc,3", ["Не одна строка на школу: «a», «b»."]),
        (",много\n,0.2\nc,3", ["Столбец «poor» – не числа: «много».", "В столбце «school» пусто: строк 2."]),
        ("a,NA\nb,NA", ["Столбец «poor» – не числа (в нём нет ни одного)."]),
        ("a,1e300\nb,1", ["Столбец «poor»: найдено 1e+300"]),
        ("a,0.5\nb,0.5\nc,", ["У всех школ одно и то же: «poor»."]),
    ],
)
def test_what_is_odd_in_a_table_of_schools_is_said_together(
    tmp_path: Path, command: str, rows: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "школы.csv"
    file.write_text(f"school,poor\n{rows}\n", encoding="utf-8")
    named = ["--minus" if command == "context" else "--by", "poor"]
    assert run(["analyse", command, "--table", str(file), *named]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(said)
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=True))


def test_a_number_without_end_is_not_known_and_codes_of_schools_stay_whole(tmp_path: Path) -> None:
    file = tmp_path / "школы.csv"
    file.write_text("school,poor,size\n1.0,0.1,100\n2,inf,200\n3,0.3,400\n")
    words = ("analyse", "similar-schools", "--table", file, "--by", "poor", "--by", "size", "--count", 2)
    _, answer = answered(tmp_path, *words)
    compared = {(row["school"], row["similar_school"]): row["compared_on"] for row in answer["similar"]}
    assert (compared["1", "3"], compared["1", "2"], compared["3", "2"]) == (2, 1, 1)


def test_one_school_is_like_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "школы.csv"
    file.write_text("school,poor\na,0.1\n")
    assert run(["analyse", "similar-schools", "--table", str(file), "--by", "poor"]) == 1
    assert "Школа одна" in capsys.readouterr().err


def test_a_sign_of_well_being_is_no_sign_of_its_opposite(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "context", "--table", str(tmp_path / "нет.csv"), "--plus", "a", "--minus", "a"]) == 2
    assert "И в --plus, и в --minus: a." in capsys.readouterr().err


def test_similar_schools_of_a_release_and_of_a_table(data: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "analyse", "similar-schools", "--data", data, "--count", 2)
    assert code == 0
    assert {row["rank"] for row in answer["similar"]} == {1, 2}
    file = tmp_path / "школы.csv"
    file.write_text("school,poor\na,0.1\nb,0.2\nc,0.5\n")
    code, answer = answered(tmp_path, "analyse", "similar-schools", "--table", file, "--by", "poor", "--count", 1)
    assert [row["similar_school"] for row in answer["similar"]] == ["b", "a", "b"]


def test_a_release_without_context_is_answered_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "context", "--data", str(tmp_path / "пусто"), "--year", "2024"]) == 1
    assert "opora template context ФАЙЛ.xlsx" in capsys.readouterr().err
