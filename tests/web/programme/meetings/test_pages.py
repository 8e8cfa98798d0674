"""Meetings as people walk them, and what each persona may not."""

import datetime as dt
import html
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document

from opora_web.programme.execution.models import OccurrenceState
from opora_web.programme.meetings.actions import add_question, plan_meeting, sign_minutes
from opora_web.programme.meetings.models import Attendance, Meeting, MeetingDecision, MeetingKind
from opora_web.programme.roadmap.models import PlanState, Roadmap
from opora_web.programme.roadmap.rules import may_become
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.meetings.conftest import SIGNED, add_task, come, planned

_HOLD = {"analyst", "coordinator", "methodologist"}
_OFFICE = _HOLD | {"authority-head"}
_SCHOOL = {"head", "deputy", "curator", "mentor"}

PAGES = {
    "/meetings/": _OFFICE | _SCHOOL | {"neighbour-head", "stranger"},
    "/meetings/matters/": _OFFICE | _SCHOOL | {"neighbour-head", "stranger"},
    "/meetings/new/": _HOLD | {"stranger"},
    "/meetings/cards/{school}/": _OFFICE | _SCHOOL,
    "/meetings/{meeting}/": _OFFICE | {"head"},
    "/meetings/{meeting}/minutes.docx": _OFFICE,
    "/meetings/{meeting}/letters.zip": _OFFICE,
    "/meetings/{meeting}/history/": _OFFICE,
    "/meetings/{meeting}/agenda/": _HOLD,
    "/meetings/{meeting}/edit/": _HOLD,
    "/meetings/{meeting}/write/": _HOLD,
    "/meetings/decisions/{decision}/": _HOLD,
}
DEEDS = (
    "agenda/take/", "agenda/add/", "agenda/order/", "attendance/", "invite/", "decide/", "sign/", "cancel/",
)  # fmt: skip


def at(address: str, decision: MeetingDecision, people: People) -> str:
    return address.format(meeting=decision.meeting_id, decision=decision.pk, school=people.schools[0].pk)


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_to_those_it_is_for(address: str, decision: MeetingDecision, people: People, signed_in: SignedIn):
    where = at(address, decision, people)
    assert {name for name in PERSONAS if signed_in(name).get(where).status_code == 200} == PAGES[address]


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_refused_to_everybody_who_does_not_hold_meetings(
    deed: str, decision: MeetingDecision, signed_in: SignedIn
):
    where = f"/meetings/{decision.meeting_id}/{deed}"
    answers = {name: signed_in(name).post(where, {"junk": "да"}).status_code for name in PERSONAS if name not in _HOLD}
    assert set(answers.values()) <= {403, 404}
    assert {signed_in(name).post(where, {"junk": "да"}).status_code for name in _HOLD} <= {200, 302}


def test_the_invited_see_decisions_and_minutes_only_when_they_are_signed(
    decision: MeetingDecision, people: People, signed_in: SignedIn
):
    head, where = signed_in("head"), f"/meetings/{decision.meeting_id}/"
    assert decision.text not in body(head.get(where))
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    assert decision.text in body(head.get(where))
    assert head.get(f"{where}minutes.docx").status_code == 200
    assert signed_in("neighbour-head").get(where).status_code == 404


def test_a_meeting_is_planned_with_the_usual_people_proposed(people: People, signed_in: SignedIn):
    browser = signed_in("methodologist")
    page = body(browser.get("/meetings/new/?kind=control-hour"))
    assert re.search(r'value="head-of-school"[^>]*checked', page)
    said = {"title": "Итоги", "held_at": "2024-12-05T10:00", "place": "каб. 2", "posts": ["head-of-school"]}
    answer = browser.post("/meetings/new/?kind=control-hour", said)
    made = Meeting.objects.get()
    assert answer.url == f"/meetings/{made.pk}/agenda/"
    assert made.kind == MeetingKind.CONTROL_HOUR
    assert {row.person for row in made.attendance.all()} == {people["head"], people["neighbour-head"]}


@pytest.mark.parametrize("query", ["kind=war", "organisation=99999", "organisation=ы", "organisation=" + "9" * 40])
def test_junk_in_the_address_of_a_new_meeting_breaks_nothing(query: str, signed_in: SignedIn):
    assert signed_in("methodologist").get(f"/meetings/new/?{query}").status_code in {200, 404}


@pytest.mark.parametrize(
    "query", ["kind=x&year=ы", "year=99999999999", "year=02024999999", "page=-1&organisation=0", "q=%00&sort=%00"]
)
def test_junk_in_the_address_of_lists_breaks_nothing(query: str, meeting: Meeting, signed_in: SignedIn):
    for page in ("/meetings/", "/meetings/matters/"):
        assert signed_in("methodologist").get(f"{page}?{query}").status_code == 200


