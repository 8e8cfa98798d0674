"""The same plan in every format that districts send: each gives the same measures."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from opora.plans import differences, plan_in
from opora.plans.documents import office
from opora.tables.plan import Plan
from tests.plans.written import HEADING, TITLE, codes, docx, names, row, tabbed

ROWS = (
    HEADING,
    ("1", "2", "3", "4", "5"),
    ("Нормативная база", "", "", "", ""),
    row("1.", "Утвердить перечень школ", "Март", responsible="УО, МКУ «ИМС»"),
    row("2.", "Провести семинар", "10.04.2022", expected="Программа, 25 учителей"),
    ("Мониторинг", "", "", "", ""),
    row("3.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
)
WORD = [HEADING, *ROWS[1:2], ROWS[2][:1], *ROWS[3:5], ROWS[5][:1], ROWS[6]]
EXPECTED = [
    ("1.", "Нормативная база", "Утвердить перечень школ", "Март", ("УО", "МКУ «ИМС»")),
    ("2.", "Нормативная база", "Провести семинар", "10.04.2022", ("УО",)),
    ("3.", "Мониторинг", "Обсудить итоги", "Ежемесячно", ("УО",)),
]


def told(found: Plan) -> list[tuple[str | None, str | None, str, str | None, tuple[str, ...]]]:
    return [
        (
            one.number,
            one.section,
            one.name,
            one.deadline.text if one.deadline else None,
            tuple(party.text for party in one.responsible),
        )
        for one in found.measures
    ]


def web_page(head: str = "") -> str:
    rows = "".join(
        f"<tr><td colspan=5><b>{words[0]}</b></td></tr>"
        if not any(words[1:])
        else "<tr>" + "".join(f"<td><p>{word}</p></td>" for word in words) + "</tr>"
        for words in ROWS
    )
    table = f"<table><thead></thead><tbody>{rows}</tbody></table>"
    return f"<html><head>{head}</head><body><h1>{TITLE}</h1>{table}</body></html>"


def workbook() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("План")
        sheet.write(0, 0, TITLE)
        for number, words in enumerate(ROWS, start=2):
            if any(words[1:]):
                sheet.write_row(number, 0, words)
            else:
                sheet.merge_range(number, 0, number, 4, words[0])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("план.docx", docx(WORD)),
        ("план.txt", tabbed(*ROWS)),
        ("план.txt", tabbed(*ROWS).decode().encode("cp1251")),
        ("план.txt", tabbed(*ROWS).decode().encode("utf-16")),
        ("план.txt", tabbed(*ROWS).replace(b"\n", b"\r\n")),
        ("план.html", web_page().encode()),
        ("план.doc", web_page('<meta charset="windows-1251">').encode("cp1251")),
        ("план.html", ('<?xml version="1.0" encoding="utf-8"?>' + web_page()).encode()),
        ("план.xlsx", workbook()),
        ("неизвестно", docx(WORD)),
    ],
)
def test_every_format_gives_the_same_plan(file: str, content: bytes) -> None:
    found = plan_in(file, content)
    assert told(found) == EXPECTED
    assert found.title == TITLE
    assert found.period is not None
    assert found.period.starts_on.year == 2022
    assert differences(plan_in("план.docx", docx(WORD)), found) == ()


def with_far_merged_cell(content: bytes) -> bytes:
    """Return the workbook with one more merged cell, which covers all the rest of the sheet."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as out:
        for name in source.namelist():
            part = source.read(name)
            if name.endswith("sheet1.xml"):
                assert b"</mergeCells>" in part
                part = part.replace(b"</mergeCells>", b'<mergeCell ref="A101:XFD1048576"/></mergeCells>')
            out.writestr(name, part)
    return stream.getvalue()


