"""Rows of a plan: measures, sections, indicators and their targets; each form on a page of its own."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.tables.plan import SHARE, parties_words
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.roadmap.amendment import show_in_force
from opora_web.programme.roadmap.forms import MeasureForm, RemarkForm, SectionForm
from opora_web.programme.roadmap.indicator_forms import IndicatorForm, IndicatorHeadForm, ReachedForm, TargetForm
from opora_web.programme.roadmap.measure_actions import (
    add_indicator,
    add_measure,
    add_section,
    change_indicator,
    change_measure,
    change_section,
    change_target,
    link_measure,
    move_measure,
    record_reached,
    restore_measure,
    trash_indicator,
    trash_measure,
    trash_section,
)
from opora_web.programme.roadmap.models import IndicatorTarget, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.plan_page import plan_page_of
from opora_web.programme.roadmap.plan_views import plan_rights, plan_rows_seen
from opora_web.programme.roadmap.queries import (
    indicators_where,
    is_read_only,
    measures_visible_to,
    measures_where,
    roadmaps_where,
    sections_where,
)
from opora_web.programme.roadmap.record import layout_of, party_record, period_of_roadmap, targets_of
from opora_web.programme.roadmap.rules import is_open
from opora_web.programme.roadmap.sections import sections_asked
from opora_web.programme.roadmap.tree import measures_to_carry_out, tree_of
from opora_web.programme.roadmap.understood import understood_text
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.telling import say_faults, telling


def _deed(request: HttpRequest, why: str = "") -> Deed:
    return Deed(person_in(request), timezone.now(), why)


def _plan(request: HttpRequest, pk: int) -> Roadmap:
    return get_object_or_404(roadmaps_where(request.user, Verb.EDIT_PLAN), pk=pk)


# --- measures -----------------------------------------------------------------------------------------------------


@door(Verb.EDIT_PLAN)
def plan_measure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a measure."""
    one = _plan(request, pk)
    form = MeasureForm(one, request.POST or None, initial={"section": request.GET.get("section")})

    def deed(said: dict[str, Any]) -> str:
        added = add_measure(one, said, _deed(request))
        return f"{reverse('plan', args=[pk])}?q={added.number}" if added.number else reverse("plan", args=[pk])

    words = {"one": one, "understood": _read(form, one)}
    return answered(request, form, ("programme/roadmap/measure_new.html", words), deed, "Мероприятие добавлено.")


def _read(form: MeasureForm, roadmap: Roadmap) -> Any:
    text = str(form["deadline_text"].value() or "")
    return understood_text(text[:1000], period_of_roadmap(roadmap))


@door(Verb.SEE_PLANS)
def plan_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a measure with its remarks and links; change it."""
    measure = get_object_or_404(measures_visible_to(request.user), pk=pk)
    one = measure.roadmap
    if is_read_only(request.user, one):
        return redirect("plan", one.pk)
    page = plan_page_of(one)
    row = next(row for row in page.rows if row.measure is not None and row.measure.pk == pk)
    may_edit = may(request.user, Verb.EDIT_PLAN, one.organisation) and is_open(one)
    form = MeasureForm(one, (request.POST or None) if may_edit else None, initial=_said(row.measure))

    def deed(said: dict[str, Any]) -> str:
        kept = get_object_or_404(measures_where(request.user, Verb.EDIT_PLAN), pk=pk)
        change_measure(kept, said, _deed(request), said["version"] or 0)
        return reverse("plan_measure", args=[pk])

    offered = list(measures_to_carry_out(request.user, one)[:500]) if may(request.user, Verb.EDIT_PLAN) else []
    show_in_force(above for above in (*offered, row.measure.above if row.measure else None) if above is not None)
    words = {
        "one": one,
        "measure": row.measure,
        "row": row,
        "indicators": [(own, targets_of(own)) for own in page.layout.indicators if own.measure_id == pk],
        "understood": _read(form, one),
        "branch": next(branch for branch in tree_of(one, _below(request)) if branch.measure.pk == pk),
        "remark_form": RemarkForm(),
        "offered": offered,
        **plan_rights(request, one),
    }
    return answered(request, form, ("programme/roadmap/measure.html", words), deed)


def _below(request: HttpRequest) -> Any:
    return roadmaps_where(request.user, Verb.SEE_PLANS)


def _said(measure: RoadmapMeasure | None) -> dict[str, Any]:
    assert measure is not None
    parties = parties_words(party_record(one) for one in measure.parties.all())
    names = ("number", "section", "name", "deadline_text", "expected", "kind", "note", "version")
    return {name: getattr(measure, name) for name in names} | {"responsible": parties}


@require_POST
@door(Verb.EDIT_PLAN)
def plan_measure_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a measure one row up or down."""
    measure = get_object_or_404(measures_where(request.user, Verb.EDIT_PLAN), pk=pk)
    with telling(request, "Переставлено."):
        move_measure(measure, -1 if request.POST.get("way") == "up" else 1, person_in(request))
    return redirect(f"{reverse('plan', args=[measure.roadmap_id])}#m{pk}")


