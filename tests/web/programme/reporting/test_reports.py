"""A report from its draft to its signature, its pages and its paper; what each persona may not."""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from opora.vocabulary.authority import folders
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.reporting.actions import (
    begin_report,
    draft_anew,
    sign_report,
    write_report,
)
from opora_web.programme.reporting.figures import FIGURES_BY_CODE
from opora_web.programme.reporting.forms import usual_period
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.roadmap.models import Roadmap
from tests.web.personas import PERSONAS, People, SignedIn
from tests.web.programme.meetings.conftest import SIGNED, TODAY, add_task
from tests.web.programme.reporting.conftest import PERIOD

_WRITE = {"analyst", "coordinator", "methodologist"}
_SEE = _WRITE | {"authority-head"}
_PLANS = _SEE | {"curator", "mentor", "head", "deputy", "neighbour-head", "stranger"}
PAGES = {
    "/reports/": _PLANS,
    "/reports/cycle/": _PLANS,
    "/reports/cycle/plans/": _PLANS,
    "/reports/{0}/": _SEE,
    "/reports/{0}/rows/planned/": _SEE,
    "/reports/{0}/chart.svg": _SEE,
    "/reports/{0}/report.docx": _SEE,
    "/reports/{0}/history/": _SEE,
}
DEEDS = ("write/", "anew/", "sign/", "drop/")


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def code_of(note: Report, code: str) -> int:
    return next(number for number, one in enumerate(note.sentences) if one["code"] == code)


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_the_same_report_is_begun_once_until_it_is_signed(note: Report, full_plan: Roadmap, people: People):
    what = (note.organisation, ReportKind.NOTE, full_plan)
    assert begin_report(what, PERIOD, people["coordinator"], SIGNED).pk == note.pk
    sign_report(note, people["coordinator"], SIGNED)
    assert begin_report(what, PERIOD, people["coordinator"], SIGNED).pk != note.pk


def test_what_a_person_wrote_survives_a_new_draft_and_the_rest_follows_the_data(note: Report, people: People):
    who, number = people["methodologist"], code_of(note, "finish")
    edits = {number: {"text": "Закончить до Нового года", "is_taken": True}}
    write_report(note, {"sentences": edits, "version": note.version}, [("tasks", "Своё")], who)
    Occurrence.objects.filter(measure__number="4").update(state=OccurrenceState.PROVEN)
    assert draft_anew(note, who, TODAY) == (1, 2)
    found = {one["code"]: one["text"] for one in note.sentences}
    assert found["finish"] == "Закончить до Нового года"
    assert found["own:1"] == "Своё"
    assert "prove" not in found
    assert "подтверждено 2" in found["execution"]


def test_two_who_edit_one_report_do_not_lose_a_word(note: Report, people: People):
    mine, other = Report.objects.get(pk=note.pk), Report.objects.get(pk=note.pk)
    edits = {"sentences": {0: {"text": "первый", "is_taken": True}}, "version": note.version}
    write_report(mine, edits, [], people["methodologist"])
    with pytest.raises(ChangedMeanwhileError):
        write_report(other, edits, [], people["coordinator"])


def test_a_period_that_is_not_over_is_not_signed(note: Report, people: People):
    with pytest.raises(RefusedError, match="кончается"):
        sign_report(note, people["methodologist"], SIGNED - dt.timedelta(days=2))


def test_a_signed_report_says_for_ever_what_it_said(
    note: Report, full_plan: Roadmap, people: People, signed_in: SignedIn
):
    browser = signed_in("methodologist")
    sign_report(note, people["methodologist"], SIGNED)
    before = [body(browser.get(f"/reports/{note.pk}/{page}")) for page in ("", "rows/late/", "rows/planned/")]
    add_task(full_plan, "9", dt.date(2024, 10, 1), OccurrenceState.TO_DO)
    Occurrence.objects.filter(measure__number="2").update(state=OccurrenceState.PROVEN)
    after = [body(browser.get(f"/reports/{note.pk}/{page}")) for page in ("", "rows/late/", "rows/planned/")]
    assert [main(one) for one in before] == [main(one) for one in after]
    for deed in DEEDS:
        page = body(browser.post(f"/reports/{note.pk}/{deed}", {"version": "1"}, follow=True))
        assert "Отчёт подписан" in page


def main(page: str) -> str:
    return re.sub(r'<p class="printed">.*?</p>', "", page[page.index("<main") : page.index("</main>")])


