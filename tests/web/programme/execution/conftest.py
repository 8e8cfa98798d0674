"""A plan of the district in force, its measures as tasks of people."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from opora_web.accounts.models import Organisation, PostKind
from opora_web.programme.execution.arranging import arrange_tasks
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.roadmap.models import (
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from tests.web.personas import People

ZONE = ZoneInfo("Europe/Moscow")
NOW = dt.datetime(2024, 9, 10, 9, tzinfo=ZONE)
TODAY = NOW.date()
ORDER, LESSONS, MEETINGS, VISITS = "Приказ о рабочей группе", "Посещение уроков", "Заседания группы", "Поддержка"


def measure(roadmap: Roadmap, name: str, deadline: str, expected: str = "", **party: object) -> RoadmapMeasure:
    """Add a measure to a plan, with one party that somebody has recognised."""
    number = roadmap.measures.count() + 1
    made = RoadmapMeasure.objects.create(
        roadmap=roadmap, section=roadmap.sections.first(), position=number, number=f"{number}.", name=name,
        deadline_text=deadline, expected=expected,
    )  # fmt: skip
    if party:
        ResponsibleParty.objects.create(measure=made, position=1, text="как в плане", kind="role", **party)
    return made


def empty_plan(people: People, organisation: Organisation, title: str = "Дорожная карта на 2024 год") -> Roadmap:
    made = Roadmap.objects.create(
        organisation=organisation, title=title, starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 12, 31),
        state=PlanState.APPROVED, made_by=people.persons["methodologist"], made_at=NOW,
    )  # fmt: skip
    RoadmapSection.objects.create(roadmap=made, position=1, title="Общесистемные")
    return made


@pytest.fixture
def roadmap(people: People) -> Roadmap:
    """A plan with four measures: an order of a person, lessons at each school, meetings twice a year, support."""
    made = empty_plan(people, people.municipalities["Речной"])
    persons = people.persons
    measure(made, ORDER, "Сентябрь", "Приказ о составе группы", person=persons["methodologist"])
    measure(made, LESSONS, "Октябрь", "Справка, карты посещения уроков", post_kind=PostKind.HEAD)
    measure(made, MEETINGS, "Не реже 2 раз в год", "Протокол", person=persons["coordinator"])
    measure(made, VISITS, "Постоянно")
    return made


@pytest.fixture
def tasks(roadmap: Roadmap, people: People) -> list[Occurrence]:
    """The tasks of the plan's first edition."""
    arrange_tasks(roadmap, people.persons["authority-head"], "первая редакция")
    return list(Occurrence.objects.filter(measure__roadmap=roadmap))


def one(name: str) -> Occurrence:
    """Return the first task of a measure, at the first school where there are several."""
    found = Occurrence.objects.filter(measure__name=name).order_by("school__pk", "pk")
    return found.select_related("measure", "measure__roadmap")[0]


@pytest.fixture
def order(tasks: list[Occurrence]) -> Occurrence:
    return one(ORDER)


@pytest.fixture
def lessons(tasks: list[Occurrence]) -> Occurrence:
    """The lessons at the first school, whose head answers."""
    return one(LESSONS)
