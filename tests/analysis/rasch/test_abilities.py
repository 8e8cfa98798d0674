"""Ability of each raw score."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pytest

from opora.analysis.rasch import abilities, calibrated, score_groups
from tests.analysis.cases import CASES, needs_cases, told
from tests.analysis.rasch.answered import answers


def test_at_the_likeliest_ability_the_expected_score_is_the_score() -> None:
    rows = np.random.default_rng(1).integers(0, 2, size=(60, 4)).tolist()
    scale = calibrated(score_groups(*answers(rows)))
    difficulty = np.array(scale.difficulty)
    for one in abilities(scale)[1:-1]:
        assert one.likeliest is not None
        assert (1 / (1 + np.exp(difficulty - one.likeliest))).sum() == pytest.approx(one.score, abs=1e-9)


def test_no_and_all_points_have_a_weighted_ability_only() -> None:
    rows = np.random.default_rng(2).integers(0, 2, size=(60, 4)).tolist()
    found = abilities(calibrated(score_groups(*answers(rows))))
    assert [one.likeliest is None for one in found] == [True, False, False, False, True]
    assert np.isfinite([one.weighted for one in found]).all()
    assert np.all(np.diff([one.weighted for one in found]) > 0)


@needs_cases
def test_abilities_are_those_of_r() -> None:
    case = told("rasch_verbagg.json")
    rows = nw.from_native(duckdb.connect().read_csv(str(CASES / case["file"])))
    for one in abilities(calibrated(score_groups(rows, case["item"]))):
        if one.likeliest is not None:  # R extrapolates no and all points by a spline, which estimates nothing
            assert one.likeliest == pytest.approx(case["person_mle"][str(one.score)], abs=1e-4)
