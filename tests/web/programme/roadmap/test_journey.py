"""A plan's whole way: a Word file in, corrected, reviewed, approved, amended – through the pages."""

import io
import re
from typing import Any

import pytest
from django.test import Client
from docx import Document

from opora.plans import plan_in
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanArrival,
    PlanEdition,
    PlanRemark,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.sections import sections_asked
from opora_web.programme.roadmap.signals import plan_approved
from tests.plans.written import saved
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import FILE, decide, said, uploaded, word


def test_every_row_is_shown_with_its_remarks_and_its_deadline_as_understood(
    people: People, signed_in: SignedIn
) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk)
    page = said(browser.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Прочитано 3 строки: взято 0, не взято 0, не решено 3" in page
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
    assert "взято 2, не взято 1, не решено 0" in page
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
    assert any("изменение № 1 согласно приложению 1 (изменено: 1 строка)" in one.text for one in order.paragraphs)


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
    assert "Строк с отличиями – 2" in page
    assert "<del>Март</del> → <ins>Апрель</ins>" in page
    decide(editor, arrival, take="1-3")
    decide(editor, arrival, leave="1-5")
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    measures = RoadmapMeasure.objects.filter(roadmap=draft, trashed_at__isnull=True)
    assert [(one.name, one.deadline_text) for one in measures] == [
        ("Утвердить перечень школ", "Апрель"), ("Обсудить итоги", ""), ("Провести семинар", "Сентябрь январь"),
    ]  # fmt: skip


@pytest.fixture
def edited(draft: Roadmap, people: People, signed_in: SignedIn) -> bytes:
    """A Word file of a plan with an indicator and a section of words, both edited; one school does not exist."""
    editor = signed_in("methodologist")
    said_of = {"name": "Доля школ", "is_share": "on", "unit": "", "targets": "2024: 33,3; 2025: 55,5"}
    editor.post(f"/plans/{draft.pk}/indicators/new/", said_of)
    RoadmapSection.objects.create(roadmap=draft, position=90, title="Цель", code="aim", text="Поднять результаты.")
    document = Document(io.BytesIO(b"".join(editor.get(f"/plans/{draft.pk}/plan.docx"))))
    document.tables[1].cell(1, 3).text = f"44,4 %\nшколы: {people.schools[0].name}"
    document.tables[1].cell(1, 4).text = "66 %\nшколы: Школа, которой нет"
    next(one for one in document.paragraphs if one.text == "Поднять результаты.").text = "Поднять отметки."
    return saved(document)


def sent_again(browser: Client, draft: Roadmap, content: bytes) -> PlanArrival:
    """Load a file of a plan back."""
    browser.post(f"/plans/{draft.pk}/upload/", {"file": word(content)})
    return PlanArrival.objects.latest("pk")


def test_targets_schools_and_words_edited_in_word_are_shown_and_accepted_row_by_row(
    draft: Roadmap, edited: bytes, people: People, signed_in: SignedIn
) -> None:
    editor = signed_in("methodologist")
    arrival = sent_again(editor, draft, edited)
    page = said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Строк с отличиями – 2" in page
    assert "Раздел «Цель»" in page
    assert f"<ins>{people.schools[0].name}</ins>" in page
    words, indicator = re.findall(r'id="row-([a-z]+-\d+-\d+)"', page)
    decide(editor, arrival, take=words)
    decide(editor, arrival, leave=indicator)
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert RoadmapSection.objects.get(roadmap=draft, code="aim").text == "Поднять отметки."
    assert IndicatorTarget.objects.get(indicator__roadmap=draft, year="2024").value == 0.333


def test_targets_accepted_from_word_name_schools_and_unknown_ones_are_asked_about(
    draft: Roadmap, edited: bytes, people: People, signed_in: SignedIn
) -> None:
    editor = signed_in("methodologist")
    arrival = sent_again(editor, draft, edited)
    decide(editor, arrival, many="all")
    refused = said(editor.post(f"/plans/arrivals/{arrival.pk}/settle/", follow=True))
    assert "Среди школ не найдены: «Школа, которой нет»" in refused
    editor.post(f"/plans/arrivals/{arrival.pk}/drop/")
    document = Document(io.BytesIO(edited))
    document.tables[1].cell(1, 4).text = "66 %"
    arrival = sent_again(editor, draft, saved(document))
    decide(editor, arrival, many="all")
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    targets = IndicatorTarget.objects.filter(indicator__roadmap=draft, trashed_at__isnull=True)
    assert [(one.year, one.value, list(one.schools.all())) for one in targets] == [
        ("2024", 0.444, [people.schools[0]]), ("2025", 0.66, []),
    ]  # fmt: skip


def test_a_file_without_the_table_of_indicators_leaves_them_and_says_so(draft: Roadmap, signed_in: SignedIn) -> None:
    editor = signed_in("methodologist")
    said_of = {"name": "Доля школ", "is_share": "on", "unit": "", "targets": "2024: 33,3; 2025: 55,5"}
    editor.post(f"/plans/{draft.pk}/indicators/new/", said_of)
    editor.post(f"/plans/{draft.pk}/upload/", {"file": word()})
    arrival = PlanArrival.objects.get(roadmap=draft, settled_at__isnull=True)
    page = said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Таблицы показателей в файле нет: показатели остаются." in page
    assert "Название в файле другое" not in page
    assert "Отличий нет" in page


def retitled(draft: Roadmap, signed_in: SignedIn, title: str) -> PlanArrival:
    """Load the plan's Word file back under another title."""
    editor = signed_in("methodologist")
    document = Document(io.BytesIO(b"".join(editor.get(f"/plans/{draft.pk}/plan.docx"))))
    next(one for one in document.paragraphs if one.text == draft.title).text = title
    return sent_again(editor, draft, saved(document))


def test_another_title_in_the_file_is_a_row_to_accept(draft: Roadmap, signed_in: SignedIn) -> None:
    arrival, editor = retitled(draft, signed_in, "План поддержки школ на 2022 год"), signed_in("methodologist")
    page = said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Строк с отличиями – 1" in page
    assert "<ins>План поддержки школ на 2022 год</ins>" in page
    decide(editor, arrival, many="all")
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    draft.refresh_from_db()
    assert (draft.title, draft.starts_on.year) == ("План поддержки школ на 2022 год", 2022)


@pytest.mark.parametrize("is_taken", [True, False])
def test_other_years_in_the_files_title_are_a_row_of_their_own_that_reads_deadlines_anew(
    draft: Roadmap, signed_in: SignedIn, *, is_taken: bool
) -> None:
    arrival, editor = retitled(draft, signed_in, "План работы на 2023 год"), signed_in("methodologist")
    page = said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Строк с отличиями – 2" in page
    assert "<del>01.01.2022 – 31.12.2022</del> → <ins>01.01.2023 – 31.12.2023</ins>" in page
    assert "01.03.2023 – 31.03.2023" in page, "what the deadlines become is shown before"
    decide(editor, arrival, take="title")
    decide(editor, arrival, **{"take" if is_taken else "leave": "period"})
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    draft.refresh_from_db()
    march = RoadmapMeasure.objects.get(roadmap=draft, number="1.")
    year = 2023 if is_taken else 2022
    assert (draft.title, draft.ends_on.year) == ("План работы на 2023 год", year)
    assert (march.deadline_text, march.deadline["starts_on"]) == ("Март", f"{year}-03-01")


def test_a_heading_added_in_word_over_no_measure_is_a_row_to_accept(draft: Roadmap, signed_in: SignedIn) -> None:
    editor = signed_in("methodologist")
    document = Document(io.BytesIO(b"".join(editor.get(f"/plans/{draft.pk}/plan.docx"))))
    cells = document.tables[0].add_row().cells
    cells[0].merge(cells[-1]).text = "Контроль"
    arrival = sent_again(editor, draft, saved(document))
    assert "Раздел «Контроль»" in said(editor.get(f"/plans/arrivals/{arrival.pk}/"))
    decide(editor, arrival, many="all")
    editor.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert [one.title for one in draft.sections.filter(trashed_at__isnull=True)] == ["Нормативная база", "Контроль"]


def test_a_programmes_file_brings_the_words_of_its_sections(people: People, signed_in: SignedIn) -> None:
    browser, asked = signed_in("head"), sections_asked("school-programme")[0]
    document = Document(io.BytesIO(FILE))
    for text in (f"2. {asked.title.upper()}:", "Поднять результаты."):
        document.tables[0]._tbl.addprevious(document.add_paragraph(text)._p)
    arrival = uploaded(browser, people.schools[0].pk, "school-programme", saved(document))
    (key,) = re.findall(r'id="row-(words-\d+-\d+)"', said(browser.get(f"/plans/arrivals/{arrival.pk}/")))
    decide(browser, arrival, many="all")
    decide(browser, arrival, leave=key)
    assert "не взято</span>" in said(browser.get(f"/plans/arrivals/{arrival.pk}/"))
    decide(browser, arrival, take=key)
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert RoadmapSection.objects.get(code=asked.code).text == "Поднять результаты."


def test_an_indicator_of_a_file_may_be_left_out(
    draft: Roadmap, edited: bytes, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk, content=edited)
    (key,) = re.findall(r'id="row-(indicator-\d+-\d+)"', said(browser.get(f"/plans/arrivals/{arrival.pk}/")))
    decide(browser, arrival, many="all")
    decide(browser, arrival, leave=key)
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert Roadmap.objects.latest("pk").measures.count() == 3
    assert not Roadmap.objects.latest("pk").indicators.exists()


def test_an_indicator_of_a_file_is_corrected_before_it_is_taken(
    draft: Roadmap, edited: bytes, people: People, signed_in: SignedIn
) -> None:
    browser = signed_in("methodologist")
    arrival = uploaded(browser, people.municipalities["Речной"].pk, content=edited)
    (key,) = re.findall(r'id="row-(indicator-\d+-\d+)"', said(browser.get(f"/plans/arrivals/{arrival.pk}/")))
    where = f"/plans/arrivals/{arrival.pk}/rows/{key}/"
    assert 'value="2024: 44,4; 2025: 66"' in said(browser.get(where))
    form = {
        "name": "Доля школ округа",
        "measure": "4.",
        "is_share": "on",
        "unit": "",
        "targets": "2024: 44,4; 2026: 77",
    }
    assert "Найдено «2026: скоро»" in said(browser.post(where, form | {"targets": "2026: скоро"}))
    assert browser.post(where, form).status_code == 302
    page = said(browser.get(f"/plans/arrivals/{arrival.pk}/"))
    assert "Показатель «Доля школ округа»" in page
    assert "исправлено" in page
    decide(browser, arrival, many="all")
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    indicator = Roadmap.objects.latest("pk").indicators.get()
    assert (indicator.name, indicator.measure.number) == ("Доля школ округа", "4.")
    targets = [(one.year, one.value, list(one.schools.all())) for one in indicator.targets.all()]
    assert targets == [("2024", 0.444, [people.schools[0]]), ("2026", 0.77, [])]


def test_words_of_a_files_section_are_corrected_before_they_are_taken(people: People, signed_in: SignedIn) -> None:
    browser, asked = signed_in("head"), sections_asked("school-programme")[0]
    document = Document(io.BytesIO(FILE))
    for text in (asked.title, "Поднять результаты."):
        document.tables[0]._tbl.addprevious(document.add_paragraph(text)._p)
    arrival = uploaded(browser, people.schools[0].pk, "school-programme", saved(document))
    (key,) = re.findall(r'id="row-(words-\d+-\d+)"', said(browser.get(f"/plans/arrivals/{arrival.pk}/")))
    decide(browser, arrival, leave=key)
    browser.post(f"/plans/arrivals/{arrival.pk}/rows/{key}/", {"text": "Поднять отметки."})
    decide(browser, arrival, many="all")
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    assert RoadmapSection.objects.get(code=asked.code).text == "Поднять отметки."


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
