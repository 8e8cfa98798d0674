"""Whole plans as offices lay them out, each with the rows a person reads in it, written down before the first run."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from opora.plans import plan_in
from opora.plans.linter import lint
from opora.tables.plan import Measure, Plan
from tests.plans.written import HEADING, codes, docx, names, numbered, plan, row, saved, tracked, with_lists

Written = tuple[str | None, str | None, str, str, str]


def days(measure: Measure) -> str:
    found = measure.deadline
    if found is None:
        return ""
    return found.rrule or f"{found.starts_on or ''}..{found.ends_on or ''}"


def rows_of(found: Plan) -> list[Written]:
    return [
        (one.number, one.section, one.name, days(one), "; ".join(party.text for party in one.responsible))
        for one in found.measures
    ]


def of_word(*rows: Sequence[str], title: str = "План на 2022 год", change: Callable[[Any], None] | None = None) -> Plan:
    return plan_in("план.docx", docx(rows, title, change=change))


MARCH, MAY = "2022-03-01..2022-03-31", "2022-05-01..2022-05-31"


def test_tables_of_approval_and_of_signatures_are_no_plan_and_a_title_may_stand_within_the_frame() -> None:
    made = Document()
    for words in (
        ("СОГЛАСОВАНО\nПредседатель РМО", "УТВЕРЖДАЮ\nПриказ от 30.08.2023 № 45"),
        None,
        ("Директор", "И.И. Иванов"),
    ):
        rows = [words] if words else [("План мероприятий",) * 5, HEADING, row("1", "Диагностика", "сентябрь")]
        if words is None:
            made.add_paragraph("Дорожная карта школы на 2023-2024 учебный год")
        table = made.add_table(len(rows), len(rows[0]))
        for cells, texts in zip(table.rows, rows, strict=True):
            if len(set(texts)) == 1:
                cells.cells[0].merge(cells.cells[-1]).text = texts[0]
                continue
            for cell, text in zip(cells.cells, texts, strict=True):
                cell.text = text
    assert rows_of(plan_in("план.docx", saved(made))) == [("1", None, "Диагностика", "2023-09-01..2023-09-30", "УО")]


def test_the_number_of_a_section_may_have_a_cell_of_its_own() -> None:
    def merge(table: Any) -> None:
        for place, title in ((1, "Документы"), (3, "Кадры")):
            table.cell(place, 1).merge(table.cell(place, 4)).text = title

    found = of_word(HEADING, ("1", "", "", "", ""), row("1.1", "Приказ", "март"), ("2", "", "", "", ""),
                    row("2.1", "Курсы", "май"), change=merge)  # fmt: skip
    assert rows_of(found) == [("1.1", "1 Документы", "Приказ", MARCH, "УО"), ("2.1", "2 Кадры", "Курсы", MAY, "УО")]


def test_a_time_and_a_place_have_columns_of_their_own() -> None:
    found = of_word(
        ("№", "Дата", "Время", "Место проведения", "Мероприятие", "Ответственный"),
        ("1", "14.03.2022", "15.00", "МБОУ СОШ № 2", "Семинар", "Петрова А.А."),
        ("2", "с 4 по 8 апреля", "10.00", "школы района", "Декада открытых уроков", "РМО"),
    )
    assert rows_of(found) == [
        ("1", None, "Семинар", "2022-03-14..2022-03-14", "Петрова А.А."),
        ("2", None, "Декада открытых уроков", "2022-04-04..2022-04-08", "РМО"),
    ]


def test_words_of_a_heading_may_be_parted_at_the_ends_of_lines() -> None:
    heading = ("№\nп/п", "Наименование\nмеро-\nприятия", "Срок\nиспол-\nнения", "Ожидае-\nмый резуль-\nтат",
               "Ответ-\nствен-\nный")  # fmt: skip
    found = of_word(heading, row(1, "Совещание", "ежемесячно"))
    assert rows_of(found) == [("1", None, "Совещание", "FREQ=MONTHLY", "УО")]
    assert found.measures[0].expected == "Приказ УО"


def test_moved_words_stand_where_they_were_moved_to() -> None:
    def move(table: Any) -> None:
        paragraph = table.cell(1, 1).paragraphs[0]
        tracked(paragraph, "moveFrom", " старое")
        tracked(paragraph, "moveTo", " новое")
        table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:ins"))

    assert rows_of(of_word(HEADING, row(1, "Дело", "май"), change=move)) == [("1", None, "Дело новое", MAY, "УО")]


def test_hyphens_that_do_not_break_and_those_that_may_and_footnotes_are_no_words() -> None:
    def fill(table: Any) -> None:
        table.cell(1, 2).paragraphs[0]._p.append(
            parse_xml(
                f"<w:r {nsdecls('w')}><w:t>март</w:t><w:noBreakHyphen/><w:t>ап</w:t><w:softHyphen/><w:t>рель</w:t>"
                '<w:footnoteReference w:id="2"/></w:r>'
            )
        )

    found = of_word(HEADING, row(1, "Дело", ""), change=fill)
    assert rows_of(found) == [("1", None, "Дело", "2022-03-01..2022-04-30", "УО")]


def test_one_measure_may_have_rows_for_its_days_and_names_each_party_once() -> None:
    def merge(table: Any) -> None:
        for column, words in ((0, "1"), (1, "Консультации")):
            table.cell(1, column).merge(table.cell(3, column)).text = words

    rows = [("", "", month, "Журнал", party) for month, party in (("сентябрь", "УО"), ("январь", "ИМЦ"), ("май", "УО"))]
    found = of_word(HEADING, *rows, title="План на 2022/2023 учебный год", change=merge)
    assert rows_of(found) == [("1", None, "Консультации", "2022-09-01..2023-05-31", "УО; ИМЦ")]


def test_lists_of_several_levels_number_the_measures() -> None:
    def number(table: Any) -> None:
        with_lists(table, ("decimal", "%1."), ("decimal", "%1.%2."))
        for place, level in ((1, 0), (2, 1), (3, 1)):
            numbered(table.cell(place, 0).paragraphs[0], 1, level)

    found = of_word(HEADING, *(row("", name, "май") for name in ("Приказ", "Список", "Отчёт")), change=number)
    assert [one.number for one in found.measures] == ["1.", "1.1.", "1.2."]


def test_a_row_may_begin_later_than_the_table() -> None:
    def shorten(table: Any) -> None:
        element = table.rows[2]._tr
        element.remove(element.tc_lst[0])
        before = OxmlElement("w:gridBefore")
        before.set(qn("w:val"), "1")
        element.get_or_add_trPr().append(before)

    found = of_word(HEADING, row(1, "Дело", "март"), row(2, "Другое", "май"), change=shorten)
    assert rows_of(found) == [("1", None, "Дело", MARCH, "УО"), (None, None, "Другое", MAY, "УО")]


def test_days_may_stand_in_a_table_within_a_cell() -> None:
    def nest(table: Any) -> None:
        inner = table.cell(1, 2).add_table(2, 1)
        inner.cell(0, 0).text, inner.cell(1, 0).text = "март", "май"

    found = of_word(HEADING, row(1, "Дело", ""), change=nest)
    assert rows_of(found) == [("1", None, "Дело", "2022-03-01..2022-05-31", "УО")]


@pytest.mark.parametrize("numbers", ["1 2 3 4 5", "I II III IV V", "А Б В Г Д", "1. 2. 3. 4. 5."])
def test_a_row_that_numbers_the_columns_is_no_measure(numbers: str) -> None:
    found = of_word(HEADING, numbers.split(), row("1)", "Дело", "март"))
    assert rows_of(found) == [("1)", None, "Дело", MARCH, "УО")]


@pytest.mark.parametrize("words", ["Исполнитель: Петрова А.А., тел. 2-15-30", "Исп. Петрова А.А."])
def test_a_signature_within_the_frame_is_no_section(words: str) -> None:
    found = plan(row(1), (words,))
    assert (len(found.measures), found.sections) == (1, ())
    assert codes((*found.problems, *lint(found))) == []


@pytest.mark.parametrize("words", [("", "Директор школы", "__________", "", "А.А."), ("", "", "Директор", "____", "")])
def test_a_row_to_be_signed_by_hand_is_no_measure_and_is_told_as_left_out(words: tuple[str, ...]) -> None:
    found = plan(row(1), words)
    assert (names(found), codes(found.problems)) == (["Семинар"], ["plan-row-skipped"])
    assert found.measures[0].responsible[0].text == "УО"


@pytest.mark.parametrize("words", ["* по согласованию", "Примечание: даты уточняются", "Итого мероприятий: 1"])
def test_a_note_or_a_total_within_the_frame_is_told_as_left_out(words: str) -> None:
    found = plan(row(1), (words,))
    assert (len(found.measures), found.sections) == (1, ())
    assert codes((*found.problems, *lint(found))) == ["plan-row-skipped"]


def test_bare_days_belong_to_the_month_their_section_names() -> None:
    found = of_word(("Дата", "Мероприятие", "Ответственный"), ("Март",), ("1", "Семинар", "Завуч"), ("Май",),
                    ("15-17", "Смотр", "Завуч"))  # fmt: skip
    assert [days(one) for one in found.measures] == ["2022-03-01..2022-03-01", "2022-05-15..2022-05-17"]


def test_dates_may_stand_below_quarters_and_numbers_below_months() -> None:
    found = of_word(
        ("№", "Мероприятие", "I квартал", "II квартал", "Кто"), ("1", "Отчёт", "до 30.03", "до 30.06", "УО")
    )
    assert [days(one) for one in found.measures] == ["..2022-06-30"]
    found = of_word(
        ("№", "Мероприятие", "Март", "Май", "Кто"), ("1", "Уроки", "2", "", "УО"), ("2", "Смотр", "-", "+", "УО")
    )
    assert [days(one) for one in found.measures] == [MARCH, MAY]


def test_a_heading_of_three_rows_is_one_heading() -> None:
    def merge(table: Any) -> None:
        for row_, first, last in ((0, 2, 3), (1, 2, 3), (0, 4, 5)):
            table.cell(row_, first).merge(table.cell(row_, last))
        for column in (0, 1):
            table.cell(0, column).merge(table.cell(2, column))

    found = of_word(
        ("№", "Мероприятие", "Сроки реализации", "", "Ответственные", ""),
        ("", "", "план", "", "муниципальный уровень", "школьный уровень"),
        ("", "", "начало", "окончание", "", ""),
        ("1", "Семинар", "01.03.2022", "10.03.2022", "ИМЦ", "Директор"),
        change=merge,
    )
    assert rows_of(found) == [("1", None, "Семинар", "2022-03-01..2022-03-10", "ИМЦ; Директор")]


def test_a_page_saved_by_word_is_read_without_the_places_where_words_may_be_parted() -> None:
    page = (
        "<html><meta charset=utf-8><p class=MsoNormal>План на 2022 год<o:p></o:p></p><table class=MsoTableGrid>"
        "<tr><td><p><b>№</b></p><td><p>Мероприятие</p><td><p>Срок<br>исполнения</p><td><p>Ответ&shy;ственный</p></tr>"
        "<tr><td><p>1</p><td><p>Анализ&nbsp;ВПР</p><p>в школах</p><td><p>март</p><td><p>УО,&nbsp;ИМЦ</p></tr></table>"
    )
    found = plan_in("план.html", page.encode())
    assert rows_of(found) == [("1", None, "Анализ ВПР в школах", MARCH, "УО; ИМЦ")]


def test_a_day_chosen_in_a_content_control_is_a_day() -> None:
    def choose(table: Any) -> None:
        table.cell(1, 2).paragraphs[0]._p.append(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtPr><w:date/></w:sdtPr><w:sdtContent><w:r><w:t>15.03.2022</w:t></w:r>"
                "</w:sdtContent></w:sdt>"
            )
        )

    found = of_word(HEADING, row(1, "Дело", ""), change=choose)
    assert [days(one) for one in found.measures] == ["2022-03-15..2022-03-15"]
