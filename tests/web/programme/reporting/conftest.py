"""The plan of the meetings' tests with indicators and evidence, and a note on it."""

import datetime as dt

import pytest

from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence
from opora_web.programme.reporting.actions import begin_report
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.roadmap.models import IndicatorTarget, Roadmap, RoadmapIndicator
from tests.web.personas import People
from tests.web.programme.meetings.conftest import SIGNED, approved, case, decision, discussed, draft, meeting, plan, run

__all__ = ["approved", "case", "decision", "discussed", "draft", "meeting", "plan", "run"]

PERIOD = (dt.date(2024, 9, 1), dt.date(2024, 11, 20))


@pytest.fixture
def full_plan(plan: Roadmap, people: People) -> Roadmap:
    indicator = RoadmapIndicator.objects.create(roadmap=plan, position=1, name="Доля школ", unit="share")
    for position, (year, value, reached) in enumerate((("2024", 0.5, 0.6), ("2024", 0.5, 0.4), ("2024", 0.7, None))):
        IndicatorTarget.objects.create(
            indicator=indicator, position=position, year=year, value=value, reached=reached
        )  # fmt: skip
    task = Occurrence.objects.get(measure__number="1")
    for number, accepted_at in (("12", SIGNED), ("13", None)):
        Evidence.objects.create(
            occurrence=task, kind=EvidenceKind.ORDER, proves="проведено", number=number, dated=dt.date(2024, 10, 15),
            author=people["head"], added_at=SIGNED, accepted_at=accepted_at,
        )  # fmt: skip
    return plan


@pytest.fixture
def note(full_plan: Roadmap, people: People) -> Report:
    district = people.municipalities["Речной"]
    return begin_report((district, ReportKind.NOTE, full_plan), PERIOD, people["methodologist"], SIGNED)
