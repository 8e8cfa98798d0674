"""A plan's file comes in: uploaded or pasted, looked through row by row, made into a plan or a correction of one."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.deadlines import Period
from opora.tables.plan import Indicator, Section, parties_words
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.arrivals import (
    SentPlan,
    choose_rows,
    correct_row,
    drop_arrival,
    read_again,
    receive_plan,
    settle_arrival,
)
from opora_web.programme.roadmap.arrived import (
    ArrivedDifference,
    ArrivedRow,
    arrived_differences,
    arrived_parts,
    arrived_rows,
    comparison,
    read_plan_of,
)
from opora_web.programme.roadmap.deadlines_anew import deadlines_read_anew
from opora_web.programme.roadmap.forms import ArrivalHeadForm, ArrivedRowForm, PlanFileForm, UploadForm
from opora_web.programme.roadmap.indicator_forms import ArrivedIndicatorForm, ArrivedTextForm
from opora_web.programme.roadmap.models import PlanArrival
from opora_web.programme.roadmap.plan_views import told_difference
from opora_web.programme.roadmap.queries import arrivals_where, roadmaps_where
from opora_web.programme.roadmap.record import layout_of, period_of_roadmap, plan_in_layout
from opora_web.programme.roadmap.rules import is_open
from opora_web.programme.roadmap.school_names import unknown_schools
from opora_web.programme.roadmap.understood import understood
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.telling import say_faults, telling

_PAGE = 100
_CHOSEN_BY = (
    ("problems", "с замечаниями"),
    ("doubts", "с сомнением в сроке"),
    ("undecided", "не решённые"),
    ("left", "не взятые"),
)


def _deed(request: HttpRequest) -> Deed:
    return Deed(person_in(request), timezone.now())


def _arrival(request: HttpRequest, pk: int) -> PlanArrival:
    return get_object_or_404(arrivals_where(request.user, Verb.EDIT_PLAN), pk=pk)


@door(Verb.EDIT_PLAN)
def plan_upload(request: HttpRequest) -> HttpResponse:
    """Take a file, or pasted text, that becomes a new plan."""
    form = UploadForm(request.user, request.POST or None, request.FILES or None)

    def deed(said: dict[str, Any]) -> str:
        sent = SentPlan(said["name"], said["content"], said["kind"], said["years"])
        return reverse("plan_arrival", args=[receive_plan(said["organisation"], sent, _deed(request)).pk])

    done = "Файл прочитан. Просмотрите строки: взять, исправить или не брать."
    return answered(request, form, ("programme/roadmap/upload.html", {}), deed, done)


@door(Verb.EDIT_PLAN)
def plan_upload_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file of a plan that exists, edited in Word: its differences are accepted row by row."""
    one = get_object_or_404(roadmaps_where(request.user, Verb.EDIT_PLAN), pk=pk)
    form = PlanFileForm(request.POST or None, request.FILES or None)

    def deed(said: dict[str, Any]) -> str:
        if not is_open(one):
            raise RefusedError("План утверждён: сначала начните изменение, потом загрузите исправленный файл.")
        sent = SentPlan(said["name"], said["content"], one.kind, period_of_roadmap(one), one)
        return reverse("plan_arrival", args=[receive_plan(one.organisation, sent, _deed(request)).pk])

    words = {"one": one}
    return answered(request, form, ("programme/roadmap/upload_again.html", words), deed, "Файл прочитан.")


