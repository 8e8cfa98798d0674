"""Innocence is presumed: few pupils – cannot tell, chance – no signs."""

import numpy as np
import pytest

from opora.analysis.objectivity import Marker, cohort_jumps, journal_gap, verdicts
from opora.analysis.objectivity.empirical_null import upper_chances


def test_of_nineteen_pupils_nothing_is_said_whatever_the_signs() -> None:
    found = verdicts(np.array([19, 20]), [Marker("bunching", np.array([1e-9, 1e-9]))])
    assert [one.status for one in found] == ["cannot-tell", "needs-explanation"]
    assert found[0].chance is None
    assert found[0].markers == ()


def test_a_school_none_of_whose_signs_could_be_looked_at_cannot_be_told() -> None:
    assert verdicts(np.array([50]), [Marker("bunching", np.array([np.nan]))])[0].status == "cannot-tell"


def test_signs_of_one_school_are_joined_by_simes_rule() -> None:
    signs = [Marker("a", np.array([0.01])), Marker("b", np.array([0.015])), Marker("c", np.array([0.9]))]
    assert verdicts(np.array([50]), signs)[0].chance == pytest.approx(min(0.01 * 3, 0.015 * 3 / 2, 0.9))


def test_chance_alone_names_at_most_one_school_in_a_hundred() -> None:
    chance = np.random.default_rng(1)
    named = told = 0
    for _ in range(50):
        signs = [Marker(code, chance.random(100)) for code in "abcd"]
        found = verdicts(np.full(100, 40), signs)
        named += sum(one.status == "needs-explanation" for one in found)
        told += len(found)
    assert named / told <= 0.01


def test_schools_that_mark_differently_are_not_surprising() -> None:
    chance = np.random.default_rng(2)
    n = chance.integers(20, 60, size=500)
    raised = chance.binomial(n, chance.beta(2, 18, size=500))
    found = journal_gap(raised, n)
    assert (found <= 0.01).mean() <= 0.015
    assert journal_gap(np.append(raised, 35), np.append(n, 50))[-1] < 1e-4
    assert np.isnan(journal_gap(np.array([0]), np.array([0]))[0])


def test_a_cohort_far_above_its_own_other_year_is_seen_and_a_changed_one_is_not_looked_at() -> None:
    chance = np.random.default_rng(3)
    before = chance.normal(10, 1, size=60)
    after = 0.8 * before + 2 + chance.normal(0, 0.4, size=60)
    after[0] += 5
    after[1] += 5
    pupils = np.full(60, 30)
    earlier = pupils.copy()
    earlier[1] = 50
    found = cohort_jumps(after, before, pupils, earlier)
    assert found[0] < 1e-3
    assert np.isnan(found[1])
    assert (found[2:] <= 0.01).sum() <= 2


def test_too_few_schools_teach_no_line() -> None:
    assert np.isnan(cohort_jumps(np.ones(9), np.ones(9), np.full(9, 30), np.full(9, 30))).all()


def test_schools_that_differ_more_than_a_model_says_are_judged_by_their_own_spread() -> None:
    z = 3 * np.random.default_rng(4).normal(size=1000)
    assert (upper_chances(z) <= 0.01).mean() < 0.02
    assert upper_chances(np.array([0.0, 3.0]))[1] == pytest.approx(0.00135, abs=1e-5)