@pytest.mark.parametrize(
    ("kind", "day", "period"),
    [("annual-report", (2026, 10, 1), ((2026, 9, 1), (2027, 8, 31))),
     ("half-year-report", (2026, 12, 31), ((2026, 9, 1), (2026, 12, 31))),
     ("half-year-report", (2027, 1, 1), ((2027, 1, 1), (2027, 8, 31))),
     ("execution-note", (2027, 8, 31), ((2026, 9, 1), (2027, 8, 31)))],
)  # fmt: skip
def test_the_usual_period_is_the_school_year_or_its_half(
    kind: str, day: tuple[int, int, int], period: tuple[tuple[int, int, int], ...]
):
    assert usual_period(kind, dt.date(*day)) == tuple(dt.date(*one) for one in period)


# --- pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_to_those_it_is_for(address: str, note: Report, signed_in: SignedIn):
    where = address.format(note.pk)
    assert {name for name in PERSONAS if signed_in(name).get(where).status_code == 200} == PAGES[address]


@pytest.mark.parametrize("deed", DEEDS)
def test_deeds_are_refused_to_everybody_else(deed: str, note: Report, signed_in: SignedIn):
    where = f"/reports/{note.pk}/{deed}"
    answers = {name: signed_in(name).post(where).status_code for name in PERSONAS if name not in _WRITE}
    assert set(answers.values()) <= {403, 404}
    assert signed_in("methodologist").post(where, {"version": "ы"}).status_code in {200, 302}


def test_a_number_opens_as_many_rows_as_it_says(note: Report, signed_in: SignedIn):
    browser = signed_in("methodologist")
    page = body(browser.get(f"/reports/{note.pk}/"))
    links = dict(re.findall(rf'href="/reports/{note.pk}/rows/([a-z-]+)/">(\d+)<', page))
    assert {"planned", "proven", "late", "targets"} <= set(links)
    for code, number in links.items():
        rows = body(browser.get(f"/reports/{note.pk}/rows/{code}/"))
        assert rows.count('<th scope="row"') == int(number), code
    assert set(links) <= set(FIGURES_BY_CODE)
    assert browser.get(f"/reports/{note.pk}/rows/no-such/").status_code == 404


def test_a_report_is_begun_from_the_page_and_junk_is_said(full_plan: Roadmap, people: People, signed_in: SignedIn):
    browser = signed_in("methodologist")
    asked = {"kind": "annual-report", "organisation": people.municipalities["Речной"].pk, "roadmap": full_plan.pk,
             "starts_on": "2024-09-01", "ends_on": "2025-08-31"}  # fmt: skip
    for junk in ({"starts_on": "вчера"}, {"ends_on": "2020-01-01"}, {"kind": "x"}, {"ends_on": "2099-01-01"},
                 {"organisation": people.municipalities["Лесной"].pk}):  # fmt: skip
        assert browser.post("/reports/", asked | junk).status_code == 200
    assert not Report.objects.exists()
    answer = browser.post("/reports/", asked)
    assert answer.url == f"/reports/{Report.objects.get().pk}/"


def test_a_head_reports_on_the_own_school_only(full_plan: Roadmap, people: People, signed_in: SignedIn):
    page = body(signed_in("head").get("/reports/"))
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page[page.index('name="organisation"') :])
    assert people.schools[0].name.replace("№", "№") in [name.replace("&quot;", '"') for name in names]
    assert full_plan.title not in names
    plan = Roadmap.objects.create(
        organisation=people.schools[0], title="План школы", state="approved", starts_on=PERIOD[0],
        ends_on=dt.date(2025, 8, 31), made_by=people["head"], made_at=SIGNED,
    )  # fmt: skip
    made = begin_report((people.schools[0], ReportKind.NOTE, plan), PERIOD, people["head"], SIGNED)
    assert signed_in("head").get(f"/reports/{made.pk}/").status_code == 200
    assert signed_in("neighbour-head").get(f"/reports/{made.pk}/").status_code == 404


