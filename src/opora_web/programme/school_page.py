"""A school on one page: the facts of its room, and one section from each later room.

The page stands above the rooms, so that the room of schools need not know who adds to it.
"""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opora_web.accounts.doors import door
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.programme.analysis.measured import prepare_answers
from opora_web.programme.school_sections import SCHOOL_SECTIONS
from opora_web.programme.schools.header import header_of
from opora_web.programme.schools.overview import overview_of, school_in_words
from opora_web.programme.schools.queries import rows_visible_to, school_asked
from opora_web.programme.schools.similar import similar_to


@require_safe
@door(Verb.SEE_SCHOOLS)
def school(request: HttpRequest, code: str) -> HttpResponse:
    """Show a school: what the rule says of it, its conditions, and what other rooms know of it."""
    organisation, facts = school_asked(request.user, code), current_facts()
    words = header_of(facts, organisation, "school")
    if code in facts.schools:
        visible = {row.code for row in rows_visible_to(request.user, facts)}
        words |= {
            "overview": overview_of(facts, facts.schools[code]),
            "in_words": school_in_words(words["said"]),
            "similar": [(one, one.code in visible) for one in similar_to(facts, code)],
        }
    prepare_answers(facts, timezone.now())
    today = timezone.localdate()
    return render(request, "programme/school.html", words | {"sections": _sections(request.user, organisation, today)})


def _sections(person: Any, organisation: Organisation, today: dt.date) -> list[dict[str, Any]]:
    """Return the sections a person may see here, each with its title, template and words."""
    found = []
    for section in SCHOOL_SECTIONS:
        words = section.words(person, organisation, today) if may(person, section.verb, organisation) else None
        if words is not None:
            found.append({"title": section.title, "template": section.template, "words": words})
    return found
