"""Plans in Word with everything offices do to tables: each is read as the accepted document shows it."""

from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement

from opora.plans import plan_in
from tests.plans.written import (
    HEADING,
    TITLE,
    codes,
    deleted_row,
    document,
    docx,
    names,
    numbered,
    plan,
    row,
    saved,
    tracked,
    with_lists,
)


def test_a_plain_table_is_read_row_by_row_with_its_places() -> None:
    found = plan(("1", "2", "3", "4", "5"), ("Нормативная база",), row("1.", "Приказ"), row("2.", "Список"))
    assert found.title == TITLE
    assert [(one.number, one.section, one.name) for one in found.measures] == [
        ("1.", "Нормативная база", "Приказ"),
        ("2.", "Нормативная база", "Список"),
    ]
    assert [(one.place.table, one.place.row) for one in found.measures] == [(1, 4), (1, 5)]


def test_a_heading_of_two_rows_is_one_heading() -> None:
    rows = [
        ("№", "Мероприятие", "Срок", "", "Ответственные"),
        ("", "", "начало", "окончание", ""),
        ("1", "Семинар", "01.03.2022", "15.03.2022", "УО"),
    ]

    def merge(table: Any) -> None:
        table.cell(0, 2).merge(table.cell(0, 3))
        for column in (0, 1, 4):
            table.cell(0, column).merge(table.cell(1, column))

    (measure,) = plan_in("план.docx", docx(rows, change=merge)).measures
    assert measure.deadline is not None
    assert (str(measure.deadline.starts_on), str(measure.deadline.ends_on)) == ("2022-03-01", "2022-03-15")
    assert measure.responsible[0].text == "УО"


def test_a_heading_of_two_rows_repeated_on_the_next_page_is_no_measure() -> None:
    upper, lower = ("№", "Мероприятие", "Срок", "", "Ответственные"), ("", "", "начало", "окончание", "")
    rows = [upper, lower, ("1", "Семинар", "01.03.2022", "15.03.2022", "УО"), upper, lower,
            ("2", "Отчёт", "01.04.2022", "15.04.2022", "УО")]  # fmt: skip

    def merge(table: Any) -> None:
        for first in (0, 3):
            table.cell(first, 2).merge(table.cell(first, 3))
            for column in (0, 1, 4):
                table.cell(first, column).merge(table.cell(first + 1, column))

    assert names(plan_in("план.docx", docx(rows, change=merge))) == ["Семинар", "Отчёт"]


def test_a_deadline_merged_downwards_is_the_deadline_of_each_row() -> None:
    def merge(table: Any) -> None:
        table.cell(2, 2).text = ""
        table.cell(1, 2).merge(table.cell(2, 2))

    found = plan_in("план.docx", docx([HEADING, row(1, "Семинар", "Март"), row(2, "Совещание")], change=merge))
    assert [one.deadline and one.deadline.text for one in found.measures] == ["Март", "Март"]


def test_a_number_and_a_name_merged_downwards_are_one_measure_in_two_rows() -> None:
    def merge(table: Any) -> None:
        for column in (0, 1):
            table.cell(2, column).text = ""
            table.cell(1, column).merge(table.cell(2, column))

    rows = [HEADING, row(1, "Семинар", "Март", responsible="УО"), row("", "", "Май", responsible="ИМЦ")]
    (measure,) = plan_in("план.docx", docx(rows, change=merge)).measures
    assert measure.deadline is not None
    assert measure.deadline.text == "Март Май"
    assert [party.text for party in measure.responsible] == ["УО", "ИМЦ"]


def test_a_row_torn_by_a_page_is_one_measure() -> None:
    found = plan(
        row("1.", "Организация работы с неуспевающими и оказание помощи в", "Май"),
        ("", "преодолении трудностей", "", "", "ИМЦ"),
        row("2.", "Совещание"),
    )
    assert names(found) == [
        "Организация работы с неуспевающими и оказание помощи в преодолении трудностей",
        "Совещание",
    ]
    assert [party.text for party in found.measures[0].responsible] == ["УО", "ИМЦ"]


def test_a_row_torn_before_a_capital_letter_is_one_measure_where_the_name_cannot_end_so() -> None:
    found = plan(row("1.", "Создать условия в рамках проекта и"), ("", "Точка роста", "", "", ""), row("2.", "Отчёт"))
    assert names(found) == ["Создать условия в рамках проекта и Точка роста", "Отчёт"]


