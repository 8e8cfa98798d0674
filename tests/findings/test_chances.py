"""How sure a decision is: against enumeration of all outcomes, and against new cohorts drawn by lot."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from scipy.stats import beta

from opora.vocabulary.rules import RuleSet
from tests.findings.judged import DOUBLE_FAILURE, FEDERAL, INSPECTION, QUARTILE, THREE_LISTS, OneYear, one

NOTHING_LEARNT = 0.5  # a single school teaches nothing of others: Jeffreys' prior
DRAWS = 200_000

SCHOOLS: list[OneYear] = [
    [(3, 10), (3, 10)],
    [(8, 22), (9, 22), (5, 20), (8, 20)],
    [(0, 60), (1, 60), (2, 40)],
    [(2, 12), (3, 11), (1, 10), (4, 9), None, (2, 10)],
    [(5, 14)] * 8,
]


def _enumerated(chances: list[float], least: int) -> float:
    total = 0.0
    for outcome in product((0, 1), repeat=len(chances)):
        if sum(outcome) >= least:
            total += float(np.prod([p if happened else 1 - p for p, happened in zip(chances, outcome, strict=True)]))
    return total


@pytest.mark.parametrize("drawn", SCHOOLS)
def test_the_probability_of_the_rule_is_the_sum_over_all_outcomes(drawn: OneYear) -> None:
    chances = [
        float(beta.sf(0.3, NOTHING_LEARNT + pair[0], NOTHING_LEARNT + pair[1] - pair[0])) for pair in drawn if pair
    ]
    school = one(FEDERAL, drawn)
    assert school.probability_low == pytest.approx(_enumerated(chances, 2), abs=1e-12)


@pytest.mark.parametrize("rules", [FEDERAL, QUARTILE, INSPECTION], ids=lambda rules: rules.name)
@pytest.mark.parametrize("drawn", SCHOOLS)
def test_stability_is_how_often_a_new_cohort_of_the_posterior_is_decided_alike(rules: RuleSet, drawn: OneYear) -> None:
    school = one(rules, drawn)
    measured = [pair for pair in drawn[: len(rules.procedure)] if pair and pair[1] >= rules.min_participants]
    if len(measured) < rules.least_low_procedures:
        assert school.list_stability is None
        return
    lot = np.random.default_rng(11)
    low = np.zeros(DRAWS, np.int64)
    for below, pupils in measured:
        true_share = lot.beta(NOTHING_LEARNT + below, NOTHING_LEARNT + pupils - below, DRAWS)
        low += lot.binomial(pupils, true_share) >= rules.least_below(pupils)
    is_listed = low >= rules.least_low_procedures
    expected = float(np.mean(is_listed == (school.listed is not None)))
    assert school.list_stability is not None
    assert 0 < school.list_stability < 1
    assert school.list_stability == pytest.approx(expected, abs=4 * sqrt(0.25 / DRAWS))


def test_a_rule_of_many_years_keeps_the_years_before_as_they_were() -> None:
    low: OneYear = [(3, 10), (3, 10)]
    fine: OneYear = [(0, 10), (0, 10)]
    this_year_again = one(FEDERAL, low).list_stability
    assert one(THREE_LISTS, low, low, low).list_stability == pytest.approx(this_year_again)
    assert one(THREE_LISTS, low, fine, low).list_stability == 1, "no cohort of this year can put the school on the list"


def test_a_school_that_cannot_be_judged_has_no_stability() -> None:
    assert one(FEDERAL, [(3, 9), (3, 9)]).list_stability is None
    assert one(DOUBLE_FAILURE, [None]).probability_low is None