def test_ticked_matters_become_questions(meeting: Meeting, plan: Roadmap, signed_in: SignedIn):
    browser, where = signed_in("methodologist"), f"/meetings/{meeting.pk}/agenda/"
    keys = re.findall(r'name="matter" value="([^"]+)"', body(browser.get(where)))
    assert len(keys) == 3
    browser.post(f"{where}take/", {"matter": [keys[0], "overdue:999", "<script>"]})
    assert meeting.agenda.count() == 1
    assert keys[0] not in re.findall(r'name="matter" value="([^"]+)"', body(browser.get(where)))


def test_the_order_is_typed_or_moved_without_a_script(meeting: Meeting, people: People, signed_in: SignedIn):
    first, second = (add_question(meeting, name, "", people["methodologist"]) for name in "АБ")
    browser, where = signed_in("methodologist"), f"/meetings/{meeting.pk}/agenda/order/"
    browser.post(where, {f"position-{first.pk}": "5", f"position-{second.pk}": "ы"})
    assert [one.title for one in meeting.agenda.all()] == ["Б", "А"]
    browser.post(where, {"move": f"up:{first.pk}"})
    assert [one.title for one in meeting.agenda.all()] == ["А", "Б"]
    browser.post(where, {"move": "up:99999"})
    browser.post(where, {f"position-{first.pk}": "1" * 5000, f"position-{second.pk}": "-1"})
    browser.post(where, {"move": f"up:{first.pk}"})
    assert [one.title for one in meeting.agenda.all()] == ["А", "Б"]


def test_what_is_typed_is_kept_by_itself_and_nobody_s_words_are_lost(
    meeting: Meeting, people: People, signed_in: SignedIn
):
    item = add_question(meeting, "А", "", people["methodologist"])
    where, said = f"/meetings/questions/{item.pk}/", {"title": "А", "speaker": "", "version": item.version}
    kept = signed_in("methodologist").post(where, said | {"heard": "первый"}, headers={"HX-Request": "true"})
    assert "Записано в" in body(kept)
    assert f'id="q{item.pk}_version" value="{item.version + 1}"' in body(kept)
    late = signed_in("coordinator").post(where, said | {"heard": "второй"}, headers={"HX-Request": "true"})
    assert "Сейчас записано: «первый»" in body(late)
    plain = body(signed_in("coordinator").post(where, said | {"heard": "второй"}))
    assert "первый" in plain
    assert re.search(r"<textarea[^>]*>\s*второй</textarea>", plain)
    assert f'name="version" value="{item.version + 1}"' in plain


def decided(signed_in: SignedIn, meeting: Meeting, **said: str) -> str:
    return body(signed_in("methodologist").post(f"/meetings/{meeting.pk}/decide/", said, follow=True))


def test_a_decision_names_its_owner_by_the_beginning_of_a_name(meeting: Meeting, people: People, signed_in: SignedIn):
    item = add_question(meeting, "А", "", people["methodologist"])
    decided(signed_in, meeting, text="Сделать", owner="директорова", due_on="2024-12-10", item=str(item.pk))
    made = MeetingDecision.objects.get()
    assert (made.owner, made.item) == (people["head"], item)


@pytest.mark.parametrize(
    ("said", "words"),
    [({"owner": "Никтоев", "due_on": "2024-12-10"}, "не найдено"), ({"owner": "Директорова"}, "Поручение – это кто"),
     ({"due_on": "2024-12-10"}, "Поручение – это кто"), ({"due_on": "вчера"}, "Срок"),
     ({"item": "ы" * 50}, ""), ({"item": "9" * 5000}, "")],
)  # fmt: skip
def test_what_cannot_be_decided_is_said_and_what_was_typed_stays(
    said: dict[str, str], words: str, meeting: Meeting, signed_in: SignedIn
):
    page = decided(signed_in, meeting, text="Моё решение", **said)
    assert words in page
    assert "Моё решение" in page


def test_hostile_words_are_only_words_on_screen_and_on_paper(
    decision: MeetingDecision, people: People, signed_in: SignedIn
):
    evil = "<script>alert(1)</script> {{ 7*7 }} {% for %} & =HYPERLINK()"
    browser, meeting = signed_in("methodologist"), decision.meeting
    browser.post(f"/meetings/{meeting.pk}/agenda/add/", {"title": evil, "speaker": evil})
    browser.post(
        f"/meetings/decisions/{decision.pk}/", {"text": evil, "version": decision.version, "item": ""}, follow=True
    )
    browser.post(f"/meetings/{meeting.pk}/attendance/", {"guests": evil})
    for page in ("", "agenda/", "write/", "history/"):
        shown = body(browser.get(f"/meetings/{meeting.pk}/{page}"))
        assert "<script>alert" not in shown
        assert "&lt;script&gt;" in shown or page == "history/"
    paper = browser.get(f"/meetings/{meeting.pk}/minutes.docx").content
    text = "\n".join(one.text for one in Document(io.BytesIO(paper)).paragraphs).replace("\u00a0", " ")
    assert text.count("<script>alert(1)</script> {{ 7*7 }} {% for %}") == 5


