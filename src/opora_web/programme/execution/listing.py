"""Tasks of plans, sought and filtered as an address says: the same for table, board, calendar, timeline and Excel."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from opora_web.accounts.models import normalised
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.queries import TO_DO
from opora_web.programme.execution.rules import DAYS_AHEAD
from opora_web.programme.roadmap.models import RoadmapMeasure

#: What can be asked for besides the states themselves.
STANDINGS = (
    ("open", "не сделано"),
    ("overdue", "срок прошёл"),
    ("soon", f"ближайшие {DAYS_AHEAD} дней"),
    *OccurrenceState.choices,
)
NOBODY = "nobody"
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_LONGEST = 200
_ID_DIGITS = 9
_FIRST_YEAR, _LAST_YEAR = 1990, 2199
#: Orders other than the usual one, by day.
ORDERS = (("-due", "по сроку, поздние первыми"), ("school", "по школе"), ("plan", "по плану"))
_ORDERS = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "school": ("school__sort_key", "due_on", "pk"),
    "plan": ("measure__roadmap__pk", "measure__position", "school__sort_key", "due_on", "pk"),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for; what it cannot mean is left out.

    Attributes:
        standing: a state, or how it stands today; «» for all that is not cancelled.
        owner: a person's key, or NOBODY.
        section: the title of a section, whichever plan it stands in.
    """

    school: int | None = None
    owner: int | str | None = None
    section: str = ""
    plan: int | None = None
    standing: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    sought: str = ""
    order: str = "due"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Asked(order=self.order)


def asked_by(query: Mapping[str, str]) -> Asked:
    """Return what a query asks for."""
    owner = query.get("owner", "")
    standing, order = query.get("state", ""), query.get("sort", "")
    return Asked(
        school=_number(query.get("school", "")),
        owner=NOBODY if owner == NOBODY else _number(owner),
        section=_text(query.get("section", "")),
        plan=_number(query.get("plan", "")),
        standing=standing if standing in dict(STANDINGS) else "",
        since=day_of(query.get("since", "")),
        until=day_of(query.get("until", "")),
        sought=_text(query.get("q", "")),
        order=order if order in _ORDERS else "due",
    )


def _text(text: str) -> str:
    return text.replace("\x00", "").strip()[:_LONGEST]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _ID_DIGITS else None


def day_of(text: str) -> dt.date | None:
    """Return the day an address names; None for what is none."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def month_of(text: str, today: dt.date) -> dt.date:
    """Return the first day of the month an address names, else of the present one."""
    found = _MONTH.fullmatch(text)
    day = day_of(f"{text}-01") if found else None
    return day or today.replace(day=1)


def chosen(tasks: QuerySet[Occurrence], asked: Asked, today: dt.date) -> QuerySet[Occurrence]:
    """Return the tasks an address asks for, in its order."""
    conditions: dict[str, Any] = {
        "school": asked.school,
        "measure__roadmap": asked.plan,
        "measure__section__title": asked.section or None,
        "due_on__gte": asked.since,
        "due_on__lte": asked.until,
        "owner": asked.owner if asked.owner != NOBODY else None,
    }
    found = tasks.filter(**{name: value for name, value in conditions.items() if value is not None})
    if asked.owner == NOBODY:
        found = found.filter(owner__isnull=True)
    if asked.sought:
        found = found.filter(_is_sought(asked.sought))
    return _standing(found, asked.standing, today).order_by(*_ORDERS[asked.order])


def _is_sought(words: str) -> Q:
    """Return the condition that a school or a measure is meant; the names of measures are compared as they are read.

    The database compares Cyrillic letter by letter, so the few thousand names are compared here.
    """
    wanted = normalised(words)
    names = RoadmapMeasure.objects.filter(occurrences__isnull=False).distinct().values_list("pk", "number", "name")
    keys = [key for key, number, name in names.order_by() if wanted in normalised(f"{number} {name}")]
    return Q(measure__in=keys) | Q(school__sought__contains=wanted)


def _standing(found: QuerySet[Occurrence], standing: str, today: dt.date) -> QuerySet[Occurrence]:
    if standing in OccurrenceState.values:
        return found.filter(state=standing)
    if not standing:
        return found.exclude(state=OccurrenceState.CANCELLED)
    to_do = found.filter(TO_DO)
    if standing == "overdue":
        return to_do.filter(due_on__lt=today)
    if standing == "soon":
        return to_do.filter(due_on__gte=today, due_on__lte=today + dt.timedelta(days=DAYS_AHEAD))
    return to_do


@dataclass(frozen=True)
class Choices:
    """What the filters offer: only what occurs among the tasks a person may see."""

    schools: list[tuple[int, str]]
    owners: list[tuple[int, str]]
    sections: list[tuple[str, str]]
    plans: list[tuple[int, str]]


def choices_among(tasks: QuerySet[Occurrence]) -> Choices:
    """Return what can be chosen, each in one query."""
    plain = tasks.order_by()
    schools = plain.filter(school__isnull=False).values_list("school_id", "school__name", "school__sort_key")
    owners = plain.filter(owner__isnull=False).values_list("owner_id", "owner__full_name")
    sections = plain.filter(measure__section__isnull=False).values_list("measure__section__title", flat=True)
    plans = plain.values_list("measure__roadmap_id", "measure__roadmap__title")
    return Choices(
        schools=[(key, name) for key, name, _ in sorted(schools.distinct(), key=lambda row: row[2])],
        owners=sorted(owners.distinct(), key=lambda row: row[1]),
        sections=[(title[:_LONGEST], title) for title in sorted(set(sections.distinct()))],
        plans=sorted(plans.distinct(), key=lambda row: (row[1], row[0])),
    )


def filter_sentence(asked: Asked, choices: Choices) -> str:
    """Return in words what was asked for, so that a printed or saved table can be made again."""
    parts = [
        ("школа", dict(choices.schools).get(asked.school or 0)),
        ("план", dict(choices.plans).get(asked.plan or 0)),
        ("раздел", asked.section),
        ("отвечает", "никто не назван" if asked.owner == NOBODY else _owner(asked, choices)),
        ("состояние", dict(STANDINGS).get(asked.standing)),
        ("срок с", f"{asked.since:%d.%m.%Y}" if asked.since else ""),
        ("срок по", f"{asked.until:%d.%m.%Y}" if asked.until else ""),
        ("слова", asked.sought),
    ]
    said = [f"{name}: {words}" for name, words in parts if words]
    return f"Отбор – {'; '.join(said)}." if said else "Все дела, кроме отменённых."


def _owner(asked: Asked, choices: Choices) -> str | None:
    return dict(choices.owners).get(asked.owner) if isinstance(asked.owner, int) else None
