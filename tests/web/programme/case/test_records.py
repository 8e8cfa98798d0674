"""Records of contacts are corrected and put away; a school has tasks of its own; it is taken on from its own page."""

import datetime as dt
from typing import Any

import pytest

from opora_web.programme.case.actions import note_contact, pause_case
from opora_web.programme.case.models import Case, CaseNote, CaseTask, TaskStatus
from opora_web.programme.case.rules import gate_missing
from tests.web.personas import People, SignedIn
from tests.web.programme.case.conftest import OPENED, TODAY


@pytest.fixture
def note(case: Case, people: People) -> CaseNote:
    said = {"held_on": TODAY, "today": TODAY, "form": "visit", "found": "Три урока", "next_step": "Разбор"}
    return note_contact(case, said, people["curator"])


def corrected(note: CaseNote, **more: Any) -> dict[str, Any]:
    form = {"held_on": "2024-09-25", "form": "call", "found": "Четыре урока", "next_step": "", "version": note.version}
    return form | more


def test_a_record_is_corrected_and_keeps_what_stood_before(note: CaseNote, signed_in: SignedIn):
    browser = signed_in("curator")
    assert browser.post(f"/cases/notes/{note.pk}/", corrected(note)).status_code == 302
    note.refresh_from_db()
    assert (note.found, note.form, note.next_step) == ("Четыре урока", "call", "")
    page = browser.get(f"/cases/notes/{note.pk}/").content.decode()
    assert "<del>Три урока</del>" in page
    assert "встреча 25.09.2024" in browser.get(f"/cases/{note.case_id}/history/").content.decode().lower()


def test_two_who_correct_one_record_lose_nothing(note: CaseNote, signed_in: SignedIn):
    old = corrected(note)
    signed_in("curator").post(f"/cases/notes/{note.pk}/", old)
    page = signed_in("mentor").post(f"/cases/notes/{note.pk}/", old | {"found": "Мой текст"}).content.decode()
    assert "Мой текст" in page
    assert "Четыре урока" in page
    note.refresh_from_db()
    assert note.found == "Четыре урока"


@pytest.mark.parametrize(
    ("more", "said"), [({"held_on": "2100-01-01"}, "не может быть впереди"), ({"found": ""}, "Обязательное поле")]
)
def test_what_cannot_be_is_said_beside_the_form(more: dict[str, str], said: str, note: CaseNote, signed_in: SignedIn):
    page = signed_in("curator").post(f"/cases/notes/{note.pk}/", corrected(note, **more)).content.decode()
    assert said in page
    note.refresh_from_db()
    assert note.version == 1


def test_a_record_goes_into_the_trash_and_comes_back(note: CaseNote, signed_in: SignedIn):
    browser = signed_in("curator")
    browser.post(f"/cases/notes/{note.pk}/away/", {"why": "не та школа"})
    assert "Три урока" not in browser.get(f"/cases/{note.case_id}/").content.decode()
    assert "не та школа" in browser.get("/trash/?kind=notes").content.decode()
    assert browser.get(f"/cases/notes/{note.pk}/").status_code == 404
    browser.post(f"/trash/notes/{note.pk}/restore/")
    assert "Три урока" in browser.get(f"/cases/{note.case_id}/").content.decode()


def test_a_paused_case_keeps_its_records_as_they_are(note: CaseNote, people: People, signed_in: SignedIn):
    pause_case(Case.objects.get(), "ремонт", people["curator"], OPENED)
    browser = signed_in("curator")
    assert "приостановлено" in browser.post(f"/cases/notes/{note.pk}/", corrected(note)).content.decode()
    browser.post(f"/cases/notes/{note.pk}/away/")
    note.refresh_from_db()
    assert (note.found, note.trashed_at) == ("Три урока", None)


def test_only_who_works_on_the_case_touches_its_records(note: CaseNote, signed_in: SignedIn):
    for name in ("head", "stranger", "observer", "neighbour-head", "outsider"):
        assert signed_in(name).get(f"/cases/notes/{note.pk}/").status_code in {403, 404}
        assert signed_in(name).post(f"/cases/notes/{note.pk}/away/").status_code in {403, 404}
        assert signed_in(name).post(f"/cases/{note.case_id}/tasks/", {}).status_code in {403, 404}


def test_a_task_of_ones_own_stands_in_the_present_phase_and_may_hold_the_gate(case: Case, signed_in: SignedIn):
    CaseTask.objects.filter(case=case).update(status=TaskStatus.DONE)
    form = {"title": "Собрать <b>родителей</b>", "who": "school", "proof": "протокол", "is_gate": "on", "due_on": ""}
    answer = signed_in("curator").post(f"/cases/{case.pk}/tasks/", form, follow=True)
    assert "&lt;b&gt;родителей" in answer.content.decode()
    made = CaseTask.objects.latest("pk")
    assert (made.phase, made.round, made.is_gate) == (case.phase, case.round, True)
    assert [task.title for task in gate_missing(case, case.tasks.all())] == ["Собрать <b>родителей</b>"]
    page = signed_in("curator").post(f"/cases/{case.pk}/tasks/", form | {"title": ""}).content.decode()
    assert "Обязательное поле" in page


def test_a_school_is_taken_on_from_its_own_page_by_who_may(people: People, signed_in: SignedIn):
    school = people.schools[0]
    for name, offers in (("coordinator", True), ("methodologist", False), ("head", False), ("curator", False)):
        page = signed_in(name).get(f"/schools/{school.code}/").content.decode()
        assert ("Взять на сопровождение" in page) is offers, name
    signed_in("coordinator").post(f"/cases/open-school/{school.pk}/")
    page = signed_in("coordinator").get(f"/schools/{school.code}/").content.decode()
    assert "Взять на сопровождение" not in page
    assert f"/cases/{Case.objects.get().pk}/" in page
    Case.objects.update(closed_at=OPENED + dt.timedelta(days=1))
    assert (
        "Прежнее сопровождение завершено" in signed_in("coordinator").get(f"/schools/{school.code}/").content.decode()
    )