def test_text_is_typed_taken_out_and_added(note: Report, signed_in: SignedIn):
    browser, number = signed_in("methodologist"), code_of(note, "finish")
    evil = "<script>alert(1)</script> {{ 7*7 }}"
    said = {"version": str(note.version), f"code-{number}": "finish", f"text-{number}": "Моё", "new_tasks": evil,
            "code-0": "someone-else", "text-0": "чужое"}  # fmt: skip
    page = body(browser.post(f"/reports/{note.pk}/write/", said, follow=True))
    note.refresh_from_db()
    found = {one["code"]: one for one in note.sentences}
    assert (found["finish"]["text"], found["finish"]["is_taken"]) == ("Моё", False)
    assert found["own:1"]["text"] == evil
    assert "чужое" not in page
    assert "<script>alert" not in page
    paper = Document(io.BytesIO(browser.get(f"/reports/{note.pk}/report.docx").content))
    text = "\n".join(one.text for one in paper.paragraphs).replace("\u00a0", " ")
    assert evil in text
    assert "Моё" not in text


def test_a_late_writer_sees_both_texts(note: Report, signed_in: SignedIn):
    said = {"version": str(note.version), "code-0": note.sentences[0]["code"], "text-0": "первый"}
    signed_in("coordinator").post(f"/reports/{note.pk}/write/", said)
    page = body(signed_in("methodologist").post(f"/reports/{note.pk}/write/", said | {"text-0": "второй"}))
    assert "<li>первый</li>" in page
    assert re.search(r"<textarea[^>]*>второй</textarea>", page)


@pytest.mark.parametrize("kind", ReportKind.values)
def test_every_kind_becomes_its_paper(kind: str, full_plan: Roadmap, people: People, signed_in: SignedIn):
    made = begin_report((people.municipalities["Речной"], ReportKind(kind), None), PERIOD, people["analyst"], SIGNED)
    answer = signed_in("analyst").get(f"/reports/{made.pk}/report.docx")
    paper = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "Мероприятие 2 (" in " ".join(cells)
    assert "приказ № 12 от 15.10.2024" in [cell.replace("\u00a0", " ") for cell in cells]
    assert len(paper.inline_shapes) == 1


def queries(signed_in: SignedIn, page: str) -> int:
    browser = signed_in("methodologist")
    browser.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("page", ["/reports/", "/reports/{0}/", "/reports/{0}/rows/planned/", "/reports/cycle/"])
def test_the_number_of_queries_does_not_grow_with_rows(
    page: str, note: Report, full_plan: Roadmap, people: People, signed_in: SignedIn
):
    few = queries(signed_in, page.format(note.pk))
    for number in range(20, 26):
        add_task(full_plan, str(number), dt.date(2024, 9, number), OccurrenceState.TO_DO, school=people.schools[0])
    assert queries(signed_in, page.format(note.pk)) == few


@pytest.mark.parametrize("query", ["organisation=ы", "organisation=99999", "organisation=" + "9" * 40])
def test_junk_in_the_address_of_the_cycle_is_not_found(query: str, people: People, signed_in: SignedIn):
    for page in ("/reports/cycle/", "/reports/cycle/plans/"):
        assert signed_in("methodologist").get(f"{page}?{query}").status_code == 404


def test_an_empty_stage_says_what_to_do(people: People, signed_in: SignedIn):
    page = body(signed_in("methodologist").get("/reports/cycle/"))
    assert "Проведите совещание и подпишите протокол." in page
    assert page.count("пусто") >= 8


# --- the authority's own templates --------------------------------------------------------------------------------


@pytest.fixture
def own_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write the authority's own template of the note, made for an earlier version."""
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr("opora_web.programme.reporting.views.authority_folders", lambda: folders(tmp_path))

    def with_words(words: str) -> None:
        template = Document()
        template.add_paragraph(words)
        template.save(str(tmp_path / "templates" / "execution-note.docx"))

    return with_words


def test_an_older_template_without_the_newer_fields_still_makes_the_paper(
    note: Report, signed_in: SignedIn, own_template: Callable[[str], None]
) -> None:
    own_template("Наша справка {{ period }}")
    answer = signed_in("analyst").get(f"/reports/{note.pk}/report.docx")
    (only,) = Document(io.BytesIO(answer.content)).paragraphs
    assert only.text.replace("\u00a0", " ") == "Наша справка с 01.09.2024 по 20.11.2024"


def test_an_older_template_with_a_field_that_is_no_more_is_told_on_a_page_that_names_both(
    note: Report, signed_in: SignedIn, own_template: Callable[[str], None]
) -> None:
    own_template("Наша справка {{ periods }}")
    answer = signed_in("analyst").get(f"/reports/{note.pk}/report.docx")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<h1>Бумага не составлена</h1>" in page
    assert "Шаблон «execution-note.docx» заполнить нельзя. Поле «periods» неизвестно" in page
    assert "Может быть, «period»?" in page
