"""What the invited see of a meeting: what is for all and what is about their own organisation, never another school."""

import dataclasses
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from opora.reports.minutes_document import Minutes, MinutesItem
from opora_web.accounts.models import Organisation, Person
from opora_web.accounts.queries import posts_held
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision
from opora_web.programme.meetings.queries import agenda_of, decisions_of
from opora_web.programme.meetings.rules import numbered

_PART = "(выписка)"


def part_for(
    person: Person, items: Sequence[AgendaItem], decisions: Iterable[MeetingDecision]
) -> tuple[list[AgendaItem], list[MeetingDecision]]:
    """Return the questions and decisions of a meeting that an invited person may see.

    A decision asks its own addressee, and its owner wherever they work; the others see those that ask no school. Of a
    question about several schools the notes are left out: they name the others.
    """
    own = [post.organisation.path for post in posts_held(person)]
    seen = [item for item in items if _is_for(own, schools_of(item))]
    for item in seen:
        if not all(_is_for(own, [school]) for school in schools_of(item)):
            item.heard = ""  # only shown: nobody saves it from here
    hidden = {item.pk for item in items} - {item.pk for item in seen}
    kept = [
        one
        for one in decisions
        if one.owner_id == person.pk
        or (one.item_id not in hidden and _is_for(own, [one.organisation] if one.organisation else []))
    ]
    return seen, kept


def schools_of(item: AgendaItem) -> list[Organisation]:
    """Return the schools a question is about: those named, and that of its case."""
    return [*item.schools.all(), *([item.case.school] if item.case else [])]


def _is_for(own: Sequence[str], schools: Sequence[Organisation]) -> bool:
    """Tell whether something is for all, or for an organisation at or below which the person works."""
    about = [one for one in schools if one.code is not None]
    return not about or any(one.path.startswith(path) for one in about for path in own)


def extract_for(person: Person, minutes: Minutes, meeting: Meeting) -> Minutes:
    """Return the signed minutes with only what an invited person may see; who was there stays."""
    agenda, decisions = agenda_of(meeting), list(decisions_of(meeting))
    numbers = numbered(decisions, [item.pk for item in agenda])
    items, decided = part_for(person, agenda, decisions)
    heard, told = {item.pk: item.heard for item in items}, {numbers[one.pk] for one in decided}
    return dataclasses.replace(
        minutes,
        title=f"{minutes.title} {_PART}".strip(),
        items=[
            _part_of(one, told, with_notes=bool(heard.get(item.pk)))
            for item, one in zip(agenda, minutes.items, strict=True)
            if item.pk in heard or any(decision.number in told for decision in one.decisions)
        ],
        earlier=[],
        other=[one for one in minutes.other if one.number in told],
    )


def _part_of(item: MinutesItem, told: AbstractSet[str], *, with_notes: bool) -> MinutesItem:
    decisions = [one for one in item.decisions if one.number in told]
    return dataclasses.replace(item, decisions=decisions, heard=item.heard if with_notes else "")
