"""Above the expected: against the known line, seldom without a cause, never enough by itself."""

import numpy as np
from scipy.stats import t

from opora.analysis.objectivity import Marker, above_expected, verdicts


def schools(seed: int, count: int = 100) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    background = chance.normal(size=(count, 2))
    pupils = chance.integers(20, 80, count)
    mean = 10 + background @ [1.0, 0.5] + chance.normal(0, 0.7, count) + chance.normal(0, 3, count) / np.sqrt(pupils)
    return mean, background, pupils


def test_a_school_far_above_its_line_is_far_and_one_high_for_its_background_is_not() -> None:
    mean, background, pupils = schools(1)
    mean[0] += 8
    background[1] = [3, 3]
    mean[1] = 10 + 4.5
    found = above_expected(mean, background, pupils)
    assert found[0] < 1e-3
    assert found[1] > 0.05


def test_without_a_cause_a_chance_of_one_in_a_hundred_is_that_seldom() -> None:
    found = np.concatenate([above_expected(*schools(seed)) for seed in range(40)])
    assert (found <= 0.01).mean() <= 0.01
    assert 0.3 < (found <= 0.5).mean() < 0.7


def test_the_distance_is_in_median_spreads_of_schools() -> None:
    mean, background, pupils = np.arange(40) % 2 * 2.0 - 1, np.arange(40.0)[:, None], np.full(40, 10**9)
    mean[7] = 1.0
    found = above_expected(mean, background, pupils)
    assert np.allclose(found[mean > 0], t.sf(1 / 1.4826, 5), atol=0.02)


def test_few_schools_or_nothing_known_of_them_is_not_told() -> None:
    mean, background, pupils = schools(2)
    assert np.isnan(above_expected(mean[:29], background[:29], pupils[:29])).all()
    assert np.isnan(above_expected(mean, np.full((100, 2), np.nan), pupils)).all()
    background[5, 1] = np.nan
    assert np.isnan(above_expected(mean, background, pupils)).tolist() == [place == 5 for place in range(100)]


def test_by_itself_it_asks_nothing_of_a_school() -> None:
    chance = np.full(50, 0.5)
    far = chance.copy()
    far[0] = 1e-9
    pupils = np.full(50, 30)
    alone = verdicts(pupils, [Marker("bunching", chance), Marker("above-expected", far, is_enough=False)])
    beside = verdicts(pupils, [Marker("bunching", far), Marker("above-expected", far, is_enough=False)])
    assert (alone[0].status, beside[0].status) == ("no-signs", "needs-explanation")
    assert beside[0].markers == ("bunching", "above-expected")
