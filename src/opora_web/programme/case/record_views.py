"""Tasks and records of contacts of a case: each has a page where it is changed, with what stood there before."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.doors import door
from opora_web.accounts.models import Person
from opora_web.accounts.queries import people_visible_to
from opora_web.accounts.rules import Verb
from opora_web.interface.history import history_of
from opora_web.programme.answering import answered
from opora_web.programme.case.actions import add_task, change_note, change_task, put_note_away
from opora_web.programme.case.case_views import case_worked_on, written_on_case
from opora_web.programme.case.forms import NoteChangeForm, TaskAddForm, TaskForm
from opora_web.programme.case.models import CaseNote, CaseTask
from opora_web.programme.case.queries import helpers_of, notes_where, tasks_where
from opora_web.programme.identification.entry_views import writer
from opora_web.programme.telling import telling


@door(Verb.WORK_ON_CASE)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task and keep what is written of it."""
    one = get_object_or_404(tasks_where(request.user, Verb.WORK_ON_CASE), pk=pk)
    people = _responsible(request, one)
    opened = {"status": one.status, "due_on": one.due_on, "note": one.note, "responsible": one.responsible_id}
    form = TaskForm(people, request.POST or None, initial=opened | {"version": one.version})

    def deed(said: dict[str, Any]) -> str:
        change_task(one, said, writer(request))
        return reverse("case", args=[one.case_id])

    return answered(request, form, ("programme/case/task.html", {"one": one}), deed, "Задача записана.")


def _responsible(request: HttpRequest, one: CaseTask) -> Any:
    """Return who may answer for a task: people the writer may see, the school's helpers, and who does now."""
    helpers = [post.person_id for post in helpers_of([one.case.school_id]).get(one.case.school_id, [])]
    seen = list(people_visible_to(request.user).values_list("pk", flat=True))
    wanted = {*helpers, *seen, *([one.responsible_id] if one.responsible_id else [])}
    return Person.objects.filter(pk__in=wanted, is_active=True, erased_at__isnull=True).order_by("full_name")


@require_POST
@door(Verb.WORK_ON_CASE)
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a task of the school's own to the present phase."""
    one = case_worked_on(request, pk)
    form = TaskAddForm(request.POST)
    return written_on_case(request, one, ("add_task_form", form), lambda said: add_task(one, said, writer(request)))


def _note(request: HttpRequest, pk: int) -> CaseNote:
    return get_object_or_404(notes_where(request.user, Verb.WORK_ON_CASE).filter(trashed_at__isnull=True), pk=pk)


@door(Verb.WORK_ON_CASE)
def note_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the record of a contact and keep its correction."""
    one = _note(request, pk)
    opened = {name: getattr(one, name) for name in ("held_on", "form", "found", "next_step", "version")}
    form = NoteChangeForm(request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        change_note(one, said | {"today": timezone.localdate()}, writer(request))
        return reverse("case", args=[one.case_id])

    words = {"one": one, "changes": history_of(one)}
    return answered(request, form, ("programme/case/note.html", words), deed, "Запись исправлена.")


@require_POST
@door(Verb.WORK_ON_CASE)
def note_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the record of a contact into the trash."""
    one = _note(request, pk)
    why = request.POST.get("why", "").replace("\0", "")[:500]
    with telling(request, "Запись убрана в корзину, её можно вернуть."):
        put_note_away(one, writer(request), timezone.now(), why)
    return redirect("case", one.case_id)
