"""Schools answer, the office replies."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.programme.identification.actions import answer_for_school, reply_to
from opora_web.programme.identification.entry_views import writer, written
from opora_web.programme.identification.forms import AnswerForm, ReplyForm
from opora_web.programme.identification.models import SchoolAnswer
from opora_web.programme.identification.queries import entries_of, entries_where, lists_visible_to, own_entries
from opora_web.programme.identification.rules import takes_answers

_PAGE = 100


@require_GET
@door(Verb.ANSWER)
def own(request: HttpRequest) -> HttpResponse:
    """Show a head the own school's places on lists."""
    today = timezone.localdate()
    entries = [(one, takes_answers(one.school_list, today)) for one in own_entries(request.user)]
    return render(request, "programme/identification/own.html", {"entries": entries, "today": today})


@require_GET
@door(Verb.SEE_LISTS)
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has answered, and who waits for a reply."""
    one = get_object_or_404(lists_visible_to(request.user), pk=pk)
    everyone = list(entries_of(one).filter(is_included=True))
    silent = [entry for entry in everyone if getattr(entry, "answer", None) is None]
    answered = [entry for entry in everyone if getattr(entry, "answer", None) is not None]
    seen = {
        "one": one,
        "waiting": [entry for entry in answered if not entry.answer.agrees and not entry.answer.replied_at],
        "settled": [entry for entry in answered if entry.answer.agrees or entry.answer.replied_at],
        "silent": Paginator(silent, _PAGE).get_page(request.GET.get("page")),
        "everyone": len(everyone),
        "today": timezone.localdate(),
    }
    return render(request, "programme/identification/answers.html", seen)


@require_POST
@door(Verb.ANSWER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a school answers."""
    one = get_object_or_404(own_entries(request.user), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        answer_for_school(one, said, writer(request), timezone.localtime())

    return written(request, one, ("answer_form", AnswerForm(request.POST)), deed)


@require_POST
@door(Verb.IDENTIFY)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to a school."""
    one = get_object_or_404(entries_where(request.user, Verb.IDENTIFY), pk=pk)
    answered = get_object_or_404(SchoolAnswer, entry=one)

    def deed(said: dict[str, Any]) -> None:
        reply_to(answered, said["reply"], writer(request), timezone.localtime(), said["version"])

    return written(request, one, ("reply_form", ReplyForm(request.POST)), deed)
