"""Pages of one school: what it is, its results over years, where its numbers come from."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opora.reports.backdrops import Series
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.programme import school_sections
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.school_sections import SchoolSection
from opora_web.programme.schools.results import figure_of, followed_by
from tests.web.personas import People, SignedIn

BEGUN = dt.datetime(2024, 9, 2, 9, tzinfo=dt.UTC)
PAGES = ("/schools/{}/", "/schools/{}/results/", "/schools/{}/sources/", "/schools/{}/why/2024/federal-2020/")


def text(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", content.decode()).replace("\xa0", " ").split())


@pytest.mark.parametrize("page", PAGES)
def test_a_neighbour_does_not_see_the_school(signed_in: SignedIn, people: People, page: str):
    address = page.format(people.schools[0].code)
    assert signed_in("head").get(address).status_code == 200
    assert signed_in("neighbour-head").get(address).status_code == 404
    assert signed_in("stranger").get(address).status_code == 404
    assert signed_in("outsider").get(address).status_code == 403


def test_the_page_says_what_the_rule_says(signed_in: SignedIn, people: People):
    code = str(people.schools[0].code)
    said = text(signed_in("head").get(f"/schools/{code}/").content)
    found = current_facts().identified(2024)[code]
    for sentence in (*found.reasons, *found.would_change):
        assert " ".join(sentence.replace("\xa0", " ").split()) in said


def test_every_school_has_all_its_pages(signed_in: SignedIn):
    browser = signed_in("analyst")
    for code in current_facts().schools:
        for page in PAGES:
            assert browser.get(page.format(code)).status_code == 200, (code, page)


def test_pages_of_a_school_ask_the_database_the_same_few_times(signed_in: SignedIn, people: People):
    browser = signed_in("coordinator")
    for page in PAGES:
        numbers = set()
        for school in people.schools[:4]:
            browser.get(page.format(school.code))
            with CaptureQueriesContext(connection) as seen:
                browser.get(page.format(school.code))
            numbers.add(len(seen))
        assert len(numbers) == 1
        assert numbers.pop() <= 16  # each room that adds a section asks once or twice


def test_a_school_that_left_the_register_keeps_its_page(signed_in: SignedIn, people: People):
    school = people.schools[0]
    type(school).objects.filter(pk=school.pk).update(code="edu-gone")
    for page in PAGES[:3]:
        answer = signed_in("coordinator").get(page.format("edu-gone"))
        assert answer.status_code == 200
        assert "В действующем выпуске этой школы нет" in answer.content.decode()


def test_a_code_with_a_slash_leads_to_its_school(signed_in: SignedIn, people: People):
    code = "name:речной/сош 1"
    school = people.schools[0]
    type(school).objects.filter(pk=school.pk).update(code=code)
    for view in ("school", "school_results", "school_sources"):
        assert signed_in("coordinator").get(reverse(view, args=[code])).status_code == 200


def test_figures_show_the_counts_of_the_release(people: People):
    facts = current_facts()
    code = str(people.schools[0].code)
    one = next(one for one in followed_by(facts, code) if one.series == Series("vpr", "mathematics", 5))
    result = next(
        result for result in facts.identified(2024)[code].procedures
        if (result.procedure, result.subject, result.paper_grade) == ("vpr", "mathematics", 5)
    )  # fmt: skip
    figure = figure_of(facts, facts.schools[code], one)
    assert figure.rows[0][:3] == ("2024", str(result.pupils), str(result.below))
    assert f"выпуск {facts.number}" in figure.caption


def test_a_paper_no_rule_looks_at_is_followed_by_its_marks(people: People):
    facts = current_facts()
    for code in facts.schools:
        for one in followed_by(facts, code):
            if one.result is None:
                figure = figure_of(facts, facts.schools[code], one)
                newest = one.papers[0]
                assert figure.rows[0][:3] == (str(newest.year), str(newest.pupils), str(newest.mark_2))
                return
    pytest.fail("в выдуманном регионе есть работы вне правила")


def test_every_chart_has_a_table_and_says_its_origin(signed_in: SignedIn, people: People):
    page = signed_in("head").get(f"/schools/{people.schools[0].code}/results/").content.decode()
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert figures
    for figure in figures:
        assert re.search(r'<img src="[^"]+" alt="[^"]{20,}"', figure)
        assert "<table" in figure
        assert re.search(r"<figcaption>Данные .* выпуск \d", figure)


def test_charts_are_drawn_for_whoever_may_see_the_school(signed_in: SignedIn, people: People):
    page = signed_in("head").get(f"/schools/{people.schools[0].code}/results/").content.decode()
    picture, spec = re.search(r'<img src="([^"]+)"', page)[1], re.search(r'data-chart="([^"]+)"', page)[1]
    assert signed_in("head").get(picture)["Content-Type"] == "image/svg+xml"
    assert signed_in("head").get(spec).json()["layer"]
    assert signed_in("neighbour-head").get(picture).status_code == 404
    assert signed_in("neighbour-head").get(spec).status_code == 404


@pytest.mark.parametrize(
    "ending", ["no-such-paper.svg", "vpr-mathematics-5.svg?release=99", "vpr-mathematics-5.svg?release=-1"]
)
def test_a_chart_that_is_not_there_is_not_found(signed_in: SignedIn, people: People, ending: str):
    assert signed_in("head").get(f"/schools/{people.schools[0].code}/results/{ending}").status_code == 404


def test_sources_count_every_row_about_the_school(signed_in: SignedIn, people: People):
    facts = current_facts()
    code = str(people.schools[0].code)
    known = {code, *facts.schools[code].codes}
    rows = facts.release.relation("results").project("school_code").fetchall()
    told = sum(one.rows for one in facts.sources(code) if one.table == "Индивидуальные результаты")
    assert told == sum(one in known for (one,) in rows) > 0
    assert {one.code for one in facts.aliases(code)} == set(facts.schools[code].codes)


def test_later_rooms_add_sections_to_whom_they_are_open(
    signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch
):
    section = SchoolSection("Раздел пробы", "programme/home_answer.html", Verb.ANSWER, lambda *_: {})
    silent = SchoolSection("Пустой раздел", "programme/home_answer.html", Verb.SEE_SCHOOLS, lambda *_: None)
    monkeypatch.setattr(school_sections, "SCHOOL_SECTIONS", (section, silent, recorded_section()))
    address = f"/schools/{people.schools[0].code}/"
    assert "Раздел пробы" in signed_in("head").get(address).content.decode()
    assert "Раздел пробы" not in signed_in("teacher").get(address).content.decode()
    assert "Пустой раздел" not in signed_in("head").get(address).content.decode()


def recorded_section() -> SchoolSection:
    """Return a section that has something to show as soon as there is any self-diagnosis of the school."""
    return SchoolSection(
        "Раздел записей", "programme/home_answer.html", Verb.SEE_SCHOOLS, lambda *_: {}, Diagnosis.school.field
    )


def test_a_room_without_records_of_the_school_is_not_asked(
    signed_in: SignedIn, people: People, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(school_sections, "SCHOOL_SECTIONS", (recorded_section(),))
    address, begun = f"/schools/{people.schools[0].code}/", {"author": people["head"], "school_year": 2024}

    def is_shown() -> bool:
        return "Раздел записей" in signed_in("head").get(address).content.decode()

    assert not is_shown()
    Diagnosis.objects.create(school=people.schools[1], begun_at=BEGUN, **begun)
    assert not is_shown()
    Diagnosis.objects.create(school=people.schools[0], begun_at=BEGUN, **begun)
    assert is_shown()
