"""A school on one page: the facts of its room, and one section from each later room.

The page stands above the rooms, so that the room of schools need not know who adds to it.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.programme.analysis.measured import prepare_answers
from opora_web.programme.school_sections import sections_of
from opora_web.programme.schools.header import header_of
from opora_web.programme.schools.overview import overview_of, school_in_words
from opora_web.programme.schools.queries import codes_visible_to, school_asked
from opora_web.programme.schools.similar import similar_to


@require_safe
@door(Verb.SEE_SCHOOLS)
def school(request: HttpRequest, code: str) -> HttpResponse:
    """Show a school: what the rule says of it, its conditions, and what other rooms know of it."""
    organisation, facts = school_asked(request.user, code), current_facts()
    words = header_of(facts, organisation, "school")
    if code in facts.schools:
        similar = similar_to(facts, code)
        visible = codes_visible_to(request.user, [one.code for one in similar])
        words |= {
            "overview": overview_of(facts, facts.schools[code]),
            "in_words": school_in_words(words["said"]),
            "similar": [(one, one.code in visible) for one in similar],
        }
    prepare_answers(facts, timezone.now())
    today = timezone.localdate()
    return render(
        request, "programme/school.html", words | {"sections": sections_of(request.user, organisation, today)}
    )
