"""`opora deadline`: one text, or a column of them."""

import json
from pathlib import Path

import pytest

from opora.cli.app import run
from tests.cli.commands import answered, missing

KEYS = {"text", "kind", "starts_on", "ends_on", "rrule", "min_count", "parts", "note"}


def test_one_deadline_is_answered_as_the_interface_promises(tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "deadline", "Июнь 2020 г.")
    assert code == 0
    assert missing(KEYS, answer) == set()
    assert (answer["kind"], answer["starts_on"], answer["ends_on"]) == ("month", "2020-06-01", "2020-06-30")
    assert (answer["rrule"], answer["min_count"], answer["parts"], answer["note"]) == (None, None, [], None)


@pytest.mark.parametrize(
    ("options", "starts_on"),
    [
        (("--year", "2022"), "2022-10-01"),
        (("--school-year", "2020/21"), "2020-10-01"),
        (("--period", "2020-06..2021-05"), "2020-10-01"),
        ((), None),
    ],
)
def test_the_period_of_the_plan_gives_the_year(options: tuple[str, ...], starts_on: str | None, tmp_path: Path) -> None:
    assert answered(tmp_path, "deadline", "Октябрь", *options)[1]["starts_on"] == starts_on


def test_a_person_is_told_how_it_was_understood(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadline", "Не реже 2 раз в год, октябрь, апрель", "--year", "2022"]) == 0
    shown = capsys.readouterr().out
    assert "Понято как: не реже двух раз в год, апрель, октябрь (повторяется)" in shown
    assert "Правило: FREQ=YEARLY;BYMONTH=4,10, не реже 2 раз" in shown
    assert "В плане: 01.04.2022–30.04.2022, 01.10.2022–31.10.2022" in shown
    assert "Просрочено после: 31.10.2022" in shown


def test_what_is_doubtful_or_no_time_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deadline", "до мая, актовый зал", "--year", "2022"]) == 0
    shown = capsys.readouterr().out
    assert "Возможно и другое прочтение." in shown
    assert "Примечание: «до» с названием месяца" in shown
    assert "К сроку не отнесено: актовый зал" in shown


def test_what_cannot_be_read_is_refused_in_full(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, answer = answered(tmp_path, "deadline", "31 февраля")
    assert (code, answer["kind"]) == (1, "unparseable")
    shown = capsys.readouterr().out
    assert "Срок не прочитан: 31 февраля не бывает." in shown
    assert "«15 мая 2022 года»" in shown


def test_a_table_is_answered_line_by_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        "raw\tplan_year\tnote",
        "Октябрь\t2020/21\t",
        "31 февраля\t2022",
        "«Май»\tunknown",
        "\t2022",
        "март\tкогда-то",
    ]
    table = tmp_path / "сроки.tsv"
    table.write_text("\ufeff" + "\r\n".join(rows) + "\r\n", encoding="utf-8")
    assert run(["deadline", "--tsv", str(table), "--json", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["text"] for answer in answers] == ["Октябрь", "31 февраля", "«Май»", "", "март"]
    assert [answer["kind"] for answer in answers] == ["month", "unparseable", "month", "unparseable", "month"]
    assert [answer["starts_on"] for answer in answers] == ["2020-10-01", None, None, None, None]
    assert "найдено «когда-то»" in answers[-1]["note"]


def test_a_table_is_shown_to_people_and_written_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, out = tmp_path / "сроки.tsv", tmp_path / "ответ.jsonl"
    table.write_text("raw\nянв.\n???", encoding="utf-8")
    assert run(["deadline", "--tsv", str(table), "--year", "2022", "--json", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[0])["ends_on"] == "2022-01-31"
    shown = capsys.readouterr().out
    assert "янв. → январь 2022 года (месяц)" in shown
    assert "Сроков – 2, не прочитано – 1." in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("срок\tгод\nмай\t2022".encode(), "найдены столбцы срок, год, ожидается raw"),
        ("raw\nмай".encode("cp1251"), "ожидается UTF-8"),
        (b"", "ожидается raw"),
    ],
)
def test_a_table_of_another_kind_is_refused(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "т.tsv").write_bytes(content)
    assert run(["deadline", "--tsv", str(tmp_path / "т.tsv")]) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Укажите или СРОК в кавычках, или --tsv ФАЙЛ."),
        (("май", "--tsv", "pyproject.toml"), "Укажите или СРОК"),
        (("май", "--school-year", "2020/22"), "ожидаются два года подряд"),
        (("май", "--school-year", "2020"), "ожидается учебный год"),
        (("май", "--period", "давно"), "найдено «давно»"),
        (("май", "--year", "2022", "--period", "2020-2023"), "Указан не один период"),
        (("--tsv", "нет.tsv"), "«нет.tsv» не найден"),
    ],
)
def test_a_command_written_wrongly_is_explained(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["deadline", *words]) == 2
    assert said in capsys.readouterr().err
