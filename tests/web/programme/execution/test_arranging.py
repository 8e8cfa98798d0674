"""Plans become tasks of people; amendments add, move, cancel – and leave alone what is done."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opora_web.accounts.models import OrganisationKind
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.case.actions import open_case
from opora_web.programme.execution.actions import declare_done, postpone
from opora_web.programme.execution.arranging import arrange_tasks
from opora_web.programme.execution.digests import letter_for
from opora_web.programme.execution.models import Digest, Occurrence, OccurrenceState
from opora_web.programme.execution.queries import occurrences_visible_to, overdue
from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment, send_to_review
from opora_web.programme.roadmap.matching import match_parties
from opora_web.programme.roadmap.models import IndicatorTarget, PlanState, Roadmap, RoadmapIndicator, RoadmapMeasure
from tests.web.personas import People, SignedIn
from tests.web.programme.execution.conftest import (
    LESSONS,
    MEETINGS,
    NOW,
    ORDER,
    TODAY,
    VISITS,
    empty_plan,
    measure,
    one,
)
from tests.web.programme.roadmap.conftest import roadmap_of


def days(name: str) -> list[str]:
    kept = Occurrence.objects.filter(measure__name=name).exclude(state=OccurrenceState.CANCELLED)
    return [f"{task.starts_on}..{task.due_on}" for task in kept.order_by("due_on", "pk")]


def amend(roadmap: Roadmap, name: str, deadline: str) -> None:
    RoadmapMeasure.objects.filter(roadmap=roadmap, name=name).update(deadline_text=deadline, deadline=None)


def test_each_measure_asks_for_its_tasks(tasks: list[Occurrence], people: People):
    schools = len(people.schools)
    assert len(tasks) == 1 + schools + 2 + 1
    assert days(MEETINGS) == ["2024-01-01..2024-12-31"] * 2
    assert days(VISITS) == ["2024-01-01..2024-12-31"]
    assert one(VISITS).is_fuzzy
    assert not one(ORDER).is_fuzzy


def test_who_answers_is_whom_people_have_recognised(tasks: list[Occurrence], people: People):
    assert one(ORDER).owner == people.persons["methodologist"]
    by_school = {task.school: task.owner for task in tasks if task.measure.name == LESSONS}
    assert set(by_school) == set(people.schools)
    assert by_school[people.schools[0]] == people.persons["head"]
    assert by_school[people.schools[1]] == people.persons["neighbour-head"]
    assert by_school[people.schools[2]] is None, "nobody leads this school on the site yet"
    support = one(VISITS)
    assert (support.owner, support.organisation) == (None, people.municipalities["Речной"])


def test_the_tasks_of_a_school_plan_stand_at_the_school(people: People):
    plan = empty_plan(people, people.schools[0])
    measure(plan, "Педсовет", "Сентябрь")
    arrange_tasks(plan, None, "первая редакция")
    assert one("Педсовет").school == people.schools[0]
    assert people.schools[0].kind == OrganisationKind.SCHOOL


def test_the_same_edition_twice_changes_nothing(roadmap: Roadmap, tasks: list[Occurrence], people: People):
    before = list(Occurrence.objects.order_by("pk").values())
    told = arrange_tasks(roadmap, people.persons["authority-head"], "первая редакция")
    assert (told.added, told.moved, told.cancelled, told.kept) == (0, 0, 0, len(tasks))
    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert Occurrence.history.count() == len(tasks)


def test_an_amendment_adds_moves_and_cancels_and_keeps_the_ghost(
    roadmap: Roadmap, tasks: list[Occurrence], people: People
):
    amend(roadmap, ORDER, "Ноябрь")
    amend(roadmap, MEETINGS, "Не реже 3 раз в год")
    RoadmapMeasure.objects.filter(name=VISITS).update(trashed_at=NOW)
    measure(roadmap, "Педагогическая конференция", "Декабрь")
    told = arrange_tasks(roadmap, people.persons["authority-head"], "изменение № 1")
    assert (told.added, told.moved, told.cancelled) == (2, 1, 1)
    moved = one(ORDER)
    assert (moved.due_on, moved.planned_due_on) == (dt.date(2024, 11, 30), dt.date(2024, 9, 30))
    assert moved.history.first().history_change_reason == "срок по плану: изменение № 1"
    gone = one(VISITS)
    assert gone.state == OccurrenceState.CANCELLED
    assert "изменение № 1" in gone.cancelled_because
    assert len(days(MEETINGS)) == 3


def test_what_is_done_is_never_touched(roadmap: Roadmap, tasks: list[Occurrence], people: People):
    done = one(ORDER)
    declare_done(done, {"said": "Приказ издан", "version": done.version}, people.persons["methodologist"], NOW)
    amend(roadmap, ORDER, "Ноябрь")
    arrange_tasks(roadmap, None, "изменение № 1")
    assert days(ORDER) == ["2024-09-01..2024-09-30"]
    RoadmapMeasure.objects.filter(name=ORDER).update(trashed_at=NOW)
    arrange_tasks(roadmap, None, "изменение № 2")
    assert one(ORDER).state == OccurrenceState.DECLARED


def test_a_postponement_outlives_an_amendment_of_something_else(
    roadmap: Roadmap, tasks: list[Occurrence], people: People
):
    task = one(ORDER)
    said = {"due_on": dt.date(2024, 10, 15), "reason": "ждём состав", "version": task.version}
    postpone(task, said, people.persons["methodologist"], NOW)
    amend(roadmap, MEETINGS, "ежеквартально")
    arrange_tasks(roadmap, None, "изменение № 1")
    assert days(ORDER) == ["2024-09-01..2024-10-15"]
    amend(roadmap, ORDER, "Ноябрь")
    arrange_tasks(roadmap, None, "изменение № 2")
    assert days(ORDER) == ["2024-11-01..2024-11-30"]
    assert one(ORDER).delays.count() == 1


def test_whom_people_have_chosen_stays_and_a_newly_named_owner_is_taken(
    roadmap: Roadmap, tasks: list[Occurrence], people: People
):
    Occurrence.objects.filter(measure__name=ORDER).update(owner=people.persons["coordinator"])
    support = RoadmapMeasure.objects.get(name=VISITS)
    support.parties.create(position=1, text="Методистова", kind="person", person=people.persons["methodologist"])
    arrange_tasks(roadmap, None, "изменение № 1")
    assert one(ORDER).owner == people.persons["coordinator"]
    assert one(VISITS).owner == people.persons["methodologist"]


def test_a_measure_taken_out_and_put_back_keeps_its_tasks(roadmap: Roadmap, tasks: list[Occurrence], people: People):
    done = one(ORDER)
    declare_done(done, {"said": "Приказ издан", "version": done.version}, people.persons["methodologist"], NOW)
    RoadmapMeasure.objects.filter(name=ORDER).update(trashed_at=NOW)
    measure(roadmap, ORDER, "Сентябрь", "Приказ о составе группы")
    told = arrange_tasks(roadmap, None, "изменение № 1")
    assert (told.added, told.cancelled) == (0, 0)
    task = Occurrence.objects.get(measure__name=ORDER)
    assert task.measure.trashed_at is None
    assert task.state == OccurrenceState.DECLARED


def test_the_order_that_approves_a_plan_makes_its_tasks_and_an_amendment_moves_them(people: People):
    person = people["coordinator"]
    kept = roadmap_of(people.municipalities["Речной"], person)
    assert not Occurrence.objects.exists()
    send_to_review(kept, person)
    approve_plan(kept, Order("12-о", NOW.date()), people["authority-head"], NOW)
    months = Occurrence.objects.filter(measure__name="Обсудить итоги")
    assert months.count() == 12
    assert {task.history.first().history_change_reason for task in months} == {"первая редакция"}
    begin_amendment(kept, "перенос", person)
    amend(kept, "Обсудить итоги", "Не реже 2 раз в год")
    assert months.count() == 12, "until the amendment is approved the last edition stays in force"
    approve_plan(kept, Order("13-о", NOW.date()), people["authority-head"], NOW)
    asked = months.exclude(state=OccurrenceState.CANCELLED)
    assert asked.count() == 2
    assert months.filter(cancelled_because__contains="изменение № 1").count() == 10


def test_nobody_is_reminded_of_what_an_ended_plan_left_undone(
    roadmap: Roadmap, tasks: list[Occurrence], people: People
):
    later = dt.date(2025, 3, 1)
    assert overdue(occurrences_visible_to(people["coordinator"]), later).count() == len(tasks)
    Roadmap.objects.filter(pk=roadmap.pk).update(state=PlanState.ENDED)
    mine = occurrences_visible_to(people["coordinator"])
    assert not overdue(mine, later).exists()
    assert mine.count() == len(tasks)


def test_a_plan_is_for_the_schools_accompanied_or_named_in_its_targets(roadmap: Roadmap, people: People):
    indicator = RoadmapIndicator.objects.create(roadmap=roadmap, position=1, name="Доля школ", unit="share")
    target = IndicatorTarget.objects.create(indicator=indicator, position=1, year="2024")
    target.schools.set([people.schools[1], people.schools[2]])
    open_case(people.schools[0], (current_facts(), 2024, DEFAULT_RULES), people.persons["coordinator"], NOW)
    arrange_tasks(roadmap, None, "первая редакция")
    meant = set(Occurrence.objects.filter(measure__name=LESSONS).values_list("school", flat=True))
    assert meant == {school.pk for school in people.schools[:3]}
    assert len(people.schools) > 3


def named(roadmap: Roadmap, name: str, words: str, person: str, people: People) -> None:
    """Have a measure's parties say somebody else, whom a person has recognised."""
    one_measure = RoadmapMeasure.objects.get(roadmap=roadmap, name=name)
    one_measure.parties.all().delete()
    one_measure.parties.create(position=1, text=words, kind="person", person=people.persons[person])


