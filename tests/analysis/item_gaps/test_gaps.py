"""Gaps against the rest, own pupils left out; what chance makes is not a gap."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency, norm

from opora.analysis.item_gaps import ItemCounts, gaps, summed_over


def counts(full: list[list[int]], n: list[list[int]]) -> ItemCounts:
    k, pupils = np.array(full), np.array(n)
    nothing = np.zeros_like(k)
    names = tuple((f"s{place}",) for place in range(k.shape[0]))
    items = tuple(f"i{place}" for place in range(k.shape[1]))
    most = np.ones(k.shape[1], dtype=np.int64)
    return ItemCounts(names, items, most, pupils.max(axis=1), pupils, k, k, k, pupils - k, nothing)


def against_the_rest(own: ItemCounts) -> object:
    everybody = summed_over(own, ["all"] * len(own.groups))
    return gaps(own, everybody, np.zeros(len(own.groups), dtype=np.intp))


def test_two_proportions_are_compared_as_a_chi_square_does() -> None:
    found = gaps(own := counts([[20], [60]], [[50], [100]]), summed_over(own, ["", ""]), np.zeros(2, dtype=np.intp))
    assert found.others[0, 0] == 0.6
    assert found.difference[0, 0] == pytest.approx(-0.2)
    assert found.p[0, 0] == pytest.approx(chi2_contingency([[20, 30], [60, 40]], correction=False).pvalue)


def test_a_group_of_nine_or_beside_nine_is_not_compared() -> None:
    own = counts([[5], [5], [3]], [[9], [12], [12]])
    found = gaps(own, summed_over(own, ["x", "x", "y"]), np.array([0, 0, 1]))
    assert np.isnan(found.difference[:, 0]).tolist() == [True, True, True]


def test_false_discoveries_are_controlled_over_the_items_of_a_group() -> None:
    own = counts([[10, 20, 25, 25], [50, 50, 50, 50]], [[50] * 4, [100] * 4])
    found = gaps(own, summed_over(own, ["", ""]), np.zeros(2, dtype=np.intp))
    p = found.p[0]
    assert found.q[0, 0] == pytest.approx(min(1.0, p[0] * 4))
    assert found.q[0, 1] == pytest.approx(min(p[1] * 2, p[2] * 4 / 3, p[3]))


def test_a_weak_group_is_told_what_is_weak_for_it() -> None:
    own = counts([[10, 10, 2], [60, 60, 60]], [[50] * 3, [100] * 3])
    found = gaps(own, summed_over(own, ["", ""]), np.zeros(2, dtype=np.intp))
    assert found.beyond_level[0] == pytest.approx(found.difference[0] - found.difference[0].mean())
    assert found.beyond_level[0].sum() == pytest.approx(0)


def test_where_groups_do_not_differ_their_shares_shrink_to_one() -> None:
    own = counts([[15], [14], [16], [15], [15], [15]], [[30]] * 6)
    found = gaps(own, summed_over(own, [""] * 6), np.zeros(6, dtype=np.intp))
    assert np.ptp(found.expected[:, 0]) == pytest.approx(0)


def test_a_small_group_shrinks_more_than_a_large_one() -> None:
    own = counts([[6], [120], [40], [80], [20], [30]], [[12], [200], [100], [100], [50], [100]])
    found = gaps(own, summed_over(own, [""] * 6), np.zeros(6, dtype=np.intp))
    share = own.share[:, 0]
    pull = np.abs(found.expected[:, 0] - share)
    mean = share.mean()
    assert pull[0] / abs(share[0] - mean) > pull[1] / abs(share[1] - mean)


def test_probabilities_of_being_below_are_calibrated() -> None:
    chance = np.random.default_rng(1)
    true = np.clip(chance.normal(0.6, 0.1, size=400), 0.02, 0.98)
    n = chance.integers(10, 60, size=400)
    own = counts([[int(one)] for one in chance.binomial(n, true)], [[int(one)] for one in n])
    found = gaps(own, summed_over(own, [""] * 400), np.zeros(400, dtype=np.intp))
    likely = found.likely_below[:, 0] > 0.9
    is_below = true < found.others[:, 0]
    assert is_below[likely].mean() > 0.9
    assert abs(is_below.mean() - found.likely_below[:, 0].mean()) < 0.05


def test_chance_alone_makes_gaps_no_oftener_than_promised() -> None:
    chance = np.random.default_rng(2)
    n = np.full((300, 10), 25)
    own = counts(chance.binomial(n, 0.6).tolist(), n.tolist())
    found = gaps(own, summed_over(own, [""] * 300), np.zeros(300, dtype=np.intp))
    assert ((found.q <= 0.05) & (found.difference < 0)).any(axis=1).mean() < 0.06
    assert norm.ppf(found.p[:, 0] / 2).std() < 3
