"""A group of listed schools ahead: against drawing every school of it, and where it is not told."""

import numpy as np
import pytest

from opora.analysis.list_forecast import is_listed
from opora.analysis.target_realism import chance_of_group, shares_leaving
from opora.vocabulary.rules import rule_set
from tools.forecast_check import Truth, region

FEDERAL = rule_set("federal-2020")


def test_a_chance_is_that_of_schools_which_go_the_same_way() -> None:
    shares = np.array([0.1, 0.3, 0.8, 0.2])
    draw = np.random.default_rng(1)
    left = draw.binomial(9, draw.choice(shares, 200_000))
    for wanted in (0, 1, 4, 9):
        assert chance_of_group(shares, 9, wanted) == pytest.approx((left >= wanted).mean(), abs=0.005)


def test_a_restless_region_spreads_what_may_come_and_a_calm_one_does_not() -> None:
    spread = {}
    for shift in (0.03, 0.4):
        counted, _ = region((5, 120, 6), Truth(shift=shift), np.random.default_rng(2))
        found = shares_leaving(counted, FEDERAL, 1)
        assert found is not None
        spread[shift] = found.std()
    assert spread[0.4] > 2.5 * spread[0.03]


def test_the_share_leaving_is_about_what_comes() -> None:
    told, came = [], []
    for seed in range(12):
        counted, _ = region((6, 150, 6), Truth(), np.random.default_rng(seed))
        found = shares_leaving(counted.first(5), FEDERAL, 1)
        assert found is not None
        listed = is_listed(counted, FEDERAL)
        told.append(found.mean())
        came.append((~listed[5])[listed[4]].mean())
    assert np.mean(told) == pytest.approx(np.mean(came), abs=0.05)


def test_years_further_ahead_spread_more() -> None:
    counted, _ = region((5, 120, 6), Truth(shift=0.2), np.random.default_rng(3))
    near, far = (shares_leaving(counted, FEDERAL, years) for years in (1, 3))
    assert near is not None
    assert far is not None
    assert far.std() > near.std()


def test_where_the_forecast_cannot_tell_nothing_is_told() -> None:
    few, _ = region((5, 8, 6), Truth(), np.random.default_rng(4))
    assert shares_leaving(few, FEDERAL, 1) is None
    many, _ = region((5, 40, 6), Truth(), np.random.default_rng(4))
    assert shares_leaving(many, rule_set("three-lists-2020"), 1) is None
    nobody, _ = region((5, 40, 6), Truth(middle=-3), np.random.default_rng(4))
    assert shares_leaving(nobody, FEDERAL, 1) is None
