"""`opora analyse items` from a table and from a release."""

import csv
from pathlib import Path

import pytest

from opora.cli.app import run
from tests.cli.commands import answered


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two municipalities, six schools of thirty pupils in two classes; school Ш1 cannot do the second item."""
    lines = ["МО,Школа,Класс,Код,з1,з2,з3"]
    for school in range(1, 7):
        for pupil in range(30):
            limits = (7, 1 if school == 1 else 7, 6)
            cells = [str(int(pupil * step % 10 < limit)) for step, limit in zip((1, 3, 7), limits, strict=True)]
            if pupil == 0:
                cells[2] = "-1"
            lines.append(f"МО{school % 2},Ш{school},5{'АБ'[pupil % 2]},{school * 100 + pupil},{','.join(cells)}")
    lines += [f"МО1,Ш7,5А,{900 + pupil},1,1,1" for pupil in range(4)]
    file = tmp_path / "ответы.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def words(table: Path) -> list[object]:
    return [
        "analyse", "items", "--table", table, "--items", "з1,з2,з3", "--municipality-column", "МО", "--school-column",
        "Школа", "--class-column", "Класс", "--pupil-column", "Код",
    ]  # fmt: skip


def test_a_school_of_a_table_without_schools_is_answered(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "items", "--table", str(table), "--items", "з1,з2", "--school", "Ш1"]) == 1
    assert "назовите столбец с их кодами, --school-column" in capsys.readouterr().err


def test_a_school_that_lags_in_an_item_is_found_and_no_other(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "карта.csv"
    code, answer = answered(tmp_path, *words(table), "--out", out)
    assert code == 0
    assert (answer["pupils"], answer["schools"]) == (184, 7)
    found = [(row["school"], row["item"]) for row in answer["rows"] if row["area_level"] == "school" and row["is_gap"]]
    assert found == [("Ш1", "з2")]
    with out.open(encoding="utf-8") as stream:
        assert len(list(csv.DictReader(stream))) == len(answer["rows"]) == 3 * (1 + 2 + 7)


def test_a_school_of_four_pupils_shows_nothing(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table))
    (row,) = [row for row in answer["rows"] if row["school"] == "Ш7" and row["item"] == "з1"]
    assert row["availability"] == "too-few"
    shown = {"pupils", "share", "earned", "wrong", "not_started", "absent", "difference", "p"}
    assert {row[name] for name in shown} == {None}


def test_a_single_pupil_who_did_not_start_is_hidden_in_a_school(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table))
    (row,) = [row for row in answer["rows"] if row["school"] == "Ш2" and row["item"] == "з3"]
    assert row["not_started"] is None
    assert None in {row["wrong"], row["earned"]}


def test_classes_of_a_school_and_similar_schools_are_shown_when_asked(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table), "--school", "Ш1", "--similar", "Ш2,Ш4")
    levels = {(row["area_level"], row["school"], row["class_name"], row["compared_with"]) for row in answer["rows"]}
    assert ("class", "Ш1", "5А", "municipality") in levels
    assert ("school", "Ш1", None, "municipality") in levels
    assert ("school", "Ш1", None, "similar") in levels
    assert all(row["school"] in {None, "Ш1"} for row in answer["rows"])
    (similar,) = [row for row in answer["rows"] if row["compared_with"] == "similar" and row["item"] == "з2"]
    assert similar["is_gap"]


def test_a_pupil_is_shown_beside_what_others_earn(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table), "--school", "Ш2", "--pupil", "200")
    assert [one["state"] for one in answer["pupil"]][2] == "not-started"
    assert 0 < answer["pupil"][0]["others"] < 1


def test_strong_pupils_do_items_oftener_than_weak_ones(table: Path, tmp_path: Path) -> None:
    _, answer = answered(tmp_path, *words(table))
    assert all(point["weak"] < point["strong"] for point in answer["thirds"])


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--school", "Ш9"), "Есть: Ш1"),
        (("--school", "Ш1", "--class", "5В"), "Есть: 5А"),
        (("--school", "Ш1", "--pupil", "1"), "найдено 0"),
        (("--items", "з1,з9"), "Есть: МО"),
        (("--items", "Класс"), "не числа"),
    ],
)
def test_what_is_not_there_is_said(
    table: Path, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [str(word) for word in words(table)]
    if more[0] == "--items":
        asked[asked.index("--items") + 1] = more[1]
    else:
        asked += more
    assert run(asked) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ((), 2, "--year, --subject и --paper-grade"),
        (("--table", "нет.csv"), 2, "--items"),
        (("--year", "2024", "--subject", "магия", "--paper-grade", "5"), 1, "не узнан"),
        (("--year", "2024", "--subject", "mathematics", "--paper-grade", "5"), 1, "баллов за задания в выпуске нет"),
    ],
)
def test_a_paper_that_is_not_named_or_not_there_is_said(
    tmp_path: Path, asked: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["analyse", "items", "--data", str(tmp_path / "данные"), *asked]) == code
    assert said in capsys.readouterr().err


def test_rows_without_a_school_and_pupils_who_stand_there_twice_are_told(table: Path, tmp_path: Path) -> None:
    _, known = answered(tmp_path, *words(table))
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*lines, *lines[1:4], "МО1,,5А,951,1,0,1"]), encoding="utf-8")
    _, answer = answered(tmp_path, *words(table))
    assert known["notes"] == []
    assert answer["notes"] == [
        "Строк без кода школы: 1; они только в числах по всем.",
        "Повторных строк участников: 3; учтены все. Оставьте по одной.",
    ]
    assert (answer["schools"], answer["pupils"]) == (known["schools"], known["pupils"] + 4)


def test_an_item_named_twice_is_answered(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyse", "items", "--table", str(table), "--items", "з1,з2,з1"]) == 1
    assert "Названо больше одного раза: «з1»." in capsys.readouterr().err
