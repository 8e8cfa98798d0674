"""A district with an approved plan, one measure of it overdue, a case, and a meeting of the working group."""

import datetime as dt
from typing import Any

import pytest

from opora_web.programme.case.models import Case
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.meetings.actions import decide, note_attendance, plan_meeting
from opora_web.programme.meetings.models import Meeting, MeetingDecision, MeetingKind
from opora_web.programme.roadmap.models import PlanState, Roadmap, RoadmapMeasure
from tests.web.personas import People
from tests.web.programme.case.conftest import case
from tests.web.programme.identification.conftest import approved, discussed, draft, run

__all__ = ["approved", "case", "discussed", "draft", "run"]

HELD = dt.datetime(2024, 11, 20, 10, tzinfo=dt.UTC)
SIGNED = HELD + dt.timedelta(days=1)
TODAY = SIGNED.date()


def add_task(plan: Roadmap, number: str, due_on: dt.date, state: OccurrenceState, **more: Any) -> Occurrence:
    measure = RoadmapMeasure.objects.create(
        roadmap=plan, position=int(number), number=number, name=f"Мероприятие {number}"
    )
    days = {"starts_on": due_on, "due_on": due_on, "planned_starts_on": due_on, "planned_due_on": due_on}
    days |= {"edition_starts_on": due_on, "edition_due_on": due_on}
    return Occurrence.objects.create(measure=measure, state=state, **days, **more)


@pytest.fixture
def plan(people: People) -> Roadmap:
    made = Roadmap.objects.create(
        organisation=people.municipalities["Речной"], title="Дорожная карта", state=PlanState.APPROVED,
        starts_on=dt.date(2024, 9, 1), ends_on=dt.date(2025, 8, 31), made_by=people["coordinator"], made_at=HELD,
    )  # fmt: skip
    school = people.schools[0]
    add_task(made, "1", dt.date(2024, 10, 15), OccurrenceState.PROVEN, school=school)
    add_task(made, "2", dt.date(2024, 11, 1), OccurrenceState.TO_DO, school=school, owner=people["head"])
    add_task(made, "3", dt.date(2025, 3, 1), OccurrenceState.TO_DO)
    add_task(made, "4", dt.date(2024, 11, 5), OccurrenceState.DECLARED)
    return made


def planned(people: People, kind: MeetingKind = MeetingKind.WORKING_GROUP, at: dt.datetime = HELD) -> Meeting:
    said = {
        "kind": kind, "title": "", "held_at": at, "place": "каб. 1", "chair": people["authority-head"],
        "secretary": people["methodologist"],
    }  # fmt: skip
    return plan_meeting(people.municipalities["Речной"], said, [people["head"]], people["methodologist"])


@pytest.fixture
def meeting(people: People) -> Meeting:
    return planned(people)


def come(meeting: Meeting, people: People) -> None:
    rows = dict.fromkeys(meeting.attendance.values_list("pk", flat=True), True)
    note_attendance(meeting, rows, {}, ["Гостев Г. Г., институт"], people["methodologist"])


def deed(people: People, **more: Any) -> dict[str, Any]:
    said = {
        "item": None, "text": "Показать открытый урок", "owner": people["head"], "organisation": people.schools[0],
        "due_on": dt.date(2024, 12, 10), "roadmap": None,
    }  # fmt: skip
    return said | more


@pytest.fixture
def decision(meeting: Meeting, people: People) -> MeetingDecision:
    return decide(meeting, deed(people), people["methodologist"])


def a_case(case: Case, **columns: Any) -> None:
    Case.objects.filter(pk=case.pk).update(**columns)
