"""Schools alike before: neighbours by brute force, balance by hand, weights by hand."""

import numpy as np
import pytest

from opora.analysis.support_effect import alike_schools
from tests.analysis.support_effect.drawn import many


def made_up(effect: float, seed: int, schools: int = 120) -> np.ndarray:
    """Return three years of results; a fourth of schools is helped, the more likely the worse the second year."""
    draw = np.random.default_rng(seed)
    level = draw.normal(0, 1, schools)
    results = level[:, None] + draw.normal(0, 0.8, (schools, 3))
    order = np.argsort(-results[:, 1] + draw.normal(0, 1.5, schools))
    results = results[order]
    results[: schools // 4, 2] += effect
    return results


SINCE = dict.fromkeys(range(30), 2022)


def test_each_school_stands_beside_the_nearest_by_brute_force() -> None:
    results = made_up(0.0, 1)
    found = alike_schools(many(results, SINCE))
    columns = results[:, [1, 0]]
    scale = np.sqrt((columns[:30].var(axis=0, ddof=1) + columns[30:].var(axis=0, ddof=1)) / 2)
    for place in range(30):
        gaps = np.sqrt((((columns[30:] - columns[place]) / scale) ** 2).mean(axis=1))
        nearest = [f"s{30 + one:03d}" for one in np.argsort(gaps)[:3] if gaps[one] <= 0.6]
        assert list(found.pairs.get(f"s{place:03d}", ())) == nearest
        assert (f"s{place:03d}" in found.unmatched) == (not nearest)


def test_balance_is_told_before_and_after_and_matching_makes_it_better() -> None:
    results = made_up(0.0, 2)
    rows = {one.name: one for one in alike_schools(many(results, SINCE)).balance}
    before = rows["before"]
    assert set(rows) == {"before", "earlier"}  # all schools are of one size, so size compares nothing
    assert before.supported == pytest.approx(results[:30, 1].mean())
    assert before.unsupported == pytest.approx(results[30:, 1].mean())
    assert abs(before.distance_after) < abs(before.distance_before) / 3


def test_an_effect_is_found_and_none_is_not() -> None:
    helped = alike_schools(many(made_up(-1.5, 3), SINCE)).answer
    assert helped.verdict == "helped"
    assert helped.low < -1.5 < helped.high
    assert alike_schools(many(made_up(0.0, 3), SINCE)).answer.verdict == "no-difference-seen"


def test_twins_make_the_estimate_the_plain_difference_of_pairs() -> None:
    draw = np.random.default_rng(4)
    twins = draw.normal(0, 1, (20, 3))
    supported = twins.copy()
    supported[:, 2] += draw.normal(-1, 0.1, 20)
    found = alike_schools(many(np.vstack([supported, twins]), dict.fromkeys(range(20), 2022)), neighbours=1)
    assert found.answer.estimate == pytest.approx((supported - twins)[:, 2].mean())
    assert found.unmatched == ()
    assert {one: others[0] for one, others in found.pairs.items()} == {f"s{n:03d}": f"s{n + 20:03d}" for n in range(20)}


def test_schools_unlike_all_others_are_named_and_too_many_of_them_cannot_tell() -> None:
    results = made_up(0.0, 5)
    results[:2, :2] += 50
    few = alike_schools(many(results, SINCE), caliper=0.2)
    assert {"s000", "s001"} <= set(few.unmatched)
    results[:20, :2] += 50
    many_unlike = alike_schools(many(results, SINCE)).answer
    assert (many_unlike.verdict, many_unlike.reason) == ("cannot-tell", "no-alike-schools")


def test_context_is_compared_and_a_column_few_know_is_said_to_be_left_out() -> None:
    rural = np.arange(120) % 2.0
    unknown = np.full(120, np.nan)
    unknown[:10] = 1.0
    found = alike_schools(many(made_up(0.0, 6), SINCE, context={"rural": rural, "unknown": unknown}))
    assert {one.name for one in found.balance} == {"before", "earlier", "rural"}
    assert found.left_out_columns == ("unknown",)
    assert {int(one[1:]) % 2 for school, others in found.pairs.items() if int(school[1:]) % 2 for one in others} == {1}
