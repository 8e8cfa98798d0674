"""Tasks of plans as a table, a board, a month, a workbook – and one's own as a short list for a phone."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.programme.execution.board import board_of, month_with
from opora_web.programme.execution.listing import (
    NOBODY,
    ORDERS,
    STANDINGS,
    Asked,
    asked_by,
    choices_among,
    chosen,
    filter_sentence,
    month_of,
)
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.queries import (
    due,
    evidence_refused_of,
    evidence_waiting_for,
    handed_over,
    occurrences_of,
    occurrences_visible_to,
    overdue,
    tasks_of_measures,
    with_proofs,
)
from opora_web.programme.execution.rules import DAYS_OF_NEWS, counts, missing_proofs

PAGE = 100
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_ROWS = 20_000


def seen_by(request: HttpRequest, view: str) -> tuple[QuerySet[Occurrence], dict[str, Any]]:
    """Return the tasks an address asks for, and what every view of them shows around them."""
    today, mine = timezone.localdate(), occurrences_visible_to(request.user)
    asked, choices = asked_by(request.GET), choices_among(mine)
    words = {
        "asked": asked,
        "choices": choices,
        "sentence": filter_sentence(asked, choices),
        "standings": STANDINGS,
        "owners": [(NOBODY, "никто не назван"), *choices.owners],
        "orders": ORDERS,
        "today": today,
        "view": view,
        "kept": _kept(request),
        "late": overdue(mine, today).count(),
        "soon": due(mine, today).count(),
        "waiting": evidence_waiting_for(request.user).count(),
    }
    return chosen(mine, asked, today), words


def _kept(request: HttpRequest) -> str:
    """Return the filters as a query, without the page and the month: they go from view to view."""
    query = request.GET.copy()
    for name in ("page", "month"):
        query.pop(name, None)
    return query.urlencode()


@require_safe
@door(Verb.SEE_PLANS)
def table(request: HttpRequest) -> HttpResponse:
    """Show tasks as a table."""
    found, words = seen_by(request, "execution")
    page = Paginator(with_proofs(found), PAGE).get_page(request.GET.get("page"))
    return render(request, "programme/execution/table.html", words | {"page": page, "rows": rows_of(list(page))})


def rows_of(tasks: list[Occurrence]) -> list[dict[str, Any]]:
    """Return tasks with what their proof lacks, and «1 из 2 за год» where the plan asks for several."""
    beside = tasks_of_measures({task.measure_id for task in tasks})
    said: dict[tuple[int, int | None], str] = {}
    for task in tasks:
        key = task.measure_id, task.school_id
        if key not in said:
            own = [one for one in beside.get(task.measure_id, []) if one.school_id == task.school_id]
            said[key] = "; ".join(count.sentence for count in counts(own))
    return [
        {"task": task, "counted": said[task.measure_id, task.school_id], "missing": _missing(task)} for task in tasks
    ]


def _missing(task: Occurrence) -> tuple[str, ...]:
    return () if task.state == OccurrenceState.CANCELLED else missing_proofs(task, task.proofs)  # type: ignore[attr-defined]


@require_safe
@door(Verb.SEE_PLANS)
def board(request: HttpRequest) -> HttpResponse:
    """Show tasks in columns by how they stand."""
    found, words = seen_by(request, "execution_board")
    columns = board_of(found, words["today"])
    return render(request, "programme/execution/board.html", words | {"columns": columns})


@require_safe
@door(Verb.SEE_PLANS)
def month(request: HttpRequest) -> HttpResponse:
    """Show a month with the tasks due on each day."""
    found, words = seen_by(request, "execution_calendar")
    first = month_of(request.GET.get("month", ""), words["today"])
    words["month"] = month_with(found, first, words["today"])
    return render(request, "programme/execution/calendar.html", words)


@require_safe
@door(Verb.SEE_PLANS)
def workbook(request: HttpRequest) -> HttpResponse:
    """Answer the same table as an Excel workbook."""
    from opora_web.programme.execution.workbook import execution_workbook

    found, words = seen_by(request, "execution")
    content = execution_workbook(with_proofs(found)[:_MOST_ROWS], words["sentence"], timezone.localtime())
    header = content_disposition_header(as_attachment=True, filename="Выполнение планов.xlsx")
    return HttpResponse(content, content_type=_XLSX, headers={"Content-Disposition": header or "attachment"})


@require_safe
@door(None)
def mine(request: HttpRequest) -> HttpResponse:
    """Show a person's own tasks: what to do now, what comes, what is done – one column, made for a phone."""
    today, own = timezone.localdate(), with_proofs(occurrences_of(request.user))
    open_tasks = chosen(own, Asked(standing="open"), today)
    declared = chosen(own, Asked(standing=OccurrenceState.DECLARED), today)
    page = Paginator(open_tasks, PAGE // 2).get_page(request.GET.get("page"))
    words = {
        "today": today,
        "page": page,
        "rows": rows_of(list(page)),
        "declared": rows_of(list(declared[:PAGE])),
        "proven": chosen(own, Asked(standing=OccurrenceState.PROVEN), today).count(),
        "refused": list(evidence_refused_of(request.user)[:PAGE]),
        "waiting": evidence_waiting_for(request.user).count(),
        "handed_over": handed_over(request.user, timezone.now() - dt.timedelta(DAYS_OF_NEWS)),
    }
    return render(request, "programme/execution/mine.html", words)


@require_safe
@door(Verb.ACCEPT_EVIDENCE)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the evidence that waits for this person's acceptance, the longest first."""
    page = Paginator(evidence_waiting_for(request.user), PAGE // 2).get_page(request.GET.get("page"))
    return render(request, "programme/execution/waiting.html", {"page": page})
