"""The forecast on the site: the library's numbers, only of schools one may see, a plain word where it cannot tell."""

import html
import io

import numpy as np
import openpyxl
import pytest

from opora.measuring.counted_years import counted_of_history
from opora.measuring.list_forecast import ListForecast, list_forecast
from opora.pipeline import find
from opora_web.facts import DEFAULT_RULES, current_facts, rules_named
from opora_web.programme.analysis.measured import AnalysisAnswer
from tests.web.personas import People, SignedIn

ADDRESS = "/analysis/forecast/"


@pytest.fixture
def told(release: int) -> ListForecast:
    facts = current_facts()
    rules = rules_named(DEFAULT_RULES)
    years = counted_of_history(find(facts.release, facts.years[0], rules))
    return list_forecast(years, rules, np.random.default_rng(1))


def test_the_forecast_on_the_site_is_the_forecast_of_the_library(signed_in: SignedIn, told: ListForecast):
    book = openpyxl.load_workbook(io.BytesIO(signed_in("analyst").get(f"{ADDRESS}table.xlsx").content))
    rows = {str(row[0]): row for row in book["Школы"].iter_rows(min_row=4, values_only=True)}
    facts = current_facts()
    assert told.can_tell
    assert len(rows) == len(told.schools)
    for one in told.schools:
        row = rows[facts.schools[one.school].name]
        assert list(row[3:6]) == [pytest.approx(value) for value in (one.probability, one.low, one.high)]


def test_the_rule_set_of_the_address_is_the_one_the_forecast_is_made_by(signed_in: SignedIn):
    facts, rules = current_facts(), rules_named("three-lists-2020")
    told = list_forecast(
        counted_of_history(find(facts.release, facts.years[0], rules)), rules, np.random.default_rng(1)
    )
    client = signed_in("analyst")
    page = html.unescape(client.get(ADDRESS, {"rules": rules.name}).content.decode())
    assert f'<option value="{rules.name}" selected>' in page
    assert told.notes[0] in page if not told.can_tell else told.rules_title in page
    junk = html.unescape(client.get(ADDRESS, {"rules": "../../etc"}).content.decode())
    assert f'<option value="{DEFAULT_RULES}" selected>' in junk


def test_a_head_reads_the_sentence_of_the_own_school_alone(signed_in: SignedIn, people: People, told: ListForecast):
    page = html.unescape(signed_in("head").get(ADDRESS).content.decode())
    own = next(one for one in told.schools if one.school == people.schools[0].code)
    assert own.sentence in page
    assert [one.school for one in told.schools if one.school != own.school and f"school={one.school}" in page] == []


@pytest.mark.parametrize("who", ["teacher", "observer"])
def test_who_does_not_accompany_schools_sees_no_forecast(signed_in: SignedIn, who: str):
    assert signed_in(who).get(ADDRESS).status_code == 403
    assert signed_in(who).get(f"{ADDRESS}table.xlsx").status_code == 403
    assert ADDRESS not in signed_in(who).get("/analysis/").content.decode()


def test_the_verdict_asked_for_is_all_that_is_shown(signed_in: SignedIn, told: ListForecast):
    book = openpyxl.load_workbook(
        io.BytesIO(signed_in("analyst").get(f"{ADDRESS}table.xlsx", {"verdict": "stays-off"}).content)
    )
    rows = list(book["Школы"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == sum(one.verdict == "stays-off" for one in told.schools) > 0


def test_where_nothing_can_be_told_the_page_says_why(
    signed_in: SignedIn, told: ListForecast, monkeypatch: pytest.MonkeyPatch
):
    mute = told.model_copy(update={"can_tell": False, "notes": ["Прогноза нет: школ мало."]})
    answered = AnalysisAnswer(answer=mute)
    monkeypatch.setattr("opora_web.programme.analysis.page.analysis_answer", lambda *_: answered)
    page = html.unescape(signed_in("analyst").get(ADDRESS).content.decode())
    assert "Прогноза нет: школ мало." in page
    assert "Сказать пока нечего" in page
    assert signed_in("analyst").get(f"{ADDRESS}table.xlsx").status_code == 404
