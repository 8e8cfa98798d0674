"""Pages of self-diagnosis."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.analysis.risk_profile import LEVEL_IN_RUSSIAN
from opora.vocabulary.questionnaire import questionnaire
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.queries import schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders
from opora_web.interface.history import journal_of
from opora_web.programme.diagnosis.actions import (
    NotNowError,
    begin_diagnosis,
    keep_answers,
    return_diagnosis,
    submit_diagnosis,
    verify_diagnosis,
)
from opora_web.programme.diagnosis.forms import AnswersForm
from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState
from opora_web.programme.diagnosis.queries import diagnoses_where, school_year_of

_SHOWN_CHANGES = 30


@door(Verb.SEE_CASES)
def diagnoses(request: HttpRequest) -> HttpResponse:
    """Show the self-diagnoses one may see, and the schools for which one may begin one."""
    year = school_year_of(timezone.localdate())
    seen = diagnoses_where(request.user, Verb.SEE_CASES)
    begun = seen.filter(school_year=year).values("school")
    own = schools_where(request.user, Verb.ANSWER).exclude(pk__in=begun)
    return render(
        request, "programme/diagnosis/list.html", {"diagnoses": seen, "own": own, "year": year, "next": year + 1}
    )


@require_POST
@door(Verb.ANSWER)
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the self-diagnosis of this school year."""
    school = get_object_or_404(schools_where(request.user, Verb.ANSWER), code=code)
    asked, now = questionnaire(authority_folders()), timezone.now()
    begun = begin_diagnosis(school, school_year_of(timezone.localdate()), asked, person_in(request), now)
    return redirect("diagnosis", pk=begun.pk)


@door(Verb.SEE_CASES)
def diagnosis(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a self-diagnosis: to the school as a form while it is open, to everybody else as its profile."""
    one = get_object_or_404(diagnoses_where(request.user, Verb.SEE_CASES), pk=pk)
    may_write = one.is_open and diagnoses_where(request.user, Verb.ANSWER).filter(pk=pk).exists()
    asked = questionnaire(authority_folders())
    form = AnswersForm(request.POST or None, initial=one.answers, asked=asked) if may_write else None
    theirs = None
    if form is not None and form.is_valid():
        version = request.POST.get("version", "")
        try:
            opened = int(version) if version.isdecimal() else 0
            keep_answers(one, form.answers, asked, person_in(request), opened)
            messages.success(request, "Ответы сохранены.")
            return redirect("diagnosis", pk=pk)
        except ChangedMeanwhileError as changed:
            theirs = changed.current
    words: dict[str, Any] = {
        "diagnosis": one,
        "theirs": theirs,
        "sections": [(factor.name, [form[i.code] for i in factor.indicator]) for factor in asked.factor]
        if form
        else (),
        "form": form,
        "levels": LEVEL_IN_RUSSIAN,
        "profile": [{**row, "verified": one.verification.get(row["code"])} for row in one.profile],
        "may_verify": one.state == DiagnosisState.SUBMITTED
        and diagnoses_where(request.user, Verb.WORK_ON_CASE).filter(pk=pk).exists(),
        "questionnaire": asked,
        "changes": journal_of([(lambda _: "", one.history)], _SHOWN_CHANGES),
    }
    return render(request, "programme/diagnosis/diagnosis.html", words)


@require_POST
@door(Verb.ANSWER)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to be verified."""
    one = get_object_or_404(diagnoses_where(request.user, Verb.ANSWER), pk=pk)
    return _done(
        request, one, "Отправлено куратору.", lambda: submit_diagnosis(one, person_in(request), timezone.now())
    )


@require_POST
@door(Verb.WORK_ON_CASE)
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it back to the school."""
    one = get_object_or_404(diagnoses_where(request.user, Verb.WORK_ON_CASE), pk=pk)
    comment = request.POST.get("comment", "")[:5000]
    return _done(request, one, "Возвращено школе.", lambda: return_diagnosis(one, comment, person_in(request)))


@require_POST
@door(Verb.WORK_ON_CASE)
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is confirmed."""
    one = get_object_or_404(diagnoses_where(request.user, Verb.WORK_ON_CASE), pk=pk)
    words = {
        row["code"]: {
            "is_confirmed": request.POST.get(f"confirmed-{row['code']}") == "on",
            "comment": request.POST.get(f"comment-{row['code']}", "")[:2000],
        }
        for row in one.profile
    }
    return _done(
        request, one, "Проверка записана.", lambda: verify_diagnosis(one, words, person_in(request), timezone.now())
    )


def _done(request: HttpRequest, one: Diagnosis, said: str, deed: Any) -> HttpResponse:
    """Do the deed and say so, or say what stands in the way."""
    try:
        deed()
        messages.success(request, said)
    except NotNowError as obstacle:
        messages.error(request, str(obstacle))
    return redirect("diagnosis", pk=one.pk)
