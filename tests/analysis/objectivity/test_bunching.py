"""Crowds at the limits of marks."""

import numpy as np
import pytest
from scipy.stats import binom

from opora.analysis.objectivity import bunching, mark_limits


def test_a_limit_is_the_lowest_score_most_of_whose_pupils_have_the_mark() -> None:
    # scores 0–5, marks 2, 3, 4: one pupil with 2 points has a 3 by mistake
    table = np.array([[5, 0, 0], [9, 0, 0], [8, 1, 0], [0, 9, 0], [0, 4, 1], [0, 0, 7]])
    assert mark_limits(table, np.array([2, 3, 4])).tolist() == [3, 5]


def test_a_mark_nobody_has_has_no_limit() -> None:
    assert mark_limits(np.array([[5, 0, 0], [0, 0, 3]]), np.array([2, 3, 4])).tolist() == [1]


def test_a_crowd_at_a_limit_has_the_chance_of_its_binomial_tail() -> None:
    own, rest = [0, 2, 30, 4, 0], [0, 100, 100, 100, 0]
    found = bunching(np.array([own, rest]), np.array([2]))
    assert found[0] == pytest.approx(binom.sf(29, 36, 1.15 / 3.15))
    assert found[1] > 0.1


def test_where_the_paper_itself_crowds_a_score_no_school_is_marked() -> None:
    crowded = np.array([[0, 2, 30, 4, 0]] * 20)
    assert bunching(crowded, np.array([2])).min() > 0.3


def test_many_limits_do_not_make_a_sign_of_chance() -> None:
    chance = np.random.default_rng(1)
    shares = np.exp(-((np.arange(21) - 11) ** 2) / 30)
    histograms = chance.multinomial(50, shares / shares.sum(), size=2000)
    found = bunching(histograms, np.array([5, 9, 13]))
    assert (found <= 0.01).mean() <= 0.01
    assert (found <= 0.05).mean() <= 0.05


def test_a_school_without_pupils_near_any_limit_is_not_looked_at() -> None:
    assert np.isnan(bunching(np.array([[9, 0, 0, 0, 0], [1, 1, 1, 1, 1]]), np.array([3]))[0])
    assert np.isnan(bunching(np.array([[9, 0]]), np.array([], dtype=np.int64))).all()
