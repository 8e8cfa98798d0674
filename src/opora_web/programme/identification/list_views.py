"""Lists: which there are, one of them, its way from draft to order."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.reports.list_document import chance_sentences, rule_sentences, summary_sentences
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.models import normalised
from opora_web.accounts.queries import may, people_with
from opora_web.accounts.rules import Verb, kinds_with
from opora_web.programme.identification.actions import (
    approve_list,
    discuss_list,
    return_to_draft,
    trash_list,
    withdraw_list,
)
from opora_web.programme.identification.forms import ApproveForm, DiscussForm, PutOnForm, ScanForm, WhyForm
from opora_web.programme.identification.models import ListState, SchoolList, Track
from opora_web.programme.identification.queries import (
    changes_of,
    counted_lists,
    earlier_orders,
    entries_of,
    included_codes,
    lists_visible_to,
    lists_where,
    places_of,
    previous_approved,
)
from opora_web.programme.identification.rules import is_decided_otherwise, is_open
from opora_web.programme.identification.saved import saved_rule
from opora_web.programme.objectivity.queries import standing_by_school
from opora_web.programme.telling import do_as_written, telling

if TYPE_CHECKING:
    from collections.abc import Callable

_PAGE = 100
_STANDINGS = (("yes", "да"), ("no", "нет"))
_ANSWERS = (("agrees", "согласна"), ("objects", "возражает"), ("none", "не ответила"))


@require_GET
@door(Verb.SEE_LISTS)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists a person may see."""
    found = counted_lists(lists_visible_to(request.user))
    state, year = request.GET.get("state", ""), request.GET.get("year", "")
    if state in ListState.values:
        found = found.filter(state=state)
    if year.isdecimal() and len(year) == 4:  # noqa: PLR2004 - a year
        found = found.filter(year=int(year))
    seen = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "states": ListState.choices,
        "years": lists_visible_to(request.user).order_by("-year").values_list("year", flat=True).distinct(),
        "may_identify": may(request.user, Verb.IDENTIFY),
        "may_restore": may(request.user, Verb.RESTORE),
    }
    return render(request, "programme/identification/lists.html", seen)


@require_GET
@door(Verb.SEE_LISTS)
def school_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one list."""
    one = get_object_or_404(lists_visible_to(request.user), pk=pk)
    everyone = list(places_of(one))
    shown = _chosen(everyone, request)
    rule = saved_rule(one)
    seen = {
        "one": one,
        "page": Paginator(shown, _PAGE).get_page(request.GET.get("page")),
        "shown": len(shown),
        "numbers": _numbers(everyone),
        "in_question": standing_by_school(request.user, one.year),
        "decided": [entry for entry in everyone if is_decided_otherwise(entry)],
        "rule_sentences": rule_sentences(rule),
        "summary_sentences": summary_sentences(rule),
        "chance_sentences": chance_sentences(rule),
        "standings": _STANDINGS,
        "tracks": Track.choices,
        "answers": _ANSWERS,
        "changes": _against_previous(one, everyone),
        "discuss_form": DiscussForm(initial={"until": timezone.localdate() + dt.timedelta(days=14)}),
        "put_on_form": PutOnForm(one) if is_open(one) else None,
        "scan_form": ScanForm(),
        "earlier_orders": earlier_orders(one) if one.order_scan else [],
        "approvers": people_with(Verb.APPROVE_LIST, one.organisation) if is_open(one) else [],
        "approving_posts": [kind.label for kind in kinds_with(Verb.APPROVE_LIST)],
        **_rights(request, one),
    }
    return render(request, "programme/identification/list.html", seen)


def _rights(request: HttpRequest, one: SchoolList) -> dict[str, bool]:
    person, where = request.user, one.organisation
    return {
        "may_identify": may(person, Verb.IDENTIFY, where),
        "may_approve": may(person, Verb.APPROVE_LIST, where),
        "may_see_history": may(person, Verb.SEE_HISTORY, where),
        "may_open_cases": may(person, Verb.OPEN_CASE, where),
        "is_open": is_open(one),
        "may_appoint": may(person, Verb.MANAGE_PEOPLE, where),
    }


def _chosen(entries: list[Any], request: HttpRequest) -> list[Any]:
    """Return the places that the filters of the address let through."""
    tests: dict[str, Callable[[Any, str], bool]] = {
        "q": lambda entry, words: normalised(words) in entry.school.sought,
        "track": lambda entry, track: entry.track == track,
        "on": lambda entry, on: entry.is_included == (on == "yes"),
        "answer": lambda entry, answer: _answer_kind(entry) == answer,
    }
    wanted = {name: request.GET.get(name, "") for name in tests}
    return [entry for entry in entries if all(not word or tests[name](entry, word) for name, word in wanted.items())]


def _answer_kind(entry: Any) -> str:
    answer = getattr(entry, "answer", None)
    if answer is None:
        return "none"
    return "agrees" if answer.agrees else "objects"


def _numbers(entries: list[Any]) -> dict[str, int]:
    included = [entry for entry in entries if entry.is_included]
    kinds = [_answer_kind(entry) for entry in included]
    return {
        "included": len(included),
        "considered": len(entries) - len(included),
        "agrees": kinds.count("agrees"),
        "objects": kinds.count("objects"),
        "silent": kinds.count("none"),
        "border": sum(entry.track in {Track.BORDER, Track.UNKNOWN} for entry in included),
        "without_reply": sum(_answer_kind(entry) == "objects" and not entry.answer.replied_at for entry in included),
    }


def _against_previous(one: SchoolList, entries: list[Any]) -> dict[str, Any]:
    """Return who entered, left and stays against the list approved before; nothing where there is none."""
    previous = previous_approved(one.organisation, one.year, one)
    if previous is None:
        return {}
    before = included_codes(previous)
    moved = [entry.pk for entry in entries if entry.is_included != (entry.school.code in before)]
    changed = list(entries_of(one).filter(pk__in=moved))  # with the reasons
    return {
        "previous": previous,
        "entered": [entry for entry in changed if entry.is_included],
        "left": [entry for entry in changed if not entry.is_included],
        "stays": [entry for entry in entries if entry.is_included and entry.school.code in before],
    }


@require_GET
@door(Verb.SEE_HISTORY)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a list."""
    one = get_object_or_404(lists_visible_to(request.user) & lists_where(request.user, Verb.SEE_HISTORY), pk=pk)
    return render(request, "programme/identification/history.html", {"one": one, "changes": changes_of(one)})


