"""A group of listed schools ahead: against drawing every school of it, against what came, and where it is not told."""

import numpy as np
import pytest

from opora.analysis.list_forecast import is_listed
from opora.analysis.target_realism import group_ahead
from opora.analysis.target_realism.group_ahead import chances_of_leaving
from opora.vocabulary.rules import rule_set
from tools.forecast_check import TRUTHS, Truth, region, told_of_groups

FEDERAL, YEARLY = rule_set("federal-2020"), rule_set("three-lists-2020")


def leaving(truth: Truth, seed: int, years: int = 1, schools: int = 120) -> np.ndarray:
    counted, _ = region((5, schools, 6), truth, np.random.default_rng(seed))
    found = chances_of_leaving(counted, FEDERAL, years)
    assert found is not None
    return found


def test_a_restless_region_spreads_what_may_come_and_a_calm_one_does_not() -> None:
    calm, restless = (leaving(Truth(shift=shift), 2).mean(axis=1).std() for shift in (0.03, 0.4))
    assert restless > 2.5 * calm


def test_years_further_ahead_spread_more() -> None:
    near, far = (leaving(Truth(shift=0.2), 3, years).mean(axis=1).std() for years in (1, 3))
    assert far > near


def test_the_share_leaving_is_about_what_comes() -> None:
    told, came = [], []
    for seed in range(12):
        counted, _ = region((6, 150, 6), Truth(), np.random.default_rng(seed))
        found = chances_of_leaving(counted.first(5), FEDERAL, 1)
        assert found is not None
        listed = is_listed(counted, FEDERAL)
        told.append(found.mean())
        came.append((~listed[5])[listed[4]].mean())
    assert np.mean(told) == pytest.approx(np.mean(came), abs=0.05)


def test_all_the_listed_schools_are_a_group_known_better_than_as_many_drawn_from_more() -> None:
    counted, _ = region((5, 200, 6), Truth(), np.random.default_rng(5))
    listed = int(is_listed(counted, FEDERAL)[-1].sum())
    whole, twice = (group_ahead(counted, FEDERAL, 1, size) for size in (listed, 2 * listed))
    assert whole is not None
    assert twice is not None
    assert sum(twice.interval()) == pytest.approx(2 * sum(whole.interval()), abs=3)


def test_a_rule_of_several_years_is_left_by_one_good_year_among_them() -> None:
    """With every school low each year with the chance q, it leaves within two years unless both are low: 1 − q²."""
    draw = np.random.default_rng(6)
    pupils = np.full((4, 150, len(YEARLY.procedure)), 25)
    counted, _ = region((4, 150, pupils.shape[2]), Truth(spread=0.05, shift=0.01, middle=-0.35), draw)
    near, far = (chances_of_leaving(counted, YEARLY, years) for years in (1, 2))
    assert near is not None
    assert far is not None
    assert YEARLY.listing_years > 1
    assert 1 - far.mean() == pytest.approx((1 - near.mean()) ** 2, rel=0.25)


def test_where_the_forecast_cannot_tell_nothing_is_told() -> None:
    few, _ = region((5, 8, 6), Truth(), np.random.default_rng(4))
    assert group_ahead(few, FEDERAL, 1, 3) is None
    nobody, _ = region((5, 40, 6), Truth(middle=-3), np.random.default_rng(4))
    assert group_ahead(nobody, FEDERAL, 1, 3) is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["устойчивые школы", "все работы сдвигаются вместе"])
def test_groups_come_to_their_targets_about_as_often_as_was_told(name: str) -> None:
    """A part of the simulation in docs/explanation/forecast.md."""
    found = told_of_groups(TRUTHS[name], 60)
    for low, high in ((0, 0.1), (0.1, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 0.9), (0.9, 1.01)):
        here = (found.probability >= low) & (found.probability < high)
        assert here.sum() > 20
        assert abs(found.reached[here].mean() - found.probability[here].mean()) < 0.16
    assert found.covered.mean() > 0.92
