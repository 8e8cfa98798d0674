"""Difficulties and thresholds: brute force over all answers, R's polished figures, the awkward tables."""

from collections.abc import Sequence
from itertools import product

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pytest
from scipy.optimize import minimize

from opora.analysis.rasch import calibrated, score_groups
from opora.analysis.rasch.conditional import curvature
from tests.analysis.cases import CASES, needs_cases, told
from tests.analysis.rasch.answered import answers


def drawn(pupils: int, difficulties: Sequence[float], seed: int) -> list[list[int | None]]:
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=pupils)[:, None]
    right = chance.random((pupils, len(difficulties))) < 1 / (1 + np.exp(np.asarray(difficulties) - ability))
    return [[int(answer) for answer in row] for row in right]


def log_likelihood(rows: Sequence[Sequence[int | None]], eta: Sequence[Sequence[float]]) -> float:
    """Return Σ log P(answers | raw score), summing over all answers with that score: no γ, no recursion."""
    total = 0.0
    for row in rows:
        there = [item for item, answer in enumerate(row) if answer is not None]
        chosen = [int(row[item] or 0) for item in there]
        weight = np.exp(-sum(eta[item][answer] for item, answer in zip(there, chosen, strict=True)))
        same = sum(
            np.exp(-sum(eta[item][answer] for item, answer in zip(there, other, strict=True)))
            for other in product(*(range(len(eta[item])) for item in there))
            if sum(other) == sum(chosen)
        )
        total += float(np.log(weight / same))
    return total


def best_by_brute_force(rows: Sequence[Sequence[int | None]], items: int) -> np.ndarray:
    def loss(free: np.ndarray) -> float:
        difficulties = np.append(free, -free.sum())
        return -log_likelihood(rows, [[0.0, one] for one in difficulties])

    found = minimize(loss, np.zeros(items - 1), method="BFGS", options={"gtol": 1e-9}).x
    return np.append(found, -found.sum())


def test_difficulties_of_four_items_are_those_of_brute_force() -> None:
    rows = drawn(40, [-1, 0, 0.3, 0.7], 1)
    scale = calibrated(score_groups(*answers(rows)))
    best = best_by_brute_force(rows, 4)
    assert scale.difficulty == pytest.approx(best, abs=1e-5)
    assert scale.log_likelihood == pytest.approx(log_likelihood(rows, [[0.0, one] for one in scale.difficulty]))


def test_difficulties_of_two_booklets_are_those_of_brute_force() -> None:
    rows = drawn(50, [-1, 0, 0.3, 0.7], 2)
    for number, row in enumerate(rows):
        row[0 if number % 2 else 3] = None
    scale = calibrated(score_groups(*answers(rows)))
    assert scale.difficulty == pytest.approx(best_by_brute_force(rows, 4), abs=1e-5)
    assert scale.is_connected


def test_an_error_is_what_the_curvature_of_the_brute_force_likelihood_says() -> None:
    rows = drawn(60, [-0.5, 0, 0.5], 3)
    scale = calibrated(score_groups(*answers(rows)))
    at = np.array(scale.difficulty)[:2]

    def height(free: np.ndarray) -> float:
        return log_likelihood(rows, [[0.0, one] for one in (*free, -free.sum())])

    h = 1e-4
    step = np.eye(2) * h

    def bend(a: np.ndarray, b: np.ndarray) -> float:
        return (height(at + a + b) - height(at + a - b) - height(at - a + b) + height(at - a - b)) / (4 * h * h)

    hessian = np.array([[bend(a, b) for b in step] for a in step])
    covariance = np.linalg.inv(-hessian)
    assert scale.errors[0] == pytest.approx([np.sqrt(covariance[0, 0])], rel=1e-5)
    assert scale.errors[2] == pytest.approx([np.sqrt(covariance.sum())], rel=1e-5)


