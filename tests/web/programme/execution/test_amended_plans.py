"""While a plan is amended its tasks go by the edition in force: what no order has approved asks nobody for anything."""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora_web.programme.execution.actions import declare_done
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.queries import occurrences_visible_to
from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment
from opora_web.programme.roadmap.models import Roadmap, RoadmapMeasure, RoadmapSection
from tests.web.personas import People, SignedIn
from tests.web.programme.execution.conftest import LESSONS, NOW, ORDER


def amended_in_secret(roadmap: Roadmap, people: People) -> None:
    """Give every measure other words in an amendment that no order has approved."""
    begin_amendment(roadmap, "проба", people["coordinator"])
    section = RoadmapSection.objects.create(roadmap=roadmap, position=9, title="Тайный раздел")
    RoadmapMeasure.objects.filter(roadmap=roadmap).update(name="Тайное", expected="", section=section)


def test_people_read_the_words_in_force_until_an_order_approves_the_amendment(
    roadmap: Roadmap, tasks: list[Occurrence], people: People, signed_in: SignedIn
) -> None:
    amended_in_secret(roadmap, people)
    head = signed_in("head")
    (task,) = occurrences_visible_to(people["head"]).filter(measure__expected="", school=people.schools[0])[:1]
    for address in ("", "board/", "calendar/", "mine/", f"{task.pk}/"):
        assert "Тайн" not in head.get(f"/execution/{address}").content.decode(), address
    lessons = [one for one in occurrences_visible_to(people["head"]) if one.measure.name == LESSONS]
    words = {(one.measure.expected, str(one.measure.section)) for one in lessons}
    assert words == {("Справка, карты посещения уроков", "Общесистемные")}
    approve_plan(Roadmap.objects.get(pk=roadmap.pk), Order("18", NOW.date()), people["authority-head"], NOW)
    assert {one.measure.name for one in occurrences_visible_to(people["head"])} == {"Тайное"}


def test_the_words_in_force_cost_one_statement(roadmap: Roadmap, tasks: list[Occurrence], people: People) -> None:
    amended_in_secret(roadmap, people)
    with CaptureQueriesContext(connection) as asked:
        assert len(list(occurrences_visible_to(people["coordinator"]))) == len(tasks)
    assert sum("planamendment" in one["sql"] for one in asked) == 1


def test_proofs_to_look_at_and_to_mend_stand_under_the_words_in_force(
    roadmap: Roadmap, tasks: list[Occurrence], people: People, signed_in: SignedIn
) -> None:
    task = next(one for one in tasks if one.measure.name == LESSONS)
    for refused in ("", "нет даты"):
        Evidence.objects.create(
            occurrence=task, kind=EvidenceKind.NOTE, proves="уроки посещены", author=people["head"], added_at=NOW,
            refused_because=refused,
        )  # fmt: skip
    amended_in_secret(roadmap, people)
    for name, address, told in (
        ("coordinator", "/execution/waiting/", "уроки посещены"), ("head", "/execution/mine/", "нет даты"),
    ):  # fmt: skip
        page = signed_in(name).get(address).content.decode()
        assert told in page
        assert "Тайн" not in page


def test_what_an_amendment_would_ask_less_for_proves_nothing_yet(
    roadmap: Roadmap, tasks: list[Occurrence], people: People
) -> None:
    task = next(one for one in tasks if one.measure.name == ORDER)
    Evidence.objects.create(
        occurrence=task, kind=EvidenceKind.NOTE, proves="группа работает", number="1", dated=NOW.date(),
        author=people["head"], added_at=NOW, accepted_by=people["coordinator"], accepted_at=NOW,
    )  # fmt: skip
    amended_in_secret(roadmap, people)
    task = Occurrence.objects.get(pk=task.pk)
    said = {"said": "сделано", "version": task.version}
    declare_done(task, said, people["methodologist"], NOW - dt.timedelta(days=1))
    assert task.state == OccurrenceState.DECLARED, "the edition in force asks for an order"
