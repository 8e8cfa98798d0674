"""Five questions of an admission test that every book on Rasch models computes, with R's figures."""

import json
from pathlib import Path

import numpy as np
import pytest

from opora.analysis.rasch import calibrated, classical, score_groups
from tests.analysis.rasch.answered import answers

LSAT6 = json.loads((Path(__file__).parents[2] / "references" / "lsat6.json").read_text(encoding="utf-8"))


def lsat6() -> list[list[int | None]]:
    return [[int(answer) for answer in pattern] for pattern, times in LSAT6["patterns"].items() for _ in range(times)]


def test_difficulties_are_those_of_psychotools() -> None:
    scale = calibrated(score_groups(*answers(lsat6())))
    assert scale.difficulty == pytest.approx(LSAT6["difficulty"], abs=1e-11)
    assert np.concatenate(scale.errors) == pytest.approx(LSAT6["se"], abs=1e-8)
    assert scale.log_likelihood == pytest.approx(LSAT6["loglik"], abs=1e-8)


def test_statistics_of_items_are_those_of_psych() -> None:
    table, items = answers(lsat6())
    found = classical(score_groups(table, items), table)
    assert found.alpha == pytest.approx(LSAT6["alpha"], abs=1e-12)
    assert found.share == pytest.approx(LSAT6["p"], abs=1e-12)
    assert found.item_rest == pytest.approx(LSAT6["r_drop"], abs=1e-12)
    assert found.item_total == pytest.approx(LSAT6["r_raw"], abs=1e-12)
    assert found.alpha_without == pytest.approx(LSAT6["alpha_drop"], abs=1e-12)
