"""How many procedures are low: the tail of unequal coins, against all outcomes written out."""

from itertools import product
from math import prod

import numpy as np
import pytest

from opora.analysis.low_counts import probability_of_at_least

nan = float("nan")


def written_out(chances: list[float], least: int) -> float:
    known = [chance for chance in chances if not np.isnan(chance)]
    outcomes = product((0, 1), repeat=len(known))
    return sum(
        prod(chance if low else 1 - chance for chance, low in zip(known, outcome, strict=True))
        for outcome in outcomes
        if sum(outcome) >= least
    )


@pytest.mark.parametrize("least", [0, 1, 2, 3, 8, 9])
def test_all_outcomes_written_out(least: int) -> None:
    lot = np.random.default_rng(1)
    chances = lot.random((12, 8))
    chances[lot.random((12, 8)) < 0.3] = nan
    expected = [written_out(row.tolist(), least) for row in chances]
    assert probability_of_at_least(chances, least) == pytest.approx(expected, abs=1e-14)


def test_two_fair_coins() -> None:
    assert probability_of_at_least([[0.5, 0.5, nan]], 2) == pytest.approx([0.25])


def test_a_school_without_procedures_has_no_answer() -> None:
    assert np.isnan(probability_of_at_least([[nan, nan]], 2)).all()


def test_fewer_procedures_than_needed_can_never_be_enough() -> None:
    assert probability_of_at_least([[0.9, nan, nan]], 2).tolist() == [0.0]


def test_tiny_probabilities_keep_their_digits() -> None:
    assert probability_of_at_least([[1e-12, 1e-12]], 2) == pytest.approx([1e-24], rel=1e-12)