@door(Verb.EDIT_PLAN)
def plan_arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a file holds, row by row, with the remarks on each."""
    arrival = _arrival(request, pk)
    if arrival.roadmap is not None:
        return _differences_page(request, arrival)
    rows, problems = arrived_rows(arrival)
    plan = read_plan_of(arrival)
    shown = [row for row in rows if _is_shown(row, request.GET.get("with", ""))]
    words = {
        "arrival": arrival,
        "read": plan,
        "page": _paged(request, [_words(row, plan.period) for row in shown]),
        "problems": problems,
        "parts": arrived_parts(arrival),
        "unknown_schools": unknown_schools(plan, arrival.organisation),
        "head_form": _head_form(request, arrival),
        "shown": len(shown),
        "withs": _CHOSEN_BY,
        **_counts(rows),
    }
    return render(request, "programme/roadmap/arrival.html", words)


def _paged(request: HttpRequest, rows: list[Any]) -> Any:
    return Paginator(rows, _PAGE).get_page(request.GET.get("page"))


def _is_shown(row: ArrivedRow, only: str) -> bool:
    tests = {
        "problems": bool(row.problems), "undecided": row.is_taken is None, "left": row.is_taken is False,
        "doubts": row.measure.deadline is not None and row.measure.deadline.is_ambiguous,
    }  # fmt: skip
    return tests.get(only, True)


def _counts(rows: Sequence[ArrivedRow | ArrivedDifference]) -> dict[str, int]:
    return {
        "count": len(rows),
        "taken": sum(row.is_taken is True for row in rows),
        "left": sum(row.is_taken is False for row in rows),
        "undecided": sum(row.is_taken is None for row in rows),
        "clean": sum(row.is_taken is None and not row.problems for row in rows),
    }


def _words(row: ArrivedRow, period: Period | None) -> dict[str, Any]:
    deadline = row.measure.deadline
    return {
        "row": row,
        "deadline": understood(deadline, period) if deadline else None,
        "responsible": row.measure.responsible,
    }


def _head_form(request: HttpRequest, arrival: PlanArrival) -> ArrivalHeadForm:
    plan = read_plan_of(arrival)
    period = plan.period
    opened: dict[str, Any] = {"title": plan.title or ""}
    opened |= {"starts_on": period.starts_on, "ends_on": period.ends_on} if period else {}
    return ArrivalHeadForm(request.POST or None, initial=opened)


def _differences_page(request: HttpRequest, arrival: PlanArrival) -> HttpResponse:
    assert arrival.roadmap is not None
    layout = layout_of(arrival.roadmap)
    rows, beside = arrived_differences(arrival, layout), comparison(arrival, plan_in_layout(layout))
    period = beside.new.period
    words = {
        "arrival": arrival,
        "one": arrival.roadmap,
        "left_out": beside.left_out,
        "unknown_schools": unknown_schools(beside.new, arrival.organisation),
        "unseen": deadlines_read_anew(layout, period) if period and period != beside.old.period else [],
        "page": _paged(request, [{"row": row, "told": told_difference(row.difference)} for row in rows]),
        **_counts(rows),
    }
    return render(request, "programme/roadmap/arrival_differences.html", words)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_arrival_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for which years the plan is, and how it is called; its deadlines are read anew."""
    arrival = _arrival(request, pk)
    form = _head_form(request, arrival)
    if form.is_valid():
        with telling(request, "Записано; сроки прочитаны заново."):
            read_again(arrival, form.cleaned_data["title"], form.cleaned_data["period"], person_in(request))
    else:
        say_faults(request, form)
    return redirect("plan_arrival", pk)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_arrival_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row, leave it out, or take all rows that are not decided: all of them, or those without remarks."""
    arrival = _arrival(request, pk)
    rows = _rows(arrival)
    known = {row.key for row in (*rows, *(() if arrival.roadmap else arrived_parts(arrival)))}
    deeds = {
        "clean": lambda: _choose(arrival, [r.key for r in rows if r.is_taken is None and not r.problems], taken=True),
        "all": lambda: _choose(arrival, [r.key for r in rows if r.is_taken is None], taken=True),
        "none": lambda: _choose(arrival, [r.key for r in rows if r.is_taken is None], taken=False),
    }
    key = request.POST.get("take") or request.POST.get("leave") or ""
    if request.POST.get("many") in deeds:
        deeds[request.POST["many"]]()
    elif key in known:
        _choose(arrival, [key], taken="take" in request.POST)
        if request.headers.get("HX-Request") and key in {row.key for row in rows}:
            return _row_fragment(request, arrival, key)
    query = request.POST.get("back", "")
    back = reverse("plan_arrival", args=[pk])
    return redirect(f"{back}{query if query.startswith('?') else ''}{f'#row-{key}' if key in known else ''}")


def _choose(arrival: PlanArrival, keys: list[str], *, taken: bool) -> None:
    choose_rows(arrival, keys, is_taken=taken)


def _rows(arrival: PlanArrival) -> Sequence[ArrivedRow | ArrivedDifference]:
    if arrival.roadmap is not None:
        return arrived_differences(arrival, layout_of(arrival.roadmap))
    return arrived_rows(arrival)[0]


def _row_fragment(request: HttpRequest, arrival: PlanArrival, key: str) -> HttpResponse:
    """Answer with the one row that changed."""
    row = next(row for row in _rows(arrival) if row.key == key)
    if isinstance(row, ArrivedDifference):
        words: dict[str, Any] = {"one": {"row": row, "told": told_difference(row.difference)}, "arrival": arrival}
        return render(request, "programme/roadmap/arrival_difference.html", words)
    words = {"one": _words(row, read_plan_of(arrival).period), "arrival": arrival}
    return render(request, "programme/roadmap/arrival_row.html", words)


@door(Verb.EDIT_PLAN)
def plan_arrival_row(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Correct a row of a file before it is taken."""
    arrival = get_object_or_404(arrivals_where(request.user, Verb.EDIT_PLAN), pk=pk, roadmap=None)
    period = read_plan_of(arrival).period
    row = next((row for row in arrived_rows(arrival)[0] if row.key == key), None)
    if row is None:
        return _part_page(request, arrival, key)
    form = ArrivedRowForm(period, request.POST or None, initial=_said(row))

    def deed(said: dict[str, Any]) -> str:
        changed = {name: words for name, words in said.items() if words != _said(row)[name] or name in row.said}
        correct_row(arrival, key, changed)
        return f"{reverse('plan_arrival', args=[pk])}#row-{key}"

    words = {
        "arrival": arrival,
        "key": key,
        "here": f"строка {row.measure.place.row}",
        "problems": row.problems,
        "understood": _words(row, period)["deadline"],
    }
    return answered(request, form, ("programme/roadmap/arrival_edit.html", words), deed, "Строка исправлена и взята.")


