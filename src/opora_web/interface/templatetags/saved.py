"""The line of a person's saved filters above a list."""

from typing import Any

from django import template
from django.http import QueryDict

from opora_web.interface.saved_filters import filters_in, place_of, saved_filters_of

register = template.Library()


@register.inclusion_tag("interface/saved_line.html", takes_context=True)
def saved_line(context: dict[str, Any]) -> dict[str, Any]:
    """Return the words of the line: the list's saved filters, and whether the present ones can be kept.

    It asks the database once, however many rows the list has.
    """
    request = context["request"]
    here = filters_in(request.GET)
    is_kept_here = request.user.is_authenticated and bool(place_of(request.path))
    kept = list(saved_filters_of(request.user, request.path)) if is_kept_here else []
    return {
        "kept": [(one, filters_in(QueryDict(one.query)) == here) for one in kept],
        "offers": is_kept_here and bool(here) and all(one.query != here for one in kept),
        "here": here,
        "path": request.path,
        "csrf_token": context.get("csrf_token"),
    }
