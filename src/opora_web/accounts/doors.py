"""A door before every view: which verb it asks for. A view without one does not pass the tests."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from opora_web.accounts.models import Person
from opora_web.accounts.queries import may
from opora_web.accounts.rules import VERB_IN_RUSSIAN, Verb

View = Callable[..., HttpResponseBase]


def door(verb: Verb | None) -> Callable[[View], View]:
    """Let in who is signed in and holds the verb somewhere; None asks for nothing but signing in.

    Which object the verb is meant for is the view's own question, put to the queries of its room.
    """

    def closed(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if verb is not None and not may(request.user, verb):
                raise PermissionDenied(f"Нужно право: {VERB_IN_RUSSIAN[verb]}.")
            return view(request, *args, **kwargs)

        guarded.door = verb or "signed-in"  # type: ignore[attr-defined]
        return guarded

    return closed


def person_in(request: HttpRequest) -> Person:
    """Return who is signed in; only behind a door."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def open_to_all(view: View) -> View:
    """Mark a view that asks nobody's name."""
    view.door = "open"  # type: ignore[attr-defined]
    return view
