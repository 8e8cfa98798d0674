"""One case: its page, and what people do with it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.tables.identification import IdentifiedSchool
from opora_web.accounts.doors import door
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.programme.answering import Deed, answered_within
from opora_web.programme.case.actions import (
    advance_case,
    assess_case,
    end_case,
    follow_case,
    note_contact,
    pause_case,
    resume_case,
    return_case,
)
from opora_web.programme.case.forms import AssignForm, NoteForm, RagForm, ReturnForm, TaskAddForm
from opora_web.programme.case.models import Case, CaseTask, Phase, TaskStatus, TaskWho
from opora_web.programme.case.queries import (
    case_changes,
    cases_visible_to,
    cases_where,
    helpers_of,
    past_helpers,
)
from opora_web.programme.case.rules import BACK, gate_missing, next_phase, outlook, plan_in_force
from opora_web.programme.identification.entry_views import writer
from opora_web.programme.identification.forms import WhyForm
from opora_web.programme.identification.models import Track
from opora_web.programme.identification.rules import STRATEGY
from opora_web.programme.telling import do_as_written, telling


@require_GET
@door(Verb.SEE_CASES)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one case."""
    return case_page(request, get_object_or_404(cases_visible_to(request.user), pk=pk))


def case_page(request: HttpRequest, one: Case, **more: Any) -> HttpResponse:
    """Show the page, with a form of `more` in the place of a fresh one."""
    tasks = list(one.tasks.filter(trashed_at__isnull=True).select_related("responsible"))
    running = one.closed_at is None and one.paused_at is None
    seen = {
        "one": one,
        "today": timezone.localdate(),
        "finding": IdentifiedSchool.model_validate(one.finding),
        "strategy": STRATEGY[Track(one.track)],
        "missing": gate_missing(one, tasks),
        "following": next_phase(one),
        "phases": _phases(one, tasks),
        "expected": [task for task in tasks if task.who == TaskWho.SCHOOL and task.status == TaskStatus.TO_DO],
        "outlook": outlook(one, current_facts(), plan_in_force()),
        "helpers": helpers_of([one.school_id]).get(one.school_id, []),
        "past": past_helpers(one.school),
        "notes": one.notes.filter(trashed_at__isnull=True).select_related("author"),
        "statuses": one.statuses.select_related("person"),
        "is_followed": one.followers.filter(pk=request.user.pk).exists(),
        **_rights(request, one, running=running),
        **_forms(request, one),
    }
    return render(request, "programme/case/case.html", seen | more)


def _phases(one: Case, tasks: list[CaseTask]) -> list[tuple[Phase, bool, list[CaseTask]]]:
    """Return each phase with whether it is the present one and its tasks of all rounds, the last round first."""
    return [
        (phase, phase.value == one.phase, sorted((t for t in tasks if t.phase == phase.value), key=lambda t: -t.round))
        for phase in Phase
    ]


def _rights(request: HttpRequest, one: Case, *, running: bool) -> dict[str, bool]:
    person, where = request.user, one.school
    works = may(person, Verb.WORK_ON_CASE, where)
    return {
        "may_work": works and running,
        "may_resume": works and one.paused_at is not None and one.closed_at is None,
        "may_end": works and where.is_dropped and one.closed_at is None,
        "may_assign": may(person, Verb.ASSIGN, where) and running,
        "may_see_history": may(person, Verb.SEE_HISTORY, where),
        "may_see_list": may(person, Verb.SEE_LISTS, where),
    }


def _forms(request: HttpRequest, one: Case) -> dict[str, Any]:
    today = timezone.localdate()
    opened = {"rag": one.rag, "direction": one.direction, "version": one.version}
    assigns = may(request.user, Verb.ASSIGN, one.school)
    return {
        "rag_form": RagForm(initial=opened),
        "note_form": NoteForm(initial={"held_on": today}),
        "add_task_form": TaskAddForm(),
        "return_form": ReturnForm(one) if BACK.get(Phase(one.phase)) else None,
        "assign_form": AssignForm(request.user, initial={"since": today}) if assigns else None,
    }


