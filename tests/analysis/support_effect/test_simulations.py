"""Made-up regions of known truth, a small part of those in docs/explanation/did-it-help.md."""

import numpy as np

from tools.did_it_help import World, false_kinds, records, threshold_record, together_says

REGIONS = 120


def test_with_no_help_the_naive_comparison_is_fooled_and_the_methods_are_not() -> None:
    found, fooled = records(World(listing="sharp"), REGIONS, 1)
    assert fooled > 0.7
    for method in ("regression-to-the-mean", "difference-in-differences"):
        assert found[method].helped <= 0.06
        assert found[method].told > 0.85 * REGIONS


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    covered = []
    for seed, effect in ((2, 0.0), (3, -0.05)):
        found, _ = records(World(effect=effect), REGIONS, seed)
        assert all(0.90 <= one.covered <= 1 and abs(one.bias) < 0.01 for one in found.values())
        covered += [one.covered for one in found.values()]
    assert 0.93 <= np.mean(covered) <= 0.975


def test_help_of_ten_points_is_mostly_seen_even_by_nine_schools_of_sixty() -> None:
    found, _ = records(World(schools=60, supported=0.15, effect=-0.1), 80, 4)
    assert found["regression-to-the-mean"].helped > 0.6
    assert found["difference-in-differences"].helped > 0.6


def test_where_schools_went_their_own_way_before_one_method_is_fooled_and_all_together_are_not() -> None:
    world = World(before=5, trend=-0.03, wobble=0.1)
    found, _ = records(world, 40, 5)
    assert found["difference-in-differences"].helped > 0.3  # the test of earlier trends does not see every drift
    assert found["regression-to-the-mean"].helped <= 0.1
    assert together_says(world, 40, 6)["helped"] <= 4


def test_starts_in_several_years_do_not_bend_the_answer() -> None:
    found, _ = records(World(starts=2, supported=0.25), REGIONS, 6)
    for one in found.values():
        assert one.covered >= 0.90
        assert abs(one.bias) < 0.012


def test_the_discontinuity_covers_the_truth() -> None:
    found = threshold_record(World(schools=500, pupils=(15, 90)), 60, 7)
    assert found.told > 40
    assert found.covered >= 0.9
    assert abs(found.bias) < 0.02


def test_all_methods_together_seldom_see_help_that_was_not_there() -> None:
    assert together_says(World(listing="sharp"), 60, 8)["helped"] <= 4
    assert together_says(World(effect=-0.1), 40, 9)["helped"] >= 34


def test_of_the_kinds_said_to_help_few_did_not() -> None:
    wrong, found = false_kinds(World(schools=300), 60, 10)
    assert wrong <= 0.1
    assert found > 0.6
