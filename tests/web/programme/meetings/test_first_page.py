"""What the first page and the page of a school say of decisions, to each whom they concern."""

import datetime as dt

from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.meetings.actions import sign_minutes
from opora_web.programme.meetings.models import Meeting, MeetingDecision
from opora_web.programme.questions_of_meetings import what_is_decided_and_not_done
from tests.web.personas import People, SignedIn
from tests.web.programme.meetings.conftest import SIGNED, come


def signed(decision: MeetingDecision, people: People) -> Meeting:
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    return decision.meeting


def test_nothing_was_decided_so_nothing_is_asked(decision: MeetingDecision, people: People):
    assert what_is_decided_and_not_done(people["methodologist"], SIGNED.date()) is None


def test_the_office_and_the_addressee_see_what_waits_and_nobody_else(decision: MeetingDecision, people: People):
    signed(decision, people)
    day = dt.date(2024, 12, 11)
    for name in ("methodologist", "authority-head", "head", "curator"):
        answer = what_is_decided_and_not_done(people[name], day)
        assert answer is not None
        assert answer.figure == "1 решение"
        assert answer.sentences == ("10.12 – Показать открытый урок", "Срок прошёл – 1.")
    for name in ("neighbour-head", "stranger", "outsider", "observer", "teacher"):
        assert what_is_decided_and_not_done(people[name], day) is None


def test_when_everything_is_proven_it_is_said(decision: MeetingDecision, people: People):
    signed(decision, people)
    Occurrence.objects.update(state=OccurrenceState.PROVEN)
    answer = what_is_decided_and_not_done(people["head"], SIGNED.date())
    assert answer is not None
    assert answer.sentences == ("Все решения выполнены и подтверждены.",)


def test_the_page_of_a_school_says_what_was_decided_for_it_and_leads_to_its_card(
    decision: MeetingDecision, people: People, signed_in: SignedIn
):
    school = people.schools[0]
    where, card = f"/schools/{school.code}/", f'href="/meetings/cards/{school.pk}/"'
    page = signed_in("methodologist").get(where).content.decode()
    assert "Решений для школы в подписанных протоколах нет." in page, "minutes that are not signed decide nothing"
    meeting = signed(decision, people)
    link = f'href="/meetings/{meeting.pk}/"'
    for name, opens_meeting in (("methodologist", True), ("head", True), ("deputy", False), ("curator", False)):
        page = signed_in(name).get(where).content.decode()
        assert "Показать открытый урок" in page, name
        assert card in page, name
        assert (link in page) is opens_meeting, name
        assert signed_in(name).get(f"/meetings/cards/{school.pk}/").status_code == 200, name
    for name in ("observer", "teacher"):
        page = signed_in(name).get(where).content.decode()
        assert "Показать открытый урок" not in page, name
        assert card not in page, name
