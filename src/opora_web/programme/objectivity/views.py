"""A question about signs: the office and the school read the same page, each writes its own part."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from opora.findings.reliability import NOT_RELIABLE
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.interface.history import history_of
from opora_web.programme.objectivity.actions import answer_question, settle_question, withdraw_question
from opora_web.programme.objectivity.forms import ExplainForm, SettleForm
from opora_web.programme.objectivity.models import ObjectivityQuestion, QuestionState
from opora_web.programme.objectivity.queries import questions_visible_to, questions_where
from opora_web.programme.objectivity.rules import QuestionRefusedError, signs_in_words


@require_safe
@door(Verb.SEE_OBJECTIVITY)
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question with its signs, innocent explanations, answer and decision."""
    return _page(request, get_object_or_404(questions_visible_to(request.user), pk=pk))


def _page(request: HttpRequest, one: ObjectivityQuestion, **more: Any) -> HttpResponse:
    is_open = one.state in {QuestionState.ASKED, QuestionState.ANSWERED}
    version = {"version": one.version}
    words = {
        "one": one,
        "signs": signs_in_words(one.finding.get("markers", [])),
        "explanations": one.finding.get("explanations", []),
        "not_reliable": NOT_RELIABLE,
        "may_answer": is_open and may(request.user, Verb.ANSWER, one.school),
        "may_settle": may(request.user, Verb.IDENTIFY, one.school),
        "explain_form": ExplainForm(initial={"words": one.answer, **version}),
        "settle_form": SettleForm(initial={"words": one.decision, **version}),
        "changes": history_of(one) if may(request.user, Verb.SEE_HISTORY, one.school) else [],
    }
    return render(request, "programme/objectivity/question.html", words | more)


def _written(
    request: HttpRequest, one: ObjectivityQuestion, form: tuple[str, forms.Form], deed: Callable[[Any], None]
) -> HttpResponse:
    """Do what a form asks, or show the page with all that was written, and say why."""
    name, asked = form
    if not asked.is_valid():
        return _page(request, one, **{name: asked})
    try:
        deed(asked.cleaned_data)
    except QuestionRefusedError as why:
        asked.add_error(None, str(why))
        return _page(request, _anew(request, one), **{name: asked})
    except ChangedMeanwhileError as meanwhile:
        version = str(getattr(meanwhile.current, "version", 1))
        again = type(asked)({**request.POST.dict(), "version": version})
        again.is_valid()
        return _page(request, _anew(request, one), **{name: again, "meanwhile": str(meanwhile)})
    messages.success(request, "Записано.")
    return redirect("objectivity_question", one.pk)


def _anew(request: HttpRequest, one: ObjectivityQuestion) -> ObjectivityQuestion:
    return get_object_or_404(questions_visible_to(request.user), pk=one.pk)


@require_POST
@door(Verb.ANSWER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the school answers."""
    one = get_object_or_404(questions_where(request.user, Verb.ANSWER), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        answer_question(one, said["words"], person_in(request), timezone.now(), said["version"])

    return _written(request, one, ("explain_form", ExplainForm(request.POST)), deed)


@require_POST
@door(Verb.IDENTIFY)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the office decides."""
    one = get_object_or_404(questions_where(request.user, Verb.IDENTIFY), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        settle_question(one, said, person_in(request), timezone.now(), said["version"])

    return _written(request, one, ("settle_form", SettleForm(request.POST)), deed)


@require_POST
@door(Verb.IDENTIFY)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question back."""
    one = get_object_or_404(questions_where(request.user, Verb.IDENTIFY), pk=pk)
    withdraw_question(one, person_in(request), timezone.now())
    messages.success(request, "Вопрос отозван; он остаётся в журнале.")
    return redirect("analysis", "objectivity")
