"""Shares of small groups against published figures, brute force, scipy and simulations with known truth."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import digamma

from opora.analysis.shares import (
    Prior,
    beta_binomial_prior,
    probability_at_least,
    probability_of_count_at_least,
    wilson_interval,
)


def schools(seed: int, number: int, a: float, b: float) -> tuple[np.ndarray, ...]:
    """Return (true shares, below, pupils) of schools of 3–50 pupils drawn from Beta(a, b)."""
    lot = np.random.default_rng(seed)
    pupils = lot.integers(3, 51, number)
    shares = lot.beta(a, b, number)
    return shares, lot.binomial(pupils, shares), pupils


# Wilson's interval


@pytest.mark.parametrize(
    ("below", "pupils", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_newcombe_s_table(below: int, pupils: int, low: float, high: float) -> None:
    assert wilson_interval(below, pupils) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_limit_is_the_share_whose_own_margin_just_reaches_what_was_seen() -> None:
    low, high = wilson_interval(8, 22)
    for limit in (float(low), float(high)):
        assert abs(8 / 22 - limit) == pytest.approx(1.959963984540054 * math.sqrt(limit * (1 - limit) / 22), abs=1e-12)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_all_small_shares_agree_with_scipy(confidence: float) -> None:
    pairs = [(k, n) for n in (1, 2, 7, 15, 200) for k in range(n + 1)]
    below, pupils = np.array(pairs).T
    low, high = wilson_interval(below, pupils, confidence)
    for place, (k, n) in enumerate(pairs):
        reference = stats.binomtest(k, n).proportion_ci(confidence, "wilson")
        assert (low[place], high[place]) == pytest.approx((reference.low, reference.high), abs=1e-12)


def test_nobody_tested_has_no_interval() -> None:
    assert np.isnan(wilson_interval([0], [0])).all()


@pytest.mark.parametrize("pupils", [7, 15, 30])
def test_intervals_cover_the_truth_about_as_often_as_they_say(pupils: int) -> None:
    counts = np.arange(pupils + 1)
    low, high = wilson_interval(counts, np.full(pupils + 1, pupils))
    truths = np.linspace(0.05, 0.6, 111)
    coverage = [stats.binom.pmf(counts, pupils, truth)[(low <= truth) & (truth <= high)].sum() for truth in truths]
    assert 0.94 < np.mean(coverage) < 0.97
    assert min(coverage) > 0.83


# How schools differ


@pytest.mark.parametrize(("number", "a", "b"), [(30, 2, 8), (300, 0.5, 3), (60, 5, 10), (1_000, 1.5, 7)])
def test_the_prior_solves_the_likelihood_equations(number: int, a: float, b: float) -> None:
    _, below, pupils = schools(1, number, a, b)
    prior = beta_binomial_prior(below, pupils)

    def equations(logs: np.ndarray) -> list[float]:
        a, b = np.exp(logs)
        together = digamma(a + b) - digamma(pupils + a + b)
        return [
            float((digamma(below + a) - digamma(a) + together).sum()),
            float((digamma(pupils - below + b) - digamma(b) + together).sum()),
        ]

    solved = np.exp(optimize.root(equations, np.log([a, b]), tol=1e-13).x)
    assert prior.kind == "beta-binomial"
    assert [prior.a, prior.b] == pytest.approx(solved.tolist(), rel=1e-7)


def test_no_other_prior_makes_the_data_likelier() -> None:
    _, below, pupils = schools(2, 80, 2, 8)
    prior = beta_binomial_prior(below, pupils)
    best = stats.betabinom.logpmf(below, pupils, prior.a, prior.b).sum()
    for up in np.geomspace(0.5, 2, 9):
        for aside in np.geomspace(0.8, 1.25, 9):
            other = stats.betabinom.logpmf(below, pupils, prior.a * up * aside, prior.b * up / aside).sum()
            assert other <= best + 1e-9


def test_a_nearly_alike_set_of_schools_is_still_solved_exactly() -> None:
    _, below, pupils = schools(3, 400, 200, 800)
    prior = beta_binomial_prior(below, pupils)
    mean = prior.mean
    best = optimize.minimize_scalar(
        lambda log: -stats.betabinom.logpmf(below, pupils, mean * np.exp(log), (1 - mean) * np.exp(log)).sum(),
        bounds=(2, 12), method="bounded", options={"xatol": 1e-9},
    )  # fmt: skip
    assert math.log(prior.a + prior.b) == pytest.approx(best.x, abs=1e-3)


def test_forty_thousand_schools_give_the_truth_back() -> None:
    _, below, pupils = schools(4, 40_000, 2, 8)
    prior = beta_binomial_prior(below, pupils)
    assert (prior.a, prior.b) == (pytest.approx(2, rel=0.03), pytest.approx(8, rel=0.03))
    assert (prior.schools, prior.pupils) == (40_000, int(pupils.sum()))


def test_schools_that_differ_only_by_chance_are_pooled_with_the_widest_spread_not_excluded() -> None:
    below, pupils = np.full(40, 4), np.full(40, 20)
    prior = beta_binomial_prior(below, pupils)
    assert prior.kind == "pooled"
    assert prior.mean == pytest.approx(0.2)
    none = stats.binom.logpmf(below, pupils, 0.2).sum()
    edge = stats.betabinom.logpmf(below, pupils, prior.a, prior.b).sum()
    assert none - edge == pytest.approx(stats.chi2.ppf(0.95, 1) / 2, abs=1e-6)


@pytest.mark.parametrize(
    ("below", "pupils"),
    [([1, 2, 3], [10, 10, 10]), ([0] * 30, [12] * 30), ([12] * 30, [12] * 30), ([0, 1] * 20, [1] * 40), ([], [])],
)
def test_too_few_schools_or_nothing_to_learn_leave_a_weak_prior(below: list[int], pupils: list[int]) -> None:
    prior = beta_binomial_prior(below, pupils)
    assert (prior.kind, prior.a, prior.b) == ("weak", 0.5, 0.5)


def test_schools_without_pupils_teach_nothing() -> None:
    _, below, pupils = schools(5, 50, 2, 8)
    assert beta_binomial_prior([*below, 0, 0], [*pupils, 0, 0]) == beta_binomial_prior(below, pupils)


def test_all_or_nothing_schools_have_a_prior_all_the_same() -> None:
    prior = beta_binomial_prior([0, 10] * 20, [10] * 40)
    assert prior.mean == pytest.approx(0.5)
    assert prior.dispersion > 0.9


# What is said of one school


def test_posterior_probability_by_hand() -> None:
    # Beta(1, 1) and 1 of 1 below: density 2p, so P(p ≥ t) = 1 − t²
    uniform = Prior(1, 1, "weak", 0, 0)
    assert probability_at_least(uniform, [1], [1], 0.3) == pytest.approx([0.91], abs=1e-15)
    # nobody tested: the prior itself
    assert probability_at_least(uniform, [0], [0], 0.3) == pytest.approx([0.7], abs=1e-15)


def test_a_new_cohort_by_hand() -> None:
    # Beta(1, 1), 0 of 2: posterior Beta(1, 3); P(X = j of 2) = C(2, j) B(1 + j, 5 − j) / B(1, 3)
    exactly = [Fraction(3, 5), Fraction(3, 10), Fraction(1, 10)]
    tails = [float(sum(exactly[least:], Fraction(0))) for least in range(4)]
    uniform = Prior(1, 1, "weak", 0, 0)
    answer = probability_of_count_at_least(uniform, [0] * 4, [2] * 4, [0, 1, 2, 3])
    assert answer == pytest.approx(tails, abs=1e-14)


def test_new_cohorts_agree_with_scipy_up_to_thousands_of_pupils() -> None:
    lot = np.random.default_rng(6)
    pupils = np.concatenate([lot.integers(1, 200, 400), [5_000, 20_000]])
    below = lot.binomial(pupils, lot.beta(2, 8, len(pupils)))
    prior = Prior(2, 8, "beta-binomial", 400, 1)
    least = -(-3 * pupils // 10)
    expected = stats.betabinom.sf(least - 1, pupils, prior.a + below, prior.b + pupils - below)
    assert probability_of_count_at_least(prior, below, pupils, least) == pytest.approx(expected, abs=1e-9)


def test_answers_keep_the_shape_of_what_was_asked() -> None:
    prior = Prior(2, 8, "beta-binomial", 1, 1)
    assert probability_at_least(prior, 3, 10, 0.3).shape == ()
    assert probability_of_count_at_least(prior, [[1, 2], [3, 4]], 10, 3).shape == (2, 2)
    assert probability_of_count_at_least(prior, [], [], 3).shape == (0,)


def test_a_stated_probability_comes_true_that_often() -> None:
    shares, below, pupils = schools(7, 60_000, 2, 8)
    lot = np.random.default_rng(8)
    prior = beta_binomial_prior(below, pupils)
    again = lot.binomial(pupils, shares)
    least = -(-3 * pupils // 10)
    for stated, came_true in (
        (probability_at_least(prior, below, pupils, 0.3), shares >= 0.3),
        (probability_of_count_at_least(prior, below, pupils, least), again >= least),
    ):
        for low in np.arange(0, 1, 0.1):
            group = (stated >= low) & (stated < low + 0.1)
            assert came_true[group].mean() == pytest.approx(stated[group].mean(), abs=0.035)
