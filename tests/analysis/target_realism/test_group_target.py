"""Schools that left the list: counted by hand, chance against schools that never change."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import GroupTarget, leaving_precedents
from opora.vocabulary.rules import rule_set

FEDERAL = rule_set("federal-2020")


def test_targets_of_a_plan_are_whole_schools() -> None:
    plan = GroupTarget(9, (0.333, 0.555, 0.777, 1.0))
    assert [plan.wanted(year) for year in (1, 2, 3, 4)] == [3, 5, 7, 9]
    assert GroupTarget(9, (0.5,)).wanted(1) == 5
    assert GroupTarget(7, (0.0,)).wanted(1) == 0
    assert GroupTarget(2000, (0.0,)).wanted(1) == 0


def test_a_case_was_on_the_list_and_could_be_judged_later() -> None:
    pupils = np.full((3, 4, 2), 20)
    below = np.zeros((3, 4, 2), dtype=np.int64)
    below[0, :3] = 10  # three schools on the list in the first year
    below[1, 1] = 10  # one of them stays
    pupils[1, 2] = 4  # one cannot be judged
    counted = YearsCounted(tuple("абвг"), ("п", "р"), (2022, 2023, 2024), pupils, below)
    found = leaving_precedents(counted, FEDERAL, 1)
    assert (found.cases, found.reached, found.schools) == (3, 2, 2)  # а left, б stayed, a year later б left
    assert leaving_precedents(counted, FEDERAL, 2).cases == 3
    assert leaving_precedents(counted, FEDERAL, 3).cases == 0


def test_schools_that_never_change_leave_as_often_as_chance_says() -> None:
    chance = np.random.default_rng(1)
    share = chance.beta(4, 9, size=(3000, 2))
    pupils = np.full((2, 3000, 2), 25)
    counted = YearsCounted(
        tuple(map(str, range(3000))), ("п", "р"), (2023, 2024), pupils, chance.binomial(pupils, share[None])
    )
    found = leaving_precedents(counted, FEDERAL, 1)
    assert found.by_chance == pytest.approx(found.share, abs=0.03)


def test_what_chance_makes_of_a_rule_of_several_years_is_not_told() -> None:
    rules = rule_set("three-lists-2020")
    pupils = np.full((4, 30, len(rules.procedure)), 20)
    below = np.random.default_rng(1).binomial(pupils, 0.35)
    counted = YearsCounted(
        tuple(map(str, range(30))), tuple(map(str, range(pupils.shape[2]))), (2021, 2022, 2023, 2024), pupils, below
    )
    assert leaving_precedents(counted, rules, 1).by_chance is None
