"""Cases as people walk them, and what each persona may not."""

import pytest
from django.test import Client

from opora_web.accounts.models import Person, Post, PostKind
from opora_web.intake.models import SchoolEvent, SchoolEventKind
from opora_web.intake.register.actions import write_event
from opora_web.programme.case.models import Case, CaseTask
from opora_web.programme.case.queries import MOST_TO_CHOOSE_FROM
from opora_web.programme.identification.models import SchoolList
from tests.web.personas import MOMENT, PERSONAS, People, SignedIn
from tests.web.programme.case.conftest import TODAY

_WORK = {"analyst", "coordinator", "methodologist", "curator", "mentor"}
_SEE = _WORK | {"authority-head", "head", "deputy"}
_HISTORY = _SEE - {"mentor"}

PAGES = {
    "/cases/{case}/": _SEE,
    "/cases/{case}/history/": _HISTORY,
    "/cases/tasks/{task}/": _WORK,
}
DEEDS = {
    "/cases/{case}/advance/": _WORK,
    "/cases/{case}/return/": _WORK,
    "/cases/{case}/pause/": _WORK,
    "/cases/{case}/end/": _WORK,
    "/cases/{case}/resume/": _WORK,
    "/cases/{case}/assess/": _WORK,
    "/cases/{case}/note/": _WORK,
    "/cases/{case}/follow/": _SEE,
    "/cases/{case}/assign/": {"coordinator"},
    "/cases/{case}/release/1/": {"coordinator"},
    "/cases/open-list/{list}/": {"coordinator"},
    "/cases/open-school/{school}/": {"coordinator"},
    "/cases/tasks/{task}/": _WORK,
}


def at(address: str, case: Case) -> str:
    task = case.tasks.first()
    assert task is not None
    assert case.entry is not None
    return address.format(case=case.pk, task=task.pk, list=case.entry.school_list_id, school=case.school_id)


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_to_those_it_is_for(address: str, case: Case, signed_in: SignedIn):
    may = {name for name in PERSONAS if signed_in(name).get(at(address, case)).status_code == 200}
    assert may == PAGES[address]


@pytest.mark.parametrize("address", DEEDS)
def test_a_deed_is_refused_to_everybody_else(address: str, case: Case, signed_in: SignedIn):
    where = at(address, case)
    others = {name: signed_in(name).post(where).status_code for name in PERSONAS if name not in DEEDS[address]}
    assert set(others.values()) <= {403, 404}
    may = {name: signed_in(name).post(where, {"junk": "да"}).status_code for name in sorted(DEEDS[address])}
    assert 403 not in may.values()
    assert 500 not in may.values()


def test_everybody_who_has_not_signed_in_is_sent_to_sign_in(case: Case):
    for address in (*PAGES, "/cases/"):
        assert Client().get(at(address, case)).status_code == 302


def test_the_list_shows_each_their_own(case: Case, signed_in: SignedIn):
    name = case.school.name
    for person in ("coordinator", "curator", "mentor", "head", "analyst"):
        assert name in body(signed_in(person).get("/cases/")), person
    for person in ("stranger", "neighbour-head"):
        assert name not in body(signed_in(person).get("/cases/")), person


def test_from_an_approved_list_to_the_next_phase(approved: SchoolList, signed_in: SignedIn, people: People):
    coordinator, curator = signed_in("coordinator"), signed_in("curator")
    assert "Взять школы на сопровождение" in body(coordinator.get(f"/lists/{approved.pk}/"))
    coordinator.post(f"/cases/open-list/{approved.pk}/")
    again = coordinator.post(f"/cases/open-list/{approved.pk}/", follow=True)
    assert "уже на сопровождении" in body(again)
    case = Case.objects.get(school=people.schools[0])

    helper = people["methodologist"].pk
    coordinator.post(f"/cases/{case.pk}/assign/", {"person": helper, "kind": "curator", "since": "2024-09-25"})
    assert "Методистова" in body(coordinator.get(f"/cases/{case.pk}/"))

    refused = curator.post(f"/cases/{case.pk}/advance/", follow=True)
    assert "До следующего этапа не сделано" in body(refused)
    for task in CaseTask.objects.filter(case=case, is_gate=True):
        said = {"status": "done", "note": "Есть", "due_on": "2024-10-01", "version": task.version}
        assert curator.post(f"/cases/tasks/{task.pk}/", said).status_code == 302
    curator.post(f"/cases/{case.pk}/advance/")
    case.refresh_from_db()
    assert case.phase == "programme"

    written = {"held_on": "2024-10-02", "form": "visit", "found": "<script>x</script>", "next_step": "План"}
    curator.post(f"/cases/{case.pk}/note/", written)
    page = body(signed_in("head").get(f"/cases/{case.pk}/"))
    assert "&lt;script&gt;" in page
    assert "Что ждут от школы" in page
    assert "Записать встречу" not in page