def test_a_number_that_was_forgotten_makes_no_rest_of_the_row_above() -> None:
    found = plan(row("1."), row("", "Совещание", "Июнь"), row("3.", "Отчёт"))
    assert [(one.number, one.name) for one in found.measures] == [
        ("1.", "Семинар"),
        (None, "Совещание"),
        ("3.", "Отчёт"),
    ]


def test_a_column_of_numbers_left_blank_makes_every_row_a_measure() -> None:
    found = plan(("", "Провести семинар", "", "Приказ", ""), ("", "Совещание", "", "Протокол", ""), heading=HEADING)
    assert names(found) == ["Провести семинар", "Совещание"]


def test_a_row_with_neither_name_nor_rest_is_named_as_skipped() -> None:
    found = plan(row("1."), ("2.", "", "Июнь", "Справка", "УО"), row("3.", "Отчёт"))
    assert names(found) == ["Семинар", "Отчёт"]
    assert codes(found.problems) == ["plan-row-skipped"]
    assert "2. Июнь Справка УО" in found.problems[0].text


def test_a_heading_repeated_on_the_next_page_is_no_measure() -> None:
    found = plan(row(1), ("1", "2", "3", "4", "5"), HEADING, ("1", "2", "3", "4", "5"), row(2, "Совещание"))
    assert names(found) == ["Семинар", "Совещание"]


def test_a_table_without_a_heading_goes_on_with_the_table_above() -> None:
    made = document([HEADING, row(1), row(2, "Совещание")])
    made.add_paragraph("")
    table = made.add_table(rows=1, cols=5)
    for cell, text in zip(table.rows[0].cells, row(3, "Конференция"), strict=True):
        cell.text = text
    found = plan_in("план.docx", saved(made))
    assert names(found) == ["Семинар", "Совещание", "Конференция"]
    assert found.measures[2].place.table == 2


def test_the_rest_of_a_torn_row_may_open_the_next_page() -> None:
    made = document([HEADING, row(1, "Анализ школьных планов"), row(2, "Семинар для учителей")])
    table = made.add_table(rows=2, cols=5)
    for cells, words in zip(table.rows, (("", "и руководителей школ", "", "", "ОО"), row(3)), strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text
    found = plan_in("план.docx", saved(made))
    assert [measure.name for measure in found.measures] == [
        "Анализ школьных планов",
        "Семинар для учителей и руководителей школ",
        "Семинар",
    ]
    assert [party.text for party in found.measures[1].responsible] == ["УО", "ОО"]


def test_columns_without_a_heading_are_known_by_what_they_hold_and_it_is_said() -> None:
    rows = [
        ("1", "Анализ результатов ВПР", "Октябрь", "Справка", "УО, ИМЦ"),
        ("2", "Семинар для учителей", "в течение года", "Программа семинара", "Руководители ОО"),
    ]
    found = plan_in("план.docx", docx(rows))
    assert [problem.code for problem in found.problems] == ["columns-guessed"]
    assert [(one.number, one.name, one.expected, one.place.row) for one in found.measures] == [
        ("1", "Анализ результатов ВПР", "Справка", 1),
        ("2", "Семинар для учителей", "Программа семинара", 2),
    ]
    assert [[party.text for party in one.responsible] for one in found.measures] == [["УО", "ИМЦ"], ["Руководители ОО"]]


def test_tables_that_are_no_plan_are_left_alone() -> None:
    made = Document()
    made.add_paragraph(TITLE)
    for rows in ([("Школа", "Доля «2»"), ("СОШ № 1", "31")], [HEADING, row(1)], [("Телефон", "12-34")]):
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, words in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, words, strict=True):
                cell.text = text
    found = plan_in("план.docx", saved(made))
    assert names(found) == ["Семинар"]
    assert found.measures[0].place.table == 2


def test_words_of_a_table_within_a_cell_stay_in_the_cell() -> None:
    def nest(table: Any) -> None:
        inner = table.cell(1, 3).add_table(rows=2, cols=2)
        for cell, text in zip(inner._cells, ("математика", "5 школ", "русский язык", "7 школ"), strict=True):
            cell.text = text

    (measure,) = plan_in("план.docx", docx([HEADING, row(1, expected="Справка:")], change=nest)).measures
    assert measure.expected == "Справка: математика 5 школ русский язык 7 школ"


