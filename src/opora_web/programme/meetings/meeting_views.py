"""One meeting: its page, its agenda, and the deeds that are not writing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.identification.forms import WhyForm
from opora_web.programme.meetings.actions import (
    add_question,
    cancel_meeting,
    change_meeting,
    next_number,
    order_agenda,
    sign_minutes,
    take_matters,
)
from opora_web.programme.meetings.forms import InviteForm, MeetingForm, NewQuestionForm, SignForm, places_named
from opora_web.programme.meetings.invited import part_for
from opora_web.programme.meetings.matters import SORTS, matters_in
from opora_web.programme.meetings.meetings_views import invite_more
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision, MeetingState
from opora_web.programme.meetings.papers import letters_of, owner_words
from opora_web.programme.meetings.queries import (
    agenda_of,
    decisions_of,
    earlier_decisions,
    meetings_visible_to,
    meetings_where,
    post_words,
    schools_reporting,
)
from opora_web.programme.meetings.rules import fate_of, numbered, school_year_of
from opora_web.programme.telling import do_as_written, say_faults, telling

_LONGEST_NUMBER = 6


@require_GET
@door(None)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a meeting: to the office whole; to the invited what is for all or about them, with notes once signed."""
    one = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    is_office = may(request.user, Verb.SEE_PLANS, one.organisation)
    sees_decisions = is_office or one.signed_at is not None
    today = timezone.localdate()
    agenda, all_decided = agenda_of(one), list(decisions_of(one)) if sees_decisions else []
    numbers = numbered(all_decided, [item.pk for item in agenda])
    items, decided = (agenda, all_decided) if is_office else part_for(person_in(request), agenda, all_decided)
    rows = list(one.attendance.select_related("person").order_by("person__full_name", "pk"))
    posts = post_words([row.person for row in rows if row.person], one.organisation)
    may_hold = may(request.user, Verb.HOLD_MEETING, one.organisation)
    seen = {
        "one": one,
        "today": today,
        "now": timezone.now(),
        "items": [(item, [_row(it, numbers, today) for it in decided if it.item_id == item.pk]) for item in items],
        "other": [_row(it, numbers, today) for it in decided if it.item_id is None],
        "earlier": [_row(it, {}, today) for it in earlier_decisions(one)] if is_office else [],
        "attendance": [(row, posts.get(row.person_id or 0, "")) for row in rows],
        "sees_decisions": sees_decisions,
        "is_office": is_office,
        "is_part": len(items) < len(agenda) or len(decided) < len(all_decided),
        "reporting": schools_reporting(one) if is_office else [],
        "has_letters": sees_decisions and bool(letters_of(one)),
        **(_deeds(one) if may_hold else {}),
    }
    return render(request, "programme/meetings/meeting.html", seen)


def _row(one: MeetingDecision, numbers: dict[int, str], today: Any) -> dict[str, Any]:
    """Return a decision as tables show it."""
    return {
        "one": one,
        "number": numbers.get(one.pk, ""),
        "owner": owner_words(one),
        "fate": fate_of(one, today),
        "below": one.measure,
    }


def _deeds(one: Meeting) -> dict[str, Any]:
    """Return what whoever holds the meeting may do with it now."""
    is_open = one.signed_at is None and one.state != MeetingState.CANCELLED
    year = school_year_of(one.held_at.date())
    number = next_number(one.organisation, one.kind, (year.first, year.last))
    return {
        "may_hold": True,
        "is_open": is_open,
        "sign_form": SignForm(initial={"number": number}),
        "why_form": WhyForm(),
        "inviting": InviteForm(one.organisation) if is_open else None,
    }


def held(request: HttpRequest, pk: int) -> Meeting:
    """Return the meeting of that key, if the person holds meetings there.

    Raises:
        Http404: there is none, or the person does not.
    """
    return get_object_or_404(meetings_where(request.user, Verb.HOLD_MEETING), pk=pk)


