"""At the threshold: rdrobust's bandwidth and jumps, Fieller's interval, what makes the method silent."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.support_effect import Listing, Panel, at_threshold
from opora.analysis.support_effect.bandwidth import Side, mse_optimal_bandwidth
from opora.analysis.support_effect.density import crowding_chance
from tests.analysis.support_effect.drawn import many
from tests.references.support_effect_figures import FIGURES

CASE = FIGURES["discontinuity"]


def listed(x: np.ndarray, y: np.ndarray, supported: np.ndarray | None = None) -> tuple[Panel, Listing]:
    """Return schools with a running variable x, a year before (anything) and a result y after."""
    helped = x >= 0 if supported is None else supported
    results = np.column_stack([np.linspace(0, 1, x.size), y])
    panel = many(results, dict.fromkeys(np.flatnonzero(helped).tolist(), 2021))
    return panel, Listing(dict(zip(panel.schools, x.tolist(), strict=True)), 0.0)


def test_bandwidth_and_jumps_are_those_of_rdrobust() -> None:
    x, y = np.array(CASE["x"]), np.array(CASE["y"])
    sides = [Side(x[side], y[side]) for side in (x < 0, x >= 0)]
    assert mse_optimal_bandwidth(*sides) == pytest.approx(CASE["bandwidth"], rel=1e-6)
    found = at_threshold(*listed(x, y))
    assert found.figures["linear"] == pytest.approx(CASE["linear"], abs=1e-6)
    assert found.estimate == pytest.approx(CASE["unbiased"], abs=1e-6)
    half = (found.high - found.low) / 2
    # Student's quantile stands for 1.96, and leverages are weighed otherwise
    assert half == pytest.approx(stats.t.ppf(0.975, found.df) * CASE["error"], rel=0.01)


def test_where_low_values_are_listed_the_axis_is_turned() -> None:
    x, y = np.array(CASE["x"]), np.array(CASE["y"])
    panel, listing = listed(x, y)
    turned = Listing({school: -value for school, value in listing.values.items()}, 0.0, is_listed_above=False)
    assert at_threshold(panel, turned) == at_threshold(panel, listing)


def test_a_listing_that_moves_a_part_of_schools_is_divided_by_that_part() -> None:
    draw = np.random.default_rng(3)
    x = np.sort(draw.normal(size=900))
    supported = np.where(draw.random(900) < 0.12, x < 0, x >= 0)
    y = 0.4 * x + 2.0 * supported + 0.3 * draw.normal(size=900)
    found = at_threshold(*listed(x, y, supported))
    assert 0.5 < found.figures["jump"] < 0.95
    assert found.low < 2 < found.high
    assert found.figures["linear"] < 1.9  # the jump of results alone is too small


@pytest.mark.parametrize(
    ("x", "reason"),
    [
        (np.linspace(-1, 0.1, 80), "few-near-threshold"),
        (np.repeat(np.arange(-6, 6) + 0.5, 12), "few-values"),
        (np.concatenate([np.linspace(-1, 0, 300, endpoint=False), np.linspace(0, 1, 600)]), "crowded-at-threshold"),
    ],
)  # fmt: skip
def test_what_makes_it_silent_is_named(x: np.ndarray, reason: str) -> None:
    draw = np.random.default_rng(4)
    found = at_threshold(*listed(x, draw.normal(size=x.size)))
    assert (found.verdict, found.reason) == ("cannot-tell", reason)


def test_a_threshold_that_did_not_decide_is_named() -> None:
    draw = np.random.default_rng(5)
    x = np.sort(draw.normal(size=400))
    found = at_threshold(*listed(x, draw.normal(size=400), draw.random(400) < 0.5))
    assert found.reason == "listing-does-not-decide"


def test_crowding_is_seldom_seen_where_there_is_none_and_seen_where_there_is() -> None:
    draw = np.random.default_rng(6)
    smooth = [crowding_chance(draw.normal(0.5, 1, 300)) for _ in range(200)]
    assert np.mean(np.array(smooth) < 0.05) < 0.1
    pushed = []
    for _ in range(40):
        x = draw.normal(0.5, 1, 300)
        near = (x < 0) & (x > -0.3)
        pushed.append(crowding_chance(np.where(near, -x, x)))
    assert np.mean(np.array(pushed) < 0.05) > 0.7


def test_the_density_of_schools_all_at_one_place_cannot_be_told() -> None:
    assert np.isnan(crowding_chance(np.zeros(50)))


def test_several_listings_stand_at_one_threshold_and_tell_more_than_one() -> None:
    draw = np.random.default_rng(7)
    level = draw.uniform(0.1, 0.5, 700)
    x = np.column_stack([level + 0.05 * draw.normal(size=700) for _ in range(2)])
    first = x[:, 0] >= 0.4
    since = {**dict.fromkeys(np.flatnonzero(first & (x[:, 1] >= 0)).tolist(), 2021)}
    since |= dict.fromkeys(np.flatnonzero(~first & (x[:, 1] >= 0.3)).tolist(), 2022)
    helped = np.array([[since.get(place, 9999) <= year for year in (2020, 2021, 2022)] for place in range(700)])
    panel = many(level[:, None] - 0.2 * helped + 0.03 * draw.normal(size=(700, 3)), since)
    listings = [
        Listing(dict(zip(panel.schools, x[:, place].tolist(), strict=True)), threshold, start=start)
        for place, (threshold, start) in enumerate([(0.4, 2021), (0.3, 2022)])
    ]
    one, both = at_threshold(panel, listings[0]), at_threshold(panel, *listings)
    assert both.supported > one.supported
    assert both.low < -0.2 < both.high
    assert both.high - both.low < one.high - one.low


def test_without_a_listing_there_is_no_threshold() -> None:
    assert at_threshold(many(np.zeros((20, 2)), {0: 2021})).reason == "no-listing"
