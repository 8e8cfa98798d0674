"""The calendar feed by its key, the letter of the day, and the page of both."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client, override_settings
from django_tasks_db.models import DBTaskResult
from icalendar import Calendar

from opora_web.programme.execution.calendar_feed import MOST_KEYS, feed_of, make_calendar_key
from opora_web.programme.execution.digests import letter_for, message_of, recipients, send_digests
from opora_web.programme.execution.models import CalendarKey, Digest, EvidenceKind, Occurrence
from opora_web.programme.execution.proof_actions import attach_evidence
from opora_web.programme.execution.tasks import start_rounds
from opora_web.programme.identification.rules import RefusedError
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.execution.conftest import LESSONS, MEETINGS, NOW, ORDER, TODAY, VISITS, one


def made_address(client: Client) -> str:
    page = client.post("/execution/reminders/", {"title": "телефон"})
    assert page["Cache-Control"] == "no-store"
    found = re.search(r"<code>(http://testserver)(/execution/feed/\S+\.ics)</code>", page.content.decode())
    assert found is not None
    return found[2]


# --- the feed -----------------------------------------------------------------------------------------------------


def test_the_feed_is_read_without_signing_in_and_holds_only_ones_own(
    tasks: list[Occurrence], signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    address = made_address(signed_in("head"))
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    names = {str(part["summary"]) for part in Calendar.from_ical(answer.content).subcomponents if part.name == "VTODO"}
    assert names == {f"2. {LESSONS}"}
    everybody = [full_name.split()[0] for full_name, _, _ in PERSONAS.values()]
    assert not any(surname in answer.content.decode() for surname in everybody)
    assert people.schools[1].name not in answer.content.decode()


def test_the_address_is_shown_once_and_only_its_hash_is_kept(tasks: list[Occurrence], signed_in: SignedIn):
    client = signed_in("head")
    key = made_address(client).removeprefix("/execution/feed/").removesuffix(".ics")
    assert key not in client.get("/execution/reminders/").content.decode()
    kept = CalendarKey.objects.get()
    assert key not in {kept.digest, kept.first}
    assert kept.first == key[:6]
    assert kept.used_at is None


def test_a_revoked_unknown_or_strangers_key_opens_nothing(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    address, key = made_address(signed_in("head")), CalendarKey.objects.get()
    assert Client().get(address).status_code == 200
    for junk in ("x", "..", "%00", "я" * 50, "a" * 5000):
        assert Client().get(f"/execution/feed/{junk}.ics").status_code == 404
    assert Client().get("/execution/feed/.ics").status_code == 404
    assert signed_in("deputy").post(f"/execution/reminders/{key.pk}/revoke/").status_code == 404
    assert Client().get(address).status_code == 200
    signed_in("head").post(f"/execution/reminders/{key.pk}/revoke/")
    assert Client().get(address).status_code == 404


def test_who_may_not_come_in_has_no_feed(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    address = made_address(signed_in("head"))
    head = people["head"]
    head.is_active = False
    head.save()
    assert Client().get(address).status_code == 404


def test_a_calendar_that_has_the_feed_is_told_so(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    address = made_address(signed_in("coordinator"))
    first = Client().get(address)
    tag = first["ETag"]
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    Occurrence.objects.filter(owner=people.persons["coordinator"]).update(due_on=dt.date(2100, 1, 1), version=2)
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200


def test_only_so_many_addresses_at_once(people: People):
    for number in range(MOST_KEYS):
        make_calendar_key(people.persons["head"], str(number), NOW)
    with pytest.raises(RefusedError, match="Отзовите"):
        make_calendar_key(people.persons["head"], "ещё", NOW)


def test_the_feed_names_pages_only_where_the_site_knows_its_address(tasks: list[Occurrence], people: People):
    head = people["head"]
    assert {task.address for task in feed_of(head, TODAY)} == {""}
    with override_settings(SITE_ADDRESS="https://opora.example"):
        assert feed_of(people["head"], TODAY)[0].address.startswith("https://opora.example/execution/")


# --- the letter of the day ----------------------------------------------------------------------------------------


def test_a_letter_says_what_is_late_what_is_due_and_what_waits(tasks: list[Occurrence], people: People):
    order = one(ORDER)
    paper = {"kind": EvidenceKind.ORDER, "proves": "Группа создана", "number": "1", "dated": TODAY}
    attach_evidence(order, paper, ("", ""), people.persons["methodologist"], NOW)
    Occurrence.objects.filter(measure__name=MEETINGS).update(due_on=TODAY - dt.timedelta(days=1))
    letter = letter_for(people["coordinator"], TODAY)
    assert letter is not None
    assert letter.subject == "Опора, 10.09.2024: срок прошёл – 2, ждёт вашей приёмки – 1"
    text = str(message_of(letter).body)
    assert MEETINGS in text
    assert "Приказ, приложено 10.09.2024" in text
    assert VISITS not in text
    due = letter_for(people["methodologist"], dt.date(2024, 9, 20))
    assert due is not None
    assert [part.title for part in due.parts] == ["Ближайшие 14 дней"]


def test_a_letter_leads_to_each_task_and_to_what_waits_only_whom_something_waits_for(
    lessons: Occurrence, people: People
):
    said = {"kind": EvidenceKind.NOTE, "proves": "уроки посещены", "number": "1", "dated": TODAY}
    attach_evidence(lessons, said, ("", ""), people.persons["head"], NOW)
    task, queue = f'href="https://opora.example/execution/{lessons.pk}/"', "https://opora.example/execution/waiting/"
    with override_settings(SITE_ADDRESS="https://opora.example"):
        for name, waits in (("head", False), ("curator", True)):
            letter = letter_for(people[name], lessons.due_on)
            assert letter is not None
            message = message_of(letter)
            texts = str(message.body), str(message.alternatives[0].content)
            assert task in texts[1]
            assert [queue in text for text in texts] == [waits, waits], name


def test_who_has_nothing_to_do_gets_no_letter(tasks: list[Occurrence], people: People):
    assert letter_for(people["observer"], TODAY) is None
    assert letter_for(people["outsider"], TODAY) is None


def test_the_same_day_brings_one_letter_whatever_restarts(tasks: list[Occurrence], people: People):
    day = dt.date(2024, 9, 20)
    sent = send_digests(day, NOW)
    assert sent == len(mail.outbox) == Digest.objects.count() == 1
    assert mail.outbox[0].to == ["methodologist@example.org"]
    assert mail.outbox[0].alternatives[0].mimetype == "text/html"
    assert send_digests(day, NOW) == 0
    assert len(mail.outbox) == 1
    assert send_digests(day + dt.timedelta(days=1), NOW) == 1


def test_a_letter_the_server_refused_goes_with_the_next_round(
    tasks: list[Occurrence], people: People, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_args: object) -> int:
        raise ConnectionRefusedError

    day = dt.date(2024, 9, 20)
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        assert send_digests(day, NOW) == 0
    assert not Digest.objects.exists()
    assert send_digests(day, NOW) == 1


def test_who_wants_no_letters_gets_none(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    client = signed_in("methodologist")
    client.post("/execution/reminders/letters/", {"wanted": "no"})
    client.post("/execution/reminders/letters/", {"wanted": "no"})
    assert people.persons["methodologist"] not in recipients()
    assert send_digests(dt.date(2024, 9, 20), NOW) == 0
    assert "Включить письма" in client.get("/execution/reminders/").content.decode()
    client.post("/execution/reminders/letters/", {"wanted": "yes"})
    assert send_digests(dt.date(2024, 9, 20), NOW) == 1


def test_names_in_a_letter_are_only_names(tasks: list[Occurrence], people: People):
    order = one(ORDER)
    order.measure.name = "<script>alert(1)</script>\r\nBcc: x@example.org"
    order.measure.save()
    letter = letter_for(people["methodologist"], dt.date(2024, 9, 20))
    assert letter is not None
    message = message_of(letter)
    assert "<script>" not in str(message.alternatives[0].content)
    assert "Bcc" not in message.message()


def test_every_person_has_the_page_of_reminders(signed_in: SignedIn):
    for name in PERSONAS:
        assert signed_in(name).get("/execution/reminders/").status_code == 200
    assert Client().get("/execution/reminders/").status_code == 302


@override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}})
def test_a_worker_begins_the_rounds_once_however_often_it_starts(people: People):
    start_rounds(NOW)
    start_rounds(NOW)
    assert DBTaskResult.objects.count() == 1
