"""Curators and mentors of a school: given here, with what each of them carries already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.doors import door
from opora_web.accounts.models import Post, PostKind
from opora_web.accounts.rules import Verb
from opora_web.programme.case.actions import assign_helper, release_helper
from opora_web.programme.case.case_views import case_page
from opora_web.programme.case.forms import AssignForm
from opora_web.programme.case.queries import HELPERS, cases_where
from opora_web.programme.identification.entry_views import writer
from opora_web.programme.telling import telling


@require_POST
@door(Verb.ASSIGN)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a school a curator or a mentor."""
    one = get_object_or_404(cases_where(request.user, Verb.ASSIGN), pk=pk)
    form = AssignForm(request.user, request.POST)
    if not form.is_valid():
        return case_page(request, one, assign_form=form)
    said = form.cleaned_data
    person = form.loads[said["person"]].person
    with telling(request, f"Назначение записано: {person}."):
        assign_helper(one, person, PostKind(said["kind"]), said["since"], writer(request))
    return redirect("case", pk)


@require_POST
@door(Verb.ASSIGN)
def release(request: HttpRequest, pk: int, post: int) -> HttpResponse:
    """End a curator's or mentor's post at the school, from today on."""
    one = get_object_or_404(cases_where(request.user, Verb.ASSIGN), pk=pk)
    held = get_object_or_404(
        Post, pk=post, organisation=one.school, kind__in=HELPERS, until__isnull=True, trashed_at=None
    )
    with telling(request, f"Освобождение записано: {held.person}."):
        release_helper(one, held, max(timezone.localdate(), held.since), writer(request))
    return redirect("case", pk)