def test_a_plan_inside_a_table_that_only_lays_out_the_page_is_found() -> None:
    made = Document()
    cell = made.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = TITLE
    inner = cell.add_table(rows=2, cols=5)
    for cells, words in zip(inner.rows, (HEADING, row(1)), strict=True):
        for one, text in zip(cells.cells, words, strict=True):
            one.text = text
    found = plan_in("план.docx", saved(made))
    assert names(found) == ["Семинар"]
    assert found.measures[0].place.table == 2


def test_tracked_changes_are_read_as_accepted() -> None:
    def change(table: Any) -> None:
        name = table.cell(1, 1).paragraphs[0]
        tracked(name, "ins", " для учителей")
        tracked(name, "del", " для всех")
        deleted_row(table.rows[2])

    found = plan_in("план.docx", docx([HEADING, row(1), row(2, "Лишнее"), row(3, "Совещание")], change=change))
    assert names(found) == ["Семинар для учителей", "Совещание"]


def test_hidden_text_is_no_text() -> None:
    def hide(table: Any) -> None:
        run = table.cell(1, 1).paragraphs[0].add_run(" (черновик)")
        run.font.hidden = True
        shown = table.cell(1, 1).paragraphs[0].add_run(" весной")
        shown.font.hidden = False

    assert names(plan_in("план.docx", docx([HEADING, row(1)], change=hide))) == ["Семинар весной"]


def test_numbers_that_word_counts_itself_are_numbers() -> None:
    made = document([HEADING, ("", *row(1)[1:]), ("", *row(1, "Совещание")[1:]), ("", *row(1, "Конференция")[1:])])
    with_lists(made, ("decimal", "%1."), ("decimal", "%1.%2."))
    table = made.tables[0]
    numbered(table.cell(1, 0).paragraphs[0])
    numbered(table.cell(2, 0).paragraphs[0], level=1)
    numbered(table.cell(3, 0).paragraphs[0])
    found = plan_in("план.docx", saved(made))
    assert [one.number for one in found.measures] == ["1.", "1.1.", "2."]


@pytest.mark.parametrize(
    ("style", "marks"),
    [
        ("upperRoman", ["I.", "II."]),
        ("russianLower", ["а.", "б."]),
        ("decimalZero", ["01.", "02."]),
        ("bullet", ["", ""]),
    ],
)
def test_marks_of_lists_are_written_as_word_writes_them(style: str, marks: list[str]) -> None:
    made = document([HEADING, row(1, "Справка"), row(2, "Отчёт")])
    with_lists(made, (style, "%1."))
    for index in (1, 2):
        numbered(made.tables[0].cell(index, 1).paragraphs[0])
    found = plan_in("план.docx", saved(made))
    assert names(found) == [f"{mark} {name}".strip() for mark, name in zip(marks, ("Справка", "Отчёт"), strict=True)]


def test_rows_inside_content_controls_are_rows() -> None:
    def wrap(table: Any) -> None:
        element = table.rows[2]._tr
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        element.addprevious(control)
        control.append(content)
        content.append(element)

    found = plan_in("план.docx", docx([HEADING, row(1), row(2, "Совещание")], change=wrap))
    assert names(found) == ["Семинар", "Совещание"]


def test_lines_of_a_cell_are_one_name_and_several_parties() -> None:
    def lines(table: Any) -> None:
        table.cell(1, 1).add_paragraph("для учителей")
        table.cell(1, 4).text = "УО"
        table.cell(1, 4).add_paragraph("руководители ОО")

    (measure,) = plan_in("план.docx", docx([HEADING, row(1)], change=lines)).measures
    assert measure.name == "Семинар для учителей"
    assert [party.text for party in measure.responsible] == ["УО", "руководители ОО"]


def test_a_document_without_a_table_of_measures_is_refused() -> None:
    found = plan_in("письмо.docx", docx([("Школа", "Доля")], "О результатах"))
    assert found.is_refused
    assert codes(found.problems) == ["no-plan-table"]


def test_a_heading_with_nothing_below_it_is_refused() -> None:
    assert codes(plan().problems) == ["no-plan-table"]
