"""The pages of execution as people walk them, and what each persona may not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opora_web.programme.execution.arranging import arrange_tasks
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.proof_actions import attach_evidence
from opora_web.programme.roadmap.models import RoadmapMeasure
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.execution.conftest import LESSONS, MEETINGS, NOW, TODAY, VISITS, empty_plan, measure

_OFFICE = {"analyst", "authority-head", "coordinator", "methodologist"}
_EXECUTE = {"analyst", "coordinator", "methodologist", "curator", "mentor", "head", "deputy"}
_ACCEPT = {"analyst", "coordinator", "methodologist", "curator"}
_LISTS = (
    "/execution/", "/execution/board/", "/execution/calendar/", "/execution/timeline/", "/execution/timeline.svg",
    "/execution/timeline.json", "/execution/table.xlsx",
)  # fmt: skip


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", _LISTS)
def test_lists_open_to_whoever_sees_plans(address: str, tasks: list[Occurrence], signed_in: SignedIn):
    may = {name for name in PERSONAS if signed_in(name).get(address).status_code == 200}
    assert may == _OFFICE | {"curator", "mentor", "head", "deputy", "neighbour-head", "stranger"}
    assert Client().get(address).status_code == 302


def test_each_sees_their_own_tasks(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    own, foreign = people.schools[0].name, people.schools[1].name
    page = body(signed_in("head").get("/execution/"))
    assert own in page
    assert foreign not in page
    assert MEETINGS not in page, "the meetings of the district are no task of a school"
    assert LESSONS not in body(signed_in("stranger").get("/execution/"))
    assert foreign in body(signed_in("coordinator").get("/execution/"))


def test_a_task_of_a_school_is_seen_there_and_above_it(lessons: Occurrence, signed_in: SignedIn):
    where = f"/execution/{lessons.pk}/"
    may = {name for name in PERSONAS if signed_in(name).get(where).status_code == 200}
    assert may == _OFFICE | {"curator", "mentor", "head", "deputy"}
    assert signed_in("neighbour-head").get(where).status_code == 404
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("deed", ["done", "attach", "postpone", "reassign", "undo"])
def test_deeds_are_refused_to_everybody_else(deed: str, lessons: Occurrence, signed_in: SignedIn):
    where = f"/execution/{lessons.pk}/{deed}/"
    answers = {name: signed_in(name).post(where, {"junk": "да"}).status_code for name in PERSONAS}
    assert {name for name, code in answers.items() if code in {200, 302}} == _EXECUTE
    assert set(answers.values()) <= {200, 302, 403, 404}


def proof(task: Occurrence, people: People, name: str = "deputy") -> Evidence:
    said: dict[str, Any] = {"kind": EvidenceKind.NOTE, "proves": "Уроки посещены", "number": "1", "dated": TODAY}
    return attach_evidence(task, said, ("", ""), people.persons[name], NOW)


def test_only_others_with_the_right_accept_evidence(lessons: Occurrence, signed_in: SignedIn, people: People):
    one = proof(lessons, people, "curator")
    where = f"/execution/evidence/{one.pk}/accept/"
    for name in set(PERSONAS) - _ACCEPT:
        assert signed_in(name).post(where).status_code in {403, 404}, name
    refused = signed_in("curator").post(where, follow=True)
    assert "другой человек" in body(refused)
    one.refresh_from_db()
    assert one.accepted_at is None
    signed_in("methodologist").post(where)
    one.refresh_from_db()
    assert one.accepted_by == people.persons["methodologist"]


def test_from_to_do_to_proven_on_the_pages(lessons: Occurrence, signed_in: SignedIn, people: People):
    head, curator = signed_in("head"), signed_in("curator")
    where = f"/execution/{lessons.pk}/"
    assert "справка" in body(head.get("/execution/mine/"))
    said = {"said": "Посетили <b>6</b> уроков", "version": lessons.version, "delay": "каникулы"}
    head.post(f"{where}done/", said)
    page = body(head.get(where))
    assert "&lt;b&gt;6" in page
    assert "нет: карта посещения урока" in page
    for kind in ("note", "lesson-card"):
        paper = {"kind": kind, "proves": "Уроки посещены", "number": "1", "dated": "2024-10-01"}
        assert head.post(f"{where}attach/", paper).status_code == 302
    queue = body(curator.get("/execution/waiting/"))
    assert queue.count("Принять</button>") == 2
    for one in Evidence.objects.all():
        back = curator.post(f"/execution/evidence/{one.pk}/accept/", {"back": "/execution/waiting/"})
        assert back.url == "/execution/waiting/"
    lessons.refresh_from_db()
    assert lessons.state == OccurrenceState.PROVEN
    assert "Подтверждено" in body(head.get(where))
    assert "Ничего не ждёт" in body(curator.get("/execution/waiting/"))
    history = body(head.get(f"{where}history/"))
    assert "Директорова" in history
    assert "принято" in history


_DATED = {"number": "7", "dated": "2024-10-01"}
#: What an expected result names → the artefact, what it must carry, what is said where it does not.
_ARTEFACTS = {
    "Приказ о посещении уроков": ("order", _DATED, "номер и дата"),
    "Листы присутствия": ("attendance", _DATED, "Приложите файл"),
    "Аналитическая справка": ("note", _DATED, "Приложите файл"),
    "Карты посещения уроков": ("lesson-card", _DATED, "Приложите файл"),
    "Результаты до и после": ("before-after", {"before": "61,5", "after": "70.5"}, "два числа"),
    "Протокол": ("minutes", _DATED, "Приложите файл"),
    "Разработан план": ("plan", _DATED, "Приложите файл"),
    "Размещено на сайте": ("publication", {"place": "https://school.example/news"}, "Приложите файл"),
}


@pytest.mark.parametrize("expected", _ARTEFACTS)
def test_each_sort_of_artefact_is_attached_refused_put_right_and_proves(
    expected: str, lessons: Occurrence, signed_in: SignedIn
):
    kind, carried, lacking = _ARTEFACTS[expected]
    RoadmapMeasure.objects.filter(pk=lessons.measure_id).update(expected=expected)
    head, curator, where = signed_in("head"), signed_in("curator"), f"/execution/{lessons.pk}/"
    head.post(f"{where}done/", {"said": "Посетили уроки", "version": lessons.version, "delay": "каникулы"})
    paper = {"kind": kind, "proves": "Видно, что уроки посещены"}
    assert lacking in body(head.post(f"{where}attach/", paper, follow=True))
    for number, verdict in enumerate(("refuse", "accept"), start=1):
        assert head.post(f"{where}attach/", paper | carried).status_code == 302
        one = Evidence.objects.filter(kind=kind).latest("pk")
        assert Evidence.objects.count() == number
        assert Occurrence.objects.get(pk=lessons.pk).state == OccurrenceState.DECLARED
        curator.post(f"/execution/evidence/{one.pk}/{verdict}/", {"why": "Не видно даты"})
    page = body(head.get(where))
    assert "не принято" in page
    assert "Не видно даты" in page
    assert Occurrence.objects.get(pk=lessons.pk).state == OccurrenceState.PROVEN
    assert ("Было 61,5, стало 70,5" in page) == (kind == "before-after")


def test_the_journal_names_a_file_and_its_numbers_as_people_do(lessons: Occurrence, signed_in: SignedIn):
    head, where = signed_in("head"), f"/execution/{lessons.pk}/"
    file = SimpleUploadedFile("справка.pdf", b"%PDF-1.7 words")
    paper = {"kind": "before-after", "proves": "Доля, %", "before": "61,5", "after": "70", "file": file}
    assert head.post(f"{where}attach/", paper).status_code == 302
    page = body(head.get(f"{where}history/"))
    assert "справка.pdf" in page
    assert Evidence.objects.get().file not in page
    assert ("61,5" in page, "61.5" in page) == (True, False)


def test_what_is_late_is_not_said_to_be_done_without_a_reason(lessons: Occurrence, signed_in: SignedIn):
    Occurrence.objects.filter(pk=lessons.pk).update(due_on=TODAY)
    said = {"said": "Посетили", "version": lessons.version}
    page = body(signed_in("head").post(f"/execution/{lessons.pk}/done/", said))
    assert "Почему позже срока" in page
    assert "Посетили" in page, "what was typed stays"
    assert Occurrence.objects.get(pk=lessons.pk).state == OccurrenceState.TO_DO
    signed_in("head").post(f"/execution/{lessons.pk}/done/", said | {"delay": "Карантин"})
    assert "Карантин" in body(signed_in("coordinator").get(f"/execution/{lessons.pk}/"))


def test_a_way_back_never_leads_out_of_the_site(lessons: Occurrence, signed_in: SignedIn, people: People):
    one = proof(lessons, people)
    answer = signed_in("curator").post(f"/execution/evidence/{one.pk}/accept/", {"back": "https://evil.example/"})
    assert answer.url == f"/execution/{lessons.pk}/"


def test_who_was_slower_keeps_their_words(lessons: Occurrence, signed_in: SignedIn, people: People):
    said = {"due_on": "2099-11-15", "reason": "Ждём методиста", "version": "999"}
    page = body(signed_in("head").post(f"/execution/{lessons.pk}/postpone/", said))
    assert "Ждём методиста" in page


def test_a_refused_proof_is_the_first_thing_its_author_sees(lessons: Occurrence, signed_in: SignedIn, people: People):
    one = proof(lessons, people, "head")
    signed_in("curator").post(f"/execution/evidence/{one.pk}/refuse/", {"why": "Нет подписи"})
    page = body(signed_in("head").get("/execution/mine/"))
    assert "Не принято – нужно исправить" in page
    assert "Нет подписи" in page


def test_an_owner_without_any_right_sees_only_their_task(lessons: Occurrence, signed_in: SignedIn, people: People):
    Occurrence.objects.filter(pk=lessons.pk).update(owner=people.persons["teacher"])
    teacher = signed_in("teacher")
    assert LESSONS in body(teacher.get("/execution/mine/"))
    assert teacher.get(f"/execution/{lessons.pk}/").status_code == 200
    assert teacher.get("/execution/").status_code == 403
    said = {"said": "Посетили", "version": lessons.version, "delay": "каникулы"}
    assert teacher.post(f"/execution/{lessons.pk}/done/", said).status_code == 302


# --- filters ------------------------------------------------------------------------------------------------------


def found(client: Client, query: str) -> int:
    return int(client.get(f"/execution/?{query}").context["page"].paginator.count)


def test_filters_narrow_the_table(tasks: list[Occurrence], signed_in: SignedIn, people: People):
    client, school = signed_in("coordinator"), people.schools[0]
    assert found(client, "") == len(tasks)
    assert found(client, f"school={school.pk}") == 1
    assert found(client, f"owner={people.persons['coordinator'].pk}") == 2
    assert found(client, "owner=nobody") == len(people.schools) - 2 + 1
    assert found(client, "section=Общесистемные") == len(tasks)
    assert found(client, "section=Нет") == 0
    assert found(client, "until=2024-09-30") == 1
    assert found(client, "since=2024-12-31&until=2024-12-31") == 3
    assert found(client, "q=ЗАСЕДАНИЯ") == 2
    assert found(client, f"q={school.name}") >= 1
    assert found(client, "state=proven") == 0
    Occurrence.objects.filter(measure__name=VISITS).update(state=OccurrenceState.CANCELLED)
    assert found(client, "") == len(tasks) - 1
    assert found(client, "state=cancelled") == 1


_JUNK = (
    "school=x&owner=%00&section=%00&plan=99999999999999999999&state=x&since=2024-13-45&until=x&q=%00&sort=x&page=x"
    "&month=0000-99"
)


@pytest.mark.parametrize("address", _LISTS)
def test_junk_in_an_address_is_left_out(address: str, tasks: list[Occurrence], signed_in: SignedIn):
    assert signed_in("coordinator").get(f"{address}?{_JUNK}").status_code == 200


def test_a_month_shows_what_is_due_in_it(tasks: list[Occurrence], signed_in: SignedIn):
    client = signed_in("coordinator")
    page = body(client.get("/execution/calendar/?month=2024-10"))
    assert "Октябрь 2024" in page
    assert "ещё " in page, "more schools than a day shows"
    assert "month=2024-09" in page
    assert "month=2024-11" in page
    assert "ничего не заканчивается" in body(client.get("/execution/calendar/?month=2023-01"))


def test_the_board_counts_every_task_once(tasks: list[Occurrence], signed_in: SignedIn):
    columns = signed_in("coordinator").get("/execution/board/").context["columns"]
    assert sum(column.count for column in columns) == len(tasks)


def test_the_workbook_holds_formulas_as_words(tasks: list[Occurrence], signed_in: SignedIn):
    from io import BytesIO

    from openpyxl import load_workbook

    Occurrence.objects.filter(measure__name=VISITS).update(said="=cmd()|x", state=OccurrenceState.DECLARED)
    content = signed_in("coordinator").get("/execution/table.xlsx").content
    cells = [cell for row in load_workbook(BytesIO(content))["Выполнение"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=cmd()|x"] == ["s"]
    assert sum(str(cell.value).startswith("Посещение") for cell in cells) == sum(
        task.measure.name == LESSONS for task in tasks
    )


@pytest.mark.parametrize(
    "address", ["/execution/", "/execution/board/", "/execution/calendar/?month=2024-12", "/execution/timeline/",
                "/execution/mine/", "/execution/table.xlsx"],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow_with_rows(
    address: str, tasks: list[Occurrence], signed_in: SignedIn, people: People
):
    client = signed_in("coordinator")
    few = _queries(client, address)
    plan = empty_plan(people, people.municipalities["Речной"], "Второй план")
    for number in range(12):
        measure(plan, f"Мероприятие {number}", "Не реже 2 раз в год", "Справка", person=people.persons["coordinator"])
    arrange_tasks(plan, None, "первая редакция")
    assert _queries(client, address) == few


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
