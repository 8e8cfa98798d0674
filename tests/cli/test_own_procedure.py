"""A district's own diagnostic work, from its form to the list: nothing of the program changes."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from opora.cli.app import run
from opora.vocabulary.authority import BUILT_IN

PROCEDURE = """
[[procedure]]
code = "start"
short = "СДР"
name = "Стартовая диагностика района"
measure = "mark"
grades = [5]
"""
SUBJECT = '[[subject]]\ncode = "yakut"\nname = "якутский язык"\n'


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """Return the data folder of a district with a work, a subject and a rule of its own."""
    own = tmp_path / "данные" / "authorities"
    (own / "vocabulary").mkdir(parents=True)
    (own / "vocabulary" / "procedures.toml").write_text(PROCEDURE, encoding="utf-8")
    (own / "vocabulary" / "subjects.toml").write_text(SUBJECT, encoding="utf-8")
    federal, _, _ = (BUILT_IN / "federal-2020.toml").read_text(encoding="utf-8").partition("[[procedure]]")
    rule = federal.replace("federal-2020", "our").replace("least_low_procedures = 2", "least_low_procedures = 1")
    rule += '[[procedure]]\nprocedure = "start"\nsubject = "yakut"\npaper_grade = 5\n'
    (own / "our.toml").write_text(rule, encoding="utf-8")
    return own.parent


def filled_form(district: Path, file: Path) -> Path:
    """Write the form of marks and fill it in: fifteen of twenty pupils have a «2»."""
    assert run(["template", "marks", str(file), "--data", str(district)]) == 0
    book = load_workbook(file)
    sheet = book[book.sheetnames[0]]
    headings = next(row for row in sheet.iter_rows(max_row=5) if any("Процедура" in str(one.value) for one in row))
    row = {
        "Процедура": "СДР", "Год": 2024, "Предмет": "якутский язык", "Класс работы": 5,
        "2": 15, "3": 5, "4": 0, "5": 0, "Кол-во участников": 20, "Код школы": "123456",
    }  # fmt: skip
    for heading in headings:
        words = str(heading.value or "")
        value = next((row[name] for name in row if words.rstrip("* ").startswith(name)), None)
        sheet.cell(headings[0].row + 1, heading.column, value)
    book.save(file)
    return file


def test_its_work_comes_in_and_decides(district: Path, tmp_path: Path) -> None:
    form = filled_form(district, tmp_path / "работа.xlsx")
    receipt = tmp_path / "receipt.json"
    assert run(["take-in", str(form), "--data", str(district), "--json", str(receipt)]) == 0, receipt.read_text()
    answer = tmp_path / "answer.json"
    assert run(["identify", "--year", "2024", "--rules", "our", "--data", str(district), "--json", str(answer)]) == 0
    [school] = json.loads(answer.read_text(encoding="utf-8"))["schools"]
    assert school["status"] in {"low", "listed", "first-time"}, school