@require_POST
@door(Verb.EDIT_PLAN)
def plan_measure_trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure out of the plan."""
    measure = get_object_or_404(measures_where(request.user, Verb.EDIT_PLAN), pk=pk)
    with telling(request, "Мероприятие убрано. Вернуть его можно внизу страницы, в «Убранных»."):
        trash_measure(measure, _deed(request))
    return redirect("plan", measure.roadmap_id)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_measure_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a measure back."""
    gone = RoadmapMeasure.objects.filter(
        trashed_at__isnull=False, roadmap__in=roadmaps_where(request.user, Verb.EDIT_PLAN)
    )
    measure = get_object_or_404(gone.select_related("roadmap"), pk=pk)
    with telling(request, "Мероприятие возвращено в план."):
        restore_measure(measure, person_in(request))
    return redirect("plan", measure.roadmap_id)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_measure_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which measure of a higher plan this one carries out."""
    measure = get_object_or_404(measures_where(request.user, Verb.EDIT_PLAN), pk=pk)
    asked = request.POST.get("above", "")
    offered = measures_to_carry_out(request.user, measure.roadmap)
    above = get_object_or_404(offered, pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else None  # noqa: PLR2004 - a key of a database
    with telling(request, "Связь записана." if above else "Связь снята."):
        link_measure(measure, above, person_in(request))
    return redirect("plan_measure", pk)


# --- sections -----------------------------------------------------------------------------------------------------


@require_POST
@door(Verb.EDIT_PLAN)
def plan_section_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a heading."""
    one, form = _plan(request, pk), SectionForm(request.POST)
    if form.is_valid():
        with telling(request, "Раздел добавлен в конец плана."):
            add_section(one, form.cleaned_data["title"], person_in(request))
    else:
        say_faults(request, form)
    return redirect("plan", pk)


@door(Verb.EDIT_PLAN)
def plan_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a section's title or words."""
    section = get_object_or_404(sections_where(request.user, Verb.EDIT_PLAN), pk=pk)
    opened = {"title": section.title, "text": section.text, "version": section.version}
    form = SectionForm(request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        change_section(section, said, person_in(request), said["version"] or 0)
        return reverse("plan", args=[section.roadmap_id])

    hint = next((asked.hint for asked in sections_asked(section.roadmap.kind) if asked.code == section.code), "")
    words = {"one": section.roadmap, "section": section, "hint": hint}
    return answered(request, form, ("programme/roadmap/section_edit.html", words), deed)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_section_trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an empty heading out of the plan."""
    section = get_object_or_404(sections_where(request.user, Verb.EDIT_PLAN), pk=pk)
    with telling(request, "Раздел убран."):
        trash_section(section, _deed(request))
    return redirect("plan", section.roadmap_id)


# --- indicators ---------------------------------------------------------------------------------------------------


@require_GET
@door(Verb.SEE_PLANS)
def plan_indicators(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan's indicators with their targets by year."""
    one = plan_rows_seen(request, pk)
    return _indicators_page(request, one, IndicatorForm(one, initial={"measure": request.GET.get("measure")}))


def _indicators_page(request: HttpRequest, one: Roadmap, form: IndicatorForm) -> HttpResponse:
    found = [(indicator, targets_of(indicator)) for indicator in layout_of(one).indicators]
    words = {"one": one, "indicators": found, "indicator_form": form, **plan_rights(request, one)}
    return render(request, "programme/roadmap/indicators.html", words)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an indicator."""
    one = _plan(request, pk)
    form = IndicatorForm(one, request.POST)
    if not form.is_valid():
        return _indicators_page(request, one, form)
    with telling(request, "Показатель добавлен."):
        add_indicator(one, form.cleaned_data, _deed(request))
    return redirect("plan_indicators", pk)


@door(Verb.EDIT_PLAN)
def plan_indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an indicator is called, and to which measure it belongs."""
    indicator = get_object_or_404(indicators_where(request.user, Verb.EDIT_PLAN), pk=pk)
    opened = {"name": indicator.name, "measure": indicator.measure_id, "version": indicator.version}
    form = IndicatorHeadForm(indicator.roadmap, request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        change_indicator(indicator, said, person_in(request), said["version"])
        return reverse("plan_indicators", args=[indicator.roadmap_id])

    words = {"one": indicator.roadmap, "indicator": indicator}
    return answered(request, form, ("programme/roadmap/indicator.html", words), deed)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_indicator_trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an indicator out of the plan."""
    indicator = get_object_or_404(indicators_where(request.user, Verb.EDIT_PLAN), pk=pk)
    with telling(request, "Показатель убран."):
        trash_indicator(indicator, _deed(request))
    return redirect("plan_indicators", indicator.roadmap_id)


@door(Verb.EDIT_PLAN)
def plan_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is to be reached in a year, and at which schools."""
    target = _target(request, pk)
    opened = {"value": _shown(target.value, target), "schools": target.schools.all(), "version": target.version}
    form = TargetForm(target, request.POST or None, initial=opened)
    return _target_page(request, (target, form), "target", change_target)


@door(Verb.EDIT_PLAN)
def plan_target_reached(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was reached in a year, and how it is known."""
    target = _target(request, pk)
    opened = {
        "reached": _shown(target.reached, target), "reached_note": target.reached_note, "version": target.version,
    }  # fmt: skip
    form = ReachedForm(target, request.POST or None, initial=opened)
    return _target_page(request, (target, form), "reached", record_reached)


def _target(request: HttpRequest, pk: int) -> IndicatorTarget:
    kept = IndicatorTarget.objects.filter(
        trashed_at__isnull=True, indicator__in=indicators_where(request.user, Verb.EDIT_PLAN)
    )
    return get_object_or_404(kept.select_related("indicator__roadmap__organisation"), pk=pk)


def _target_page(
    request: HttpRequest, asked: tuple[IndicatorTarget, Form], page: str, write: Callable[..., None]
) -> HttpResponse:
    target, form = asked
    one = target.indicator.roadmap

    def deed(said: dict[str, Any]) -> str:
        write(target, said, person_in(request), said["version"])
        return reverse("plan_indicators", args=[one.pk])

    return answered(request, form, (f"programme/roadmap/{page}.html", {"one": one, "target": target}), deed)


def _shown(value: float | None, target: IndicatorTarget) -> float | None:
    return None if value is None else round(value * (100 if target.indicator.unit == SHARE else 1), 4)
