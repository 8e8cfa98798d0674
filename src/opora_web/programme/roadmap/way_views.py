"""The way of a plan from draft to order and on: each step a button with its reason."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.identification.forms import ScanForm, WhyForm
from opora_web.programme.identification.scans import keep_scan
from opora_web.programme.roadmap.actions import (
    Order,
    approve_plan,
    attach_order,
    begin_amendment,
    change_head,
    drop_amendment,
    end_plan,
    restore_roadmap,
    return_to_draft,
    send_to_review,
    set_template,
    trash_roadmap,
)
from opora_web.programme.roadmap.amendment import changes_beside
from opora_web.programme.roadmap.deadlines_anew import ReadAnew, deadlines_read_anew
from opora_web.programme.roadmap.forms import ApprovePlanForm, HeadForm
from opora_web.programme.roadmap.models import PlanAmendment, PlanEdition, Roadmap
from opora_web.programme.roadmap.plan_page import plan_page_of
from opora_web.programme.roadmap.plan_views import plan_rights, told_differences
from opora_web.programme.roadmap.queries import last_edition, roadmaps_in_trash, roadmaps_where, unanswered_remarks
from opora_web.programme.roadmap.record import edition_plan, layout_of, plan_of
from opora_web.programme.roadmap.rules import is_open
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.telling import say_faults, telling


def _asked(request: HttpRequest, pk: int, verb: Verb) -> Roadmap:
    return get_object_or_404(roadmaps_where(request.user, verb), pk=pk)


def _with_reason(request: HttpRequest, pk: int, done: str, deed: Callable[[str], None]) -> HttpResponse:
    form = WhyForm(request.POST)
    if form.is_valid():
        with telling(request, done):
            deed(form.cleaned_data["why"])
    else:
        say_faults(request, form)
    return redirect("plan", pk)


@door(Verb.EDIT_PLAN)
def plan_head(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan's title and days; what other days make of its deadlines is shown before it is written."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    opened = {"title": one.title, "starts_on": one.starts_on, "ends_on": one.ends_on, "version": one.version}
    form = HeadForm(request.POST or None, initial=opened)
    if request.method == "POST" and form.is_valid() and (unseen := _unseen_deadlines(one, form)):
        return render(request, "programme/roadmap/head.html", {"one": one, "form": form, "unseen": unseen})

    def deed(said: dict[str, object]) -> str:
        change_head(one, said, Deed(person_in(request), timezone.now()), int(str(said["version"])))
        return reverse("plan", args=[pk])

    return answered(request, form, ("programme/roadmap/head.html", {"one": one}), deed)


def _unseen_deadlines(one: Roadmap, form: HeadForm) -> list[ReadAnew]:
    """Return the deadlines that the days asked for would change, unless the person has seen what they become."""
    period = form.cleaned_data["period"]
    if not is_open(one) or form.cleaned_data["seen_for"] == str(period):
        return []
    form.seen_for_days(period)
    return deadlines_read_anew(layout_of(one), period)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft to review."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    with telling(request, "План отправлен на проверку: эксперты пишут замечания рядом со строками."):
        send_to_review(one, person_in(request))
    return redirect("plan", pk)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a plan back from review."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    done = "План возвращён в черновик; замечания сохранены."
    return _with_reason(request, pk, done, lambda why: return_to_draft(one, why, person_in(request)))


@door(Verb.APPROVE_PLAN)
def plan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the order, and approve the plan or its amendment."""
    one = _asked(request, pk, Verb.APPROVE_PLAN)
    before = last_edition(one)
    unanswered = list(unanswered_remarks(one))
    why = PlanAmendment.objects.filter(roadmap=one).values_list("why", flat=True).first()
    opened = {"date": timezone.localdate(), "why": why}
    form = ApprovePlanForm(unanswered, request.POST or None, request.FILES or None, initial=opened)

    def deed(said: dict[str, object]) -> str:
        sent = said["scan"]
        scan = keep_scan(sent, sent.name) if sent else ("", "")  # type: ignore[attr-defined, arg-type]
        despite = str(said.get("despite", ""))
        order = Order(str(said["number"]), said["date"], *scan, str(said["why"]), despite)  # type: ignore[arg-type]
        approve_plan(one, order, person_in(request), timezone.now())
        return reverse("plan", args=[pk])

    page = {
        "one": one,
        "edition": before,
        "changes": told_differences(edition_plan(before), plan_of(one)) if before else [],
        "beside": changes_beside(one),
        "plan": plan_page_of(one),
        "unanswered": unanswered,
        **plan_rights(request, one),
    }
    done = "Изменение утверждено." if before else "План утверждён: с этого дня его выполняют."
    return answered(request, form, ("programme/roadmap/approve.html", page), deed, done)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an approved plan for an amendment."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    done = "Изменение начато. Прежняя редакция действует, пока изменение не утверждено приказом."
    return _with_reason(request, pk, done, lambda why: begin_amendment(one, why, person_in(request)))


@require_POST
@door(Verb.EDIT_PLAN)
def plan_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop an amendment."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    done = "План возвращён к действующей редакции."
    return _with_reason(
        request, pk, done, lambda why: drop_amendment(one, Deed(person_in(request), timezone.now(), why))
    )


@require_POST
@door(Verb.APPROVE_PLAN)
def plan_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a plan is over."""
    one = _asked(request, pk, Verb.APPROVE_PLAN)
    return _with_reason(request, pk, "План завершён.", lambda why: end_plan(one, why, person_in(request)))


@require_POST
@door(Verb.EDIT_PLAN)
def plan_trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a plan into the trash."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    with telling(request, "План убран в корзину; вернуть его можно на странице корзины."):
        trash_roadmap(one, person_in(request), timezone.now())
    return redirect("plan", pk) if one.trashed_at is None else redirect("plans")


@require_POST
@door(Verb.EDIT_PLAN)
def plan_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a plan back from the trash."""
    one = get_object_or_404(roadmaps_in_trash(request.user), pk=pk)
    with telling(request, "План возвращён из корзины."):
        restore_roadmap(one, person_in(request))
    return redirect("plan", pk)


@require_POST
@door(Verb.EDIT_PLAN)
def plan_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft a template, or a template a draft."""
    one = _asked(request, pk, Verb.EDIT_PLAN)
    with telling(
        request, "План больше не образец." if one.is_template else "Теперь это образец: его можно копировать."
    ):
        set_template(one, person_in(request), is_template=not one.is_template)
    return redirect("plan", pk)


@require_POST
@door(Verb.APPROVE_PLAN)
def plan_scan_attach(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Attach the signed order of an edition."""
    one = _asked(request, pk, Verb.APPROVE_PLAN)
    edition = get_object_or_404(PlanEdition.objects.select_related("roadmap"), roadmap=one, number=number)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        with telling(request, "Подписанный приказ приложен."):
            sent = form.cleaned_data["scan"]
            attach_order(edition, keep_scan(sent, sent.name), person_in(request))
    else:
        say_faults(request, form)
    return redirect("plan_edition", pk, number)