@require_POST
@door(Verb.IDENTIFY)
def discuss(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a list to its schools."""
    one = get_object_or_404(lists_where(request.user, Verb.IDENTIFY), pk=pk)
    done = "Список открыт школам: каждая видит только своё место в нём."
    person, today = person_in(request), timezone.localdate()
    do_as_written(
        request, DiscussForm(request.POST), done, lambda said: discuss_list(one, said["until"], person, today)
    )
    return redirect("list", pk)


@require_POST
@door(Verb.IDENTIFY)
def to_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a list back from its schools."""
    one = get_object_or_404(lists_where(request.user, Verb.IDENTIFY), pk=pk)
    done, person = "Список возвращён в черновик: школы его больше не видят, ответы сохранены.", person_in(request)
    do_as_written(request, WhyForm(request.POST), done, lambda said: return_to_draft(one, said["why"], person))
    return redirect("list", pk)


@door(Verb.APPROVE_LIST)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the order's number and date, and approve."""
    one = get_object_or_404(lists_where(request.user, Verb.APPROVE_LIST), pk=pk)
    form = ApproveForm(request.POST or None, initial={"date": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        order = (form.cleaned_data["number"], form.cleaned_data["date"])
        with telling(request, "Список утверждён. Приложите подписанный приказ, когда он будет."):
            approve_list(one, order, request.user, timezone.localtime())  # type: ignore[arg-type]
        return redirect("list", pk)
    everyone = list(places_of(one))
    numbers, today = _numbers(everyone), timezone.localdate()
    is_early = one.answers_until is not None and today <= one.answers_until and numbers["silent"] > 0
    seen = {"one": one, "form": form, "numbers": numbers, "is_early": is_early}
    return render(request, "programme/identification/approve.html", seen)


@require_POST
@door(Verb.SEE_LISTS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a list: an approved one takes the right to approve, an earlier one the right to make it."""
    seen = get_object_or_404(lists_visible_to(request.user), pk=pk)
    verb = Verb.APPROVE_LIST if seen.state == ListState.APPROVED else Verb.IDENTIFY
    one = get_object_or_404(lists_where(request.user, verb), pk=pk)
    done, person = "Список отозван. То, что на нём открыто, осталось.", person_in(request)
    do_as_written(request, WhyForm(request.POST), done, lambda said: withdraw_list(one, said["why"], person))
    return redirect("list", pk)


@require_POST
@door(Verb.IDENTIFY)
def trash(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a list into the trash."""
    one = get_object_or_404(lists_where(request.user, Verb.IDENTIFY), pk=pk)
    with telling(request, "Список убран в корзину; вернуть его можно на странице корзины."):
        trash_list(one, request.user, timezone.now())  # type: ignore[arg-type]
    return redirect("list", pk) if one.trashed_at is None else redirect("lists")
