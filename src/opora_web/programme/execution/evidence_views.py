"""Evidence: its file, accepted or refused, put into the trash and brought back."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.rules import Verb
from opora_web.programme.execution.evidence_files import kept_evidence
from opora_web.programme.execution.models import Evidence
from opora_web.programme.execution.proof_actions import (
    accept_evidence,
    refuse_evidence,
    restore_evidence,
    trash_evidence,
)
from opora_web.programme.execution.queries import evidence_where
from opora_web.programme.identification.forms import WhyForm
from opora_web.programme.telling import say_faults, telling


@require_safe
@door(None)
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a file of evidence; it is saved, never opened on the site's own address."""
    one = get_object_or_404(evidence_where(request.user, Verb.SEE_PLANS), pk=pk)
    try:
        file, sort = kept_evidence(one.file)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file.open("rb"), as_attachment=True, filename=one.file_name, content_type=sort.content_type)


@require_POST
@door(Verb.ACCEPT_EVIDENCE)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept an artefact."""
    one = get_object_or_404(evidence_where(request.user, Verb.ACCEPT_EVIDENCE), pk=pk)
    with telling(request, "Подтверждение принято."):
        accept_evidence(one, person_in(request), timezone.now())
    return _back(request, one)


@require_POST
@door(Verb.ACCEPT_EVIDENCE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse an artefact, or take its acceptance back."""
    one, form = get_object_or_404(evidence_where(request.user, Verb.ACCEPT_EVIDENCE), pk=pk), WhyForm(request.POST)
    if not form.is_valid():
        say_faults(request, form)
        return _back(request, one)
    with telling(request, "Записано: не принято. Тот, кто приложил, увидит причину."):
        refuse_evidence(one, form.cleaned_data["why"], person_in(request), timezone.now())
    return _back(request, one)


def _back(request: HttpRequest, one: Evidence) -> HttpResponse:
    """Return to where the decision was made: the queue of evidence, or the task's page."""
    asked = request.POST.get("back", "")
    if asked and url_has_allowed_host_and_scheme(asked, None):
        return redirect(asked)
    return redirect("occurrence", one.occurrence_id)


def _own(request: HttpRequest, pk: int) -> Evidence:
    return get_object_or_404(evidence_where(request.user, Verb.EXECUTE), pk=pk, author=person_in(request))


@require_POST
@door(None)
def trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's own evidence into the trash."""
    one = _own(request, pk)
    with telling(request, "Подтверждение в корзине; вернуть его можно на этой же странице."):
        trash_evidence(one, person_in(request), timezone.now())
    return redirect("occurrence", one.occurrence_id)


@require_POST
@door(None)
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring one's own evidence back."""
    one = _own(request, pk)
    with telling(request, "Подтверждение возвращено."):
        restore_evidence(one, person_in(request))
    return redirect("occurrence", one.occurrence_id)
