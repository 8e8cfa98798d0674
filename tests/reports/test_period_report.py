"""Reports on a period as Word, reopened and read."""

from dataclasses import replace

import pytest

from opora.reports.execution_chart import STATES, BarCounts, execution_chart
from opora.reports.period_report import (
    PeriodReport,
    ReportedIndicator,
    ReportedMeasure,
    ReportTemplate,
    report_document,
)
from tests.reports import word

BARS = (BarCounts("Кадры", {"proven": 5, "overdue": 1}), BarCounts("Пустой раздел", {}))
REPORT = PeriodReport(
    authority="Управление образования",
    title="о выполнении плана",
    plan="Дорожная карта",
    period="с 01.09.2026 по 31.12.2026",
    made_on="20.11.2026",
    figures=(("План", "мероприятий запланировано", 6), ("План", "подтверждено", 5)),
    measures=(ReportedMeasure("5", "Семинар <script>", "15.11.2026", "", "срок прошёл", ""),),
    indicators=(ReportedIndicator("Доля школ", "2026", "55,5 %", "", "значение не внесено"),),
    delays=(("Семинар", "15.10.2026 – 15.11.2026", "карантин"),),
    bars=BARS,
    summary=("Запланировано 6.", "  "),
    tasks=("Завершить семинар.",),
    recommendations=("Продолжить\nпомощь школам.",),
)
TEMPLATES: tuple[ReportTemplate, ...] = ("execution-note", "half-year-report", "annual-report")


@pytest.mark.parametrize("template", TEMPLATES)
def test_each_paper_says_everything_of_the_period(template: ReportTemplate) -> None:
    document = word.opened(report_document(REPORT, template))
    text = word.words(document).replace("\u00a0", " ")
    for words in ("Дорожная карта", "мероприятий запланировано", "Семинар <script>", "карантин", "Запланировано 6.",
                  "Завершить семинар.", "Продолжить помощь школам.", "значение не внесено", "Рисунок 1."):  # fmt: skip
        assert words in text
    assert len(document.inline_shapes) == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_group_of_figures_is_named_once_over_its_rows(template: ReportTemplate) -> None:
    report = replace(REPORT, figures=(*REPORT.figures, ("Школы", "выездов", 2)))
    (figures,) = (
        table for table in word.opened(report_document(report, template)).tables
        if table.rows[0].cells[0].text == "Что сосчитано"
    )  # fmt: skip
    assert [row.cells[0].text.replace("\u00a0", " ") for row in figures.rows] == [
        "Что сосчитано", "План", "мероприятий запланировано", "подтверждено", "Школы", "выездов",
    ]  # fmt: skip


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_signature_never_stands_alone_and_a_picture_is_none(template: ReportTemplate) -> None:
    kept = {
        one.text.replace("\u00a0", " "): one.paragraph_format.keep_with_next
        for one in word.opened(report_document(REPORT, template)).paragraphs
    }
    assert kept["Продолжить помощь школам."]
    assert not kept["Запланировано 6."]


@pytest.mark.parametrize("template", TEMPLATES)
def test_without_measures_there_is_no_picture_and_it_is_said(template: ReportTemplate) -> None:
    bare = replace(REPORT, measures=(), bars=(BARS[1],), delays=(), indicators=(), tasks=(), recommendations=())
    document = word.opened(report_document(bare, template))
    assert len(document.inline_shapes) == 0
    assert "Мероприятий, срок которых приходится на это время, нет." in word.words(document).replace("\u00a0", " ")


def test_the_chart_draws_each_count_once_and_leaves_empty_sections_out() -> None:
    values = execution_chart(BARS, "год").to_dict()["datasets"]
    (values,) = values.values()
    assert [(row["section"], row["state"], row["count"]) for row in values] == [
        ("1. Кадры", STATES["proven"][0], 5), ("1. Кадры", STATES["overdue"][0], 1),
    ]  # fmt: skip


def test_a_bar_in_words_says_what_the_picture_shows() -> None:
    assert BARS[0].in_words == "Кадры: подтверждено 5, срок прошёл 1"
