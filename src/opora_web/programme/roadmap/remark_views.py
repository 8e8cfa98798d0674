"""Experts' remarks beside the lines of a plan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.roadmap.forms import PlanReplyForm, RemarkForm
from opora_web.programme.roadmap.plan_page import plan_page_of
from opora_web.programme.roadmap.plan_views import plan_rights
from opora_web.programme.roadmap.queries import remarks_where, roadmaps_where
from opora_web.programme.roadmap.remark_actions import reopen_remark, reply_to_remark, settle_remark, write_remark
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.telling import say_faults, telling


@door(Verb.SEE_PLANS)
def plan_remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all remarks on a plan: the experts' and the linter's."""
    roadmap = get_object_or_404(roadmaps_where(request.user, Verb.SEE_PLANS), pk=pk)
    page = plan_page_of(roadmap)
    words = {
        "one": roadmap,
        "plan": page,
        "remarked": [row for row in page.rows if row.remarks],
        "judged": [row for row in page.rows if row.problems],
        "remark_form": RemarkForm(),
        **plan_rights(request, roadmap),
    }
    return render(request, "programme/roadmap/remarks.html", words)


@require_POST
@door(Verb.REVIEW_PLAN)
def plan_remark_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a remark on a plan, or on one of its measures."""
    roadmap = get_object_or_404(roadmaps_where(request.user, Verb.REVIEW_PLAN), pk=pk)
    asked = request.POST.get("measure", "")
    kept = roadmap.measures.filter(trashed_at__isnull=True)
    measure = get_object_or_404(kept, pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else None  # noqa: PLR2004 - a key of a database
    form = RemarkForm(request.POST)
    if form.is_valid():
        with telling(request, "Замечание записано: его видит тот, кто составляет план."):
            write_remark(roadmap, measure, form.cleaned_data["text"], Deed(person_in(request), timezone.now()))
    else:
        say_faults(request, form)
    return redirect(reverse("plan_measure", args=[measure.pk]) if measure else reverse("plan_remarks", args=[pk]))


@door(Verb.EDIT_PLAN)
def plan_remark_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was done about a remark."""
    remark = get_object_or_404(remarks_where(request.user, Verb.EDIT_PLAN), pk=pk)
    form = PlanReplyForm(request.POST or None, initial={"reply": remark.reply, "version": remark.version})

    def deed(said: dict[str, object]) -> str:
        reply_to_remark(remark, str(said["reply"]), person_in(request), int(str(said["version"])))
        return reverse("plan_remarks", args=[remark.roadmap_id])

    page = ("programme/roadmap/reply.html", {"one": remark.roadmap, "remark": remark})
    return answered(request, form, page, deed)


@require_POST
@door(Verb.REVIEW_PLAN)
def plan_remark_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a remark as answered, or open it again."""
    remark = get_object_or_404(remarks_where(request.user, Verb.REVIEW_PLAN), pk=pk)
    if remark.settled_at is None:
        with telling(request, "Замечание снято."):
            settle_remark(remark, Deed(person_in(request), timezone.now()))
    else:
        with telling(request, "Замечание снова открыто."):
            reopen_remark(remark, person_in(request))
    return redirect("plan_remarks", remark.roadmap_id)
