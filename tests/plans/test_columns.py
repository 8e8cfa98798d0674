"""Columns are known by meaning, whatever district words their headings."""

import pytest
from docx import Document

from opora.deadlines import period_of
from opora.plans import lint, plan_in
from opora.plans.columns import meaning_of, year_of
from opora.tables.plan import Plan
from tests.plans.written import HEADING, TITLE, codes, docx, names, plan, row, saved


@pytest.mark.parametrize(
    ("meaning", "headings"),
    [
        ("number", ["№", "№ п/п", "№п/п", "N п/п", "№ п.п.", "п/п", "Номер", "№ пункта"]),
        ("name", ["Мероприятие", "Наименование мероприятия", "Содержание деятельности", "Мероприятия", "Виды работ",
                  "Основные мероприятия", "Меры", "Тема", "Дела",
                  "Вопросы, подлежащие контролю", "Объект контроля", "Содержание работы", "Действия", "НАИМЕНОВАНИЕ"]),
        ("deadline", ["Срок", "Сроки исполнения", "Срок исполнения мероприятия", "Дата проведения", "Сроки реализации",
                      "Дата", "Период", "Когда", "Дата и время", "Срок (месяц)", "Квартал", "Сроки, ответственные",
                      "Ориентировочное время проведения"]),
        ("responsible", ["Ответственный", "Ответственные исполнители", "Исполнители", "Ответственный за выполнение",
                         "Кто проводит", "Куратор", "Исполнитель мероприятия", "Соисполнители", "Отв."]),
        ("expected", ["Ожидаемый результат", "Ожидаемые результаты мероприятия", "Результат", "Показатель",
                      "Вид документа",
                      "Форма отчётности", "Итоговый документ", "Планируемый результат", "Критерии", "Выход",
                      "Документ, подтверждающий исполнение", "Где подводятся итоги", "Подведение итогов"]),
        ("section", ["Раздел", "Направление", "Наименование раздела", "Направление деятельности", "Задача", "Этап"]),
        ("done", ["Отметка о выполнении", "Отметка об исполнении (ответственный)", "Статус", "Выполнение", "Факт"]),
        ("note", ["Примечание", "Комментарий"]),
        ("starts", ["Дата начала", "Начало", "Срок начала реализации"]),
        ("ends", ["Дата окончания", "Окончание", "Завершение"]),
        (None, ["Категория участников", "Место проведения", "Финансирование", "Телефон", "", "Факторы риска", "Школа",
                "тематический", "Своевременность заполнения", "I квартал"]),
    ],
)  # fmt: skip
def test_a_heading_is_known_by_its_meaning(meaning: str | None, headings: list[str]) -> None:
    assert {heading: meaning_of(heading) for heading in headings} == dict.fromkeys(headings, meaning)


@pytest.mark.parametrize(("heading", "is_year"), [("2021", True), ("2021 год", True), ("2020/2021 уч. год", True),
                         ("на 2022 г.", True), ("Итоги 2021 года", False), ("21", False)])  # fmt: skip
def test_a_year_above_a_column_is_told_from_words_about_a_year(heading: str, is_year: bool) -> None:
    assert bool(year_of(heading)) == is_year


def test_columns_may_stand_in_any_order() -> None:
    found = plan(
        ("УО", "Приказ", "Семинар", "1", "Май"), heading=("Исполнители", "Результат", "Мероприятие", "№", "Срок")
    )
    (measure,) = found.measures
    assert (measure.number, measure.name, measure.expected) == ("1", "Семинар", "Приказ")
    assert measure.deadline is not None
    assert measure.responsible[0].text == "УО"


def test_unknown_columns_are_kept_under_their_headings() -> None:
    heading = ("№", "Мероприятие", "Содержание работы", "Категория участников", "Срок", "Отметка о выполнении")
    (measure,) = plan(("1", "Семинар", "Разбор заданий", "учителя", "Май", "да"), heading=heading).measures
    assert measure.other == {"Содержание работы": "Разбор заданий", "Категория участников": "учителя"}
    assert measure.done == "да"


