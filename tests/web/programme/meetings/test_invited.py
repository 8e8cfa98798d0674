"""What the invited see of a meeting: never what is about another school; and the edition minutes make."""

import io

import pytest
from docx import Document

from opora_web.programme.meetings.actions import add_question, decide, invite, sign_minutes, take_matters
from opora_web.programme.meetings.matters import matters_in
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision, MeetingKind
from opora_web.programme.roadmap.models import Roadmap
from tests.web.personas import People, SignedIn
from tests.web.programme.meetings.conftest import SIGNED, TODAY, come, deed, planned
from tests.web.programme.meetings.test_pages import body


@pytest.fixture
def about_schools(people: People) -> Meeting:
    """A meeting to which two heads are invited: a question for all, one about each school, a decision for each."""
    made = planned(people, MeetingKind.CONTROL_HOUR)
    invite(made, [people["neighbour-head"]])
    who, (first, second, *_) = people["methodologist"], people.schools
    add_question(made, "Итоги четверти", "", who)
    for school, owner in ((first, people["head"]), (second, people["neighbour-head"])):
        item = add_question(made, f"Разговор: {school.name}", "", who, [school])
        said = {"item": item, "text": f"Решение для: {school.name}", "organisation": school, "owner": owner}
        decide(made, deed(people, **said), who)
    return made


def test_a_head_sees_the_questions_for_all_and_those_about_their_own_school(
    about_schools: Meeting, people: People, signed_in: SignedIn
):
    first, second = people.schools[:2]
    page = body(signed_in("head").get(f"/meetings/{about_schools.pk}/"))
    assert "Итоги четверти" in page
    assert f"Разговор: {first.name}" in page
    assert f"Разговор: {second.name}" not in page
    assert "касается вашей организации" in page
    office = body(signed_in("methodologist").get(f"/meetings/{about_schools.pk}/"))
    assert f"Разговор: {second.name}" in office


def test_of_signed_minutes_a_head_gets_an_extract_without_other_schools(
    about_schools: Meeting, people: People, signed_in: SignedIn
):
    come(about_schools, people)
    sign_minutes(about_schools, "7", people["methodologist"], SIGNED)
    first, second = people.schools[:2]
    head = signed_in("head")
    page = body(head.get(f"/meetings/{about_schools.pk}/"))
    assert f"Решение для: {first.name}" in page
    assert f"Решение для: {second.name}" not in page
    paper = Document(io.BytesIO(b"".join(head.get(f"/meetings/{about_schools.pk}/minutes.docx"))))
    words = "\n".join(one.text for one in paper.paragraphs)
    assert "(выписка)" in words
    assert f"Решение для: {first.name}" in words
    assert f"Разговор: {second.name}" not in words
    assert f"Решение для: {second.name}" not in words
    whole = Document(io.BytesIO(b"".join(signed_in("methodologist").get(f"/meetings/{about_schools.pk}/minutes.docx"))))
    assert f"Решение для: {second.name}" in "\n".join(one.text for one in whole.paragraphs)


def test_a_question_typed_by_hand_says_about_which_school_it_is(meeting: Meeting, people: People, signed_in: SignedIn):
    school = people.schools[1]
    said = {"title": "Посещаемость", "speaker": "", "school": school.name}
    signed_in("methodologist").post(f"/meetings/{meeting.pk}/agenda/add/", said)
    assert list(AgendaItem.objects.get(title="Посещаемость").schools.all()) == [school]
    assert "Посещаемость" not in body(signed_in("head").get(f"/meetings/{meeting.pk}/"))


def test_matters_from_the_data_keep_the_schools_they_are_about(meeting: Meeting, plan: Roadmap, people: People):
    found = matters_in([meeting.organisation.path], TODAY)
    take_matters(meeting, found, people["methodologist"])
    kept = {item.exception: set(item.schools.all()) for item in meeting.agenda.all()}
    assert kept == {one.key: set(one.schools) for one in found}
    assert any(kept.values())


def test_the_plan_of_decisions_has_an_edition_for_each_minutes_that_added_to_it(
    decision: MeetingDecision, people: People, signed_in: SignedIn
):
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "3", people["methodologist"], SIGNED)
    decision.refresh_from_db()
    assert decision.measure is not None
    (edition,) = decision.measure.roadmap.editions.all()
    assert (edition.number, edition.paper) == (0, "протокол от 20.11.2024 № 3")
    assert [one["name"] for one in edition.plan["measures"]] == [decision.text]
    assert edition.plan["approval"]["text"].startswith("протоколом от 20.11.2024 № 3")
    page = body(signed_in("methodologist").get(f"/plans/{decision.measure.roadmap_id}/editions/0/"))
    assert "протокол от 20.11.2024 № 3" in page


def test_notes_of_a_question_about_several_schools_name_the_others_and_are_not_shown(
    meeting: Meeting, people: People, signed_in: SignedIn
):
    schools = people.schools[:2]
    item = add_question(meeting, "Где давно не были", "", people["methodologist"], schools)
    AgendaItem.objects.filter(pk=item.pk).update(heard=f"2 школы: {schools[0].name}, {schools[1].name}.")
    come(meeting, people)
    sign_minutes(meeting, "7", people["methodologist"], SIGNED)
    head = signed_in("head")
    page = body(head.get(f"/meetings/{meeting.pk}/"))
    assert "Где давно не были" in page
    assert schools[1].name not in page
    paper = Document(io.BytesIO(b"".join(head.get(f"/meetings/{meeting.pk}/minutes.docx"))))
    assert schools[1].name not in "\n".join(one.text for one in paper.paragraphs)
