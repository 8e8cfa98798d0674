"""A plan's whole way: a Word file in, corrected, reviewed, approved, amended – through the pages."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from opora.plans import plan_in
from opora_web.programme.roadmap.models import (
    PlanArrival,
    PlanEdition,
    PlanRemark,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
)
from opora_web.programme.roadmap.signals import plan_approved
from tests.plans.written import HEADING, docx, row, saved
from tests.web.personas import People, SignedIn

_FILE = docx(
    [
        HEADING,
        ("Нормативная база",),
        row("1.", "Утвердить перечень школ", "Март", responsible="УО, МКУ «ИМС»"),
        row("2.", "Обсудить итоги", "", expected=""),
        row("4.", "Провести семинар", "Сентябрь январь", responsible="Директорова Д.Д."),
    ]
)


def word(content: bytes = _FILE, name: str = "план.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def said(reply: Any) -> str:
    words: str = reply.content.decode()
    return words


def uploaded(browser: Client, organisation: int, kind: str = "roadmap", content: bytes = _FILE) -> PlanArrival:
    form = {"organisation": organisation, "kind": kind, "years": "", "file": word(content)}
    reply = browser.post("/plans/upload/", form)
    assert reply.status_code == 302, said(reply)
    arrival = PlanArrival.objects.latest("pk")
    assert reply["Location"] == f"/plans/arrivals/{arrival.pk}/"
    return arrival


def decide(browser: Client, arrival: PlanArrival, **choice: str) -> Any:
    return browser.post(f"/plans/arrivals/{arrival.pk}/decide/", choice)


@pytest.fixture
def draft(people: People, signed_in: SignedIn) -> Roadmap:
    """The district's plan, all rows of the file taken."""
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    decide(browser, arrival, many="all")
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    return Roadmap.objects.get()


