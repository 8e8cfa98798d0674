"""The way of a case: opened once, through gates, paused, assessed, left and watched."""

import datetime as dt

import pytest

from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.models import PostKind
from opora_web.facts import DEFAULT_RULES, Facts, current_facts
from opora_web.programme.case.actions import (
    advance_case,
    assess_case,
    assign_helper,
    change_task,
    note_contact,
    open_case,
    open_cases,
    pause_case,
    release_helper,
    resume_case,
    return_case,
)
from opora_web.programme.case.models import Case, CaseStatus, CaseTask, Phase, TaskStatus
from opora_web.programme.case.queries import (
    cases_visible_to,
    cases_without_contact,
    entries_to_open,
    loads,
    tasks_due,
    tasks_overdue,
)
from opora_web.programme.case.rules import gate_missing, outlook, plan_in_force, years_from
from opora_web.programme.identification.models import ListEntry, SchoolList
from opora_web.programme.identification.rules import RefusedError
from tests.web.personas import People
from tests.web.programme.case.conftest import OPENED, TODAY

WRITTEN = {"due_on": TODAY, "note": "Сделано", "responsible": None}


def finish(case: Case, people: People) -> None:
    """Do everything the next phase waits for."""
    for task in gate_missing(case, case.tasks.all()):
        change_task(task, WRITTEN | {"status": TaskStatus.DONE, "version": task.version}, people["curator"])


def lead_to(case: Case, phase: Phase, people: People) -> None:
    while case.phase != phase:
        finish(case, people)
        advance_case(case, "Решение комиссии", people["coordinator"], OPENED)


def test_all_schools_of_a_list_are_taken_on_once(case: Case, approved: SchoolList, people: People):
    included = ListEntry.objects.filter(school_list=approved, is_included=True).count()
    assert Case.objects.count() == included
    assert not entries_to_open(people["coordinator"], approved).exists()
    everyone = ListEntry.objects.filter(school_list=approved)
    assert open_cases(everyone, people["coordinator"], OPENED) == 0
    assert Case.objects.count() == included


def test_a_list_that_is_not_approved_opens_nothing(discussed: SchoolList, people: People):
    everyone = ListEntry.objects.filter(school_list=discussed)
    assert open_cases(everyone, people["coordinator"], OPENED) == 0


def test_a_case_keeps_the_finding_it_was_opened_on(case: Case):
    assert case.entry is not None
    assert case.finding == case.entry.finding
    assert (case.release, case.year) == (case.entry.school_list.release, 2024)
    days = {task.title: (task.due_on - TODAY).days for task in case.tasks.all() if task.due_on}
    asked = {task.title: task.days for task in plan_in_force().tasks_of("diagnosis")}
    assert days == asked


def test_one_school_is_taken_on_by_its_finding_and_not_twice(people: People):
    run = (current_facts(), 2024, DEFAULT_RULES)
    made = open_case(people.schools[3], run, people["coordinator"], OPENED)
    assert made.finding["school"] == people.schools[3].code
    with pytest.raises(RefusedError, match="уже на сопровождении"):
        open_case(people.schools[3], run, people["coordinator"], OPENED)


def test_the_gate_says_what_is_missing(case: Case, people: People):
    with pytest.raises(RefusedError, match="самодиагностику"):
        advance_case(case, "", people["coordinator"], OPENED)
    finish(case, people)
    advance_case(case, "", people["coordinator"], OPENED)
    assert case.phase == Phase.PROGRAMME
    assert case.tasks.filter(phase=Phase.PROGRAMME).count() == len(plan_in_force().tasks_of("programme"))


def test_a_task_is_not_needed_only_with_a_reason(case: Case, people: People):
    task = case.tasks.get(position=0)
    said = {"status": TaskStatus.NOT_NEEDED, "due_on": None, "note": " ", "version": task.version}
    with pytest.raises(RefusedError, match="почему"):
        change_task(task, said, people["curator"])


def test_leaving_is_decided_by_a_person_and_watched_for_two_years(case: Case, people: People):
    lead_to(case, Phase.EXIT, people)
    finish(case, people)
    with pytest.raises(RefusedError, match="основание"):
        advance_case(case, " ", people["coordinator"], OPENED)
    advance_case(case, "Решение комиссии", people["coordinator"], OPENED)
    assert case.watch_until == dt.date(2026, 9, 25)
    finish(case, people)
    with pytest.raises(RefusedError, match="Наблюдение идёт"):
        advance_case(case, "", people["coordinator"], OPENED)
    advance_case(case, "", people["coordinator"], OPENED.replace(year=2026, month=10))
    assert case.closed_at is not None


