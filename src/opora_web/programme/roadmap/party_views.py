"""Whom the words of a plan mean: asked once for the same words, answered by a person."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods

from opora.tables.plan import Party
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.models import Organisation
from opora_web.accounts.rules import Verb
from opora_web.programme.roadmap.arrivals import recognise
from opora_web.programme.roadmap.arrived import composed
from opora_web.programme.roadmap.matching import Known, asked_parties, code_of, known_around, match_parties
from opora_web.programme.roadmap.models import ResponsibleParty
from opora_web.programme.roadmap.queries import arrivals_where, roadmaps_where
from opora_web.programme.roadmap.record import party_record
from opora_web.programme.telling import telling

_MOST = 400


def _answers(request: HttpRequest, known: Known, asked: list[str]) -> dict[str, str]:
    """Return what the form says of the words it asked about: a suggestion chosen, or a name written out."""
    by_name: dict[str, str] = {name: code for code, name in known.names.items()}
    found: dict[str, str] = {}
    for number, words in enumerate(asked):
        written = request.POST.get(f"other-{number}", "").strip()
        code = by_name.get(written) if written else request.POST.get(f"party-{number}")
        if request.POST.get(f"words-{number}") == words and code is not None and (not code or code in known.names):
            found[words] = code
    return found


def _unknown(request: HttpRequest, known: Known, count: int) -> list[str]:
    names = set(known.names.values())
    written = (request.POST.get(f"other-{number}", "").strip() for number in range(count))
    return [Truncator(one).chars(100) for one in written if one and one not in names]


def _page(
    request: HttpRequest, organisation: Organisation, parties: tuple[list[Party], dict[str, str]], words: dict[str, Any]
) -> HttpResponse:
    known = known_around(organisation)
    asked = asked_parties(parties[0], known, parties[1])[:_MOST]
    chosen = {one.words: known.names.get(one.code, "") for one in asked}
    return render(
        request, "programme/roadmap/parties.html",
        words | {"asked": [(one, chosen[one.words]) for one in asked], "known": known},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(Verb.EDIT_PLAN)
def plan_parties(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whom the words of a plan mean."""
    one = get_object_or_404(roadmaps_where(request.user, Verb.EDIT_PLAN), pk=pk)
    kept = list(
        ResponsibleParty.objects.filter(measure__roadmap=one, measure__trashed_at__isnull=True).select_related(
            "organisation", "person"
        )
    )
    parties, chosen = [party_record(party) for party in kept], {party.text: code_of(party) for party in kept}
    if request.method == "POST":
        known = known_around(one.organisation)
        asked = [party.words for party in asked_parties(parties, Known(), {})[:_MOST]]
        answers = {words: code for words, code in _answers(request, known, asked).items() if code != chosen.get(words)}
        with telling(request, _told(request, known, len(asked))):
            match_parties(one, answers, person_in(request))
        return redirect("plan_parties", pk)
    return _page(request, one.organisation, (parties, chosen), {"one": one})


@require_http_methods(["GET", "HEAD", "POST"])
@door(Verb.EDIT_PLAN)
def plan_arrival_parties(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whom the words of a file mean, before it becomes a plan."""
    arrival = get_object_or_404(arrivals_where(request.user, Verb.EDIT_PLAN), pk=pk, roadmap=None)
    parties = [party for measure in composed(arrival, keeps_undecided=True).measures for party in measure.responsible]
    if request.method == "POST":
        known = known_around(arrival.organisation)
        asked = [party.words for party in asked_parties(parties, Known(), {})[:_MOST]]
        with telling(request, _told(request, known, len(asked))):
            recognise(arrival, _answers(request, known, asked))
        return redirect("plan_arrival_parties", pk)
    return _page(request, arrival.organisation, (parties, arrival.choices.get("parties", {})), {"arrival": arrival})


def _told(request: HttpRequest, known: Known, count: int) -> str:
    unknown = _unknown(request, known, count)
    if not unknown:
        return "Записано."
    return f"Записано. Не нашлись на сайте: {'; '.join(unknown[:5])}. Выберите название из подсказки."