def test_signing_from_the_page_freezes_and_makes_tasks(decision: MeetingDecision, people: People, signed_in: SignedIn):
    browser, where = signed_in("methodologist"), f"/meetings/{decision.meeting_id}/"
    assert "кто присутствовал" in body(browser.post(f"{where}sign/", {"number": "1"}, follow=True))
    come(decision.meeting, people)
    page = body(browser.post(f"{where}sign/", {"number": "1"}, follow=True))
    assert "Протокол № 1 подписан" in page
    assert "срок прошёл" in page
    assert "Вести совещание" not in page
    decision.refresh_from_db()
    assert decision.occurrence is not None
    assert decision.occurrence.state == OccurrenceState.TO_DO
    late = body(browser.post(f"{where}attendance/", {"guests": "Ещё один"}, follow=True))
    assert "больше не меняется" in late
    assert not Attendance.objects.filter(guest="Ещё один").exists()


def test_a_head_sees_only_their_own_school_among_matters(plan: Roadmap, people: People, signed_in: SignedIn):
    due = timezone.localdate() - dt.timedelta(days=3)
    add_task(plan, "9", due, OccurrenceState.TO_DO, school=people.schools[1])
    page = body(signed_in("methodologist").get("/meetings/matters/"))
    assert people.schools[0].name in page
    assert people.schools[1].name in page
    own = body(signed_in("head").get("/meetings/matters/"))
    assert "Мероприятие 2" in own
    assert "Мероприятие 9" not in own
    assert people.schools[1].name not in own
    assert signed_in("head").get(f"/meetings/cards/{people.schools[1].pk}/").status_code == 404


def queries(signed_in: SignedIn, page: str) -> int:
    browser = signed_in("methodologist")
    browser.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["/meetings/", "/meetings/matters/", "/meetings/{0}/", "/meetings/{0}/write/"])
def test_the_number_of_queries_does_not_grow_with_rows(
    page: str, plan: Roadmap, decision: MeetingDecision, people: People, signed_in: SignedIn
):
    where = page.format(decision.meeting_id)
    add_question(decision.meeting, "А", "", people["methodologist"])
    few = queries(signed_in, where)
    for number in range(20, 26):
        add_task(plan, str(number), dt.date(2024, 9, number), OccurrenceState.TO_DO, school=people.schools[0])
        add_question(decision.meeting, f"Вопрос {number}", "", people["methodologist"])
        planned(people)
    assert queries(signed_in, where) == few


def test_a_cancelled_meeting_leaves_the_list_and_its_reason_stays(meeting: Meeting, signed_in: SignedIn):
    browser = signed_in("methodologist")
    browser.post(f"/meetings/{meeting.pk}/cancel/", {"why": "карантин"})
    assert f'href="/meetings/{meeting.pk}/"' not in body(browser.get("/meetings/"))
    assert f'href="/meetings/{meeting.pk}/"' in body(browser.get("/meetings/?cancelled=1"))
    assert "карантин" in body(browser.get(f"/meetings/{meeting.pk}/history/"))


def test_a_meeting_of_the_region_is_planned_by_the_region(people: People, signed_in: SignedIn):
    said = {"kind": MeetingKind.COUNCIL, "title": "", "held_at": SIGNED, "place": "", "chair": None, "secretary": None}
    made = plan_meeting(people.region, said, [], people["analyst"])
    assert signed_in("coordinator").get(f"/meetings/{made.pk}/").status_code == 404
    assert signed_in("analyst").get(f"/meetings/{made.pk}/").status_code == 200


def test_the_plan_of_decisions_is_read_by_the_office_and_changed_by_nobody(
    decision: MeetingDecision, people: People, signed_in: SignedIn
):
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    plan = Roadmap.objects.get(kind="decisions")
    page = body(signed_in("coordinator").get(f"/plans/{plan.pk}/"))
    assert decision.text in page
    assert "поручения совещаний" in page
    assert signed_in("neighbour-head").get(f"/plans/{plan.pk}/").status_code == 404
    assert not may_become(plan, PlanState.AMENDED)
    assert "поручения совещаний" not in body(signed_in("coordinator").get("/plans/new/"))


def test_matters_lead_to_what_they_speak_of(plan: Roadmap, meeting: Meeting, signed_in: SignedIn):
    browser = signed_in("methodologist")
    page = body(browser.get(f"/meetings/{meeting.pk}/agenda/"))
    addresses = [html.unescape(one) for one in re.findall(r'class="small" href="([^"]+)"', page)]
    assert len(addresses) == 3
    assert {browser.get(one).status_code for one in addresses} == {200}


def test_a_meeting_with_heads_leads_to_the_cards_of_their_schools(
    meeting: Meeting, people: People, signed_in: SignedIn
):
    where = f"/meetings/{meeting.pk}/"
    card = f'href="/meetings/cards/{people.schools[0].pk}/"'
    assert card in body(signed_in("methodologist").get(where))
    assert card not in body(signed_in("head").get(where))
    assert card in body(signed_in("head").get("/meetings/"))
