"""Indicators with targets by year, in tables of their own and in words."""

import io

from docx import Document

from opora.plans import plan_in
from opora.tables.plan import Plan
from tests.plans.written import HEADING, TITLE, names, plan, row, saved, tabbed


def with_table(rows: list[tuple[str, ...]]) -> Plan:
    """Return a plan whose document has a table of indicators below the measures."""
    made = Document(io.BytesIO(saved(Document())))
    made.add_paragraph(TITLE)
    for content in ([HEADING, row(1)], rows):
        table = made.add_table(rows=len(content), cols=len(content[0]))
        for cells, words in zip(table.rows, content, strict=True):
            for cell, text in zip(cells.cells, words, strict=True):
                cell.text = text
    return plan_in("план.docx", saved(made))


def test_a_table_with_years_above_it_holds_indicators_and_no_measures() -> None:
    found = with_table([
        ("№", "Наименование показателя", "Ед. изм.", "2020 год", "2021 год", "2022 год"),
        ("1", "2", "3", "4", "5", "6"),
        ("1", "Доля школ с успешной программой", "%", "33,3", "55,5", "77,7"),
        ("2", "Число обученных учителей", "чел.", "10", "–", "25"),
        ("", "Раздел без чисел", "", "", "", ""),
    ])  # fmt: skip
    assert names(found) == ["Семинар"]
    first, second = found.indicators
    assert (first.name, first.unit, first.measure) == ("Доля школ с успешной программой", "share", None)
    assert [(target.year, target.value) for target in first.targets] == [
        ("2020", 0.333),
        ("2021", 0.555),
        ("2022", 0.777),
    ]
    assert (second.unit, [target.value for target in second.targets]) == ("чел.", [10, None, 25])
    assert (second.place.table, second.place.row) == (2, 4)


def test_years_of_indicators_may_be_school_years() -> None:
    heading = ("№", "Показатель", "2020/2021 уч. год", "2021/2022 уч. год")
    text = tabbed(heading, ("1", "Доля двоек", "30 %", "20 %"))
    found = plan_in("план.txt", text + "\nМероприятия\n№\tМероприятие\tСрок\n1\tСеминар\tМай".encode())
    (indicator,) = found.indicators
    assert [(target.year, target.value) for target in indicator.targets] == [("2020/21", 0.3), ("2021/22", 0.2)]
    assert names(found) == ["Семинар"]


def test_targets_in_words_belong_to_their_measure() -> None:
    found = plan(
        row("6.", expected="Рост доли школ: 2020 год – 33,3% (СОШ № 1), 2021 год – не менее 55,5 %, 2022 г.: 100 %")
    )
    (indicator,) = found.indicators
    assert (indicator.name, indicator.unit, indicator.measure) == ("Рост доли школ", "share", "6.")
    assert [target.value for target in indicator.targets] == [0.333, 0.555, 1.0]


def test_years_and_dates_without_targets_are_no_indicator() -> None:
    assert (
        plan(row(1, expected="Справка за 2020 год – 2021 год"), row(2, expected="Отчёт 2020 – 15.03.2021")).indicators
        == ()
    )
    assert plan(row(1, expected="2022 год – 30 %")).indicators == ()
