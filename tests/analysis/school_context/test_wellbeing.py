"""The index of well-being by hand."""

import numpy as np
import pytest

from opora.analysis.school_context.wellbeing import wellbeing

SIGNS = {"higher": 1, "poor": -1, "same": 1}


def test_the_index_of_three_schools_is_what_a_hand_makes() -> None:
    """Shares 0.2, 0.4, 0.6 have z −1, 0, 1; both indicators point one way, so do their means."""
    found = wellbeing({"higher": [0.2, 0.4, 0.6], "poor": [0.5, 0.3, 0.1], "same": [0.7, 0.7, 0.7]}, SIGNS)
    assert found.indicators == ("higher", "poor")
    assert found.index == pytest.approx([40.0, 50.0, 60.0])
    assert found.reasons(0) == [("higher", pytest.approx(-1.0)), ("poor", pytest.approx(-1.0))]
    assert found.reasons(1) == []


def test_the_index_has_mean_fifty_and_spread_ten_and_goes_with_its_sign() -> None:
    draw = np.random.default_rng(1)
    values = {"higher": list(draw.uniform(size=40)), "poor": list(draw.uniform(size=40))}
    index = wellbeing(values, SIGNS).index
    assert (index.mean(), index.std(ddof=1)) == (pytest.approx(50), pytest.approx(10))
    worse = {**values, "poor": [value + (place == 7) * 0.2 for place, value in enumerate(values["poor"])]}
    assert wellbeing(worse, SIGNS).index[7] < index[7]


def test_a_school_with_less_than_half_of_the_indicators_has_no_index() -> None:
    values = {name: [0.1, 0.2, 0.3, None] for name in "abc"} | {"d": [0.4, None, 0.1, 0.2]}
    index = wellbeing(values, dict.fromkeys("abcd", 1)).index
    assert np.isnan(index).tolist() == [False, False, False, True]


def test_without_any_difference_there_is_no_index() -> None:
    assert np.all(np.isnan(wellbeing({"a": [0.5, 0.5]}, {"a": 1}).index))
    assert np.all(np.isnan(wellbeing({"a": [None, None]}, {"a": 1}).index))
