"""What chance lets expect: by hand, by Bayes' formula, by brute force over made-up schools."""

import numpy as np
import pytest

from opora.analysis.support_effect.panel import expected_levels, share_noise
from tests.analysis.support_effect.drawn import drawn

PANEL = drawn("""
    a  2022  .5  .6  .4  .3
    b  2023  .4  -   .5  .2
    c  -     .1  .2  .3  .4
    d  -     .2  .2  .2  .2
""")


def test_years_before_and_since_are_columns_and_the_listing_may_be_left_out() -> None:
    assert PANEL.starts == (2022, 2023)
    assert PANEL.years_before(2022) == [0, 1]
    assert PANEL.years_before(2022, left_out=1) == [0]
    assert PANEL.years_since(2022) == [2, 3]
    assert PANEL.first_years_since(2022) == [2]  # the next schools were listed by results of this year
    assert PANEL.first_years_since(2023) == [3]
    assert PANEL.is_supported.tolist() == [True, True, False, False]


def test_the_noise_of_a_share_falls_with_pupils_and_is_the_same_for_a_share_of_nought() -> None:
    draw = np.random.default_rng(1)
    shares = np.concatenate([[0.0], draw.uniform(0.1, 0.5, 200)])[:, None]
    pupils = np.repeat([[10.0]], 201, axis=0)
    pupils[1] = 40
    noise = share_noise(shares, pupils)
    assert noise[0] == noise[2] > 0
    assert noise[1] == pytest.approx(noise[2] / 4)
    assert np.isnan(share_noise(np.array([[np.nan], [0.2], [0.3]]), np.ones((3, 1)))[0, 0])


def test_the_noise_of_shares_is_that_of_their_pupils_on_the_average() -> None:
    draw = np.random.default_rng(2)
    true, pupils = draw.beta(4, 12, 40_000), draw.integers(10, 60, 40_000)
    seen = draw.binomial(pupils, true) / pupils
    noise = share_noise(seen[:, None], pupils[:, None].astype(float))[:, 0]
    assert noise.mean() == pytest.approx(np.mean((seen - true) ** 2), rel=0.02)


def test_with_one_year_the_level_is_bayes_estimate_of_a_normal_mean() -> None:
    draw = np.random.default_rng(3)
    noise = draw.choice([0.5, 2.0], 5_000)
    seen = draw.normal(0, 1, 5_000) + draw.normal(size=5_000) * np.sqrt(noise)
    found = expected_levels(seen[:, None], noise[:, None])
    lasting = seen.var(ddof=1) - noise.mean()
    assert found.levels == pytest.approx(seen.mean() + (seen - seen.mean()) * lasting / (lasting + noise))
    assert found.reliability == pytest.approx(lasting / seen.var(ddof=1), rel=1e-6)


def test_several_years_tell_what_lasts_from_the_wobble_of_a_years_pupils() -> None:
    draw = np.random.default_rng(4)
    lasting = draw.normal(0, 1, 20_000)
    wobble, noise = draw.normal(0, 0.7, (20_000, 3)), draw.normal(0, 0.5, (20_000, 3))
    found = expected_levels(lasting[:, None] + wobble + noise + [0, 5, 9], np.full((20_000, 3), 0.25))
    assert found.reliability == pytest.approx(1 / (1 + 0.49 + 0.25), abs=0.02)
    results = np.column_stack([np.ones(20_000), lasting[:, None] + wobble + noise])
    best = results @ np.linalg.lstsq(results, lasting, rcond=None)[0]  # who knows the truth guesses no better
    assert np.var(found.levels - 9 - lasting) == pytest.approx(np.var(best - lasting), rel=0.005)
    slope = np.polyfit(found.levels, lasting, 1)[0]
    assert slope == pytest.approx(1, abs=0.02)


def test_a_school_without_a_result_in_any_year_has_no_level() -> None:
    found = expected_levels(np.array([[np.nan, np.nan], [1.0, np.nan], [2.0, 3.0]]), np.full((3, 2), np.nan))
    assert np.isnan(found.levels).tolist() == [True, False, False]