def test_thresholds_are_those_of_brute_force() -> None:
    chance = np.random.default_rng(4)
    rows: list[list[int | None]] = [[int(one) for one in row] for row in chance.integers(0, 3, size=(60, 3))]
    scale = calibrated(score_groups(*answers(rows)))
    eta = [np.concatenate([[0.0], np.cumsum(one)]) for one in scale.thresholds if one is not None]
    best = log_likelihood(rows, [list(one) for one in eta])
    assert scale.log_likelihood == pytest.approx(best)
    assert sum(one.sum() for one in scale.thresholds if one is not None) == pytest.approx(0, abs=1e-12)
    for item, place in product(range(3), range(1, 3)):
        for away in (-0.01, 0.01):
            moved = [one.copy() for one in eta]
            moved[item][place] += away
            assert log_likelihood(rows, [list(one) for one in moved]) < best


def test_thresholds_of_answers_with_gaps_everywhere_are_those_of_brute_force() -> None:
    chance = np.random.default_rng(14)
    rows: list[list[int | None]] = [
        [None if chance.random() < 0.3 else int(chance.integers(0, most + 1)) for most in (2, 1, 2, 1)]
        for _ in range(70)
    ]
    rows = [row for row in rows if sum(answer is not None for answer in row) > 1]
    scale = calibrated(score_groups(*answers(rows)))
    assert sum(len(booklets) for booklets, _ in scale.groups) > 8
    eta = [np.concatenate([[0.0], np.cumsum(one)]) for one in scale.thresholds if one is not None]
    best = log_likelihood(rows, [list(one) for one in eta])
    assert scale.log_likelihood == pytest.approx(best)
    for item, place in ((0, 1), (0, 2), (1, 1), (2, 1), (2, 2), (3, 1)):
        for away in (-0.01, 0.01):
            moved = [one.copy() for one in eta]
            moved[item][place] += away
            assert log_likelihood(rows, [list(one) for one in moved]) < best


def test_thresholds_of_answers_with_gaps_everywhere_are_where_brute_force_climbs() -> None:
    chance = np.random.default_rng(16)
    most = (2, 1, 2)
    rows: list[list[int | None]] = [
        [None if chance.random() < 0.2 else int(chance.integers(0, one + 1)) for one in most] for _ in range(60)
    ]
    rows = [row for row in rows if sum(answer is not None for answer in row) > 1]
    scale = calibrated(score_groups(*answers(rows)))

    def steps(free: np.ndarray) -> list[np.ndarray]:
        return np.split(np.append(free, -free.sum()), np.cumsum(most)[:-1])

    def loss(free: np.ndarray) -> float:
        return -log_likelihood(rows, [[0.0, *np.cumsum(one)] for one in steps(free)])

    best = minimize(loss, np.zeros(sum(most) - 1), method="BFGS", options={"gtol": 1e-7})
    assert scale.log_likelihood == pytest.approx(-best.fun, abs=1e-9)
    for found, expected in zip(scale.thresholds, steps(best.x), strict=True):
        assert found == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("seed", [17, 18])
def test_difficulties_of_answers_with_gaps_everywhere_are_those_of_brute_force(seed: int) -> None:
    chance = np.random.default_rng(seed)
    rows = [[None if chance.random() < 0.3 else answer for answer in row] for row in drawn(50, [-1, 0, 0.3, 0.7], seed)]
    rows = [row for row in rows if sum(answer is not None for answer in row) > 1]
    scale = calibrated(score_groups(*answers(rows)))
    assert sum(len(booklets) for booklets, _ in scale.groups) > 6
    assert scale.difficulty == pytest.approx(best_by_brute_force(rows, 4), abs=1e-5)


def test_booklets_far_apart_are_counted_apart() -> None:
    chance = np.random.default_rng(15)
    rows: list[list[int | None]] = [
        [int(chance.integers(0, 2)) if (place < 4) == (number % 2 == 0) or place == 3 else None for place in range(8)]
        for number in range(60)
    ]
    scale = calibrated(score_groups(*answers(rows)))
    assert [len(booklets) for booklets, _ in scale.groups] == [1, 1]
    assert scale.difficulty == pytest.approx(best_by_brute_force(rows, 8), abs=1e-5)


def test_an_item_of_zero_and_one_among_longer_ones_is_measured_too() -> None:
    chance = np.random.default_rng(5)
    rows: list[list[int | None]] = [
        [int(one), int(two), int(three)]
        for one, two, three in zip(
            chance.integers(0, 2, 80), chance.integers(0, 4, 80), chance.integers(0, 3, 80), strict=True
        )
    ]
    scale = calibrated(score_groups(*answers(rows)))
    assert [one.size for one in scale.thresholds if one is not None] == [1, 3, 2]