def test_every_row_is_shown_with_its_remarks_and_its_deadline_as_understood(
    people: People, signed_in: SignedIn
) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    page = said(browser.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Прочитано 3 строки: взято 0, оставлено 0, не решено 3" in page
    assert "number-skipped" in page
    assert "март 2022 года" in page
    assert "сомнение" in page
    assert "таблица 1, строка 5" in page


def test_rows_are_taken_corrected_and_left_out_one_by_one_and_choices_stay(people: People, signed_in: SignedIn) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    decide(browser, arrival, take="1-3")
    decide(browser, arrival, leave="1-5")
    form = {"number": "2.", "section": "Нормативная база", "name": "Обсудить итоги года", "deadline": "Июнь",
            "expected": "Протокол", "responsible": "УО", "note": ""}  # fmt: skip
    browser.post(f"/plans/arrivals/{arrival.pk}/rows/1-4/", form)
    page = said(signed_in("coordinator").get(f"/plans/arrivals/{arrival.pk}/"))
    assert "взято 2, оставлено 1, не решено 0" in page
    assert "исправлено" in page
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    measures = RoadmapMeasure.objects.filter(roadmap=Roadmap.objects.get())
    assert [(one.number, one.name, one.deadline_text) for one in measures] == [
        ("1.", "Утвердить перечень школ", "Март"), ("2.", "Обсудить итоги года", "Июнь"),
    ]  # fmt: skip
    assert measures[1].deadline["starts_on"] == "2022-06-01"


def test_all_without_remarks_are_taken_with_one_button_and_the_rest_waits(people: People, signed_in: SignedIn) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    decide(browser, arrival, many="clean")
    reply = browser.post(f"/plans/arrivals/{arrival.pk}/settle/", follow=True)
    assert "Не решено, что делать со строками: 2" in said(reply)
    assert not Roadmap.objects.exists()


def test_a_row_answers_alone_to_htmx(people: People, signed_in: SignedIn) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    reply = browser.post(f"/plans/arrivals/{arrival.pk}/decide/", {"take": "1-3"}, HTTP_HX_REQUEST="true")
    assert said(reply).strip().startswith('<tr id="row-1-3"')
    assert "взята" in said(reply)


def test_a_person_says_who_is_who_and_nobody_is_guessed(draft: Roadmap, people: People, signed_in: SignedIn) -> None:
    assert not ResponsibleParty.objects.exclude(organisation=None, person=None, post_kind="").exists()
    browser = signed_in("methodologist")
    page = said(browser.get(f"/plans/{draft.pk}/parties/"))
    assert "Похоже на" in page
    assert "Директорова Дарья Дмитриевна" in page
    words = [one.split('"')[0] for one in page.split('name="words-')[1:]]
    form = {}
    for number in words:
        text = page.split(f'name="words-{number}" value="')[1].split('"')[0]
        form[f"words-{number}"] = text
        form[f"party-{number}"] = f"person-{people['head'].pk}" if text == "Директорова Д.Д." else ""
        form[f"other-{number}"] = people.municipalities["Речной"].name if text == "УО" else ""
    browser.post(f"/plans/{draft.pk}/parties/", form)
    assert {one.text: str(one.person or one.organisation or "") for one in ResponsibleParty.objects.all()} == {
        "УО": people.municipalities["Речной"].name, "МКУ «ИМС»": "", "Директорова Д.Д.": "Директорова Дарья Дмитриевна",
    }  # fmt: skip


def test_from_review_to_order_to_amendment(draft: Roadmap, people: People, signed_in: SignedIn) -> None:
    told: list[tuple[int, str]] = []

    def hear(edition: PlanEdition, person: Any, **_: Any) -> None:
        told.append((edition.number, person.username))

    plan_approved.connect(hear)
    try:
        _review_and_approve(draft, people, signed_in)
        _amend(draft, signed_in)
    finally:
        plan_approved.disconnect(hear)
    assert told == [(0, "authority-head"), (1, "coordinator")]


def _review_and_approve(draft: Roadmap, people: People, signed_in: SignedIn) -> None:
    editor, expert, head = (signed_in(name) for name in ("methodologist", "coordinator", "authority-head"))
    editor.post(f"/plans/{draft.pk}/review/")
    measure = RoadmapMeasure.objects.get(roadmap=draft, number="2.")
    expert.post(f"/plans/{draft.pk}/remark/", {"measure": measure.pk, "text": "Когда?"})
    page = said(editor.get(f"/plans/{draft.pk}/"))
    assert "Когда?" in page
    remark = PlanRemark.objects.get()
    editor.post(f"/plans/remarks/{remark.pk}/reply/", {"reply": "Поставили июнь.", "version": remark.version})
    expert.post(f"/plans/remarks/{remark.pk}/settle/")
    assert PlanRemark.objects.get().settled_at is not None
    assert said(head.get(f"/plans/{draft.pk}/approve/")).count("<h1>") == 1
    head.post(f"/plans/{draft.pk}/approve/", {"number": "15-о", "date": "2022-01-20", "why": ""})
    draft.refresh_from_db()
    assert draft.state == PlanState.APPROVED
    edition = PlanEdition.objects.get()
    assert edition.plan["approval"]["number"] == "15-о"
    assert [one["number"] for one in edition.plan["measures"]] == ["1.", "2.", "4."]


def _amend(draft: Roadmap, signed_in: SignedIn) -> None:
    editor, reader = signed_in("coordinator"), signed_in("neighbour-head")
    editor.post(f"/plans/{draft.pk}/amend/", {"why": "Перенесли семинар"})
    measure = RoadmapMeasure.objects.get(roadmap=draft, number="4.")
    form = {"number": "4.", "section": measure.section_id, "name": measure.name, "deadline_text": "Октябрь",
            "expected": measure.expected, "responsible": "Директорова Д.Д.", "kind": "", "note": "",
            "version": measure.version}  # fmt: skip
    assert editor.post(f"/plans/measures/{measure.pk}/", form).status_code == 302
    differences = said(editor.get(f"/plans/{draft.pk}/differences/"))
    assert "<del>Сентябрь январь</del> → <ins>Октябрь</ins>" in differences
    below = said(reader.get(f"/plans/{draft.pk}/"))
    assert "Сентябрь январь" in below
    assert "Октябрь" not in below
    editor.post(f"/plans/{draft.pk}/approve/", {"number": "18-о", "date": "2022-05-20", "why": ""})
    assert "Октябрь" in said(reader.get(f"/plans/{draft.pk}/"))
    assert [one.number for one in PlanEdition.objects.all()] == [0, 1]
    order = Document(io.BytesIO(b"".join(editor.get(f"/plans/{draft.pk}/order.docx"))))
    assert any("изменение № 1: меняется 1 строка" in one.text for one in order.paragraphs)


def test_a_dropped_amendment_leaves_the_edition_in_force(draft: Roadmap, people: People, signed_in: SignedIn) -> None:
    _review_and_approve(draft, people, signed_in)
    editor = signed_in("coordinator")
    editor.post(f"/plans/{draft.pk}/amend/", {"why": "Проба"})
    measure = RoadmapMeasure.objects.get(roadmap=draft, number="1.")
    before = list(RoadmapMeasure.objects.filter(roadmap=draft).values_list("pk", flat=True))
    editor.post(f"/plans/measures/{measure.pk}/trash/")
    editor.post(f"/plans/{draft.pk}/drop/", {"why": "Передумали"})
    draft.refresh_from_db()
    assert draft.state == PlanState.APPROVED
    kept = RoadmapMeasure.objects.filter(roadmap=draft, trashed_at__isnull=True)
    assert [one.number for one in kept] == ["1.", "2.", "4."]
    assert [one.pk for one in kept] == before, "what hangs on a measure – evidence, links – stays with it"


def test_the_word_file_edited_and_loaded_back_shows_its_differences_to_accept(
    draft: Roadmap, signed_in: SignedIn
) -> None:
    editor = signed_in("methodologist")
    content = b"".join(editor.get(f"/plans/{draft.pk}/plan.docx"))
    document = Document(io.BytesIO(content))
    table = document.tables[0]
    table.cell(2, 2).text = "Апрель"
    table.cell(4, 1).text = "Провести семинары"
    edited = saved(document)
    reply = editor.post(f"/plans/{draft.pk}/upload/", {"file": word(edited)})
    arrival = PlanArrival.objects.get(roadmap=draft, settled_at__isnull=True)
    assert reply["Location"] == f"/plans/arrivals/{arrival.pk}/"
    page = said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Отличается 2 строки" in page
    assert "<del>Март</del> → <ins>Апрель</ins>" in page
    decide(editor, arrival, take="1-3")
    decide(editor, arrival, leave="1-5")
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    measures = RoadmapMeasure.objects.filter(roadmap=draft, trashed_at__isnull=True)
    assert [(one.name, one.deadline_text) for one in measures] == [
        ("Утвердить перечень школ", "Апрель"), ("Обсудить итоги", ""), ("Провести семинар", "Сентябрь январь"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["plan.docx", "plan.xlsx", "plan.ics", "order.docx"])
def test_every_document_of_a_plan_comes_out(draft: Roadmap, signed_in: SignedIn, name: str) -> None:
    reply = signed_in("coordinator").get(f"/plans/{draft.pk}/{name}")
    assert reply.status_code == 200
    content = b"".join(reply)
    assert len(content) > 200
    if name == "order.docx":
        assert [one.name for one in plan_in("приказ.docx", content).measures] == [
            "Утвердить перечень школ", "Обсудить итоги", "Провести семинар",
        ]  # fmt: skip


def test_a_deadline_is_understood_while_it_is_typed(people: People, signed_in: SignedIn) -> None:
    browser = signed_in("head")
    asked = {"deadline_text": "не реже 2 раз в год", "starts_on": "2022-01-01", "ends_on": "2022-12-31"}
    assert "не реже двух раз в год" in said(browser.get("/plans/deadline/", asked))
    assert "не прочитан" in said(browser.get("/plans/deadline/", {"deadline_text": "как-нибудь", "starts_on": "x"}))
