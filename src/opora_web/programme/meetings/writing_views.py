"""Meeting mode: one screen on which a secretary writes down what is said, who came, what is decided."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.meetings.actions import (
    change_decision,
    decide,
    drop_decision,
    drop_question,
    note_attendance,
    write_question,
)
from opora_web.programme.meetings.forms import DecisionForm, NamedField, Names, NewQuestionForm, QuestionForm
from opora_web.programme.meetings.meeting_views import held
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision
from opora_web.programme.meetings.papers import owner_words
from opora_web.programme.meetings.queries import (
    agenda_of,
    decisions_of,
    earlier_decisions,
    meetings_where,
    post_words,
)
from opora_web.programme.meetings.rules import fate_of, numbered
from opora_web.programme.telling import telling


@require_GET
@door(Verb.HOLD_MEETING)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the one screen of a running meeting."""
    one = held(request, pk)
    if one.signed_at is not None:
        return redirect("meeting", pk)
    return write_page(request, one)


def write_page(
    request: HttpRequest, one: Meeting, forms_in_place: dict[Any, forms.Form] | None = None, **more: Any
) -> HttpResponse:
    """Show the page, with forms that were not kept in the place of fresh ones.

    Args:
        request: the request.
        one: the meeting.
        forms_in_place: forms by the key of their question; decisions of a question by («decision», key).
        more: more words for the template.
    """
    instead = forms_in_place or {}
    items, decided = agenda_of(one), list(decisions_of(one))
    names = Names(one.organisation)
    numbers = numbered(decided, [item.pk for item in items])
    rows = list(one.attendance.select_related("person").order_by("person__full_name", "pk"))
    people = [row for row in rows if row.person]
    posts = post_words([row.person for row in people if row.person], one.organisation)
    today = timezone.localdate()
    seen = {
        "one": one,
        "today": today,
        "questions": [
            (
                item,
                instead.get(item.pk) or _question_form(item),
                instead.get(("decision", item.pk)) or _decision_form(names, item.pk),
                [(it, numbers[it.pk], owner_words(it)) for it in decided if it.item_id == item.pk],
            )
            for item in items
        ],
        "other": [(it, numbers[it.pk], owner_words(it)) for it in decided if it.item_id is None],
        "other_form": instead.get(("decision", None)) or _decision_form(names, None),
        "question_form": NewQuestionForm(names.places, auto_id="n_%s"),
        "attendance": [(row, posts.get(row.person_id or 0, "")) for row in people],
        "guests": "\n".join(row.guest for row in rows if not row.person),
        "earlier": [(it, fate_of(it, today), owner_words(it)) for it in earlier_decisions(one)],
        "names": names,
    }
    return render(request, "programme/meetings/write.html", seen | more)


def _question_form(item: AgendaItem) -> QuestionForm:
    opened = {name: getattr(item, name) for name in ("title", "speaker", "heard", "version")}
    return QuestionForm(initial=opened, auto_id=f"q{item.pk}_%s")


def _decision_form(names: Names, item: int | None) -> DecisionForm:
    return DecisionForm(names, initial={"item": item}, auto_id=f"d{item or 0}_%s")


def _question(request: HttpRequest, pk: int) -> AgendaItem:
    mine = meetings_where(request.user, Verb.HOLD_MEETING)
    found = AgendaItem.objects.filter(meeting__in=mine, trashed_at__isnull=True)
    return get_object_or_404(found.select_related("meeting", "meeting__organisation"), pk=pk)


