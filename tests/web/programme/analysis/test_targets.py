"""A target typed in is judged as the library judges it; what is no target is said plainly."""

import html

import pytest

from opora.analysis.target_realism import GroupTarget, ShareTarget
from opora.measuring.counted_years import counted_of_history
from opora.measuring.target_realism import group_realism, share_realism
from opora.pipeline import find
from opora_web.facts import DEFAULT_RULES, current_facts, rules_named
from tests.web.personas import SignedIn

ADDRESS = "/analysis/target/"


def page_of(signed_in: SignedIn, **typed: str) -> str:
    answer = signed_in("coordinator").get(ADDRESS, typed)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_a_share_is_judged_as_the_library_judges_it(signed_in: SignedIn):
    facts = current_facts()
    years = counted_of_history(find(facts.release, facts.years[0], rules_named(DEFAULT_RULES)))
    told = share_realism(years, ShareTarget(0.2, 0.1, 1, 30))
    page = page_of(signed_in, of="share", start="20", goal="10 %", years="1", size="30")
    assert told.experience.cases
    assert all(sentence in page for sentence in told.sentences)


def test_a_group_is_judged_year_by_year(signed_in: SignedIn):
    facts, rules = current_facts(), rules_named(DEFAULT_RULES)
    years = counted_of_history(find(facts.release, facts.years[0], rules))
    told = group_realism(years, rules, GroupTarget(9, (0.333, 1.0)))
    page = page_of(signed_in, of="group", schools="9", shares="33,3; 100")
    assert len(told.years) == 2
    assert all(sentence in page for one in told.years for sentence in one.sentences)


def test_a_target_is_judged_by_the_rule_set_of_the_address(signed_in: SignedIn):
    facts, rules = current_facts(), rules_named("lower-quartile")
    years = counted_of_history(find(facts.release, facts.years[0], rules))
    told = share_realism(years, ShareTarget(0.4, 0.3, 1, 30))
    page = page_of(signed_in, of="share", start="40", goal="30", years="1", size="30", rules=rules.name)
    assert all(sentence in page for sentence in told.sentences)
    assert f"{rules.title}, {rules.edition}" in page


def test_before_anything_is_typed_the_page_says_what_to_type(signed_in: SignedIn):
    assert "Впишите, сколько школ" in page_of(signed_in)
    assert "Впишите долю ниже порога" in page_of(signed_in, of="share", start="20")


@pytest.mark.parametrize(
    "typed",
    [
        {"schools": "много", "shares": "50"},
        {"schools": "9", "shares": "; ; ."},
        {"schools": "9", "shares": "150"},
        {"schools": "1e9", "shares": "50"},
        {"schools": "inf", "shares": "50"},
        {"schools": "9", "shares": ";".join(["1"] * 11)},
        {"of": "share", "start": "20", "goal": "20", "years": "1", "size": "30"},
        {"of": "share", "start": "20", "goal": "-5", "years": "1", "size": "30"},
        {"of": "share", "start": "20", "goal": "<script>", "years": "nan", "size": "0"},
    ],
)
def test_what_is_no_target_is_said_plainly_and_stays_typed(signed_in: SignedIn, typed: dict[str, str]):
    page = page_of(signed_in, **typed)
    assert "ожида" in page.lower()
    assert f'value="{next(iter(value for name, value in typed.items() if name != "of"))}"' in page


def test_a_target_of_more_years_than_there_are_cannot_be_judged(signed_in: SignedIn):
    page = page_of(signed_in, of="share", start="20", goal="10", years="9", size="30")
    assert "– судить нельзя: в данных мало" in page


@pytest.mark.parametrize("who", ["teacher", "observer"])
def test_who_sees_no_plans_judges_no_targets(signed_in: SignedIn, who: str):
    assert signed_in(who).get(ADDRESS).status_code == 403