@door(Verb.HOLD_MEETING)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change when and where a meeting is and who leads it."""
    one = held(request, pk)
    names = ("title", "held_at", "place", "version")
    opened = {name: getattr(one, name) for name in names} | {"chair": one.chair_id, "secretary": one.secretary_id}
    opened["held_at"] = timezone.localtime(one.held_at)
    form = MeetingForm(one.organisation, request.user, request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        change_meeting(one, said, person_in(request))
        return reverse("meeting", args=[pk])

    return answered(request, form, ("programme/meetings/edit.html", {"one": one}), deed)


@require_GET
@door(Verb.HOLD_MEETING)
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the agenda to be put together: what the data propose, what was taken, in which order."""
    one = held(request, pk)
    items = agenda_of(one)
    known = {item.exception for item in items}
    places = places_named(one.organisation)
    found = [matter for matter in matters_in([one.organisation.path], timezone.localdate()) if matter.key not in known]
    groups = [(SORTS[sort][0], [it for it in found if it.sort == sort]) for sort in SORTS]
    seen = {
        "one": one,
        "items": items,
        "groups": [(heading, matters) for heading, matters in groups if matters],
        "question_form": NewQuestionForm(places),
        "names": {"places": places},
        "is_open": one.signed_at is None and one.state != MeetingState.CANCELLED,
    }
    return render(request, "programme/meetings/agenda.html", seen)


@require_POST
@door(Verb.HOLD_MEETING)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked matters on the agenda."""
    one = held(request, pk)
    ticked = set(request.POST.getlist("matter"))
    matters = [it for it in matters_in([one.organisation.path], timezone.localdate()) if it.key in ticked]
    with telling(request, f"Добавлено вопросов: {len(matters)}." if matters else "Отметьте хотя бы один повод."):
        take_matters(one, matters, person_in(request))
    return redirect("meeting_agenda", pk)


@require_POST
@door(Verb.HOLD_MEETING)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a question of one's own on the agenda."""
    one = held(request, pk)
    form = NewQuestionForm(places_named(one.organisation), request.POST)
    if not form.is_valid():
        say_faults(request, form)
    else:
        said = form.cleaned_data
        with telling(request, "Вопрос добавлен."):
            schools = [said["school"]] if said["school"] else []
            add_question(one, said["title"], said["speaker"], person_in(request), schools)
    return redirect("meeting_write" if request.POST.get("from") == "write" else "meeting_agenda", pk)


@require_POST
@door(Verb.HOLD_MEETING)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the questions in the order of the typed numbers, or move one up or down."""
    one = held(request, pk)
    items = agenda_of(one)
    with telling(request, "Порядок записан."):
        order_agenda(one, _wanted(request, items), person_in(request))
    return redirect("meeting_agenda", pk)


def _wanted(request: HttpRequest, items: list[AgendaItem]) -> list[int]:
    """Return the keys of the questions in the order that was asked for; what is no number keeps its place."""
    way, _, moved = request.POST.get("move", "").partition(":")
    keys = [item.pk for item in items]
    if way in {"up", "down"} and moved in map(str, keys):
        place = keys.index(int(moved))
        other = place + (-1 if way == "up" else 1)
        if 0 <= other < len(keys):
            keys[place], keys[other] = keys[other], keys[place]
        return keys
    typed = {item.pk: request.POST.get(f"position-{item.pk}", "").strip() for item in items}
    numbers = {
        pk: int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER else place
        for place, (pk, text) in enumerate(typed.items(), start=1)
    }
    return sorted(keys, key=lambda pk: numbers[pk])


@require_POST
@door(Verb.HOLD_MEETING)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite more people."""
    one = held(request, pk)
    form = InviteForm(one.organisation, request.POST)
    if one.signed_at is not None:
        messages.error(request, "Протокол подписан: состав участников уже не меняется.")
    elif not form.is_valid():
        say_faults(request, form)
    else:
        messages.success(request, f"Приглашены: {invite_more(one, form)}.")
    return redirect("meeting", pk)


@require_POST
@door(Verb.HOLD_MEETING)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the minutes."""
    one = held(request, pk)
    done = "Протокол подписан. Решения стали задачами ответственных, письма школам готовы."

    def deed(said: dict[str, Any]) -> None:
        sign_minutes(one, said["number"], person_in(request), timezone.localtime())

    do_as_written(request, SignForm(request.POST), done, deed)
    return redirect("meeting", pk)


@require_POST
@door(Verb.HOLD_MEETING)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a meeting."""
    one = held(request, pk)
    if not (form := WhyForm(request.POST)).is_valid():
        say_faults(request, form)
        return redirect("meeting", pk)
    with telling(request, "Совещание отменено."):
        cancel_meeting(one, form.cleaned_data["why"], person_in(request))
    return redirect("meetings")
