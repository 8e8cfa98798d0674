"""A plan as Word: a table to approve, print, edit – and load back."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from opora.reports.plan_rows import extra_headings, extra_words, target_words
from opora.reports.table_widths import fitted_to_page
from opora.reports.templates import filled
from opora.tables.plan import SHARE, Measure, Plan, Section, parties_words
from opora.vocabulary.authority import BUILT_IN, authority_file

TEMPLATE = "templates/plan.docx"

#: How many columns the template's table has of its own; other columns of a plan follow them.
OWN_COLUMNS = 5

#: What a template of a plan may use: field → meaning in Russian.
PLAN_FIELDS = {
    "title": "название плана",
    "approval": "чем утверждён: «приказом … от … № …»; пусто, если план этого не называет",
    "rows": "строки плана: разделы и мероприятия по порядку",
    "rows.section": "название раздела; у мероприятия пусто",
    "rows.number": "номер мероприятия, как в плане",
    "rows.name": "мероприятие",
    "rows.deadline": "срок, как в плане",
    "rows.expected": "ожидаемый результат",
    "rows.responsible": "ответственные через точку с запятой",
    "rows.extra": "примечание, отметка и другие столбцы плана, список",
    "extra_headings": "заголовки этих столбцов, список",
    "width": "сколько всего столбцов: на столько растянут заголовок раздела",
    "texts": "разделы из текста – у программ: стоят до таблицы",
    "texts.title": "заголовок раздела",
    "texts.text": "его текст, по абзацу, список",
    "indicators": "показатели, которых не называют ожидаемые результаты, список",
    "indicators.measure": "номер мероприятия, к которому относится показатель; пусто, если ни к какому",
    "indicators.name": "показатель",
    "indicators.unit": "единица измерения",
    "indicators.values": "цели по годам со школами, чья очередь, список",
    "years": "годы целей, список",
}


def plan_document(plan: Plan, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the plan as a .docx file, from the authority's own template where it has one.

    Args:
        plan: the plan.
        where: folders to look for templates/plan.docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return fitted_to_page(filled(authority_file(TEMPLATE, where), plan_fields(plan), PLAN_FIELDS))


def plan_fields(plan: Plan) -> dict[str, Any]:
    """Return the fields of the template: PLAN_FIELDS names each."""
    headings = extra_headings(plan.measures)
    return {
        "title": plan.title or "План мероприятий",
        "approval": plan.approval.text if plan.approval else "",
        "rows": [_row(one, headings) for one in rows_in_order(plan)],
        "extra_headings": headings,
        "width": OWN_COLUMNS + len(headings),
        "texts": [{"title": one.title, "text": one.text.splitlines()} for one in plan.sections if one.is_words],
        **_indicator_fields(plan),
    }


def _indicator_fields(plan: Plan) -> dict[str, Any]:
    """Return the indicators of a table of their own; the others stand in the expected results of measures."""
    measures = {measure.place for measure in plan.measures}
    own = [one for one in plan.indicators if one.place not in measures]
    years = sorted({target.year for one in own for target in one.targets})
    return {
        "years": years,
        "indicators": [
            {
                "name": one.name,
                "unit": "%" if one.unit == SHARE else one.unit,
                "measure": one.measure or "",
                "values": [words_of.get(year, "") for year in years],
            }
            for one in own
            for words_of in [{target.year: target_words(target, one.unit) for target in one.targets}]
        ],
    }


def rows_in_order(plan: Plan) -> Iterator[Section | Measure | str]:
    """Yield what stands in the table one below the other: titles of sections and measures, empty sections too.

    Sections of words stand outside the table.
    """
    empty = [section for section in plan.sections if not section.measures and not section.is_words]
    current: str | None = None
    for measure in plan.measures:
        while empty and _place(empty[0]) < _place(measure):
            current = empty[0].title
            yield empty.pop(0)
        if measure.section and measure.section != current:
            current = measure.section
            yield current
        yield measure
    yield from empty


def _place(one: Section | Measure) -> tuple[int, int]:
    return one.place.table, one.place.row


def _row(one: Section | Measure | str, headings: Sequence[str]) -> dict[str, Any]:
    if isinstance(one, Measure):
        return {
            "section": "",
            "number": one.number or "",
            "name": one.name,
            "deadline": one.deadline.text if one.deadline else "",
            "expected": one.expected,
            "responsible": parties_words(one.responsible),
            "extra": extra_words(one, headings),
        }
    blank = dict.fromkeys(("number", "name", "deadline", "expected", "responsible"), "")
    return {"section": one if isinstance(one, str) else one.title, "extra": [], **blank}
