"""Easy worse, hard better."""

from itertools import product

import numpy as np
import pytest

from opora.analysis.objectivity.inversion import _moments, inversion
from opora.analysis.rasch import calibrated, score_groups
from tests.analysis.rasch.answered import answers

DIFFICULTY = np.linspace(-1.5, 1.5, 10)


def drawn(schools: int, pupils: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=(schools, 1)) * 0.5 + chance.normal(size=(schools, pupils))
    right = chance.random((schools, pupils, 10)) < 1 / (1 + np.exp(DIFFICULTY - ability[:, :, None]))
    codes = np.repeat([f"s{school:03d}" for school in range(schools)], pupils)
    return codes, right.reshape(-1, 10).astype(int)


def found_in(codes: np.ndarray, right: np.ndarray) -> dict[str, float]:
    import narwhals.stable.v2 as nw
    import polars as pl

    rows, items = answers(right.tolist(), "polars")
    frame = rows.collect().to_native().with_columns(pl.Series("school", codes))
    table = nw.from_native(frame.lazy())
    found = inversion(table, items, calibrated(score_groups(rows, items)))
    return dict(zip(found.schools, found.z.tolist(), strict=True))


def test_moments_at_a_score_are_those_of_all_answers_with_it() -> None:
    items = [np.array([0.0, -0.5]), np.array([0.0, 0.2, 1.1]), np.array([0.0, 0.7])]
    mean, variance = _moments(items)
    for score in range(5):
        same = [one for one in product(range(2), range(3), range(2)) if sum(one) == score]
        passed = np.array([sum(eta[k] for eta, k in zip(items, one, strict=True)) for one in same])
        weight = np.exp(-passed) / np.exp(-passed).sum()
        assert mean[score] == pytest.approx(weight @ passed)
        assert variance[score] == pytest.approx(weight @ passed**2 - (weight @ passed) ** 2, abs=1e-12)


def test_schools_that_only_differ_in_level_have_a_standard_normal_statistic() -> None:
    z = np.array(list(found_in(*drawn(300, 30, 1)).values()))
    assert abs(z.mean()) < 0.15
    assert 0.9 < z.std() < 1.1


def test_a_school_that_does_easy_items_worse_and_hard_ones_better_is_far_above() -> None:
    codes, right = drawn(60, 30, 2)
    turned = codes == "s007"
    right[turned] = right[turned][:, ::-1]
    z = found_in(codes, right)
    assert z["s007"] > 8
    assert max(value for school, value in z.items() if school != "s007") < 5


def test_a_pupil_with_a_missing_answer_is_not_counted() -> None:
    rows, items = answers([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, None, 0]] * 4)
    scale = calibrated(score_groups(rows, items))
    import narwhals.stable.v2 as nw

    found = inversion(rows.with_columns(school=nw.lit("a")), items, scale)
    assert found.pupils.tolist() == [16]
