"""Fit by score groups: 1 for items that keep to the model, more for noise, less for a steeper item."""

import numpy as np
import pytest

from opora.analysis.rasch import calibrated, item_fits, score_groups
from opora.analysis.rasch.conditional import given_score
from tests.analysis.rasch.answered import answers


def drawn(pupils: int, slopes: list[float], seed: int) -> list[list[int | None]]:
    chance = np.random.default_rng(seed)
    ability = 1.3 * chance.normal(size=pupils)[:, None]
    difficulty = np.linspace(-1, 1, len(slopes))
    right = chance.random((pupils, len(slopes))) < 1 / (1 + np.exp(-np.array(slopes) * (ability - difficulty)))
    return [[int(answer) for answer in row] for row in right]


def test_items_that_keep_to_the_model_have_a_mean_square_near_one() -> None:
    fits, _ = item_fits(calibrated(score_groups(*answers(drawn(3000, [1.0] * 8, 1)))))
    assert all(abs(fit.infit - 1) < 0.06 for fit in fits)
    assert all(abs(fit.z) < 3.5 for fit in fits)


def test_a_noisy_item_is_above_one_and_a_steep_one_below() -> None:
    fits, _ = item_fits(calibrated(score_groups(*answers(drawn(3000, [1, 1, 0.1, 1, 1, 3, 1, 1], 2)))))
    assert fits[2].infit > 1.1
    assert fits[2].z > 5
    assert fits[5].infit < 0.9
    assert fits[5].z < -5


def test_chances_at_each_score_sum_to_one_and_means_to_the_score() -> None:
    scale = calibrated(score_groups(*answers(drawn(200, [1.0] * 5, 3))))
    ((_, group),) = scale.groups
    chances = [one[0] for one in given_score(group, scale.eta)]
    for score in range(6):
        assert [float(one[:, score].sum()) for one in chances] == pytest.approx([1.0] * 5)
        assert sum(float(one[1, score]) for one in chances) == pytest.approx(score)


def test_a_curve_shows_no_group_under_five_pupils_and_keeps_raw_scores() -> None:
    rows = [[1, *row] for row in drawn(60, [1.0] * 4, 4)]
    scale = calibrated(score_groups(*answers(rows)))
    _, points = item_fits(scale)
    assert min(point.pupils for point in points) >= 5
    by_score = {point.score: point.pupils for point in points if point.item == 1}
    sums = [sum(row) for row in rows]
    assert by_score == {score: sums.count(score) for score in (2, 3, 4) if sums.count(score) >= 5}


def test_expected_and_observed_shares_of_a_score_have_one_sum() -> None:
    scale = calibrated(score_groups(*answers(drawn(500, [1.0] * 5, 5))))
    _, points = item_fits(scale)
    for score in (1, 2, 3, 4):
        here = [point for point in points if point.score == score]
        assert sum(point.observed for point in here) == pytest.approx(score)
        assert sum(point.expected for point in here) == pytest.approx(score)
