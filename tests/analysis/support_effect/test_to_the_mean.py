"""The change of low schools: what chance alone makes of it, and what is left."""

import numpy as np
import pytest

from opora.analysis.support_effect import to_the_mean
from opora.analysis.support_effect.before_after import before_after
from tests.analysis.support_effect.drawn import drawn, many


def listed(effect: float, seed: int = 8, schools: int = 400) -> np.ndarray:
    """Return results of a year before and one after; the lowest quarter by the first is helped."""
    draw = np.random.default_rng(seed)
    level = draw.normal(0, 1, schools)
    before, after = (level + draw.normal(0, 1, schools) for _ in range(2))
    helped = np.argsort(-before)[: schools // 4]
    after[helped] += effect
    return np.column_stack([before, after + 0.5])[np.concatenate([helped, np.setdiff1d(range(schools), helped)])]


def test_with_no_help_the_naive_change_is_great_and_what_is_left_is_not() -> None:
    found = to_the_mean(many(listed(0.0), dict.fromkeys(range(100), 2021)))
    assert found.figures["naive"] < -0.3  # by chance −1.27 · ½ · √2, the harder year gives +0.5 back
    assert found.verdict == "no-difference-seen"
    assert abs(found.estimate) < 0.3


def test_help_is_found_and_the_parts_add_up_to_the_naive_change() -> None:
    found = to_the_mean(many(listed(-1.0), dict.fromkeys(range(100), 2021)))
    assert found.verdict == "helped"
    assert found.low < -1 < found.high
    parts = found.figures["chance"] + found.figures["years"] + found.estimate
    assert parts == pytest.approx(found.figures["naive"])
    assert to_the_mean(many(listed(1.0), dict.fromkeys(range(100), 2021))).verdict == "worse"


def test_where_more_is_better_the_sign_is_read_the_other_way() -> None:
    rising = many(listed(-1.0) * -1, dict.fromkeys(range(100), 2021), less_is_better=False)
    assert to_the_mean(rising).verdict == "helped"


def test_the_estimate_is_the_mean_distance_from_the_line_of_schools_without_support() -> None:
    results = listed(-0.3, schools=60)
    found = to_the_mean(many(results, dict.fromkeys(range(15), 2021)))
    slope, middle = np.polyfit(results[15:, 0], results[15:, 1], 1)  # of equal noise a line is a line on any scale
    assert found.estimate == pytest.approx((results[:15, 1] - middle - slope * results[:15, 0]).mean())


def test_few_schools_of_either_kind_cannot_tell() -> None:
    results = listed(0.0, schools=60)
    assert to_the_mean(many(results, dict.fromkeys(range(4), 2021))).reason == "few-supported"
    assert to_the_mean(many(results[:24], dict.fromkeys(range(15), 2021))).reason == "few-unsupported"
    assert to_the_mean(many(results, {})).reason == "few-supported"
    assert to_the_mean(many(results, dict.fromkeys(range(15), 2020))).reason == "few-supported"  # nothing before
    assert to_the_mean(many(np.ones((40, 2)), dict.fromkeys(range(15), 2021))).reason == "same-before"


def test_who_is_supported_later_stands_for_the_others_until_then() -> None:
    rows = before_after(
        drawn("""
            a  2021  5  6  4
            b  2022  4  3  5
            c  -     1  2  3
        """)
    )
    told = list(zip(rows.places.tolist(), rows.starts.tolist(), rows.is_supported.tolist(), strict=True))
    assert told == [(0, 0, True), (1, 0, False), (2, 0, False), (1, 1, True), (2, 1, False)]
    assert rows.after.tolist() == [6 - 2.5, 3 - 2.5, 2 - 2.5, 5 - 3, 0]  # the first start ends where the next begins
    assert rows.before.tolist() == [5, 4, 1, 3, 2]