def written_on_case(request: HttpRequest, one: Case, form: tuple[str, forms.Form], deed: Deed) -> HttpResponse:
    """Do what a form on the case's page asks, or show the page with all that was written, and say why not."""

    def page(**words: Any) -> HttpResponse:
        return case_page(request, cases_visible_to(request.user).get(pk=one.pk), **words)

    return answered_within(request, form, page, deed, reverse("case", args=[one.pk]))


def case_worked_on(request: HttpRequest, pk: int) -> Case:
    """Return a case the person works on; any other is not there."""
    return get_object_or_404(cases_where(request.user, Verb.WORK_ON_CASE), pk=pk)


@require_POST
@door(Verb.WORK_ON_CASE)
def assess(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a case goes."""
    one = case_worked_on(request, pk)
    moment = timezone.now()
    form = RagForm(request.POST)
    return written_on_case(
        request, one, ("rag_form", form), lambda said: assess_case(one, said, writer(request), moment)
    )


@require_POST
@door(Verb.WORK_ON_CASE)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a contact."""
    one = case_worked_on(request, pk)
    today = {"today": timezone.localdate()}
    form = NoteForm(request.POST)
    return written_on_case(
        request, one, ("note_form", form), lambda said: note_contact(one, said | today, writer(request))
    )


@require_POST
@door(Verb.WORK_ON_CASE)
def advance(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a case into the next phase."""
    one = case_worked_on(request, pk)
    with telling(request, "Этап изменён."):
        advance_case(one, request.POST.get("why", "")[:5_000], writer(request), timezone.localtime())
    return redirect("case", pk)


@require_POST
@door(Verb.WORK_ON_CASE)
def go_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead a case back."""
    one = case_worked_on(request, pk)

    def deed(said: dict[str, Any]) -> None:
        return_case(one, Phase(said["phase"]), said["why"], writer(request), timezone.localdate())

    do_as_written(request, ReturnForm(one, request.POST), "Дело возвращено: задачи этапа поставлены заново.", deed)
    return redirect("case", pk)


@require_POST
@door(Verb.WORK_ON_CASE)
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause a case."""
    one = case_worked_on(request, pk)

    def deed(said: dict[str, Any]) -> None:
        pause_case(one, said["why"], writer(request), timezone.now())

    do_as_written(request, WhyForm(request.POST), "Сопровождение приостановлено: дело можно только читать.", deed)
    return redirect("case", pk)


@require_POST
@door(Verb.WORK_ON_CASE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the case of a school that is in the register no more."""
    one = case_worked_on(request, pk)

    def deed(said: dict[str, Any]) -> None:
        end_case(one, said["why"], writer(request), timezone.localtime())

    do_as_written(request, WhyForm(request.POST), "Сопровождение завершено; задачи и записи остались в деле.", deed)
    return redirect("case", pk)


@require_POST
@door(Verb.WORK_ON_CASE)
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Resume a case."""
    one = case_worked_on(request, pk)
    with telling(request, "Сопровождение возобновлено, сроки сдвинуты на время паузы."):
        resume_case(one, writer(request), timezone.now())
    return redirect("case", pk)


@require_POST
@door(Verb.SEE_CASES)
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a case, or follow it no more."""
    one = get_object_or_404(cases_visible_to(request.user), pk=pk)
    follow_case(one, writer(request), is_followed=request.POST.get("followed") == "yes")
    return redirect("case", pk)


@require_GET
@door(Verb.SEE_HISTORY)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a case."""
    one = get_object_or_404(cases_visible_to(request.user) & cases_where(request.user, Verb.SEE_HISTORY), pk=pk)
    return render(request, "programme/case/history.html", {"one": one, "changes": case_changes(one)})
