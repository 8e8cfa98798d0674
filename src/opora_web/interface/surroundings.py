"""What every page shows around its own matter: who is in, where one can go, which release is read."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from opora import __version__
from opora_web.accounts.queries import may, posts_held
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.interface.navigation import PLACES


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return the page's surroundings; an outsider is shown nothing but the authority's name and how to come in."""
    words: dict[str, Any] = {
        "authority": settings.AUTHORITY,
        "version": __version__,
        "sends_mail": settings.SENDS_MAIL,
    }
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return words
    here = request.resolver_match.view_name if request.resolver_match else ""
    facts = current_facts()
    return words | {
        "places": [
            (place, here.startswith(place.room) if place.room else here == place.view)
            for place in PLACES
            if place.verb is None or may(person, place.verb)
        ],
        "posts": posts_held(person),
        "seeks_schools": may(person, Verb.SEE_SCHOOLS),
        "release": facts.number,
        "release_made_at": facts.made_at,
    }
