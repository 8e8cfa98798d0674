"""Plans of the story's district and of its first school."""

import datetime as dt

import pytest

from opora.deadlines import Period
from opora.tables.plan import Plan
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.roadmap.models import PlanKind, PlanState, Roadmap
from opora_web.programme.roadmap.writing import Deed, write_plan
from tests.plans.written import plan, row
from tests.web.personas import People

MOMENT = dt.datetime(2024, 9, 2, 9, tzinfo=dt.UTC)
YEAR = Period(dt.date(2022, 1, 1), dt.date(2022, 12, 31))

SMALL = plan(
    ("Нормативная база",),
    row("1.", "Утвердить перечень школ", "Март", responsible="УО, МКУ «ИМС»"),
    ("Мониторинг",),
    row("2.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
    row("3.", "Подготовить справку", "Декабрь", expected="Доля школ: 2022 – 33,3 %, 2023 – 55,5 %"),
)


def roadmap_of(organisation: Organisation, person: Person, plan: Plan = SMALL, **more: object) -> Roadmap:
    """Return a saved plan with the measures of a record."""
    period = plan.period or YEAR
    kept = Roadmap(
        organisation=organisation, title=plan.title or "План", starts_on=period.starts_on, ends_on=period.ends_on,
        made_by=person, made_at=MOMENT, **more,
    )  # fmt: skip
    save_change(kept, person, "составлен")
    write_plan(kept, plan, Deed(person, MOMENT, "из файла"))
    return kept


@pytest.fixture
def district_plan(people: People) -> Roadmap:
    """A draft of the district."""
    return roadmap_of(people.municipalities["Речной"], people["coordinator"])


@pytest.fixture
def school_plan(people: People) -> Roadmap:
    """A draft of the first school."""
    return roadmap_of(people.schools[0], people["head"], kind=PlanKind.SCHOOL_PLAN)


@pytest.fixture
def plan_in_force(district_plan: Roadmap) -> Roadmap:
    """The district's plan as if an order had approved it."""
    Roadmap.objects.filter(pk=district_plan.pk).update(state=PlanState.APPROVED)
    return Roadmap.objects.get(pk=district_plan.pk)
