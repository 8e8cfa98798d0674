"""The page of the trash, and the one deed there: bringing back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.intake.sendings.actions import NotNowError
from opora_web.interface.saved_filters import NotKeptError
from opora_web.programme.identification.rules import RefusedError
from opora_web.public.actions import AnotherOpenError
from opora_web.trash.kinds import kinds_open_to
from opora_web.trash.queries import discarded_for

_PAGE = 100


@require_safe
@door(None)
def trash(request: HttpRequest) -> HttpResponse:
    """Show what a person may bring back."""
    kinds, sought = kinds_open_to(person_in(request)), request.GET.get("q", "").strip()[:200]
    chosen = [kind for kind in kinds if kind.code == request.GET.get("kind")]
    found = discarded_for(person_in(request), chosen or kinds, sought)
    words = {
        "page": Paginator(found, _PAGE).get_page(request.GET.get("page")),
        "kinds": [(kind.code, kind.title) for kind in kinds],
        "is_filtered": bool(sought or chosen),
    }
    return render(request, "interface/trash.html", words)


@require_POST
@door(None)
def trash_restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Bring one thing back; what stands in its way is said."""
    person = person_in(request)
    found = next((one for one in kinds_open_to(person) if one.code == kind), None)
    if found is None:
        raise Http404
    thing = get_object_or_404(found.things(person), pk=pk)
    try:
        found.restore(thing, person)
    except (NotNowError, NotKeptError, RefusedError, AnotherOpenError, ChangedMeanwhileError) as instead:
        messages.warning(request, str(instead))
    else:
        messages.success(request, f"Возвращено: {found.words(thing)}.")
    return redirect("trash")
