"""Who may see and act on which plans."""

import pytest

from opora_web.accounts.rules import Verb
from opora_web.programme.roadmap.models import PlanArrival, PlanState, Roadmap
from opora_web.programme.roadmap.queries import (
    arrivals_where,
    measures_visible_to,
    measures_where,
    roadmaps_in_trash,
    roadmaps_visible_to,
    roadmaps_where,
)
from tests.web.personas import People
from tests.web.programme.roadmap.conftest import MOMENT


@pytest.mark.parametrize(
    ("name", "sees_district", "sees_school"),
    [
        ("analyst", True, True), ("authority-head", True, True), ("coordinator", True, True),
        ("methodologist", True, True), ("head", False, True), ("deputy", False, True), ("curator", False, True),
        ("mentor", False, True), ("teacher", False, False), ("observer", False, False), ("administrator", False, False),
        ("neighbour-head", False, False), ("stranger", False, False), ("outsider", False, False),
    ],
)  # fmt: skip
def test_drafts_are_seen_in_the_own_part_of_the_tree(
    district_plan: Roadmap, school_plan: Roadmap, people: People, name: str, *, sees_district: bool, sees_school: bool
) -> None:
    seen = set(roadmaps_visible_to(people[name]))
    assert (district_plan in seen, school_plan in seen) == (sees_district, sees_school)
    measures = measures_visible_to(people[name])
    assert set(measures.values_list("roadmap", flat=True)) == {one.pk for one in seen}


@pytest.mark.parametrize("name", ["head", "neighbour-head", "curator"])
def test_a_plan_in_force_above_is_seen_below_and_never_changed_there(
    plan_in_force: Roadmap, people: People, name: str
) -> None:
    assert list(roadmaps_visible_to(people[name])) == [plan_in_force]
    for verb in (Verb.EDIT_PLAN, Verb.REVIEW_PLAN, Verb.APPROVE_PLAN, Verb.SEE_PLANS):
        assert plan_in_force not in roadmaps_where(people[name], verb)
        assert not measures_where(people[name], verb).filter(roadmap=plan_in_force).exists()


@pytest.mark.parametrize("name", ["stranger", "teacher", "observer", "outsider"])
def test_others_do_not_see_a_plan_in_force(plan_in_force: Roadmap, people: People, name: str) -> None:
    assert list(roadmaps_visible_to(people[name])) == []


def test_a_template_above_is_seen_below_whatever_its_state(district_plan: Roadmap, people: People) -> None:
    Roadmap.objects.filter(pk=district_plan.pk).update(is_template=True)
    assert list(roadmaps_visible_to(people["head"])) == [district_plan]
    assert list(roadmaps_visible_to(people["stranger"])) == []


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.REVIEW])
def test_what_is_not_in_force_is_the_offices_own(district_plan: Roadmap, people: People, state: PlanState) -> None:
    Roadmap.objects.filter(pk=district_plan.pk).update(state=state)
    assert list(roadmaps_visible_to(people["head"])) == []


def test_a_plan_in_the_trash_is_seen_only_by_who_may_bring_it_back(school_plan: Roadmap, people: People) -> None:
    Roadmap.objects.filter(pk=school_plan.pk).update(trashed_at=MOMENT)
    for name in ("coordinator", "head"):
        assert list(roadmaps_visible_to(people[name])) == []
        assert list(roadmaps_in_trash(people[name])) == [school_plan]
    assert list(roadmaps_in_trash(people["neighbour-head"])) == []
    assert list(measures_visible_to(people["head"])) == []


def test_who_edits_whose_plans(district_plan: Roadmap, school_plan: Roadmap, people: People) -> None:
    edits = {name: set(roadmaps_where(people[name], Verb.EDIT_PLAN)) for name in people.persons}
    assert [name for name, plans in edits.items() if district_plan in plans] == [
        "analyst", "coordinator", "methodologist",
    ]  # fmt: skip
    assert [name for name, plans in edits.items() if school_plan in plans] == [
        "analyst", "coordinator", "methodologist", "head", "deputy",
    ]  # fmt: skip


def test_an_arrived_file_waits_for_those_who_edit_that_organisations_plans(people: People) -> None:
    arrival = PlanArrival.objects.create(
        organisation=people.schools[0], file="plans/x.docx", file_name="план.docx", plan={}, sender=people["head"],
        sent_at=MOMENT,
    )  # fmt: skip
    assert list(arrivals_where(people["deputy"], Verb.EDIT_PLAN)) == [arrival]
    assert list(arrivals_where(people["neighbour-head"], Verb.EDIT_PLAN)) == []
    assert list(arrivals_where(people["curator"], Verb.EDIT_PLAN)) == []