@needs_cases
@pytest.mark.parametrize("name", ["rasch_lsat6", "rasch_verbagg"])
def test_difficulties_are_the_polished_ones_of_r(name: str) -> None:
    case = told(f"{name}.json")
    rows = nw.from_native(duckdb.connect().read_csv(str(CASES / case["file"])))
    scale = calibrated(score_groups(rows, case["item"]))
    assert scale.difficulty == pytest.approx(case["polished"]["difficulty_sum0"], abs=1e-11)
    assert np.concatenate(scale.errors) == pytest.approx(case["psychotools"]["se_sum0"], abs=1e-8)
    assert scale.log_likelihood == pytest.approx(case["polished"]["loglik"], abs=1e-8)


@needs_cases
def test_thresholds_are_those_of_r() -> None:
    case = told("pcm_verbagg.json")
    rows = nw.from_native(duckdb.connect().read_csv(str(CASES / case["file"])))
    scale = calibrated(score_groups(rows, case["item"]))
    assert np.array(scale.thresholds) == pytest.approx(np.array(list(case["thresholds"].values())), abs=1e-6)
    assert np.concatenate(scale.errors) == pytest.approx(case["se"], abs=1e-6)
    assert scale.log_likelihood == pytest.approx(case["loglik"], abs=1e-8)


def test_a_hundred_and_seventy_items_do_not_break() -> None:
    true = np.linspace(-4, 4, 170)
    scale = calibrated(score_groups(*answers(drawn(600, list(true), 6))))
    measured = [(one, two) for one, two in zip(scale.difficulty, true, strict=True) if one is not None]
    assert np.corrcoef(np.array(measured).T)[0, 1] > 0.99
    ((_, group),) = scale.groups
    bent = curvature(group, scale.eta)
    observed = sum(counts[1].sum() for counts in scale.groups[0][0][0].counts)
    assert bent.expected.sum() == pytest.approx(observed, rel=1e-10)
    assert np.linalg.eigvalsh(bent.information)[1] > 0


def test_an_item_everybody_or_nobody_answered_is_left_out_and_the_rest_is_as_without_it() -> None:
    rows = drawn(50, [-1, 0, 1], 7)
    plain = calibrated(score_groups(*answers(rows)))
    extended = calibrated(score_groups(*answers([[1, *row, 0] for row in rows])))
    assert extended.thresholds[0] is None
    assert extended.thresholds[4] is None
    assert extended.difficulty[1:4] == pytest.approx(plain.difficulty)
    assert extended.log_likelihood == pytest.approx(plain.log_likelihood)


def test_an_item_that_only_those_without_any_points_missed_is_left_out() -> None:
    rows = [[1, *row] for row in drawn(50, [-1, 0, 1], 8)] + [[0, 0, 0, 0]]
    scale = calibrated(score_groups(*answers(rows)))
    assert scale.thresholds[0] is None
    assert None not in scale.difficulty[1:]


def test_a_category_nobody_chose_leaves_its_thresholds_unknown_and_the_others_known() -> None:
    chance = np.random.default_rng(9)
    rows: list[list[int | None]] = [
        [int(one) * 2, int(two)] for one, two in zip(chance.integers(0, 2, 50), chance.integers(0, 3, 50), strict=True)
    ]
    scale = calibrated(score_groups(*answers(rows)))
    assert scale.thresholds[0] is not None
    assert np.isnan(scale.thresholds[0]).all()
    assert scale.thresholds[1] is not None
    assert np.isfinite(scale.thresholds[1]).all()


def test_booklets_without_common_items_are_not_one_scale() -> None:
    one, other = drawn(40, [-1, 1], 10), drawn(40, [-1, 1], 11)
    rows = [[*row, None, None] for row in one] + [[None, None, *row] for row in other]
    scale = calibrated(score_groups(*answers(rows)))
    assert not scale.is_connected


def test_pupils_who_all_have_all_or_nothing_say_nothing_of_items() -> None:
    scale = calibrated(score_groups(*answers([[1, 1]] * 5 + [[0, 0]] * 5)))
    assert scale.thresholds == (None, None)
    assert scale.informative_pupils == 0
