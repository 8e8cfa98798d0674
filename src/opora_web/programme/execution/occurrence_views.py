"""One task of a plan: its page, and what people do with it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.interface.history import history_of
from opora_web.programme.answering import Deed, answered_within
from opora_web.programme.execution.actions import declare_done, hand_over, postpone, take_back
from opora_web.programme.execution.artefacts import named_artefacts
from opora_web.programme.execution.evidence_files import keep_evidence
from opora_web.programme.execution.forms import DoneForm, HandOverForm, PostponeForm, ProofForm
from opora_web.programme.execution.models import EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.proof_actions import attach_evidence
from opora_web.programme.execution.queries import (
    evidence_where,
    occurrences_visible_to,
    occurrences_where,
    possible_owners,
    tasks_of_measures,
)
from opora_web.programme.execution.rules import (
    counts,
    is_accepted,
    is_overdue,
    is_own_proof,
    is_slipped,
    missing_proofs,
)
from opora_web.programme.identification.forms import WhyForm
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.queries import measures_where, roadmaps_visible_to
from opora_web.programme.telling import say_faults, telling


@require_safe
@door(None)
def occurrence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task."""
    return task_page(request, get_object_or_404(occurrences_visible_to(request.user), pk=pk))


def task_page(request: HttpRequest, task: Occurrence, **more: Any) -> HttpResponse:
    """Show the page, with a form of `more` in the place of a fresh one."""
    today, person = timezone.localdate(), person_in(request)
    every = list(task.evidence.select_related("author", "accepted_by"))
    kept = [one for one in every if one.trashed_at is None]
    beside = tasks_of_measures([task.measure_id]).get(task.measure_id, [])
    words: dict[str, Any] = {
        "task": task,
        "today": today,
        "asked": named_artefacts(task.measure),
        "missing": missing_proofs(task, kept) if task.state != OccurrenceState.CANCELLED else (),
        "counted": counts(one for one in beside if one.school_id == task.school_id),
        "is_late": is_overdue(task, today),
        "is_slipped": is_slipped(task),
        "sees_plan": roadmaps_visible_to(person).filter(pk=task.measure.roadmap_id).exists(),
        "sees_measure": measures_where(person, Verb.SEE_PLANS).filter(pk=task.measure_id).exists(),
        "proofs": [(one, is_accepted(one), _may_decide(request, task, one)) for one in kept],
        "in_trash": [one for one in every if one.trashed_at is not None and one.author_id == person.pk],
        "delays": task.delays.select_related("person"),
        **_rights(request, task),
        **_forms(request, task),
    }
    return render(request, "programme/execution/occurrence.html", words | more)


def _may_decide(request: HttpRequest, task: Occurrence, evidence: Any) -> bool:
    evidence.occurrence = task
    return _accepts(request, task) and not is_own_proof(evidence, person_in(request))


def _accepts(request: HttpRequest, task: Occurrence) -> bool:
    return occurrences_where(request.user, Verb.ACCEPT_EVIDENCE).filter(pk=task.pk).exists()


def _rights(request: HttpRequest, task: Occurrence) -> dict[str, bool]:
    executes = occurrences_where(request.user, Verb.EXECUTE).filter(pk=task.pk).exists()
    is_asked = task.state != OccurrenceState.CANCELLED
    return {
        "may_execute": executes and is_asked,
        "may_declare": executes and task.state == OccurrenceState.TO_DO,
        "may_take_back": executes and task.is_settled,
        "may_hand_over": executes and is_asked and may(request.user, Verb.EXECUTE),
        "may_see_history": may(request.user, Verb.SEE_HISTORY, task.place),
    }


def _forms(request: HttpRequest, task: Occurrence) -> dict[str, Any]:
    version = {"version": task.version}
    is_late = is_overdue(task, timezone.localdate())
    return {
        "done_form": DoneForm(is_late=is_late, initial=version),
        "proof_form": ProofForm(_kinds_first(task)),
        "postpone_form": PostponeForm(initial=version),
        "owner_form": HandOverForm(possible_owners(request.user, task), initial=version | {"owner": task.owner_id}),
    }


def _kinds_first(task: Occurrence) -> list[EvidenceKind]:
    """Return the kinds of evidence to offer first: what the plan names and nobody has shown; else anything at all."""
    shown = {one.kind for one in task.evidence.filter(trashed_at__isnull=True)}
    return sorted(named_artefacts(task.measure), key=lambda kind: kind in shown) or [EvidenceKind.OTHER]


def _executed(request: HttpRequest, pk: int) -> Occurrence:
    return get_object_or_404(occurrences_where(request.user, Verb.EXECUTE), pk=pk)


def _written(request: HttpRequest, task: Occurrence, form: tuple[str, forms.Form], deed: Deed) -> HttpResponse:
    """Do what a form on the task's page asks, or show the page with all that was written, and say why not."""

    def page(**words: Any) -> HttpResponse:
        return task_page(request, occurrences_visible_to(request.user).get(pk=task.pk), **words)

    return answered_within(request, form, page, deed, reverse("occurrence", args=[task.pk]))


@require_POST
@door(None)
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a task is done."""
    task, moment = _executed(request, pk), timezone.localtime()
    form = DoneForm(request.POST, is_late=is_overdue(task, moment.date()))
    return _written(
        request, task, ("done_form", form), lambda said: declare_done(task, said, person_in(request), moment)
    )


@require_POST
@door(None)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach what proves a task."""
    task, moment, person = _executed(request, pk), timezone.now(), person_in(request)
    form = ProofForm(_kinds_first(task), request.POST, request.FILES)

    def deed(said: dict[str, Any]) -> None:
        if getattr(request, "upload_is_too_large", False):
            raise RefusedError("Файл больше, чем принимает сайт. Сожмите его и приложите снова.")
        kept = keep_evidence(said["file"]) if said["file"] else ("", "")
        attach_evidence(task, said, kept, person, moment)

    return _written(request, task, ("proof_form", form), deed)


@require_POST
@door(None)
def put_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a task off."""
    task, moment = _executed(request, pk), timezone.localtime()
    form = PostponeForm(request.POST)
    return _written(
        request, task, ("postpone_form", form), lambda said: postpone(task, said, person_in(request), moment)
    )


@require_POST
@door(Verb.EXECUTE)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a task over."""
    task = _executed(request, pk)
    form = HandOverForm(possible_owners(request.user, task), request.POST)
    return _written(request, task, ("owner_form", form), lambda said: hand_over(task, said, person_in(request)))


@require_POST
@door(None)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a declaration back."""
    task, form = _executed(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        say_faults(request, form)
        return redirect("occurrence", pk)
    with telling(request, "Дело снова в работе, подтверждения остались."):
        take_back(task, form.cleaned_data["why"], person_in(request))
    return redirect("occurrence", pk)


@require_safe
@door(Verb.SEE_HISTORY)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a task and to its evidence."""
    task = get_object_or_404(
        occurrences_visible_to(request.user) & occurrences_where(request.user, Verb.SEE_HISTORY), pk=pk
    )
    proofs = evidence_where(request.user, Verb.SEE_HISTORY).filter(occurrence=task)
    about = [(str(one), history_of(one)) for one in proofs]
    words = {"task": task, "changes": history_of(task), "about": about}
    return render(request, "programme/execution/history.html", words)
