"""Reports on a period as Word: the execution note, the half-year and the annual report share one record."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from opora.reports.charts import DRAWING, picture
from opora.reports.execution_chart import BarCounts, execution_chart
from opora.reports.templates import Illustration, filled
from opora.reports.wording import DASH, typeset
from opora.vocabulary.authority import BUILT_IN, authority_file

ReportTemplate = Literal["execution-note", "half-year-report", "annual-report"]

#: What a template of a report may use: field → meaning in Russian.
REPORT_FIELDS = {
    "authority": "орган, который отчитывается",
    "title": "заголовок отчёта",
    "plan": "о каком плане; пусто, если обо всех",
    "period": "за какой срок, словами",
    "made_on": "на какой день собраны числа",
    "figures": "числа отчёта",
    "figures.group": "о чём число: план, совещания, школы…",
    "figures.title": "что сосчитано",
    "figures.value": "число",
    "measures": "мероприятия срока",
    "measures.number": "номер в плане",
    "measures.name": "мероприятие",
    "measures.due": "срок",
    "measures.owner": "ответственный",
    "measures.state": "как выполнено",
    "measures.proof": "чем подтверждено или почему нет",
    "indicators": "показатели плана",
    "indicators.name": "показатель",
    "indicators.year": "год",
    "indicators.target": "цель",
    "indicators.reached": "достигнуто",
    "indicators.verdict": "вывод словами",
    "delays": "переносы сроков",
    "delays.name": "мероприятие",
    "delays.days": "с какого дня на какой",
    "delays.reason": "причина",
    "summary": "итоги, по предложению",
    "tasks": "задачи на следующий срок, по предложению",
    "recommendations": "рекомендации, по предложению",
    "chart": "рисунок выполнения; пусто, если мероприятий нет",
    "chart_caption": "подпись рисунка",
}


@dataclass(frozen=True)
class ReportedMeasure:
    """One measure of a report, with its occurrence of the period."""

    number: str
    name: str
    due: str
    owner: str
    state: str
    proof: str


@dataclass(frozen=True)
class ReportedIndicator:
    """One indicator of a report in a year, as words."""

    name: str
    year: str
    target: str
    reached: str
    verdict: str


@dataclass(frozen=True)
class PeriodReport:
    """What a report is made of: everything is words and numbers that were kept with it.

    Attributes:
        figures: (group, what was counted, number).
        delays: (measure, from which day to which, reason).
        bars: how far the measures of each section are, for the chart.
    """

    authority: str
    title: str
    plan: str
    period: str
    made_on: str
    figures: Sequence[tuple[str, str, int]]
    measures: Sequence[ReportedMeasure]
    indicators: Sequence[ReportedIndicator]
    delays: Sequence[tuple[str, str, str]]
    bars: Sequence[BarCounts]
    summary: Sequence[str] = ()
    tasks: Sequence[str] = ()
    recommendations: Sequence[str] = ()


def report_document(report: PeriodReport, template: ReportTemplate, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the report as a .docx file, from the authority's own template where it has one.

    Args:
        report: what is reported.
        template: which of the three papers.
        where: folders to look for templates/….docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(f"templates/{template}.docx", where), report_fields(report), REPORT_FIELDS)


def report_fields(report: PeriodReport) -> dict[str, Any]:
    """Return the fields of the template: REPORT_FIELDS names each."""
    return {
        "authority": report.authority,
        "title": typeset(report.title),
        "plan": typeset(report.plan),
        "period": typeset(report.period),
        "made_on": report.made_on,
        "figures": [{"group": about, "title": typeset(what), "value": value} for about, what, value in report.figures],
        "measures": [
            {
                "number": one.number or DASH, "name": typeset(one.name), "due": one.due, "owner": one.owner or DASH,
                "state": one.state, "proof": typeset(one.proof) or DASH,
            }
            for one in report.measures
        ],
        "indicators": [
            {
                "name": typeset(one.name), "year": one.year, "target": one.target or DASH,
                "reached": one.reached or DASH, "verdict": one.verdict,
            }
            for one in report.indicators
        ],
        "delays": [{"name": typeset(name), "days": days, "reason": typeset(why)} for name, days, why in report.delays],
        "summary": _sentences(report.summary),
        "tasks": _sentences(report.tasks),
        "recommendations": _sentences(report.recommendations),
        **_chart_fields(report),
    }  # fmt: skip


def _sentences(said: Sequence[str]) -> list[str]:
    return [typeset(" ".join(one.split())) for one in said if one.strip()]


def _chart_fields(report: PeriodReport) -> dict[str, Any]:
    if not any(bar.total for bar in report.bars):
        return {"chart": "", "chart_caption": ""}
    with DRAWING:
        content = picture(execution_chart(report.bars, report.period), "png")
    words = "; ".join(bar.in_words for bar in report.bars if bar.total)
    caption = typeset(f"Рисунок 1. Выполнение по разделам, {report.period}.")
    return {"chart": Illustration(content, 165, 190, words), "chart_caption": caption}
