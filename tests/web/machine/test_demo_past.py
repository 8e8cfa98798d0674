"""The demo's past: schools accompanied and let go by the very deeds of the rooms, so that help can be judged."""

import datetime as dt

from opora_web.facts import current_facts
from opora_web.machine.demo_life import Story
from opora_web.machine.demo_past import accompany_before
from opora_web.programme.analysis.supported import accompanied_schools
from opora_web.programme.case.models import Case, CaseTask, Phase, TaskStatus
from opora_web.programme.identification.models import ListState, SchoolList
from tests.web.personas import People

NOW = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


def story(people: People, now: dt.datetime) -> Story:
    persons = dict(people.persons) | {"head-of-region": people["authority-head"]}
    return Story(current_facts(), {"region": people.region}, persons, now)


def test_schools_of_the_first_list_were_accompanied_watched_and_let_go(people: People):
    accompany_before(story(people, NOW))
    listed = SchoolList.objects.get()
    cases = Case.objects.all()
    assert (listed.state, listed.year) == (ListState.APPROVED, 2023)
    assert cases
    assert {case.phase for case in cases} == {Phase.WATCH}
    assert all(case.closed_at is not None and case.opened_at < case.closed_at < NOW for case in cases)
    assert not CaseTask.objects.filter(is_gate=True).exclude(status=TaskStatus.DONE).exists()
    found = accompanied_schools(current_facts())
    assert {one.since for one in found.schools.values()} == {2024}
    assert found.lists == {2024: ("decline-risk", 2023)}


def test_a_demo_of_that_very_year_leaves_them_where_the_day_finds_them(people: People):
    accompany_before(story(people, dt.datetime(2024, 1, 20, 9, tzinfo=dt.UTC)))
    assert {case.phase for case in Case.objects.all()} == {Phase.PROGRAMME}