def test_a_case_goes_back_with_its_tasks_asked_anew(case: Case, people: People):
    lead_to(case, Phase.REVIEW, people)
    return_case(case, Phase.EXECUTION, "Мало сделано", people["coordinator"], TODAY)
    assert (case.phase, case.round) == (Phase.EXECUTION, 2)
    assert gate_missing(case, case.tasks.all())
    with pytest.raises(RefusedError):
        return_case(case, Phase.WATCH, "Так", people["coordinator"], TODAY)


def test_a_paused_case_is_only_read_and_its_days_move(case: Case, people: People):
    before = {task.pk: task.due_on for task in case.tasks.all()}
    pause_case(case, "Ремонт", people["coordinator"], OPENED)
    task = CaseTask.objects.get(pk=next(iter(before)))
    with pytest.raises(RefusedError, match="приостановлено"):
        change_task(task, WRITTEN | {"status": "done", "version": task.version}, people["curator"])
    assert not tasks_overdue(cases_visible_to(people["coordinator"]), dt.date(2030, 1, 1)).filter(case=case).exists()
    resume_case(case, people["coordinator"], OPENED + dt.timedelta(days=10))
    assert all((task.due_on - before[task.pk]).days == 10 for task in case.tasks.all())


def test_a_state_has_a_reason_and_a_timeline(case: Case, people: People):
    said = {"rag": "amber", "direction": "worse", "reason": " ", "version": case.version}
    with pytest.raises(RefusedError, match="почему"):
        assess_case(case, said, people["curator"], OPENED)
    assess_case(case, said | {"reason": "Нет учителя"}, people["curator"], OPENED)
    assert [one.reason for one in CaseStatus.objects.filter(case=case)] == ["Нет учителя"]
    with pytest.raises(ChangedMeanwhileError):
        assess_case(case, said | {"reason": "Второй"}, people["mentor"], OPENED)
    assert CaseStatus.objects.count() == 1


def test_what_is_due_overdue_and_unvisited(case: Case, people: People):
    mine = cases_visible_to(people["head"])
    first = case.tasks.get(position=0)
    assert first.due_on == TODAY + dt.timedelta(days=14)
    assert list(tasks_due(mine, TODAY)) == [first]
    assert not tasks_overdue(mine, first.due_on).exists()
    assert list(tasks_overdue(mine, first.due_on + dt.timedelta(days=1))) == [first]
    assert not cases_without_contact(mine, TODAY + dt.timedelta(days=60)).exists()
    assert list(cases_without_contact(mine, TODAY + dt.timedelta(days=61))) == [case]
    said = {"held_on": TODAY + dt.timedelta(days=1), "form": "visit", "found": "Были", "next_step": ""}
    with pytest.raises(RefusedError, match="впереди"):
        note_contact(case, said | {"today": TODAY}, people["curator"])
    note_contact(case, said | {"today": TODAY + dt.timedelta(days=1)}, people["curator"])
    assert not cases_without_contact(mine, TODAY + dt.timedelta(days=61)).exists()


def test_helpers_are_posts_and_their_load_is_counted(case: Case, people: People):
    before = {load.person: load.schools for load in loads(people["coordinator"])}
    assert before[people["curator"]] == 1
    assert before[people["methodologist"]] == 0
    post = assign_helper(case, people["methodologist"], PostKind.CURATOR, TODAY, people["coordinator"])
    assert assign_helper(case, people["methodologist"], PostKind.CURATOR, TODAY, people["coordinator"]) == post
    after = {load.person: load.schools for load in loads(people["coordinator"])}
    assert after[people["methodologist"]] == 1
    with pytest.raises(RefusedError):
        assign_helper(case, people["methodologist"], PostKind.AUTHORITY_HEAD, TODAY, people["coordinator"])
    with pytest.raises(RefusedError, match="раньше"):
        release_helper(case, post, TODAY - dt.timedelta(days=1), people["coordinator"])
    release_helper(case, post, TODAY, people["coordinator"])
    assert {load.person: load.schools for load in loads(people["coordinator"])} == before


def test_leaving_is_proposed_and_relapse_seen_by_later_results(case: Case, people: People):
    plan = plan_in_force()
    answer = current_facts().identified(2024)
    low = next(code for code, one in answer.items() if one.status in {"low", "stably-low"})
    fine = next(code for code, one in answer.items() if one.status == "none")
    case.year, case.school.code, case.phase = 2023, low, Phase.WATCH
    assert outlook(case, current_facts(), plan).has_relapsed
    case.school.code = fine
    seen = outlook(case, current_facts(), plan)
    assert not seen.has_relapsed
    assert not seen.is_leaving_proposed, "two years are asked for, one is there"
    one_year = plan.model_copy(update={"exit_after_years": 1})
    assert outlook(case, current_facts(), one_year).is_leaving_proposed
    case.year = 2024
    assert not outlook(case, Facts(current_facts().release, "fresh"), one_year).is_leaving_proposed


def test_two_years_from_a_leap_day_end_in_february():
    assert years_from(dt.date(2024, 2, 29), 2) == dt.date(2026, 2, 28)
