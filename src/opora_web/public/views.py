"""The open pages, and the pages where they are prepared."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.tables.publication import HIDDEN_IN_RUSSIAN
from opora_web.accounts.doors import door, open_to_all, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.models import OrganisationKind
from opora_web.accounts.queries import organisations_where
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.interface.history import journal_of
from opora_web.public.actions import (
    change_words,
    drop_draft,
    open_publication,
    prepare_publication,
    withdraw_publication,
)
from opora_web.public.queries import drafts_where, open_publications, publications_where

_LONGEST_WORDS = 20_000
_SHOWN_CHANGES = 30


@open_to_all
def open_results(request: HttpRequest) -> HttpResponse:
    """Show everybody what is published."""
    return render(request, "public/open.html", {"publications": open_publications()})


@open_to_all
def open_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everybody one publication."""
    one = get_object_or_404(open_publications(), pk=pk)
    return render(request, "public/open_result.html", {"publication": one, "hidden_words": HIDDEN_IN_RUSSIAN})


@door(Verb.IDENTIFY)
def publications(request: HttpRequest) -> HttpResponse:
    """Show what is prepared and published; prepare a year anew."""
    facts = current_facts()
    offices = organisations_where(request.user, Verb.IDENTIFY).exclude(kind=OrganisationKind.SCHOOL)
    if request.method == "POST":
        office = get_object_or_404(offices, pk=request.POST.get("organisation") or 0)
        year = int(request.POST.get("year") or 0) if request.POST.get("year", "").isdecimal() else 0
        if year not in facts.years:
            messages.error(request, f"За этот год в выпуске результатов нет. Есть: {', '.join(map(str, facts.years))}.")
            return redirect("publications")
        made = prepare_publication(facts, year, office, person_in(request), timezone.now())
        return redirect("publication", pk=made.pk)
    words = {
        "publications": publications_where(request.user, Verb.IDENTIFY),
        "offices": offices,
        "years": facts.years,
    }
    return render(request, "public/publications.html", words)


@door(Verb.SEE_LISTS)
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a publication as everybody would see it, and change its words."""
    one = get_object_or_404(publications_where(request.user, Verb.SEE_LISTS), pk=pk)
    may_write = publications_where(request.user, Verb.IDENTIFY).filter(pk=pk).exists()
    words, theirs = one.words, None
    if request.method == "POST" and may_write:
        words = request.POST.get("words", "")[:_LONGEST_WORDS]
        version = request.POST.get("version", "")
        try:
            change_words(one, words, person_in(request), int(version) if version.isdecimal() else 0)
            messages.success(request, "Пояснение сохранено.")
            return redirect("publication", pk=pk)
        except ChangedMeanwhileError as changed:
            theirs = changed.current
    page = {
        "publication": one,
        "words": words,
        "theirs": theirs,
        "may_write": may_write,
        "may_publish": publications_where(request.user, Verb.APPROVE_LIST).filter(pk=pk).exists(),
        "hidden_words": HIDDEN_IN_RUSSIAN,
        "changes": journal_of([(lambda _: "", one.history)], _SHOWN_CHANGES),
    }
    return render(request, "public/publication.html", page)


@require_POST
@door(Verb.APPROVE_LIST)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody read it."""
    one = get_object_or_404(publications_where(request.user, Verb.APPROVE_LIST), pk=pk)
    open_publication(one, person_in(request), timezone.now())
    messages.success(request, "Опубликовано: страница открыта всем.")
    return redirect("publication", pk=pk)


@require_POST
@door(Verb.IDENTIFY)
def publication_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into the trash."""
    one = get_object_or_404(drafts_where(request.user).filter(trashed_at__isnull=True), pk=pk)
    drop_draft(one, person_in(request), timezone.now())
    messages.success(request, "Черновик убран. Вернуть его можно из корзины.")
    return redirect("publications")


@require_POST
@door(Verb.APPROVE_LIST)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it down."""
    one = get_object_or_404(publications_where(request.user, Verb.APPROVE_LIST), pk=pk)
    withdraw_publication(one, person_in(request), timezone.now(), request.POST.get("why", "") or "снято")
    messages.success(request, "Снято: страница больше не открывается. Вернуть можно той же кнопкой «Опубликовать».")
    return redirect("publication", pk=pk)
