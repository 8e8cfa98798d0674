"""Levels of schools: learnt where they are seen, a bell where they are not, drawn as likely as they are."""

import numpy as np
import pytest
from scipy.stats import norm

from opora.analysis.list_forecast.levels import LEVELS, chances, drawn, frequencies


def seen(levels: np.ndarray, error: float) -> np.ndarray:
    """Return the log-likelihood of schools measured with such an error."""
    told = levels + np.random.default_rng(1).normal(0, error, levels.size)
    return -((told[:, None] - LEVELS) ** 2) / (2 * error**2)


def test_two_kinds_of_schools_are_found_as_two() -> None:
    often = frequencies(seen(np.repeat([-0.4, 2.0], [425, 75]), 0.3))
    assert often.sum() == pytest.approx(1)
    assert often[LEVELS > 1.5].sum() == pytest.approx(0.15, abs=0.02)
    assert often[(LEVELS > 0.7) & (LEVELS < 1.3)].sum() < 0.02


def test_a_school_counted_twice_weighs_as_two() -> None:
    evidence = seen(np.repeat([-0.4, 2.0], [30, 5]), 0.3)
    times = np.ones(35)
    times[0] = 2
    assert frequencies(evidence, times) == pytest.approx(frequencies(np.vstack([evidence, evidence[:1]])))


def test_a_bell_is_found_as_a_bell() -> None:
    often = frequencies(seen(np.random.default_rng(2).normal(size=4000), 0.5))
    assert often @ LEVELS == pytest.approx(0, abs=0.05)
    assert often @ LEVELS**2 == pytest.approx(1, abs=0.08)


def test_schools_that_tell_nothing_leave_the_bell() -> None:
    often = frequencies(np.zeros((30, LEVELS.size)))
    assert often == pytest.approx(norm.pdf(LEVELS) * (LEVELS[1] - LEVELS[0]), abs=1e-4)


def test_a_school_that_tells_nothing_is_as_likely_at_each_level_as_others_are() -> None:
    often = np.linspace(1, 2, LEVELS.size) / np.linspace(1, 2, LEVELS.size).sum()
    assert chances(np.zeros((1, LEVELS.size)), often)[0] == pytest.approx(often)


def test_levels_are_drawn_as_likely_as_they_are() -> None:
    likely = np.zeros((2, LEVELS.size))
    likely[0, 5], likely[0, 30] = 0.25, 0.75
    likely[1, 20] = 1.0
    found = drawn(likely, np.array([0.1, 0.24, 0.26, 0.99]))
    assert found[0].tolist() == [LEVELS[5], LEVELS[5], LEVELS[30], LEVELS[30]]
    assert (found[1] == LEVELS[20]).all()