def test_cells_merged_in_a_workbook_stand_in_each_row_they_cover() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("План")
        sheet.merge_range(0, 1, 0, 4, TITLE)
        sheet.write_row(1, 1, ("№", "Мероприятие", "Срок", "Ответственный"))
        sheet.merge_range(2, 1, 2, 4, "кадры и обучение")
        for number, name in enumerate(("Семинар", "Курсы", "Отчёт"), start=3):
            sheet.write_row(number, 1, (number - 2, name, "", "УО"))
        sheet.merge_range(3, 3, 4, 3, "Март")
        sheet.write(5, 3, "Май")
    found = plan_in("план.xlsx", with_far_merged_cell(stream.getvalue()))
    assert found.title == TITLE
    assert [(one.section, one.name, one.deadline and one.deadline.text) for one in found.measures] == [
        ("кадры и обучение", "Семинар", "Март"),
        ("кадры и обучение", "Курсы", "Март"),
        ("кадры и обучение", "Отчёт", "Май"),
    ]


# --- text as pasted ---------------------------------------------------------------------------------------------------


def pasted(text: str) -> Plan:
    return plan_in("план.txt", f"{TITLE}\n\n№\tМероприятие\tСрок\tРезультат\tОтветственный\n{text}".encode())


def test_a_cell_of_several_lines_is_put_together() -> None:
    found = pasted(
        "1.\tСеминар\tСентябрь 2022г\nоктябрь, ноябрь 2022г\tПриказ\tУО\n2.\tОтчёт\tМай\tСправка\tУО\nруководители ОО\n"
    )
    assert [one.deadline.text for one in found.measures if one.deadline] == [
        "Сентябрь 2022г октябрь, ноябрь 2022г",
        "Май",
    ]
    assert [party.text for party in found.measures[1].responsible] == ["УО", "руководители ОО"]


def test_a_row_torn_by_a_page_end_is_put_together() -> None:
    found = pasted(
        "1.\tРабота с неуспевающими, помощь в\tМай\tСправка\tУО\n\n"
        "\tпреодолении трудностей\t\t\t\n2.\tОтчёт\tИюнь\tСправка\tУО"
    )
    assert names(found) == ["Работа с неуспевающими, помощь в преодолении трудностей", "Отчёт"]


@pytest.mark.parametrize("sign", [" | ", "|", "   ", ";", " │ "])
def test_cells_may_be_parted_by_pipes_semicolons_or_spaces(sign: str) -> None:
    rows = [HEADING, row(1, "Семинар"), row(2, "Анализ"), row(3, "Проверка")]
    text = "\n".join([TITLE, *(sign.join(cells) for cells in rows)])
    found = plan_in("план.txt", text.encode())
    assert [(one.number, one.name, one.deadline and one.deadline.text) for one in found.measures] == [
        ("1", "Семинар", "Май"),
        ("2", "Анализ", "Май"),
        ("3", "Проверка", "Май"),
    ]


def test_a_table_drawn_with_pipes_and_rules_is_a_table() -> None:
    rows = [HEADING, ("---",) * 5, row(1, "Семинар"), row(2, "Анализ")]
    text = "\n".join([TITLE, *("| " + " | ".join(cells) + " |" for cells in rows)])
    assert [one.name for one in plan_in("план.txt", text.encode()).measures] == ["Семинар", "Анализ"]


def test_a_drawn_table_may_rule_off_rows_of_several_lines() -> None:
    drawn = """
        ┌───┬─────────────┬────────┬────────────┐
        │ N │ Мероприятия │ Сроки  │Ответствен- │
        │   │             │        │    ные     │
        ├───┴─────────────┴────────┴────────────┤
        │         1. Работа с кадрами           │
        ├───┬─────────────┬────────┬────────────┤
        │ 1 │Семинар для  │апрель -│УО, рабочая │
        │   │учителей     │июнь    │группа      │
        ├───┼─────────────┼────────┼────────────┤
        │ 2 │Отчёт        │июль    │УО          │
        └───┴─────────────┴────────┴────────────┘
    """
    found = plan_in("план.txt", f"{TITLE}\n{drawn}".encode())
    assert [(one.number, one.name, one.deadline and one.deadline.text) for one in found.measures] == [
        ("1", "Семинар для учителей", "апрель - июнь"), ("2", "Отчёт", "июль"),
    ]  # fmt: skip
    assert [section.title for section in found.sections] == ["1. Работа с кадрами"]
    assert [party.text for party in found.measures[0].responsible] == ["УО", "рабочая группа"]


