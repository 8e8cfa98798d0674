"""Where other pages speak of tasks: a plan, its measure, the case of a school; and who is told nothing there."""

import re

from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.roadmap.models import Roadmap
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.case.conftest import approved, case, discussed, draft, run
from tests.web.programme.execution.conftest import LESSONS

__all__ = ["approved", "case", "discussed", "draft", "run"]


def said(signed_in: SignedIn, name: str, address: str) -> str:
    page = signed_in(name).get(address).content.decode()
    parted = re.sub(r"</?(?:h\d|p|div|section|li|td|th)\b[^>]*>", " ", page)
    return " ".join(re.sub(r"<[^>]+>", "", parted).split())


def test_a_plan_says_how_far_it_is_and_leads_to_its_tasks(
    tasks: list[Occurrence], roadmap: Roadmap, signed_in: SignedIn
) -> None:
    for task, state in zip(tasks, (OccurrenceState.PROVEN, OccurrenceState.DECLARED, "cancelled"), strict=False):
        Occurrence.objects.filter(pk=task.pk).update(state=state)
    page = signed_in("coordinator").get(f"/plans/{roadmap.pk}/").content.decode()
    assert f'href="/execution/?plan={roadmap.pk}"' in page
    told = said(signed_in, "coordinator", f"/plans/{roadmap.pk}/")
    assert f"Выполнение: подтверждено 1 из {len(tasks) - 1} " in told
    assert f", заявлено 1, срок прошёл: {len(tasks) - 3}." in told


def test_from_below_only_the_own_part_of_a_plan_is_counted(
    tasks: list[Occurrence], roadmap: Roadmap, signed_in: SignedIn
) -> None:
    told = said(signed_in, "neighbour-head", f"/plans/{roadmap.pk}/")
    assert "Выполнение в вашей части: подтверждено 0 из 1 дела, срок прошёл: 1." in told


def test_a_plan_without_tasks_says_nothing_of_them(roadmap: Roadmap, signed_in: SignedIn) -> None:
    assert "Выполнение:" not in said(signed_in, "coordinator", f"/plans/{roadmap.pk}/")


def test_a_task_leads_to_its_measure_those_who_may_see_the_rows(lessons: Occurrence, signed_in: SignedIn) -> None:
    link = f'href="/plans/measures/{lessons.measure_id}/"'
    told = {name: signed_in(name).get(f"/execution/{lessons.pk}/").content.decode() for name in PERSONAS}
    assert {name for name, page in told.items() if link in page} == {
        "analyst", "authority-head", "coordinator", "methodologist",
    }  # fmt: skip
    assert signed_in("coordinator").get(f"/plans/measures/{lessons.measure_id}/").status_code == 200


def test_the_case_shows_what_plans_ask_of_the_school(
    case: object, tasks: list[Occurrence], people: People, signed_in: SignedIn
) -> None:
    where = f"/cases/{case.pk}/"  # type: ignore[attr-defined]
    for name in ("coordinator", "curator", "head"):
        told = said(signed_in, name, where)
        assert "Выполнение планов Дел: 1, подтверждено 0, заявлено 0, срок прошёл: 1." in told, name
        assert LESSONS in told
    Occurrence.objects.filter(school=people.schools[0]).update(state=OccurrenceState.CANCELLED)
    assert "Выполнение планов Дел" not in said(signed_in, "coordinator", where)
