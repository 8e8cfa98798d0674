"""One school's place on a list: why it is there, and what people decide about it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.reports.list_document import rule_sentences
from opora_web.accounts.doors import door
from opora_web.accounts.models import Person
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import facts_of
from opora_web.programme.answering import Deed, answered_within
from opora_web.programme.identification.actions import choose_track, decide_entry, put_school_on
from opora_web.programme.identification.forms import AnswerForm, DecideForm, PutOnForm, ReplyForm, TrackForm
from opora_web.programme.identification.models import ListEntry, SchoolAnswer, Track
from opora_web.programme.identification.queries import entries_visible_to, entries_where, lists_where
from opora_web.programme.identification.rules import (
    STRATEGY,
    is_decided_otherwise,
    is_open,
    rule_includes,
    takes_answers,
)
from opora_web.programme.identification.saved import saved_finding, saved_rule
from opora_web.programme.telling import do_as_written


@require_GET
@door(None)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a school's place on a list: to the office, and to the school itself."""
    return entry_page(request, get_object_or_404(entries_visible_to(request.user), pk=pk))


def entry_page(request: HttpRequest, one: ListEntry, **more: Any) -> HttpResponse:
    """Show the page, with a form of `more` in the place of a fresh one where somebody was quicker."""
    person, answer = request.user, getattr(one, "answer", None)
    rule = saved_rule(one.school_list)
    may_identify = may(person, Verb.IDENTIFY, one.school_list.organisation)
    seen = {
        "one": one,
        "answer": answer,
        "finding": saved_finding(one),
        "rule": rule,
        "rule_sentences": rule_sentences(rule),
        "rule_includes": rule_includes(one),
        "is_decided_otherwise": is_decided_otherwise(one),
        "strategy": STRATEGY[Track(one.track)],
        "sees_list": may(person, Verb.SEE_LISTS, one.school_list.organisation),
        "may_identify": may_identify,
        "may_decide": may_identify and is_open(one.school_list),
        "may_answer": may(person, Verb.ANSWER, one.school) and takes_answers(one.school_list, timezone.localdate()),
        "decide_form": DecideForm(initial=_decision(one)),
        "track_form": TrackForm(initial={"track": one.track, "why": one.track_reason, "version": one.version}),
        "answer_form": AnswerForm(initial=_said(answer)),
        "reply_form": ReplyForm(initial={"reply": answer.reply, "version": answer.version} if answer else {}),
    }
    return render(request, "programme/identification/entry.html", seen | more)


def _decision(one: ListEntry) -> dict[str, Any]:
    return {"is_included": "yes" if one.is_included else "no", "why": one.reason, "version": one.version}


def _said(answer: SchoolAnswer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {"agrees": "yes" if answer.agrees else "no", "text": answer.text, "version": answer.version}


def written(request: HttpRequest, one: ListEntry, form: tuple[str, forms.Form], deed: Deed) -> HttpResponse:
    """Do what a form on the page asks; where it cannot be done, show the page with all that was written, and say why.

    Args:
        request: the request.
        one: the place on a list.
        form: the form's name on the page, and the form.
        deed: what to do with what was written.
    """

    def page(**words: Any) -> HttpResponse:
        return entry_page(request, get_object_or_404(entries_visible_to(request.user), pk=one.pk), **words)

    return answered_within(request, form, page, deed, reverse("list_entry", args=[one.pk]))


def writer(request: HttpRequest) -> Person:
    """Return who is writing; the door has let nobody else in."""
    assert isinstance(request.user, Person)
    return request.user


@require_POST
@door(Verb.IDENTIFY)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a school off a list or put it on."""
    one = get_object_or_404(entries_where(request.user, Verb.IDENTIFY), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        is_included, opened = said["is_included"], said["version"]
        decide_entry(one, said["why"], writer(request), is_included=is_included, opened_version=opened)

    return written(request, one, ("decide_form", DecideForm(request.POST)), deed)


@require_POST
@door(Verb.IDENTIFY)
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide in which conditions a school works."""
    one = get_object_or_404(entries_where(request.user, Verb.IDENTIFY), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        choose_track(one, Track(said["track"]), said["why"], writer(request), said["version"])

    return written(request, one, ("track_form", TrackForm(request.POST)), deed)


@require_POST
@door(Verb.IDENTIFY)
def put_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a school on a list that the rule did not consider."""
    one = get_object_or_404(lists_where(request.user, Verb.IDENTIFY), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        put_school_on(one, said["school"], said["why"], writer(request), facts_of(one.release))

    do_as_written(request, PutOnForm(one, request.POST), "Школа включена в список.", deed)
    return redirect("list", pk)