def test_a_section_without_tabs_is_a_section_and_the_text_below_the_table_is_not() -> None:
    found = pasted(
        "Кадры\n1.\tСеминар\tМай\tСправка\tУО\nМониторинг\n2.\tОтчёт\tИюнь\tСправка\tУО\n\n"
        "Начальник УО\n1. Задача первая\n"
    )
    assert [(one.section, one.name) for one in found.measures] == [("Кадры", "Семинар"), ("Мониторинг", "Отчёт")]


def test_markup_left_by_copying_is_no_text() -> None:
    found = plan_in(
        "п.txt", "**План на 2022 год**\n\n<b>№</b>\t<b>Мероприятие</b>\t<b>Срок</b>\n1\t**Семинар**\tМай".encode()
    )
    assert found.title == "План на 2022 год"
    assert names(found) == ["Семинар"]


# --- web pages --------------------------------------------------------------------------------------------------------


def test_cells_that_hang_down_stand_in_each_row() -> None:
    page = (
        "<table><tr><th rowspan=2>№<th rowspan=2>Мероприятие<th colspan=2>Срок<th rowspan=2>Ответственный</tr>"
        "<tr><th>начало<th>окончание</tr>"
        "<tr><td>1<td>Семинар<td rowspan=2>01.03.2022<td>05.03.2022<td>УО</tr>"
        "<tr><td>2<td>Отчёт<td>07.03.2022<td>УО</tr></table>"
    )
    found = plan_in("план.html", page.encode())
    assert [one.deadline and one.deadline.text for one in found.measures] == [
        "с 01.03.2022 по 05.03.2022",
        "с 01.03.2022 по 07.03.2022",
    ]


def test_a_table_within_a_layout_table_is_found_and_scripts_are_not_read() -> None:
    page = (
        "<table><tr><td><script>var x='<table>'</script><table><tr><th>№<th>Мероприятие<th>Срок</tr>"
        "<tr><td><ol start=7><li></ol><td>Семинар<br>весной<td>Май</tr></table></td></tr></table>"
    )
    (measure,) = plan_in("план.html", page.encode()).measures
    assert (measure.number, measure.name, measure.place.table) == ("7.", "Семинар весной", 2)


# --- old documents ----------------------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def test_without_the_office_an_old_document_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    found = plan_in("план.doc", OLE + "WordDocument".encode("utf-16-le"))
    assert codes(found.problems) == ["office-missing"]
    assert "сохраните: Файл › Сохранить как › Документ Word (.docx)" in found.problems[0].text


def test_an_office_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\n/bin/sleep 60 & wait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(office.UnreadablePlanError) as refusal:
        office.as_docx("план.doc", b"x", ".doc", longest=0.2)
    assert refusal.value.problem.code == "office-too-slow"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice (soffice) is not installed here")
@pytest.mark.parametrize("suffix", ["doc", "odt", "rtf"])
def test_old_and_open_documents_are_read_through_the_office(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "plan.docx").write_bytes(docx(WORD))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    for source, wanted in (("plan.docx", "odt"), ("plan.odt", suffix)):  # straight to .doc the office loses the table
        if source != f"plan.{wanted}":
            line = [*command, "--convert-to", wanted, "--outdir", str(tmp_path), str(tmp_path / source)]
            subprocess.run(line, check=True, capture_output=True, timeout=180)
    found = plan_in(f"план.{suffix}", (tmp_path / f"plan.{suffix}").read_bytes())
    assert told(found) == EXPECTED
