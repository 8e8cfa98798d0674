"""Did it help, on the site: the library's numbers of the cases there are, plain words where nothing can be told."""

import html
import io
from pathlib import Path

import docx
import openpyxl
import pytest

from opora.analysis.support_effect import Support
from opora.analysis.support_effect.words import METHODS
from opora.measuring.listing import choices_of_lists
from opora.measuring.results_over_years import PapersAsked, results_of_release
from opora.measuring.support_effect import effect_of_support
from opora.pipeline import find
from opora.vocabulary.authority import folders
from opora_web.facts import DEFAULT_RULES, current_facts, rules_named
from opora_web.programme.analysis.measured import Question
from opora_web.programme.analysis.supported import accompanied_schools, read_accompanied
from opora_web.programme.case.models import Case
from opora_web.programme.roadmap.models import PlanState, Roadmap, RoadmapMeasure
from tests.web.personas import People, SignedIn
from tests.web.programme.analysis.conftest import OPENED

ADDRESS = "/analysis/effect/"


def text_of(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_the_effect_on_the_site_is_the_effect_of_the_library(signed_in: SignedIn, accompanied: list[Case]):
    told = effect_of_support(
        results_of_release(current_facts().release, PapersAsked()),
        {str(one.school.code): Support(2024) for one in accompanied},
        choices_of_lists({2024: find(current_facts().release, 2023, rules_named(DEFAULT_RULES))}),
    )
    assert told.methods[3].reason == "few-near-threshold"  # the threshold is known, the schools near it are few
    book = openpyxl.load_workbook(io.BytesIO(signed_in("analyst").get(f"{ADDRESS}table.xlsx").content))
    rows = list(book["Методы"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == [one.title for one in told.methods]
    for row, one in zip(rows, told.methods, strict=True):
        assert list(row[1:4]) == [
            None if value is None else pytest.approx(value) for value in (one.estimate, one.low, one.high)
        ]
        assert row[4] == one.verdict_words
    page = text_of(signed_in("coordinator").get(ADDRESS))
    assert all(line in page for line in told.sentences)
    assert any(one.verdict == "cannot-tell" for one in told.methods)
    assert "нельзя сказать" in page


def test_without_cases_there_is_nothing_to_compare(signed_in: SignedIn):
    page = text_of(signed_in("analyst").get(ADDRESS))
    assert "Ни одна школа ещё не взята на сопровождение" in page
    assert signed_in("analyst").get(f"{ADDRESS}section.docx").status_code == 404


def test_support_shows_from_the_year_after_the_case_was_opened(accompanied: list[Case]):
    found = accompanied_schools(current_facts()).schools
    assert {code: one.since for code, one in found.items()} == {str(one.school.code): 2024 for one in accompanied}
    Case.objects.filter(pk=accompanied[0].pk).update(trashed_at=OPENED)
    assert str(accompanied[0].school.code) not in accompanied_schools(current_facts()).schools


def test_another_set_of_schools_is_another_question(accompanied: list[Case]):
    facts = current_facts()
    before = str(accompanied_schools(facts))
    assert read_accompanied(before) == accompanied_schools(facts)
    Case.objects.filter(pk=accompanied[0].pk).update(trashed_at=OPENED)
    after = str(accompanied_schools(facts))
    assert Question("effect", (before,)).name != Question("effect", (after,)).name


def test_the_threshold_is_that_of_the_rules_most_schools_were_taken_on_by(signed_in: SignedIn, accompanied: list[Case]):
    assert accompanied_schools(current_facts()).lists == {2024: (DEFAULT_RULES, 2023)}
    assert "у порога 30\u00a0% сравнивается доля, 2-я по величине" in text_of(signed_in("analyst").get(ADDRESS))
    Case.objects.filter(pk__in=[one.pk for one in accompanied[:4]]).update(rules="double-failure")
    assert accompanied_schools(current_facts()).lists == {2024: ("double-failure", 2023)}
    assert "считает учеников, а не доли" in text_of(signed_in("analyst").get(ADDRESS))
    Case.objects.filter(pk__in=[one.pk for one in accompanied]).update(rules="правил больше нет")
    assert accompanied_schools(current_facts()).lists == {}


def test_kinds_of_help_come_from_plans_in_force(accompanied: list[Case], people: People):
    plan = Roadmap.objects.create(
        organisation=accompanied[0].school, title="План", starts_on=OPENED.date(), ends_on=OPENED.date(),
        made_by=people["coordinator"], made_at=OPENED,
    )  # fmt: skip
    RoadmapMeasure.objects.create(roadmap=plan, position=1, name="Курсы", kind="свой вид")
    code = str(accompanied[0].school.code)
    assert accompanied_schools(current_facts()).schools[code].kinds == frozenset()
    Roadmap.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED)
    assert accompanied_schools(current_facts()).schools[code].kinds == {"свой вид"}


@pytest.mark.parametrize("who", ["teacher", "observer"])
def test_who_does_not_accompany_schools_does_not_read_it(signed_in: SignedIn, who: str):
    assert signed_in(who).get(ADDRESS).status_code == 403


def test_a_head_reads_no_code_of_another_school(signed_in: SignedIn, accompanied: list[Case]):
    page = text_of(signed_in("head").get(ADDRESS))
    assert "Помогло ли" in page
    assert [one.school.name for one in accompanied[1:] if one.school.name in page] == []


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells]).replace("\u00a0", " ")


def test_the_word_note_is_the_authoritys_template_and_names_no_hidden_school(
    signed_in: SignedIn, accompanied: list[Case]
):
    note = words_of(signed_in("head").get(f"{ADDRESS}section.docx").content)
    for method in METHODS.values():
        assert (method in note) == (method != METHODS["kind-of-measures"])
    assert "Выпуск данных: № " in note
    assert "Поддержка считается с года" in note
    assert [one.school.name for one in accompanied[1:] if one.school.name in note or str(one.school.code) in note] == []


def test_the_authoritys_own_template_makes_the_note_and_its_slips_are_named(
    signed_in: SignedIn, accompanied: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    own = tmp_path / "templates" / "effect.docx"
    own.parent.mkdir()
    monkeypatch.setattr("opora_web.programme.analysis.effect.authority_folders", lambda: folders(tmp_path))
    for field, status, said in (("verdict", 200, "Наш бланк: разницы не видно"), ("вердикт", 409, "вердикт")):
        document = docx.Document()
        document.add_paragraph(f"Наш бланк: {{{{ {field} }}}}")
        document.save(str(own))
        answer = signed_in("analyst").get(f"{ADDRESS}section.docx")
        assert answer.status_code == status
        assert said in (words_of(answer.content) if status == 200 else text_of(answer))