@require_POST
@door(Verb.HOLD_MEETING)
def write_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is written on a question: by itself while one types, or by a button without JavaScript."""
    item = _question(request, pk)
    form = QuestionForm(request.POST, auto_id=f"q{pk}_%s")
    said, current = "", None
    if not form.is_valid():
        said = " ".join(str(fault) for faults in form.errors.values() for fault in faults)
    else:
        try:
            write_question(item, form.cleaned_data, person_in(request))
        except RefusedError as why:
            said = str(why)
        except ChangedMeanwhileError as meanwhile:
            said, current = str(meanwhile), meanwhile.current
    if request.headers.get("HX-Request"):
        return _kept(request, current or item, said, current)
    if not said:
        messages.success(request, "Записано.")
        return redirect(f"{reverse('meeting_write', args=[item.meeting_id])}#q{pk}")
    return write_page(request, item.meeting, {pk: _again(form, current)}, trouble=(pk, said, current))


def _kept(request: HttpRequest, item: Any, said: str, current: Any) -> HttpResponse:
    words = {"item": item, "said": said, "current": current, "at": timezone.localtime()}
    return render(request, "programme/meetings/kept.html", words)


def _again(form: QuestionForm, current: Any) -> QuestionForm:
    """Return the form with its author's words, opened on the present version: sent again, they are kept."""
    version = {"version": str(current.version)} if current is not None else {}
    again = QuestionForm({**form.data.dict(), **version}, auto_id=form.auto_id)  # type: ignore[attr-defined]
    again.is_valid()
    return again


@require_POST
@door(Verb.HOLD_MEETING)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question off the agenda."""
    item = _question(request, pk)
    with telling(request, "Вопрос снят с повестки."):
        drop_question(item, timezone.now(), person_in(request))
    return redirect("meeting_write" if request.POST.get("from") == "write" else "meeting_agenda", item.meeting_id)


@require_POST
@door(Verb.HOLD_MEETING)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep who came."""
    one = held(request, pk)
    rows = list(one.attendance.filter(person__isnull=False).values_list("pk", flat=True))
    present = {row: f"present-{row}" in request.POST for row in rows if f"row-{row}" in request.POST}
    reasons = {row: request.POST.get(f"reason-{row}", "") for row in rows}
    guests = request.POST.get("guests", "").replace("\x00", "").splitlines()
    with telling(request, "Присутствие записано."):
        note_attendance(one, present, reasons, guests, person_in(request))
    return redirect(f"{reverse('meeting_write', args=[pk])}#attendance")


@require_POST
@door(Verb.HOLD_MEETING)
def decided(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a decision down."""
    one = held(request, pk)
    names = Names(one.organisation)
    asked = request.POST.get("item", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10  # noqa: PLR2004 - ids are shorter
    item = one.agenda.filter(pk=int(asked), trashed_at__isnull=True).first() if is_number else None
    form = DecisionForm(names, request.POST, auto_id=f"d{item.pk if item else 0}_%s")
    if form.is_valid():
        try:
            decide(one, form.cleaned_data | {"item": item}, person_in(request))
        except RefusedError as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "Решение записано.")
            return redirect(f"{reverse('meeting_write', args=[pk])}#q{item.pk if item else 0}")
    return write_page(request, one, {("decision", item.pk if item else None): form})


def _decision(request: HttpRequest, pk: int) -> MeetingDecision:
    mine = meetings_where(request.user, Verb.HOLD_MEETING)
    found = MeetingDecision.objects.filter(meeting__in=mine, trashed_at__isnull=True)
    return get_object_or_404(found.select_related("meeting", "meeting__organisation", "owner", "organisation"), pk=pk)


@door(Verb.HOLD_MEETING)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a decision before the minutes are signed."""
    one = _decision(request, pk)
    names = Names(one.meeting.organisation)
    form = DecisionForm(names, request.POST or None, initial=_opened(one, names))

    def deed(said: dict[str, Any]) -> str:
        change_decision(one, said, person_in(request))
        return reverse("meeting_write", args=[one.meeting_id])

    words = {"one": one, "names": names}
    return answered(request, form, ("programme/meetings/decision.html", words), deed, "Решение изменено.")


def _opened(one: MeetingDecision, names: Names) -> dict[str, Any]:
    form = DecisionForm(names)
    owner, organisation = form.fields["owner"], form.fields["organisation"]
    assert isinstance(owner, NamedField)
    assert isinstance(organisation, NamedField)
    return {
        "text": one.text,
        "owner": owner.name_of(one.owner_id),
        "organisation": organisation.name_of(one.organisation_id),
        "due_on": one.due_on,
        "roadmap": one.roadmap_id,
        "version": one.version,
    }


@require_POST
@door(Verb.HOLD_MEETING)
def undecided(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a decision out."""
    one = _decision(request, pk)
    with telling(request, "Решение снято."):
        drop_decision(one, timezone.now(), person_in(request))
    return redirect("meeting_write", one.meeting_id)