@pytest.fixture
def approved(people: People) -> Roadmap:
    """A plan that an order has approved, whose two measures the coordinator does."""
    draft = empty_plan(people, people.municipalities["Речной"])
    for name in (ORDER, MEETINGS):
        measure(draft, name, "Ноябрь", person=people.persons["coordinator"])
    Roadmap.objects.filter(pk=draft.pk).update(state=PlanState.REVIEW)
    draft.refresh_from_db()
    approve_plan(draft, Order("1", TODAY), people.persons["authority-head"], NOW)
    return draft


def amended(draft: Roadmap, people: People, moment: dt.datetime = NOW) -> None:
    approve_plan(draft, Order("2", TODAY), people.persons["authority-head"], moment)


def test_an_amendment_that_names_somebody_else_hands_the_open_tasks_over_and_says_so(approved: Roadmap, people: People):
    begin_amendment(approved, "сменился ответственный", people.persons["methodologist"])
    named(approved, ORDER, "Методистова М.М.", "methodologist", people)
    amended(approved, people)
    assert one(ORDER).owner == people.persons["methodologist"]
    assert one(MEETINGS).owner == people.persons["coordinator"]
    assert one(ORDER).history.first().history_change_reason == "ответственный заменён по плану: изменение № 1"


def test_what_is_done_stays_with_who_did_it_whatever_an_amendment_names(approved: Roadmap, people: People):
    done = one(ORDER)
    declare_done(done, {"said": "Приказ издан", "version": done.version}, people.persons["coordinator"], NOW)
    begin_amendment(approved, "сменился ответственный", people.persons["methodologist"])
    named(approved, ORDER, "Методистова М.М.", "methodologist", people)
    amended(approved, people)
    assert one(ORDER).owner == people.persons["coordinator"]


