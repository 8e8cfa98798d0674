"""Growth from exam to exam on the site: the library's medians, in words, hidden where pupils are few."""

import datetime as dt
import html
import io
from collections.abc import Callable

import openpyxl
import pytest

from opora.analysis.cards import card
from opora.growth_rows import EXAM_COLUMNS, exam_rows
from opora.measuring.growth import GrowthQuestion, School, growth
from opora.pipeline import silent, take_in
from opora.store import Store
from opora.synthetic import RegionPlan, write_region
from opora_web.facts import Facts, current_facts
from opora_web.programme.analysis import views
from opora_web.programme.analysis.exam_ways import exam_ways
from opora_web.programme.analysis.percentiles import verdict_of
from tests.web.personas import People, SignedIn

WAY = "ege-russian-2024"


@pytest.fixture(scope="module")
def facts_of_exams(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The same region's ОГЭ of one year and ЕГЭ of two years later."""
    folder = tmp_path_factory.mktemp("exams")
    write_region(RegionPlan(schools=24, years=(2022, 2024)), folder / "region", silent)
    store = Store(folder / "data")
    take_in([folder / "region" / "files"], store, dt.datetime(2024, 7, 1, tzinfo=dt.UTC))
    return Facts(store.current(), "of-exams")


@pytest.fixture
def page(
    facts_of_exams: Facts, people: People, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], bytes]:
    """Open a page of the analysis on that release as somebody."""
    assert people
    monkeypatch.setattr(views, "facts_asked", lambda _number: facts_of_exams)
    return lambda who, what: signed_in(who).get(f"/analysis/percentiles/{what}?paper={WAY}").content


def of_the_library(facts: Facts) -> dict[str, School]:
    question = GrowthQuestion(EXAM_COLUMNS, (), "2024", (9, 11))
    answer, _ = growth(exam_rows(facts.release, "russian"), question)
    return {one.school: one for one in answer.schools}


def test_only_exams_make_ways(facts_of_exams: Facts) -> None:
    ways = exam_ways(facts_of_exams)
    assert set(ways) == {WAY, "ege-mathematics-2024"}
    assert {one.grades for one in ways.values()} == {(9, 11)}
    assert ways[WAY].label == "ЕГЭ, русский язык, 2024 год – после ОГЭ 2022 года"


def test_the_table_holds_the_library_s_medians_and_none_of_few_pupils(
    page: Callable[[str, str], bytes], facts_of_exams: Facts
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(page("analyst", "table.xlsx")))
    rows = {row[0]: row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if row[0]}
    library = of_the_library(facts_of_exams)
    assert {one.pupils < 10 for one in library.values()} == {True, False}
    for code, one in library.items():
        row = rows[facts_of_exams.schools[code].name]
        assert row[2] == one.pupils
        assert row[3] == (one.median if one.pupils >= 10 else None)


def test_the_page_carries_its_card_and_no_rank(page: Callable[[str, str], bytes]) -> None:
    shown = html.unescape(page("analyst", "").decode())
    told = card("growth-percentiles")
    assert all(line in shown for line in (*told.says, *told.cannot_say, *told.sources))
    assert "не означает мест" in shown
    assert "в стороне от середины и случайно оказалось бы около" in shown


def test_a_verdict_is_given_only_when_the_interval_lies_aside_of_the_middle() -> None:
    def school(low: float, high: float) -> School:
        return School(school="a", pupils=20, median=(low + high) / 2, interval=(low, high), share_low=0.2)

    few = School(school="a", pupils=4, median=None, interval=None, share_low=None)
    found = [verdict_of(one) for one in (school(51, 70), school(20, 49), school(40, 60), school(50, 60), few)]
    assert found == ["above", "below", "cannot-tell", "cannot-tell", "few"]


def test_a_head_sees_the_own_school_only(page: Callable[[str, str], bytes], people: People) -> None:
    shown = html.unescape(page("head", "").decode())
    names = {one.code: one.name for one in current_facts().schools.values()}
    own = names.pop(str(people.schools[0].code))
    assert own in shown
    assert not any(f">{name}<" in shown for name in names.values() if name != own)
