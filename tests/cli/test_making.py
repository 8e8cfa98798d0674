"""`opora demo` and `opora template`: what they make, and that they never write over anything."""

from pathlib import Path

import openpyxl
import pytest

from opora.cli.app import run


def test_a_demo_shows_the_whole_path_and_a_second_one_stands_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "demo"
    for folder in (out, tmp_path / "demo-2"):
        assert run(["demo", "--schools", "12", "--out", str(out), "--no-serve"]) == 0
        made = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert {"Список 2024.docx", "Список 2024.xlsx", "графики/воронка.png", "графики/интервалы.svg"} <= made
        assert "region/truth/schools.csv" in made
        assert any(name.startswith("письма/") for name in made)
    assert f"Папка «{out}» занята; пишу в «{out}-2»." in capsys.readouterr().out.replace("\n", "")


def test_every_template_is_written_and_an_unknown_one_names_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("schools", "context", "results", "marks"):
        file = tmp_path / f"{kind}.xlsx"
        assert run(["template", kind, str(file)]) == 0
        assert "Как заполнять" in openpyxl.load_workbook(file).sheetnames
    assert run(["template", "pupils", str(tmp_path / "x.xlsx")]) == 2
    assert "schools" in capsys.readouterr().err


def test_the_made_up_region_never_joins_somebodys_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secret").write_bytes(b"1")
    assert run(["demo", "--no-serve", "--schools", "5", "--data", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "придуманное к настоящему не добавляется" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["secret"]
