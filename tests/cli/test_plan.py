"""`opora plan`: the promised JSON, the promised exit codes, the promised files."""

import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from icalendar import Calendar

from opora.cli.app import run
from tests.cli.commands import answered, missing
from tests.plans.written import HEADING, docx, row

PLAN_KEYS = {"title", "period", "measures", "problems"}
MEASURE_KEYS = {"number", "section", "name", "deadline", "expected", "responsible", "place"}
DEADLINE_KEYS = {"text", "kind", "starts_on", "ends_on", "rrule", "min_count", "parts", "note"}
PROBLEM_KEYS = {"code", "severity", "text", "place"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [HEADING, ("Нормативная база",), row("1.", "Приказ", "Июнь 2020 г."), row("3.", "Отчёт", "Октябрь, май")]
    path = tmp_path / "план.docx"
    path.write_bytes(docx(rows, "Комплекс мер на 2020-2023 годы"))
    return path


def test_the_json_is_the_promised_one(file: Path, tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "plan", file, "--period", "2020-06..2023-12")
    assert code == 0
    assert missing(PLAN_KEYS, answer) == set()
    assert answer["title"] == "Комплекс мер на 2020-2023 годы"
    assert missing({"starts_on", "ends_on"}, answer["period"]) == set()
    assert (answer["period"]["starts_on"], answer["period"]["ends_on"]) == ("2020-06-01", "2023-12-31")
    first = answer["measures"][0]
    assert missing(MEASURE_KEYS, first) == set()
    assert missing(DEADLINE_KEYS, first["deadline"]) == set()
    assert first["number"] == "1."
    assert first["section"] == "Нормативная база"
    assert first["deadline"]["kind"] == "month"
    assert (first["deadline"]["starts_on"], first["deadline"]["ends_on"]) == ("2020-06-01", "2020-06-30")
    assert (first["responsible"][0]["text"], first["responsible"][0]["kind"]) == ("УО", "body")
    assert first["place"] == {"table": 1, "row": 3}
    skipped = next(one for one in answer["problems"] if one["code"] == "number-skipped")
    assert missing(PROBLEM_KEYS, skipped) == set()
    assert (skipped["severity"], skipped["place"]) == ("warns", {"table": 1, "row": 4})


@pytest.mark.parametrize(
    ("words", "period"),
    [
        (("--year", "2022"), ("2022-01-01", "2022-12-31")),
        (("--school-year", "2020/21"), ("2020-09-01", "2021-08-31")),
        (("--period", "2021-2022"), ("2021-01-01", "2022-12-31")),
        ((), ("2020-01-01", "2023-12-31")),
    ],
)
def test_the_period_is_what_is_asked_for_or_what_the_title_says(
    file: Path, tmp_path: Path, words: tuple[str, ...], period: tuple[str, str]
) -> None:
    _, answer = answered(tmp_path, "plan", file, *words)
    assert (answer["period"]["starts_on"], answer["period"]["ends_on"]) == period


def test_json_on_standard_output_stands_alone(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(file), "--json", "-"]) == 0
    assert len(json.loads(capsys.readouterr().out)["measures"]) == 2


def test_people_see_measures_by_section_and_remarks(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", str(file)]) == 0
    said = capsys.readouterr().out
    for words in ("Период: 01.01.2020 – 31.12.2023.", "Нормативная база", "июнь 2020 года", "Найдено: 2 мероприятия",
                  "нет номера 2", "[number-skipped]"):  # fmt: skip
        assert words in said


def test_the_same_remark_on_several_measures_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "план.docx"
    path.write_bytes(docx([HEADING, *(row(n, f"Отчёт {n}", responsible="") for n in range(1, 4))]))
    assert run(["plan", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Мероприятия 1, 2, 3: не указан ответственный." in said
    assert said.count("[owner-missing]") == 1


def test_word_excel_and_a_calendar_are_written(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "вывод"
    words = [f"--{kind}={out / f'план.{kind}'}" for kind in ("docx", "xlsx", "ics")]
    assert run(["plan", str(file), *words]) == 0
    assert len(Document(str(out / "план.docx")).tables[0].rows) == 4
    assert openpyxl.load_workbook(out / "план.xlsx").sheetnames[0] == "План"
    assert len(Calendar.from_ical((out / "план.ics").read_bytes()).walk("VTODO")) > 2


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "Письмо без таблицы".encode()])
def test_a_file_without_a_plan_is_refused_in_words_and_in_json(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "файл.docx"
    path.write_bytes(content)
    code, answer = answered(tmp_path, "plan", path)
    assert code == 1
    assert missing(PLAN_KEYS, answer) == set()
    assert (answer["measures"], [one["severity"] for one in answer["problems"]]) == ([], ["blocks"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("нет.docx",), "«нет.docx»: нет такой папки или файла"),
        ((), "Не указано: ФАЙЛ"),
        (("{file}", "--year", "2022", "--period", "2022"), "указаны дважды"),
        (("{file}", "--school-year", "2022"), "ожидается учебный год"),
        (("{file}", "--period", "когда-нибудь"), "когда-нибудь"),
        (("{file}", "--year", "22"), "не меньше 2000"),
    ],
)
def test_wrong_usage_is_told_with_what_is_expected(
    file: Path, words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["plan", *(word.format(file=file) for word in words)]) == 2
    assert said in capsys.readouterr().err
