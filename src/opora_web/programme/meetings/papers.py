"""A meeting as the library's records, from which Word papers are written; they say what was written down, no more."""

import io
import zipfile
from collections import defaultdict
from typing import Any

from django.utils.text import slugify
from pydantic import TypeAdapter

from opora.reports.minutes_document import (
    EarlierDecision,
    MeetingLetter,
    Minutes,
    MinutesDecision,
    MinutesItem,
    meeting_letter,
)
from opora_web.accounts.models import Organisation, OrganisationKind
from opora_web.accounts.queries import issuing_authority
from opora_web.facts import authority_folders
from opora_web.programme.meetings.models import Attendance, Meeting, MeetingDecision, MeetingKind
from opora_web.programme.meetings.queries import agenda_of, decisions_of, earlier_decisions, post_words
from opora_web.programme.meetings.rules import MINUTES_OF, fate_of, numbered

_EPOCH = (2020, 1, 1, 0, 0, 0)
_RECORD = TypeAdapter(Minutes)


def minutes_of(meeting: Meeting) -> Minutes:
    """Return what the minutes of a meeting are made of: as they were signed, or as they stand now."""
    return _RECORD.validate_python(meeting.record) if meeting.signed_at else minutes_now(meeting)


def minutes_record(meeting: Meeting) -> dict[str, Any]:
    """Return the minutes as they stand now, to be kept with the signature."""
    kept: dict[str, Any] = _RECORD.dump_python(minutes_now(meeting), mode="json")
    return kept


def minutes_now(meeting: Meeting) -> Minutes:
    """Return what is written down at this moment, with what has become of earlier decisions."""
    items, decided = agenda_of(meeting), list(decisions_of(meeting))
    numbers = numbered(decided, [item.pk for item in items])
    on_items = {item.pk for item in items}
    present, absent = _attendance(meeting)
    return Minutes(
        authority=issuing_authority(meeting.organisation),
        kind=MINUTES_OF[MeetingKind(meeting.kind)],
        title=meeting.title,
        number=meeting.number,
        held_on=meeting.held_at.date(),
        place=meeting.place,
        chair=meeting.chair.get_short_name() if meeting.chair else "",
        secretary=meeting.secretary.get_short_name() if meeting.secretary else "",
        present=present,
        absent=absent,
        items=[
            MinutesItem(
                title=item.title,
                speaker=item.speaker,
                heard=item.heard,
                decisions=[_decision(one, numbers) for one in decided if one.item_id == item.pk],
            )
            for item in items
        ],
        earlier=[_earlier(one, meeting) for one in earlier_decisions(meeting)],
        other=[_decision(one, numbers) for one in decided if one.item_id not in on_items],
    )


def _decision(one: MeetingDecision, numbers: dict[int, str]) -> MinutesDecision:
    return MinutesDecision(number=numbers[one.pk], text=one.text, owner=owner_words(one), due_on=one.due_on)


def owner_words(decision: MeetingDecision) -> str:
    """Return who answers for a decision: the person, the organisation, or both."""
    names = (decision.owner.get_short_name() if decision.owner else "", str(decision.organisation or ""))
    return ", ".join(name for name in names if name)


def _earlier(one: MeetingDecision, meeting: Meeting) -> EarlierDecision:
    return EarlierDecision(one.text, owner_words(one), one.due_on, fate_of(one, meeting.held_at.date()).words)


def _attendance(meeting: Meeting) -> tuple[list[str], list[str]]:
    rows = list(meeting.attendance.select_related("person").order_by("person__full_name", "pk"))
    posts = post_words([row.person for row in rows if row.person], meeting.organisation)
    present = [_named(row, posts) for row in rows if row.is_present]
    absent = [_named(row, posts) + (f" ({row.reason})" if row.reason else "") for row in rows if not row.is_present]
    return present, absent


def _named(row: Attendance, posts: dict[int, str]) -> str:
    if row.person is None:
        return row.guest
    post = posts.get(row.person.pk, "")
    return f"{row.person.get_short_name()}, {post}" if post else row.person.get_short_name()


def letters_of(meeting: Meeting) -> dict[Organisation, MeetingLetter]:
    """Return the letters that take decisions to organisations, by addressee. The meeting's own has no need of one."""
    items, decided = agenda_of(meeting), list(decisions_of(meeting))
    numbers = numbered(decided, [item.pk for item in items])
    by_place: dict[Organisation, list[MeetingDecision]] = defaultdict(list)
    for one in decided:
        if one.organisation is not None and one.organisation != meeting.organisation:
            by_place[one.organisation].append(one)
    return {
        place: MeetingLetter(
            authority=meeting.organisation.name,
            addressee=place.name,
            kind=MINUTES_OF[MeetingKind(meeting.kind)],
            held_on=meeting.held_at.date(),
            number=meeting.number,
            chair=meeting.chair.get_short_name() if meeting.chair else "",
            decisions=[_decision(one, numbers) for one in ones],
        )
        for place, ones in sorted(by_place.items(), key=lambda pair: pair[0].sort_key)
    }


def letters_archive(letters: dict[Organisation, MeetingLetter]) -> bytes:
    """Return the letters as one zip, a Word file for each addressee.

    Raises:
        TemplateUnusableError: the authority's own template has problems, said in Russian.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (place, letter) in enumerate(letters.items(), start=1):
            name = slugify(place.name, allow_unicode=True)[:80] if place.kind == OrganisationKind.SCHOOL else "адресат"
            info = zipfile.ZipInfo(f"{number:02d}-{name}.docx", _EPOCH)
            archive.writestr(info, meeting_letter(letter, authority_folders()))
    return content.getvalue()
