"""What stands over a school's results: the events a person may know of, on the chart and in its table."""

import datetime as dt

import pytest

from opora.reports.result_marks import DatedMark
from opora_web.facts import current_facts
from opora_web.intake.models import SchoolEvent, SchoolEventKind
from opora_web.intake.register.actions import put_event_away, write_event
from opora_web.programme.case.actions import return_case
from opora_web.programme.case.models import Case, CaseTask, Phase, TaskStatus
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.roadmap.models import PlanKind, PlanState, Roadmap
from opora_web.programme.school_marks import MOST_MARKS, marks_of_school
from opora_web.programme.schools.results import followed_by
from tests.web.personas import MOMENT, People, SignedIn
from tests.web.programme.case.conftest import approved, case, discussed, draft, run
from tests.web.programme.execution.conftest import empty_plan, measure

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


# --- measures of plans ----------------------------------------------------------------------------------------------


def done(plan: Roadmap, name: str, day: dt.date, state: OccurrenceState, **place: object) -> Occurrence:
    days = ("starts_on", "due_on", "planned_starts_on", "planned_due_on", "edition_starts_on", "edition_due_on")
    said_at = dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
    return Occurrence.objects.create(
        measure=measure(plan, name, "май"), state=state, declared_at=said_at, **dict.fromkeys(days, day), **place
    )


@pytest.fixture
def district_plan(people: People) -> Roadmap:
    """A plan in force: at the first school one measure is proven, one declared, one is still to do; one elsewhere."""
    plan, (own, other) = empty_plan(people, people.municipalities["Речной"]), people.schools[:2]
    done(plan, "Семинар", dt.date(2024, 3, 1), OccurrenceState.PROVEN, school=own)
    done(plan, "Мастер-класс", dt.date(2024, 5, 1), OccurrenceState.DECLARED, school=own)
    done(plan, "Практикум", dt.date(2024, 9, 1), OccurrenceState.TO_DO, school=own)
    done(plan, "Чужое", dt.date(2024, 4, 1), OccurrenceState.PROVEN, school=other)
    done(plan, "Заседание", dt.date(2024, 4, 2), OccurrenceState.PROVEN)
    return plan


def test_what_plans_did_stands_on_its_day_and_says_how_it_is_known(district_plan: Roadmap, people: People) -> None:
    own = empty_plan(people, people.schools[0], "План школы")
    done(own, "Диктант " + "и разбор " * 30, dt.date(2024, 2, 1), OccurrenceState.PROVEN)
    told = words(marks_of_school(people["coordinator"], people.schools[0]))
    assert told[0].startswith("01.02.2024 мероприятие плана «Диктант и разбор")
    assert told[0].endswith("…» (подтверждено)")
    assert told[1:] == [
        "01.03.2024 мероприятие плана «Семинар» (подтверждено)",
        "01.05.2024 мероприятие плана «Мастер-класс» (заявлено)",
    ]


@pytest.mark.parametrize("change", [{"state": PlanState.DRAFT}, {"kind": PlanKind.DECISIONS}, {"is_template": True}])
def test_drafts_decisions_and_templates_are_no_measures(
    change: dict[str, object], district_plan: Roadmap, people: People
) -> None:
    Roadmap.objects.update(**change)
    assert marks_of_school(people["coordinator"], people.schools[0]) == ()


def test_who_may_not_see_plans_does_not_see_measures_in_a_picture(
    district_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    code = str(people.schools[0].code)
    series = followed_by(current_facts(), code)[0].series.code
    for name, is_told in (("coordinator", True), ("head", True), ("observer", False), ("teacher", False)):
        spec = signed_in(name).get(f"/schools/{code}/results/{series}.json").content.decode()
        page = signed_in(name).get(f"/schools/{code}/results/").content.decode()
        assert ("Семинар" in spec) is is_told, name
        assert ("01.03.2024 – мероприятие плана «Семинар»" in page) is is_told, name
        assert "Практикум" not in page


def test_measures_fill_the_room_that_is_left_the_proven_first_and_each_once(
    district_plan: Roadmap, renamed: SchoolEvent, people: People
) -> None:
    own = people.schools[0]
    monthly = done(district_plan, "Ежемесячно", dt.date(2024, 10, 1), OccurrenceState.DECLARED, school=own)
    for month in (11, 12):
        monthly.pk, monthly.declared_at = None, dt.datetime(2024, month, 1, 9, tzinfo=dt.UTC)
        monthly.save()
    assert [one for one in words(marks_of_school(people["coordinator"], own)) if "Ежемесячно" in one] == [
        "01.12.2024 мероприятие плана «Ежемесячно» (заявлено)"
    ]
    for number in range(20):
        done(district_plan, f"Ещё {number}", dt.date(2023, 1, 1), OccurrenceState.PROVEN, school=own)
    told = words(marks_of_school(people["coordinator"], own))
    assert len(told) == MOST_MARKS
    assert "01.09.2022 школа переименована" in told
    assert "01.03.2024 мероприятие плана «Семинар» (подтверждено)" in told
    assert not [one for one in told if "заявлено" in one]
