"""What the invited see of a meeting: what is for all and what is about their own organisation, never another school."""

import dataclasses
from collections.abc import Iterable, Sequence

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

    A decision asks its own addressee, and its owner wherever they work; the others see those that ask no school.
    """
    own = [post.organisation.path for post in posts_held(person)]
    seen = [item for item in items if _is_for(own, schools_of(item))]
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
    seen, told = {item.pk for item in items}, {numbers[one.pk] for one in decided}
    if len(items) == len(agenda) and len(decided) == len(decisions) and not minutes.earlier:
        return minutes
    return dataclasses.replace(
        minutes,
        title=f"{minutes.title} {_PART}".strip(),
        items=[
            _with_decisions(one, told)
            for item, one in zip(agenda, minutes.items, strict=True)
            if item.pk in seen or any(decision.number in told for decision in one.decisions)
        ],
        earlier=[],
        other=[one for one in minutes.other if one.number in told],
    )


def _with_decisions(item: MinutesItem, told: Iterable[str]) -> MinutesItem:
    return dataclasses.replace(item, decisions=[one for one in item.decisions if one.number in told])
