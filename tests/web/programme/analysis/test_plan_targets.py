"""Beside a plan's indicators stands how realistic its targets are: the library's verdict, and the way to all of it."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opora.analysis.target_realism import GroupTarget, ShareTarget
from opora.measuring.target_realism import group_realism, share_realism
from opora.tables.identification import ON_THE_LIST
from opora_web.facts import DEFAULT_RULES, current_facts, rules_named
from opora_web.programme.analysis.plan_targets import year_of_results
from opora_web.programme.analysis.targets import VERDICTS
from opora_web.programme.analysis.years import years_of
from opora_web.programme.roadmap.models import IndicatorTarget, Roadmap
from tests.plans.written import plan, row
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import roadmap_of
from tests.web.shown import shown

AHEAD = "Доля школ, чья программа успешна: 2024/25 – 33,3 %, 2026 – 100 %"
PUPILS = "Доля учеников, не преодолевших порог: 2025 – 10 %, 2026 – 5 %"


def roadmap(people: People, *expected: str) -> Roadmap:
    rows = [row(f"{number}.", expected=words) for number, words in enumerate(expected, start=1)]
    return roadmap_of(people.region, people["analyst"], plan(*rows))


def page_of(signed_in: SignedIn, one: Roadmap, who: str = "analyst") -> str:
    answer = signed_in(who).get(f"/plans/{one.pk}/indicators/")
    assert answer.status_code == 200
    return html.unescape(shown(answer))


def line_of(page: str, assumed: str) -> str:
    found = re.search(rf"{assumed}: (.*?) ?</p>", page)
    assert found is not None
    return found[1]


def test_a_group_is_judged_as_the_library_judges_the_schools_now_on_the_list(people: People, signed_in: SignedIn):
    facts, one = current_facts(), roadmap(people, AHEAD)
    listed = sum(said.status in ON_THE_LIST for said in facts.identified(2024).values())
    told = group_realism(years_of(facts, DEFAULT_RULES), rules_named(DEFAULT_RULES), GroupTarget(listed, (0.333, 1.0)))
    line = line_of(page_of(signed_in, one), "Если успех – выход школы из списка")
    assert listed
    assert [VERDICTS[year.verdict] in line for year in told.years] == [True, True]
    assert "2025" in line
    assert "2026" in line


def test_years_of_which_nothing_can_be_told_stand_together(people: People, signed_in: SignedIn):
    far = "Доля школ, чья программа успешна: 2027 – 33,3 %, 2028 – 55,5 %, 2029 – 100 %"
    line = line_of(page_of(signed_in, roadmap(people, far)), "Если успех – выход школы из списка")
    assert line.startswith("2027–2029 – ")
    assert line.count("судить нельзя") == 1


def test_schools_named_by_the_first_target_tell_how_large_the_group_is(people: People, signed_in: SignedIn):
    one = roadmap(people, AHEAD)
    IndicatorTarget.objects.filter(indicator__roadmap=one).first().schools.set(people.schools[:3])
    line = line_of(page_of(signed_in, one), "Если успех – выход школы из списка")
    way = re.search(r'href="(/analysis/target/[^"]+)"', line)
    assert way is not None
    assert "schools=9&shares=33%2C3%3B+100" in way[1]
    whole = html.unescape(signed_in("analyst").get(way[1]).content.decode())
    assert "Через 1 год вне списка 3 из 9 – " in whole


def test_pupils_below_the_threshold_are_judged_by_the_school_s_own_start(people: People, signed_in: SignedIn):
    facts, school = current_facts(), people.schools[0]
    one = roadmap_of(school, people["head"], plan(row("1.", expected=PUPILS)))
    counts = [(p.below, p.pupils) for p in facts.identified(2024)[str(school.code)].procedures if p.pupils]
    pupils = sum(n for _, n in counts)
    start = round(sum(below for below, _ in counts) / pupils, 4)
    told = share_realism(years_of(facts, DEFAULT_RULES), ShareTarget(start, 0.05, 2, round(pupils / len(counts))))
    line = line_of(page_of(signed_in, one, "head"), "По всем процедурам школы вместе")
    assert VERDICTS[told.verdict] in line
    assert "2026" in line


@pytest.mark.parametrize(
    "expected",
    [
        "Доля школ, чья программа успешна: 2022 – 33,3 %, 2023 – 55,5 %",
        "Доля педагогов, прошедших обучение: 2025 – 50 %, 2026 – 100 %",
        PUPILS,  # of a district: it has no share of its own
    ],
)
def test_what_is_past_or_what_results_do_not_show_has_no_verdict(people: People, signed_in: SignedIn, expected: str):
    page = page_of(signed_in, roadmap(people, expected))
    assert "Если успех" not in page
    assert "По всем процедурам" not in page
    assert "Достижимы ли эти цели" in page


def test_indicators_ask_the_database_no_oftener_when_they_are_many(people: People, signed_in: SignedIn):
    counts = []
    for times in (1, 12):
        address = f"/plans/{roadmap(people, *[AHEAD] * times).pk}/indicators/"
        browser = signed_in("analyst")
        browser.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).content.decode().count("выход школы из списка") == times
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("words", "year"), [("2024", 2024), ("2024/25", 2025), ("2024/2025 уч. год", 2025), ("к концу", None), ("20", None)]
)
def test_the_results_of_a_school_year_are_those_of_its_end(words: str, year: int | None):
    assert year_of_results(words) == year
