"""`opora analyse did-it-help` on a table and on a release."""

from pathlib import Path

import numpy as np
import pytest

from opora.cli.app import run
from tests.cli.commands import answered, missing

KEYS = {
    "verdict", "verdict_words", "reason", "sentences", "methods", "kinds", "balance", "unmatched", "pairs", "trends",
    "schools", "supported", "years", "is_share", "less_is_better", "notes",
}  # fmt: skip
COLUMNS = ("--below", "ниже", "--pupils", "писали", "--school", "школа", "--year-column", "год", "--since", "с")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Sixty schools of forty pupils over five years; fifteen are helped since 2023 by a mentor or by courses."""
    draw = np.random.default_rng(5)
    lines = ["школа;год;ниже;писали;с;меры"]
    for place, level in enumerate(draw.uniform(0.2, 0.4, 60)):
        since, kinds = ("2023", "наставник" if place % 5 else "наставник, курсы") if place < 15 else ("", "")
        for year in range(2020, 2025):
            share = level + 0.05 * bool(since) - 0.2 * (bool(since) and year >= 2023)
            lines.append(f"Ш{place:02d};{year};{draw.binomial(40, share)};40;{since};{kinds}")
    file = tmp_path / "школы.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_table_is_answered_with_the_promised_keys(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "методы.csv"
    note = tmp_path / "справка.docx"
    words = ("analyse", "did-it-help", "--table", table, *COLUMNS, "--kinds", "меры", "--out", out, "--docx", note)
    code, answer = answered(tmp_path, *words)
    assert code == 0
    assert not missing(KEYS, answer)
    assert (answer["verdict"], answer["schools"], answer["supported"]) == ("helped", 60, 15)
    assert [one["verdict"] for one in answer["methods"]][3] == "cannot-tell"
    assert answer["methods"][0]["low"] < -0.2 < answer["methods"][0]["high"]
    assert [(one["kind"], one["reason"]) for one in answer["kinds"]] == [("курсы", "few-of-a-kind"), ("наставник", "")]
    assert out.read_text(encoding="utf-8").count("\n") == 7
    assert note.read_bytes().startswith(b"PK")


def test_the_screen_shows_every_method_the_balance_and_the_card(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "did-it-help", "--table", str(table), *COLUMNS, "--threshold", "0.3"]) == 0
    shown = capsys.readouterr().out
    for part in (
        "60 школ с результатами за 2020–2024, с поддержкой 15.",
        "Помогло ли: помогло.",
        "Изменение без возврата к среднему. Помогло: к ожидаемому без поддержки −",
        "Результат до: отличие",
        "За 3 года до поддержки школы отличались на",
        "У порога отбора. Нельзя сказать: ",
        "Не говорит: помогло ли одной школе",
    ):
        assert part in shown
    assert "п.." not in shown


def test_who_was_supported_may_stand_in_a_table_of_its_own(table: Path, tmp_path: Path) -> None:
    file = tmp_path / "кого.csv"
    file.write_text("\n".join(["школа;год;виды", *(f"Ш{place:02d};2023;" for place in range(15)), "Ш99;2023;"]))
    words = [word for word in COLUMNS if word not in {"--since", "с"}]
    code, answer = answered(tmp_path, "analyse", "did-it-help", "--table", table, *words, "--supported", file)
    assert (code, answer["verdict"], answer["kinds"]) == (0, "helped", [])
    assert "Нет результатов у поддержанных школ: Ш99." in answer["notes"]


def test_a_release_is_read_with_the_list_of_supported_schools(data: Path, tmp_path: Path) -> None:
    code, context = answered(tmp_path, "analyse", "context", "--data", data)
    schools = [row["school"] for row in context["context"]][:6]
    file = tmp_path / "кого.csv"
    file.write_text("\n".join(["school;year;kinds", *(f"{school};2024;методист" for school in schools)]))
    words = ("analyse", "did-it-help", "--data", data, "--supported", file)
    code, answer = answered(tmp_path, *words, "--threshold", 0.3)
    assert code == 0
    assert 5 <= answer["supported"] <= 6  # a school may have held no ВПР: then the notes name it
    assert answer["schools"] >= 14
    assert answer["verdict"] == "cannot-tell"  # eight schools are too few to say what would have been
    assert {one["reason"] for one in answer["methods"]} <= {"few-unsupported", "few-near-threshold", "few-values"}
    by_rules = answered(tmp_path, *words, "--rules", "federal-2020")[1]
    assert by_rules["methods"][3]["reason"] == "few-near-threshold"
    assert any("приведена к одной трудности" in note for note in answer["notes"])
    assert answered(tmp_path, *words, "--subject", "математика", "--grade", 5)[1]["supported"] >= 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--below", "ниже", "--pupils", "писали"), 1, "Столбца «school» в таблице нет"),
        ((*COLUMNS[4:8], "--since", "с"), 1, "Результат не назван"),
        (COLUMNS[:8], 2, "Кого поддерживали?"),
        ((*COLUMNS, "--running", "список"), 1, "Столбца «список» в таблице нет"),
        ((*COLUMNS, "--running", "меры"), 1, "Столбец «меры», строка"),
    ],
)
def test_what_is_not_named_is_asked_for(
    table: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "did-it-help", "--table", str(table), *words]) == code
    assert said in capsys.readouterr().err


def test_a_release_needs_the_list_and_a_known_subject(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "did-it-help", "--data", str(data)]) == 2
    assert "--supported" in capsys.readouterr().err
    assert run(["analyse", "did-it-help", "--data", str(data), "--subject", "магия"]) == 2
    assert "«магия» не узнан" in capsys.readouterr().err
    words = ["analyse", "did-it-help", "--data", str(data), "--rules", "federal-2020", "--threshold", "0.3"]
    assert run(words) == 2
    assert "без --table и без --threshold" in capsys.readouterr().err


def test_the_listing_may_be_by_a_column_of_low_values(table: Path, tmp_path: Path) -> None:
    rows = table.read_text(encoding="utf-8").splitlines()
    listed = [rows[0] + ";балл", *(f"{row};{3 if ';2023;' in row[9:] else 4}" for row in rows[1:])]
    table.write_text("\n".join(listed), encoding="utf-8")
    words = (*COLUMNS, "--running", "балл", "--threshold", 3.5, "--listed-below")
    code, answer = answered(tmp_path, "analyse", "did-it-help", "--table", table, *words)
    assert (code, answer["methods"][3]["reason"]) == (0, "few-values")
