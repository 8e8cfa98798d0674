"""Tasks of plans on the first page and on the page of a school."""

import datetime as dt

from opora_web.programme.case.models import Case
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.questions_of_cases import what_is_due, what_is_overdue
from tests.web.personas import People, SignedIn
from tests.web.programme.execution.conftest import LESSONS, ORDER, VISITS

SOON = dt.date(2024, 9, 20)


def test_what_is_due_includes_tasks_of_plans(tasks: list[Occurrence], people: People):
    said = what_is_due(people["coordinator"], SOON)
    assert said is not None
    assert said.figure == "1 дело"
    assert said.sentences == (f"30.09 – {ORDER}",)
    assert said.link == ("Выполнение планов", "/execution/?state=soon")
    late = what_is_overdue(people["coordinator"], dt.date(2024, 10, 1))
    assert late is not None
    assert late.sentences == (f"30.09 – {ORDER}",)


def test_a_head_is_told_of_their_own_school(tasks: list[Occurrence], people: People):
    said = what_is_due(people["head"], dt.date(2024, 10, 20))
    assert said is not None
    assert said.sentences == (f"31.10 – {LESSONS}, {people.schools[0].name}",)


def test_long_lists_are_cut_and_counted(tasks: list[Occurrence], people: People):
    said = what_is_overdue(people["analyst"], dt.date(2025, 1, 1))
    assert said is not None
    assert said.figure == f"{len(tasks)} дел"
    assert said.sentences[-1] == f"И ещё {len(tasks) - 4}."


def test_where_no_plan_and_no_case_concerns_somebody_nothing_is_asked(people: People):
    assert not Case.objects.exists()
    assert what_is_due(people["coordinator"], SOON) is None
    assert what_is_due(people["outsider"], SOON) is None


def test_the_page_of_a_school_shows_its_tasks(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    school = people.schools[0]
    page = signed_in("head").get(f"/schools/{school.code}/").content.decode()
    assert "Выполнение планов" in page
    assert LESSONS in page
    assert VISITS not in page
    assert "Выполнение планов" not in signed_in("observer").get(f"/schools/{school.code}/").content.decode()
    Occurrence.objects.update(state=OccurrenceState.CANCELLED)
    assert "Выполнение планов" not in signed_in("head").get(f"/schools/{school.code}/").content.decode()
