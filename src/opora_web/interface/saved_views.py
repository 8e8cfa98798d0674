"""Pages and deeds of saved filters."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from opora_web.accounts.doors import door, person_in
from opora_web.interface.models import SavedFilter
from opora_web.interface.saved_filters import (
    NotKeptError,
    place_of,
    put_filter_away,
    rename_filter,
    save_filter,
    saved_filters_of,
)

_LONGEST = 5_000


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\0", "")[:_LONGEST]


@require_safe
@door(None)
def saved_filters(request: HttpRequest) -> HttpResponse:
    """Show all one's saved filters by list: to follow, rename, put away."""
    kept = [(place_of(one.path) or "Этой страницы больше нет", one) for one in saved_filters_of(person_in(request))]
    return render(request, "interface/saved_filters.html", {"kept": sorted(kept, key=lambda pair: pair[0])})


@require_POST
@door(None)
def saved_filter_add(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list one comes from, and go back to it."""
    path, query = _said(request, "path"), _said(request, "query")
    try:
        kept = save_filter(person_in(request), _said(request, "name"), path, query)
    except NotKeptError as instead:
        messages.warning(request, str(instead))
    else:
        messages.success(request, f"Подборка «{kept.name}» сохранена: она видна только вам.")
    is_own = bool(place_of(path)) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return redirect(f"{path}?{query}" if is_own and query else path if is_own else "saved_filters")


def _own(request: HttpRequest, pk: int) -> SavedFilter:
    return get_object_or_404(saved_filters_of(person_in(request)), pk=pk)


@require_POST
@door(None)
def saved_filter_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one of one's saved filters another name."""
    kept = _own(request, pk)
    return _done(request, lambda: rename_filter(kept, _said(request, "name"), person_in(request)), "Переименовано.")


@require_POST
@door(None)
def saved_filter_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one of one's saved filters into the trash."""
    kept = _own(request, pk)
    return _done(
        request,
        lambda: put_filter_away(kept, person_in(request), timezone.now()),
        f"Подборка «{kept.name}» убрана в корзину, её можно вернуть.",
    )


def _done(request: HttpRequest, deed: Callable[[], object], words: str) -> HttpResponse:
    try:
        deed()
    except NotKeptError as instead:
        messages.warning(request, str(instead))
    else:
        messages.success(request, words)
    return redirect("saved_filters")
