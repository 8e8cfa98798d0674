"""The timeline of plans: a picture by the page of lines, with a table that says the same."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opora.reports.timeline import NARROW, STATES, WIDE, TimelineBar, TimelineRow, headline, timeline
from opora.reports.wording import bare_name
from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.interface.charts import Form, chart_answer
from opora_web.interface.figures import Figure
from opora_web.programme.execution.board import Line, lines_of
from opora_web.programme.execution.list_views import seen_by
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.execution.rules import is_due_soon, is_overdue, is_slipped

#: So many lines can be read in one picture.
LINES = 40
_HEADINGS = ("Дело", "Срок", "Срок первой редакции", "Состояние")


@require_safe
@door(Verb.SEE_PLANS)
def timeline_page(request: HttpRequest) -> HttpResponse:
    """Show the timeline."""
    found, words = seen_by(request, "execution_timeline")
    page, lines = _lines(request, found)
    rows = _rows(lines, words["today"])
    query = tuple((name, value) for name, value in request.GET.dict().items() if name not in {"release", "narrow"})
    words["figure"] = Figure(
        name="timeline",
        address=reverse("execution_picture").removesuffix(".svg"),
        release=current_facts().number,
        alt=f"Ход выполнения. {headline(rows)}.",
        caption=f"Составлено {words['today']:%d.%m.%Y}.",
        headings=_HEADINGS,
        rows=tuple(_cells(row.label, bar) for row in rows for bar in row.bars),
        query=query,
        has_narrow=True,
    )
    return render(request, "programme/execution/timeline.html", words | {"page": page, "lines": lines})


@require_safe
@door(Verb.SEE_PLANS)
def timeline_picture(request: HttpRequest, form: Form) -> HttpResponse:
    """Answer the timeline as a picture or as a specification for the browser."""
    found, words = seen_by(request, "execution_timeline")
    rows = _rows(_lines(request, found)[1], words["today"])
    width = NARROW if request.GET.get("narrow") == "1" else WIDE
    today, subtitle = words["today"], [words["sentence"]]
    answer = chart_answer(
        request, form, f"{rows} {today} {subtitle} {width}", lambda: timeline(rows, today, subtitle, width)
    )
    answer["Cache-Control"] = "private, no-cache"  # tasks change from minute to minute; the tag says whether they did
    return answer


def _lines(request: HttpRequest, found: QuerySet[Occurrence]) -> tuple[Page[Any], list[Line]]:
    """Return a page of lines in the order of plans, with all the tasks asked for."""
    order = ("measure__roadmap__pk", "measure__position", "school__sort_key")
    keys = found.order_by(*order).values_list("measure_id", "school_id", *order).distinct()
    page = Paginator(keys, LINES).get_page(request.GET.get("page"))
    shown = [(measure, school) for measure, school, *_ in page]
    tasks = found.filter(measure__in={measure for measure, _ in shown})
    return page, lines_of(tasks, shown)


def _rows(lines: list[Line], today: dt.date) -> list[TimelineRow]:
    """Return the lines of the picture; where all of them are of one school, its name is left out."""
    has_names = len({line.first.school_id for line in lines}) > 1
    return [
        TimelineRow(_label(line.first, has_school=has_names), tuple(_bar(task, today) for task in line.tasks))
        for line in lines
    ]


def _label(task: Occurrence, *, has_school: bool) -> str:
    """Return «5. Кедровская СОШ: Посещение уроков»: number and school first, they tell the lines apart."""
    number = task.measure.number.strip().rstrip(".")
    school = f"{bare_name(task.school.name)}: " if task.school and has_school else ""
    return f"{number}. {school}{task.measure.name}" if number else f"{school}{task.measure.name}"


def _bar(task: Occurrence, today: dt.date) -> TimelineBar:
    ghost = (task.planned_starts_on, task.planned_due_on) if is_slipped(task) else None
    return TimelineBar(_state(task, today), task.starts_on, task.due_on, is_fuzzy=task.is_fuzzy, ghost=ghost)


def _state(task: Occurrence, today: dt.date) -> str:
    if is_overdue(task, today):
        return "overdue"
    if is_due_soon(task, today):
        return "soon"
    return str(task.state)


def _cells(label: str, bar: TimelineBar) -> tuple[str, ...]:
    fuzzy = ", точных дней нет" if bar.is_fuzzy else ""
    days = f"{bar.starts_on:%d.%m.%Y} – {bar.due_on:%d.%m.%Y}{fuzzy}"
    ghost = f"{bar.ghost[0]:%d.%m.%Y} – {bar.ghost[1]:%d.%m.%Y}" if bar.ghost else "тот же"
    return label, days, ghost, STATES[bar.state][0]
