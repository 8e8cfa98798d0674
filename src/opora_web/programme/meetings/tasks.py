"""A decision becomes a measure with an owner and a day, and so a task like any other: it is reminded of and proven.

An approved plan is changed only by an order, so a decision never writes into one. It goes into a plan that is open for
changes, where the meeting chose one; else into the organisation's plan of decisions of that school year, which the
minutes themselves approve. Where the question was about a measure of a plan, the new measure points at it (`above`):
the task stands beside the plan, and the plan's page can show it. In an open plan its parties say the same as its task,
so that the order which approves the plan finds the task and does not make another.
"""

import datetime as dt
from typing import Any

from django.db.models import Max

from opora.deadlines import Period, read_deadline
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.meetings.models import Meeting, MeetingDecision, MeetingKind
from opora_web.programme.meetings.queries import OPEN_PLANS, decisions_of
from opora_web.programme.meetings.rules import MINUTES_OF, school_year_of, school_year_words
from opora_web.programme.roadmap.actions import Order, keep_edition
from opora_web.programme.roadmap.models import (
    PlanKind,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.record import plan_of
from opora_web.programme.roadmap.writing import Deed

SECTION = "Решения совещаний"


def put_to_work(decision: MeetingDecision, number: str, who: Person, moment: dt.datetime) -> Occurrence:
    """Make a decision's measure and task.

    Raises:
        RefusedError: the plan it was meant for has been approved meanwhile.
    """
    if decision.roadmap is not None and decision.roadmap.state not in OPEN_PLANS:
        raise RefusedError(
            f"План «{decision.roadmap}» уже утверждён: решение в него не вписать. Выберите другой план или «поручения»."
        )
    plan = decision.roadmap or decisions_plan(decision.meeting, who, moment)
    decision.measure = _measure(plan, decision, number, who)
    decision.occurrence = _occurrence(decision, decision.measure, who)
    save_change(decision, who, f"протокол № {number}: стало задачей")
    return decision.occurrence


def decisions_plan(meeting: Meeting, who: Person, moment: dt.datetime) -> Roadmap:
    """Return the organisation's plan of decisions of the meeting's school year; it is made with the first one."""
    day = meeting.held_at.date()
    year = school_year_of(day)
    found = Roadmap.objects.filter(
        organisation=meeting.organisation, kind=PlanKind.DECISIONS, starts_on=year.first, trashed_at__isnull=True
    ).first()
    if found is None:
        found = Roadmap(
            organisation=meeting.organisation, kind=PlanKind.DECISIONS, starts_on=year.first, ends_on=year.last,
            title=f"Поручения совещаний, {school_year_words(day)} учебный год", state=PlanState.APPROVED,
            has=["name", "deadline", "responsible"], made_by=who, made_at=moment,
        )  # fmt: skip
        save_change(found, who, "поручения совещаний")
    return found


def keep_decisions(meeting: Meeting, number: str, who: Person, moment: dt.datetime) -> None:
    """Keep the plan of decisions as the minutes approved it, where they have added to it: minutes are its order."""
    plans = {one.measure.roadmap for one in decisions_of(meeting) if one.measure is not None}
    for plan in plans:
        if plan.kind == PlanKind.DECISIONS:
            words = f"протокол {MINUTES_OF[MeetingKind(meeting.kind)]}"
            keep_edition(plan, plan_of(plan), Order(number, meeting.held_at.date(), why=words), Deed(who, moment))


def _measure(plan: Roadmap, decision: MeetingDecision, number: str, who: Person) -> RoadmapMeasure:
    meeting = decision.meeting
    last = plan.measures.aggregate(last=Max("position"))["last"] or 0
    measure = RoadmapMeasure(
        roadmap=plan, section=_section(plan, meeting, who), position=last + 1, name=decision.text,
        note=f"Протокол {MINUTES_OF[meeting.kind]} от {meeting.held_at:%d.%m.%Y} № {number}",  # type: ignore[index]
        above=decision.item.measure if decision.item else None, **_deadline(plan, decision),
    )  # fmt: skip
    save_change(measure, who, "из решения совещания")
    named = [one for one in (decision.owner, decision.organisation) if one is not None]
    ResponsibleParty.objects.bulk_create(
        ResponsibleParty(
            measure=measure, position=position, text=str(one), kind="person" if one == decision.owner else "body",
            person=decision.owner if one == decision.owner else None,
            organisation=decision.organisation if one == decision.organisation else None,
        )
        for position, one in enumerate(named, start=1)
    )  # fmt: skip
    return measure


def _deadline(plan: Roadmap, decision: MeetingDecision) -> dict[str, Any]:
    words = f"до {decision.due_on:%d.%m.%Y}"
    read = read_deadline(words, Period(plan.starts_on, plan.ends_on))
    return {"deadline_text": words, "deadline": read.model_dump(mode="json")}


def _section(plan: Roadmap, meeting: Meeting, who: Person) -> RoadmapSection:
    title = meeting.get_kind_display().capitalize() if plan.kind == PlanKind.DECISIONS else SECTION
    found = plan.sections.filter(title=title, trashed_at__isnull=True).first()
    if found is None:
        last = plan.sections.aggregate(last=Max("position"))["last"] or 0
        found = RoadmapSection(roadmap=plan, position=last + 1, title=title)
        save_change(found, who, "раздел для решений")
    return found


def _occurrence(decision: MeetingDecision, measure: RoadmapMeasure, who: Person) -> Occurrence:
    first, last = decision.meeting.held_at.date(), decision.due_on
    assert last is not None
    place = decision.organisation
    task = Occurrence(
        measure=measure, school=place if _is_school(place) else None, owner=decision.owner,
        organisation=place or decision.meeting.organisation, starts_on=first, due_on=last, planned_starts_on=first,
        planned_due_on=last, edition_starts_on=first, edition_due_on=last,
    )  # fmt: skip
    save_change(task, who, "из решения совещания")
    return task


def _is_school(organisation: Organisation | None) -> bool:
    return organisation is not None and organisation.code is not None