def test_two_who_write_one_task_keep_both_texts(case: Case, signed_in: SignedIn):
    task = case.tasks.get(position=0)
    said = {"status": "done", "due_on": "2024-10-01", "version": task.version}
    signed_in("curator").post(f"/cases/tasks/{task.pk}/", said | {"note": "Текст первого"})
    page = body(signed_in("mentor").post(f"/cases/tasks/{task.pk}/", said | {"note": "Текст второго"}))
    assert "Текст первого" in page
    assert "Текст второго" in page


def test_a_full_curator_is_warned_of(case: Case, signed_in: SignedIn, people: People):
    client = signed_in("coordinator")
    curator = people["curator"]
    for number, school in enumerate(people.schools[1:3]):
        curator.posts.create(organisation=school, kind="curator" if number else "mentor", since="2024-09-01")
    said = {"person": curator.pk, "kind": "mentor", "since": "2024-09-25"}
    assert "уже 3 школ" in body(client.post(f"/cases/{case.pk}/assign/", said))
    assert client.post(f"/cases/{case.pk}/assign/", said | {"is_sure": "on"}).status_code == 302


def test_filters_take_junk_and_find_what_is_followed(case: Case, signed_in: SignedIn):
    client = signed_in("coordinator")
    junk = "phase=x&rag=x&home=x&curator=%00&q=%00&sort=x&page=x&overdue=1&unvisited=1&closed=1&view=board"
    assert client.get(f"/cases/?{junk}").status_code == 200
    assert case.school.name not in body(client.get("/cases/?followed=1"))
    client.post(f"/cases/{case.pk}/follow/", {"followed": "yes"})
    assert case.school.name in body(client.get("/cases/?followed=1"))
    assert case.school.name in body(client.get("/cases/?view=board"))
    assert case.school.name not in body(client.get("/cases/?closed=1"))


def dropped(people: People) -> None:
    joined, into = people.schools[:2]
    event = SchoolEvent(school=joined, other=into, kind=SchoolEventKind.MERGED, happened_on=MOMENT.date())
    write_event(event, people["coordinator"])


def test_the_case_of_a_merged_school_is_ended_from_any_phase_with_a_reason(
    case: Case, people: People, signed_in: SignedIn
):
    curator, page = signed_in("curator"), f"/cases/{case.pk}/"
    assert "Завершить сопровождение" not in curator.get(page).content.decode()
    curator.post(f"{page}end/", {"why": "школа работает"})
    assert Case.objects.get(pk=case.pk).closed_at is None
    dropped(people)
    assert "Завершите дело" in curator.get(page).content.decode()
    curator.post(f"{page}end/", {"why": ""})
    assert Case.objects.get(pk=case.pk).closed_at is None
    curator.post(f"{page}end/", {"why": "присоединена к соседней"})
    ended = Case.objects.get(pk=case.pk)
    assert ended.closed_at is not None
    assert ended.closed_because == "присоединена к соседней"
    assert "Завершите дело" not in curator.get(page).content.decode()


def test_a_merged_school_is_marked_on_the_list_and_not_taken_on(
    approved: SchoolList, people: People, signed_in: SignedIn
):
    dropped(people)
    coordinator, place = signed_in("coordinator"), approved.entries.get(school=people.schools[0])
    for address in (f"/lists/{approved.pk}/", f"/lists/entries/{place.pk}/"):
        assert "исключена из реестра" in coordinator.get(address).content.decode()
    coordinator.post(f"/cases/open-list/{approved.pk}/")
    assert not Case.objects.filter(school=people.schools[0]).exists()


def test_among_very_many_people_only_offices_and_helpers_are_offered(case: Case, people: People, signed_in: SignedIn):
    def offered() -> str:
        page = signed_in("coordinator").get(f"/cases/{case.pk}/").content.decode()
        return page[page.index('name="person"') :].partition("</select>")[0]

    assert people["teacher"].full_name in offered()
    many = Person.objects.bulk_create(
        Person(username=f"teacher-{number}", full_name=f"Учитель № {number}") for number in range(MOST_TO_CHOOSE_FROM)
    )
    Post.objects.bulk_create(
        Post(person=one, organisation=people.schools[2], kind=PostKind.TEACHER, since=TODAY) for one in many
    )
    choice = offered()
    for name in ("curator", "mentor", "methodologist", "coordinator"):
        assert people[name].full_name in choice
    for name in ("teacher", "head"):
        assert people[name].full_name not in choice
    assert "Учитель № 7" not in choice
