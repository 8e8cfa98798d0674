"""What the page of a school says of meetings: what they decided for it, and the card for a reporting session."""

import datetime as dt
from typing import Any

from opora_web.accounts.models import Organisation
from opora_web.accounts.rules import Verb
from opora_web.programme.meetings.queries import decisions_where, meetings_visible_to
from opora_web.programme.meetings.rules import fate_of

_LATEST = 4


def meetings_at(person: Any, school: Organisation, today: dt.date) -> dict[str, Any]:
    """Return the words of the section: the latest signed decisions for the school with what became of them.

    A decision leads to its meeting only where the person may see the meeting whole.
    """
    found = decisions_where(person, Verb.SEE_PLANS).filter(organisation=school).order_by("-meeting__held_at", "pk")
    latest = list(found.select_related(None).select_related("meeting", "occurrence")[:_LATEST])
    meetings = [one.meeting_id for one in latest]
    open_ones = set(meetings_visible_to(person).filter(pk__in=meetings).values_list("pk", flat=True)) if latest else ()
    decided = [(one, fate_of(one, today), one.meeting_id in open_ones) for one in latest]
    return {"decided": decided, "school": school}
