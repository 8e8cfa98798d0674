"""What stands over a school's results: the events a person may know of, on the chart and in its table."""

import datetime as dt

import pytest

from opora.reports.result_marks import DatedMark
from opora_web.facts import current_facts
from opora_web.intake.models import SchoolEvent, SchoolEventKind
from opora_web.intake.register.actions import put_event_away, write_event
from opora_web.programme.case.actions import return_case
from opora_web.programme.case.models import Case, CaseTask, Phase, TaskStatus
from opora_web.programme.school_marks import MOST_MARKS, marks_of_school
from opora_web.programme.schools.results import followed_by
from tests.web.personas import MOMENT, People, SignedIn
from tests.web.programme.case.conftest import approved, case, discussed, draft, run

__all__ = ["approved", "case", "discussed", "draft", "run"]


@pytest.fixture
def renamed(people: People) -> SchoolEvent:
    made = SchoolEvent(school=people.schools[0], kind=SchoolEventKind.RENAMED, happened_on=dt.date(2022, 9, 1))
    write_event(made, people["coordinator"])
    return made


def words(marks: tuple[DatedMark, ...]) -> list[str]:
    return [f"{mark.on:%d.%m.%Y} {mark.words}" for mark in marks]


def test_the_office_sees_order_case_and_events(case: Case, renamed: SchoolEvent, people: People) -> None:
    assert words(marks_of_school(people["coordinator"], people.schools[0])) == [
        "01.09.2022 школа переименована",
        "20.09.2024 в списке за 2024 год (приказ № 15-о)",
        "25.09.2024 взята на сопровождение",
    ]


def test_a_phase_stands_where_it_began_once_a_round(case: Case, people: People) -> None:
    CaseTask.objects.filter(case=case).update(status=TaskStatus.DONE)
    for phase, day in ((Phase.REVIEW, 1), (Phase.REVIEW, 2)):
        case.phase, case.phase_since = phase, dt.date(2025, 3, day)
        case.save()
    return_case(case, Phase.EXECUTION, "не помогло", people["curator"], dt.date(2025, 4, 1))
    told = words(marks_of_school(people["curator"], people.schools[0]))
    assert [one for one in told if "этап" in one] == ["01.03.2025 этап «разбор итогов»", "01.04.2025 этап «выполнение»"]


def test_who_may_not_know_of_the_case_does_not_see_it_in_a_picture(
    case: Case, renamed: SchoolEvent, people: People, signed_in: SignedIn
) -> None:
    assert words(marks_of_school(people["observer"], people.schools[0])) == ["01.09.2022 школа переименована"]
    code = str(people.schools[0].code)
    series = followed_by(current_facts(), code)[0].series.code
    for name, is_told in (("coordinator", True), ("observer", False), ("teacher", False)):
        spec = signed_in(name).get(f"/schools/{code}/results/{series}.json").content.decode()
        page = signed_in(name).get(f"/schools/{code}/results/").content.decode()
        assert ("взята на сопровождение" in spec) is is_told
        assert ("25.09.2024 – взята на сопровождение" in page) is is_told
        assert "школа переименована" in page


def test_what_was_put_away_is_not_drawn_and_the_latest_stay(renamed: SchoolEvent, people: People) -> None:
    put_event_away(renamed, people["coordinator"], MOMENT)
    assert marks_of_school(people["coordinator"], people.schools[0]) == ()
    for month in range(1, 13):
        for day in (1, 2):
            event = SchoolEvent(
                school=people.schools[0], kind=SchoolEventKind.RENAMED, happened_on=dt.date(2023, month, day)
            )
            write_event(event, people["coordinator"])
    found = marks_of_school(people["coordinator"], people.schools[0])
    assert len(found) == MOST_MARKS
    assert found[-1].on == dt.date(2023, 12, 2)