def test_a_section_may_have_a_column_of_its_own() -> None:
    heading = ("№", "Направление деятельности", "Мероприятия", "Сроки")
    found = plan(
        ("1", "Кадры", "Семинар", "Май"),
        ("2", "", "Курсы", "Июнь"),
        ("3", "Мониторинг", "Отчёт", "Июль"),
        heading=heading,
    )
    assert [measure.section for measure in found.measures] == ["Кадры", "Кадры", "Мониторинг"]


def test_columns_of_several_parties_are_joined() -> None:
    heading = ("№", "Мероприятие", "Срок", "Ответственный", "Соисполнители")
    (measure,) = plan(("1", "Семинар", "Май", "УО", "ИМЦ, школы"), heading=heading).measures
    assert [party.text for party in measure.responsible] == ["УО", "ИМЦ", "школы"]


def test_deadlines_and_parties_may_share_a_column() -> None:
    heading = ("№", "Мероприятие", "Сроки/ Ответственные")
    found = plan(("1", "Семинар", "Май\nИМЦ, Петрова А.А."), ("2", "Отчёт", ""), heading=heading)
    first, second = found.measures
    assert (first.deadline and first.deadline.text, [one.text for one in first.responsible]) == (
        "Май", ["ИМЦ", "Петрова А.А."],
    )  # fmt: skip
    assert (second.deadline, second.responsible) == (None, ())
    assert {"deadline", "responsible"} <= set(found.has)


def test_bare_numbers_below_quarters_or_weeks_are_such() -> None:
    heading = ("№", "Мероприятие", "Неделя")
    found = plan(("Сентябрь",), ("1", "Семинар", "3-4"), ("2", "Отчёт", "1"), heading=heading)
    assert [str(one.deadline and one.deadline.ends_on) for one in found.measures] == ["2022-09-28", "2022-09-07"]
    heading = ("№", "Мероприятие", "Срок (квартал)")
    found = plan(("1", "Семинар", "2"), ("2", "Отчёт", "I, IV"), ("3", "Приказ", "май"), heading=heading)
    assert [str(one.deadline and one.deadline.starts_on) for one in found.measures] == [
        "2022-04-01", "2022-01-01", "2022-05-01",
    ]  # fmt: skip


def test_numbers_typed_before_the_names_are_numbers() -> None:
    found = plan(("1. Приказ", "Май"), ("2. Семинар", "Июнь"), ("4) Отчёт", "Июль"), heading=("Мероприятия", "Сроки"))
    assert [(one.number, one.name) for one in found.measures] == [("1.", "Приказ"), ("2.", "Семинар"), ("4)", "Отчёт")]
    assert "number" in found.has
    bare = plan(("Приказ № 5", "Май"), ("2 семинара", "Июнь"), heading=("Мероприятия", "Сроки"))
    assert [one.number for one in bare.measures] == [None, None]


def test_months_as_sections_are_deadlines_where_no_column_gives_them() -> None:
    heading = ("№", "Мероприятие", "Ответственный")
    found = plan(("Сентябрь",), ("1", "Семинар", "УО"), ("I полугодие",), ("2", "Отчёт", "УО"), heading=heading)
    assert [str(one.deadline and one.deadline.kind) for one in found.measures] == ["month", "half_year"]
    plain = plan(("Кадры",), ("1", "Семинар", "УО"), heading=heading)
    assert plain.measures[0].deadline is None


def test_what_lacks_its_month_takes_that_of_its_section() -> None:
    rows = [row(1, deadline=words) for words in ("3-я неделя", "15", "в течение месяца", "", "май", "по графику")]
    found = plan(("Сентябрь",), *rows)
    days = [one.deadline and str(one.deadline.ends_on) for one in found.measures]
    assert days == ["2022-09-21", "2022-09-15", "2022-09-30", "2022-09-30", "2022-05-31", "None"]


def test_what_lacks_its_month_takes_that_of_the_plan() -> None:
    found = plan(row(1, deadline="1-2 неделя"), row(2, deadline=""), title="План работы на сентябрь 2022 года")
    assert [one.deadline and str(one.deadline.ends_on) for one in found.measures] == ["2022-09-14", None]