def _part_page(request: HttpRequest, arrival: PlanArrival, key: str) -> HttpResponse:
    """Correct an indicator of a table, or a section of words, before it is taken."""
    part = next((part for part in arrived_parts(arrival) if part.key == key), None)
    if part is None:
        return redirect("plan_arrival", arrival.pk)
    form = _part_form(request, part.record, arrival)

    def deed(said: dict[str, Any]) -> str:
        correct_row(arrival, key, {name: value for name, value in said.items() if name != "is_share"})
        return f"{reverse('plan_arrival', args=[arrival.pk])}#row-{key}"

    words = {"arrival": arrival, "key": key, "here": part.name}
    return answered(request, form, ("programme/roadmap/arrival_edit.html", words), deed, "Исправлено и взято.")


def _part_form(request: HttpRequest, record: Indicator | Section, arrival: PlanArrival) -> Form:
    if isinstance(record, Section):
        return ArrivedTextForm(request.POST or None, initial={"text": record.text})
    return ArrivedIndicatorForm(record, read_plan_of(arrival).measures, request.POST or None)


def _said(row: ArrivedRow) -> dict[str, str]:
    measure = row.measure
    return {
        "number": measure.number or "", "section": measure.section or "", "name": measure.name,
        "deadline": measure.deadline.text if measure.deadline else "", "expected": measure.expected,
        "responsible": parties_words(measure.responsible), "note": measure.note,
    }  # fmt: skip


@require_POST
@door(Verb.EDIT_PLAN)
def plan_arrival_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a plan of the rows taken, or correct the plan by the differences accepted."""
    arrival = _arrival(request, pk)
    try:
        made = settle_arrival(arrival, _deed(request))
    except RefusedError as why:
        messages.error(request, str(why))
        return redirect("plan_arrival", pk)
    messages.success(request, "Строки перенесены в план. Скажите, кто есть кто среди ответственных.")
    return redirect("plan", made.pk)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_arrival_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a file away without making anything of it."""
    arrival = _arrival(request, pk)
    back = arrival.roadmap_id
    with telling(request, "Файл отложен: план из него не составлен."):
        drop_arrival(arrival, _deed(request))
    return redirect("plan", back) if back else redirect("plans")