def test_an_amendment_that_names_somebody_nobody_has_recognised_leaves_the_task_to_be_given(
    approved: Roadmap, people: People
):
    begin_amendment(approved, "сменился ответственный", people.persons["methodologist"])
    named(approved, ORDER, "Новиков Н.Н.", "methodologist", people)
    RoadmapMeasure.objects.get(roadmap=approved, name=ORDER).parties.update(person=None)
    amended(approved, people)
    assert one(ORDER).owner is None
    match_parties(
        approved, {"Новиков Н.Н.": f"person-{people.persons['methodologist'].pk}"}, people.persons["coordinator"]
    )
    assert one(ORDER).owner == people.persons["methodologist"]


def test_both_are_told_in_the_letter_of_the_day_and_once(approved: Roadmap, people: People):
    begin_amendment(approved, "сменился ответственный", people.persons["methodologist"])
    named(approved, ORDER, "Методистова М.М.", "methodologist", people)
    amended(approved, people)
    today = timezone.localdate()
    parts = {
        who: [
            (part.title, [thing.measure.name for thing in part.things]) for part in letter.parts if "план" in part.title
        ]
        for who in ("methodologist", "coordinator")
        if (letter := letter_for(people.persons[who], today)) is not None
    }
    assert parts == {
        "methodologist": [("Теперь отвечаете вы: изменён план", [ORDER])],
        "coordinator": [("Больше отвечаете не вы: изменён план", [ORDER])],
    }
    Digest.objects.create(person=people.persons["methodologist"], day=today, sent_at=timezone.now())
    again = letter_for(people.persons["methodologist"], today + dt.timedelta(days=1))
    assert again is None or "Теперь отвечаете вы: изменён план" not in [part.title for part in again.parts]


def test_what_moves_alike_at_every_school_is_written_at_once(roadmap: Roadmap, tasks: list[Occurrence], people: People):
    amend(roadmap, LESSONS, "Ноябрь")
    with CaptureQueriesContext(connection) as asked:
        told = arrange_tasks(roadmap, people.persons["authority-head"], "изменение № 1")
    assert told.moved == len(people.schools) > 2
    written = [one["sql"] for one in asked if one["sql"].startswith('UPDATE "programme_occurrence"')]
    assert len(written) == 1
    kept = Occurrence.objects.filter(measure__name=LESSONS)
    assert {task.due_on for task in kept} == {dt.date(2024, 11, 30)}
    assert {task.version for task in kept} == {2}


def test_both_read_on_their_own_page_that_the_plan_gave_a_task_away(
    approved: Roadmap, people: People, signed_in: SignedIn
):
    begin_amendment(approved, "сменился ответственный", people.persons["methodologist"])
    named(approved, ORDER, "Методистова М.М.", "methodologist", people)
    amended(approved, people)
    assert "Теперь отвечаете вы:" in signed_in("methodologist").get("/execution/mine/").content.decode()
    page = signed_in("coordinator").get("/execution/mine/").content.decode()
    assert "Больше отвечаете не вы:" in page
    assert str(people.persons["methodologist"]) in page
    assert "Изменён план" not in signed_in("head").get("/execution/mine/").content.decode()
