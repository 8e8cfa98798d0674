"""Schools leaving the list: counted by hand, the chance of a group against simulation."""

from dataclasses import replace

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import Cases, GroupTarget, chance_of_reaching, leaving_cases
from opora.vocabulary.rules import rule_set
from tools.forecast_check import TRUTHS, told_and_come

FEDERAL = rule_set("federal-2020")


def test_targets_of_a_plan_are_whole_schools() -> None:
    plan = GroupTarget(9, (0.333, 0.555, 0.777, 1.0))
    assert [plan.wanted(year) for year in (1, 2, 3, 4)] == [3, 5, 7, 9]
    assert GroupTarget(9, (0.5,)).wanted(1) == 5
    assert GroupTarget(7, (0.0,)).wanted(1) == 0


def test_a_case_was_on_the_list_and_could_be_judged_later() -> None:
    pupils = np.full((3, 4, 2), 20)
    below = np.zeros((3, 4, 2), dtype=np.int64)
    below[0, :3] = 10  # three schools on the list in the first year
    below[1, 1] = 10  # one of them stays
    pupils[1, 2] = 4  # one cannot be judged
    counted = YearsCounted(tuple("абвг"), ("п", "р"), (2022, 2023, 2024), pupils, below)
    found = leaving_cases(counted, FEDERAL, 1)
    assert (found.cases, found.reached, found.schools) == (3, 2, 2)  # а left, б stayed, a year later б left
    assert leaving_cases(counted, FEDERAL, 2).cases == 3
    assert leaving_cases(counted, FEDERAL, 3).cases == 0


def test_schools_that_never_change_leave_as_often_as_chance_says() -> None:
    chance = np.random.default_rng(1)
    share = chance.beta(4, 9, size=(3000, 2))
    pupils = np.full((2, 3000, 2), 25)
    counted = YearsCounted(
        tuple(map(str, range(3000))), ("п", "р"), (2023, 2024), pupils, chance.binomial(pupils, share[None])
    )
    found = leaving_cases(counted, FEDERAL, 1)
    assert found.by_chance == pytest.approx(found.share, abs=0.03)


def test_what_chance_makes_of_a_rule_of_several_years_is_not_told() -> None:
    rules = rule_set("three-lists-2020")
    pupils = np.full((4, 30, len(rules.procedure)), 20)
    below = np.random.default_rng(1).binomial(pupils, 0.35)
    counted = YearsCounted(
        tuple(map(str, range(30))), tuple(map(str, range(pupils.shape[2]))), (2021, 2022, 2023, 2024), pupils, below
    )
    assert leaving_cases(counted, rules, 1).by_chance is None


def test_the_chance_of_a_group_knows_how_little_few_cases_say() -> None:
    few, many = (Cases(n, n, n // 2, 0.0, 1.0, None, None, float(n)) for n in (20, 2000))
    draw = np.random.default_rng(1)
    for found in (few, many):
        share = draw.beta(0.5 + found.weight / 2, 0.5 + found.weight / 2, size=40_000)
        assert chance_of_reaching(found, 9, 7) == pytest.approx((draw.binomial(9, share) >= 7).mean(), abs=0.01)
    assert chance_of_reaching(few, 9, 7) > chance_of_reaching(many, 9, 7)
    assert chance_of_reaching(few, 9, 0) == pytest.approx(1.0)


def test_restless_years_make_the_chance_of_a_group_less_certain() -> None:
    calm = Cases(200, 80, 60, 0.2, 0.4, None, None, 100.0)
    restless = replace(calm, of_years=0.02)
    assert chance_of_reaching(calm, 9, 7) < chance_of_reaching(restless, 9, 7)
    assert chance_of_reaching(calm, 9, 1) > chance_of_reaching(restless, 9, 1)
    draw = np.random.default_rng(2)
    weight = 0.21 / (0.21 / 100 + 0.02)
    share = draw.beta(0.5 + 0.3 * weight, 0.5 + 0.7 * weight, size=60_000)
    assert chance_of_reaching(restless, 9, 4) == pytest.approx((draw.binomial(9, share) >= 4).mean(), abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["устойчивые школы", "резкие сдвиги региона"])
def test_groups_come_to_their_targets_about_as_often_as_was_told(name: str) -> None:
    """A part of the simulation in docs/explanation/forecast.md."""
    told, come = told_and_come(TRUTHS[name], 80)
    for low, high in ((0, 0.1), (0.1, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 0.9), (0.9, 1.01)):
        here = (told >= low) & (told < high)
        assert here.sum() > 30
        assert abs(come[here].mean() - told[here].mean()) < 0.13