def test_months_with_marks_below_them_are_deadlines() -> None:
    heading = ("№", "Мероприятие", "Сентябрь", "Октябрь", "Ноябрь", "Ответственный")
    found = plan(("1", "Семинар", "+", "", "х", "УО"), ("2", "Отчёт", "", "V", "", "УО"), heading=heading)
    assert [one.deadline and one.deadline.text for one in found.measures] == ["Сентябрь, Ноябрь", "Октябрь"]
    assert codes(found.problems) == []


def test_years_with_marks_below_them_are_deadlines() -> None:
    heading = ("№", "Мероприятия", "2025", "2026", "Ответственный")
    rows = (("1", "Семинар", "+", "+", "УО"), ("2", "Отчёт", "декабрь", "май", "УО"), ("3", "Курсы", "", "100,0", "УО"))
    found = plan(*rows, heading=heading, title="План на 2025-2026 годы")
    assert [one.deadline and one.deadline.text for one in found.measures] == [
        "2025, 2026", "декабрь 2025, май 2026", None,
    ]  # fmt: skip


def test_months_above_marks_may_be_roman() -> None:
    heading = ("№", "Мероприятие", "IX", "XII", "I", "IV", "Ответственный")
    found = plan(("1", "Семинар", "+", "", "", "", "УО"), ("2", "Отчёт", "", "", "+", "+", "УО"), heading=heading)
    assert [one.deadline and one.deadline.text for one in found.measures] == ["сентябрь", "январь, апрель"]


def test_the_passport_of_a_programme_names_its_years() -> None:
    made = Document()
    made.add_paragraph("Программа развития школы")
    for rows in (
        (("Цель", "Рост"), ("", ""), ("Сроки реализации", "2025 – 2027 годы")),
        (HEADING[:3], ("1", "Семинар", "Май")),
    ):
        table = made.add_table(rows=len(rows), cols=len(rows[0]))
        for cells, words in zip(table.rows, rows, strict=True):
            for cell, text in zip(cells.cells, words, strict=True):
                cell.text = text
        made.add_paragraph("План мероприятий")
    assert plan_in("план.docx", saved(made)).period == period_of("2025-2027")


def tables(*headed: tuple[str, str]) -> Plan:
    made = Document()
    made.add_paragraph(TITLE)
    made.add_paragraph("")
    for line, name in headed:
        made.add_paragraph(line)
        table = made.add_table(rows=2, cols=5)
        for cells, words in zip(table.rows, (HEADING, row(1, name)), strict=True):
            for cell, text in zip(cells.cells, words, strict=True):
                cell.text = text
    return plan_in("план.docx", saved(made))


def test_lines_above_several_tables_are_sections() -> None:
    found = tables(("1. Нормативная база", "Приказ"), ("2. Кадры", "Семинар"), ("", "Курсы"))
    assert [(one.section, one.name) for one in found.measures] == [
        ("1. Нормативная база", "Приказ"),
        ("2. Кадры", "Семинар"),
        ("2. Кадры", "Курсы"),
    ]
    assert [section.measures for section in found.sections] == [1, 2]
    assert found.title == TITLE


def test_a_month_above_a_table_is_that_of_sections_within_it() -> None:
    made = Document()
    for line in ("План контроля", "на 2022/23 учебный год", "СЕНТЯБРЬ"):
        made.add_paragraph(line)
    table = made.add_table(rows=3, cols=5)
    for cells, words in zip(table.rows, (HEADING, ("Журналы",) * 5, row(1, deadline="2-я неделя")), strict=True):
        for cell, text in zip(cells.cells, words, strict=True):
            cell.text = text
    table.rows[1].cells[0].merge(table.rows[1].cells[-1]).text = "Журналы"
    found = plan_in("план.docx", saved(made))
    (measure,) = found.measures
    assert found.title == "План контроля на 2022/23 учебный год"
    assert (measure.section, measure.deadline and str(measure.deadline.ends_on)) == ("Журналы", "2022-09-14")
    assert codes(lint(found)) == []


def test_the_title_above_the_only_table_is_no_section() -> None:
    found = plan_in("п.docx", docx([("№", "Мероприятие", "Срок"), ("1", "Семинар", "Май")]))
    assert (names(found), found.measures[0].section) == (["Семинар"], None)
