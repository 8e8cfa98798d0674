"""Plans of the story's district and of its first school."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opora.deadlines import Period
from opora.tables.plan import Plan
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.roadmap.models import PlanArrival, PlanKind, PlanState, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.writing import Deed, write_plan
from tests.plans.written import HEADING, docx, plan, row
from tests.web.personas import People, SignedIn
from tests.web.shown import shown

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


# --- a plan of a Word file, through the pages ---

FILE = docx(
    [
        HEADING,
        ("Нормативная база",),
        row("1.", "Утвердить перечень школ", "Март", responsible="УО, МКУ «ИМС»"),
        row("2.", "Обсудить итоги", "", expected=""),
        row("4.", "Провести семинар", "Сентябрь январь", responsible="Директорова Д.Д."),
    ]
)


def word(content: bytes = FILE, name: str = "план.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def said(reply: Any) -> str:
    return shown(reply)


def uploaded(browser: Client, organisation: int, kind: str = "roadmap", content: bytes = FILE) -> PlanArrival:
    form = {"organisation": organisation, "kind": kind, "years": "", "file": word(content)}
    reply = browser.post("/plans/upload/", form)
    assert reply.status_code == 302, said(reply)
    arrival = PlanArrival.objects.latest("pk")
    assert reply["Location"] == f"/plans/arrivals/{arrival.pk}/"
    return arrival


def decide(browser: Client, arrival: PlanArrival, **choice: str) -> Any:
    return browser.post(f"/plans/arrivals/{arrival.pk}/decide/", choice)


@pytest.fixture
def draft(people: People, signed_in: SignedIn) -> Roadmap:
    """The district's plan, all rows of the file taken."""
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    decide(browser, arrival, many="all")
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    return Roadmap.objects.get()


def measure_form(measure: RoadmapMeasure, **changed: object) -> dict[str, object]:
    """Return the form of a measure as its page shows it, with changes."""
    form = {
        "number": measure.number, "section": measure.section_id or "", "name": measure.name,
        "deadline_text": measure.deadline_text, "expected": measure.expected, "responsible": "УО", "kind": "",
        "note": "", "version": measure.version,
    }  # fmt: skip
    return form | changed
