"""Did it help, on the site: the library's numbers of the cases there are, plain words where nothing can be told."""

import html
import io

import openpyxl
import pytest

from opora.analysis.support_effect import Support
from opora.measuring.results_over_years import PapersAsked, results_of_release
from opora.measuring.support_effect import effect_of_support
from opora_web.facts import current_facts
from opora_web.programme.analysis.measured import Question
from opora_web.programme.analysis.supported import read_support, supported_schools, written_support
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
    )
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
    found = supported_schools(current_facts())
    assert {code: one.since for code, one in found.items()} == {str(one.school.code): 2024 for one in accompanied}
    Case.objects.filter(pk=accompanied[0].pk).update(trashed_at=OPENED)
    assert str(accompanied[0].school.code) not in supported_schools(current_facts())


def test_another_set_of_schools_is_another_question(accompanied: list[Case]):
    facts = current_facts()
    before = written_support(supported_schools(facts))
    assert read_support(before) == supported_schools(facts)
    Case.objects.filter(pk=accompanied[0].pk).update(trashed_at=OPENED)
    after = written_support(supported_schools(facts))
    assert Question("effect", (before,)).name != Question("effect", (after,)).name


def test_kinds_of_help_come_from_plans_in_force(accompanied: list[Case], people: People):
    plan = Roadmap.objects.create(
        organisation=accompanied[0].school, title="План", starts_on=OPENED.date(), ends_on=OPENED.date(),
        made_by=people["coordinator"], made_at=OPENED,
    )  # fmt: skip
    RoadmapMeasure.objects.create(roadmap=plan, position=1, name="Курсы", kind="свой вид")
    code = str(accompanied[0].school.code)
    assert supported_schools(current_facts())[code].kinds == frozenset()
    Roadmap.objects.filter(pk=plan.pk).update(state=PlanState.APPROVED)
    assert supported_schools(current_facts())[code].kinds == {"свой вид"}


@pytest.mark.parametrize("who", ["teacher", "observer"])
def test_who_does_not_accompany_schools_does_not_read_it(signed_in: SignedIn, who: str):
    assert signed_in(who).get(ADDRESS).status_code == 403


def test_a_head_reads_no_code_of_another_school(signed_in: SignedIn, accompanied: list[Case]):
    page = text_of(signed_in("head").get(ADDRESS))
    assert "Помогло ли" in page
    assert [one.school.name for one in accompanied[1:] if one.school.name in page] == []
