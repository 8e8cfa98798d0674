"""Papers of a meeting – minutes and letters – and the screens for those who prepare one: matters and cards."""

from collections import defaultdict
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opora.reports.minutes_document import minutes_document
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.models import Organisation, normalised
from opora_web.accounts.queries import may, paths_where, schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders, current_facts
from opora_web.interface.history import history_of
from opora_web.programme.identification.download_views import WORD, as_file
from opora_web.programme.meetings.cards import school_card
from opora_web.programme.meetings.invited import extract_for
from opora_web.programme.meetings.matters import SORTS, Matter, matters_in
from opora_web.programme.meetings.models import Meeting
from opora_web.programme.meetings.papers import letters_archive, letters_of, minutes_of
from opora_web.programme.meetings.queries import meetings_visible_to, meetings_where

_PAGE = 100


def _read(request: HttpRequest, pk: int) -> Meeting:
    """Return a meeting whose papers the person may read: the invited read them when they are signed.

    Raises:
        Http404: there is none, or it is not signed and not of the person's own office.
    """
    one = get_object_or_404(meetings_visible_to(request.user), pk=pk)
    if one.signed_at is None and not may(request.user, Verb.SEE_PLANS, one.organisation):
        raise Http404
    return one


@require_GET
@door(None)
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the minutes as Word: as signed, or as they stand; to the invited the part that is for them."""
    one = _read(request, pk)
    record = minutes_of(one)
    if not may(request.user, Verb.SEE_PLANS, one.organisation):
        record = extract_for(person_in(request), record, one)
    return as_file(minutes_document(record, authority_folders()), WORD, f"minutes-{one.held_at:%Y-%m-%d}-{one.pk}.docx")


@require_GET
@door(Verb.SEE_PLANS)
def letters(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the letters as Word files in one zip."""
    one = get_object_or_404(meetings_where(request.user, Verb.SEE_PLANS), pk=pk)
    found = letters_of(one)
    if not found:
        raise Http404
    return as_file(letters_archive(found), "application/zip", f"letters-{one.held_at:%Y-%m-%d}-{one.pk}.zip")


@require_GET
@door(Verb.SEE_HISTORY)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed a meeting, when and why."""
    mine = meetings_where(request.user, Verb.SEE_PLANS) & meetings_where(request.user, Verb.SEE_HISTORY)
    one = get_object_or_404(mine, pk=pk)
    crumbs = [("Совещания", "/meetings/"), (str(one), f"/meetings/{pk}/")]
    words = {"title": f"История: {one}", "crumbs": crumbs, "changes": history_of(one)}
    return render(request, "programme/meetings/history.html", words | {"one": one})


@require_GET
@door(Verb.SEE_PLANS)
def matters(request: HttpRequest) -> HttpResponse:
    """Show the schools one should speak of, each with its reasons: the list of the control hour."""
    today = timezone.localdate()
    found = matters_in(paths_where(request.user, Verb.SEE_PLANS), today)
    sort = request.GET.get("sort", "")
    by_school: dict[Organisation, list[Matter]] = defaultdict(list)
    for matter in found:
        if sort not in SORTS or matter.sort == sort:
            for school in matter.schools:
                by_school[school].append(matter)
    sought = normalised(request.GET.get("q", "").replace("\x00", ""))
    rows = sorted(
        ((school, reasons) for school, reasons in by_school.items() if sought in school.sought),
        key=lambda row: row[0].sort_key,
    )
    page: Any = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects([school for school, _ in page], "parent")
    seen = {
        "page": page,
        "today": today,
        "sorts": [(code, words[0]) for code, words in SORTS.items()],
        "tags": {code: words[1] for code, words in SORTS.items()},
        "common": [matter for matter in found if not matter.schools and sort in {"", matter.sort}],
    }
    return render(request, "programme/meetings/matters.html", seen)


@require_GET
@door(Verb.SEE_PLANS)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the head of a school brings to a reporting session."""
    school = get_object_or_404(schools_where(request.user, Verb.SEE_PLANS), pk=pk)
    facts = current_facts()
    one = school_card(school, facts, timezone.localdate())
    words = {"card": one, "school": school, "release": facts.number}
    return render(request, "programme/meetings/card.html", words)
