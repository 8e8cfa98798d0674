"""The models of all rooms, for Django: one migration unit, because the tables point at each other."""

from opora_web.programme.case.models import Case, CaseNote, CaseStatus, CaseTask
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.execution.models import CalendarKey, Delay, Digest, DigestRefusal, Evidence, Occurrence
from opora_web.programme.identification.models import ListBasis, ListEntry, SchoolAnswer, SchoolList
from opora_web.programme.meetings.models import AgendaItem, Attendance, Meeting, MeetingDecision
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.reporting.models import Report
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanAmendment,
    PlanArrival,
    PlanEdition,
    PlanRemark,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarKey",
    "Case",
    "CaseNote",
    "CaseStatus",
    "CaseTask",
    "Delay",
    "Diagnosis",
    "Digest",
    "DigestRefusal",
    "Evidence",
    "IndicatorTarget",
    "ListBasis",
    "ListEntry",
    "Meeting",
    "MeetingDecision",
    "ObjectivityQuestion",
    "Occurrence",
    "PlanAmendment",
    "PlanArrival",
    "PlanEdition",
    "PlanRemark",
    "Report",
    "ResponsibleParty",
    "Roadmap",
    "RoadmapIndicator",
    "RoadmapMeasure",
    "RoadmapSection",
    "SchoolAnswer",
    "SchoolList",
]
