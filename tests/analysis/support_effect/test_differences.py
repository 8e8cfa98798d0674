"""Difference in differences: by hand, by two-way fixed effects of statsmodels, by Welch; trends that betray it."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.support_effect import differences
from tests.analysis.support_effect.drawn import many
from tests.references.support_effect_figures import FIGURES


def made_up(seed: int, schools: int = 40, years: int = 6) -> np.ndarray:
    draw = np.random.default_rng(seed)
    return draw.normal(size=(schools, 1)) + 0.3 * np.arange(years) + draw.normal(0, 0.5, (schools, years))


def test_with_one_start_and_all_years_it_is_the_two_way_fixed_effects_of_statsmodels() -> None:
    case = FIGURES["two_way_fixed_effects"]
    values = np.array(case["values"])
    found = differences(many(values, dict.fromkeys(range(case["supported"]), 2020 + case["start"])))
    figures = found.answer.figures
    estimate = figures.get("unchecked", found.answer.estimate)
    assert estimate == pytest.approx(case["estimate"], abs=1e-10)


def test_with_one_start_the_error_is_welchs_on_the_changes_of_schools() -> None:
    results = made_up(1)
    found = differences(many(results, dict.fromkeys(range(12), 2024))).answer
    change = results[:, 4:].mean(axis=1) - results[:, :3].mean(axis=1)  # 2023 listed the schools and is left out
    welch = stats.ttest_ind(change[:12], change[12:], equal_var=False)
    assert found.estimate == pytest.approx(change[:12].mean() - change[12:].mean())
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()))


def test_the_low_result_that_listed_schools_is_not_the_base() -> None:
    results = made_up(2)
    results[:12, 3] += 5  # one bad year, and for it they were listed
    supported = dict.fromkeys(range(12), 2024)
    assert differences(many(results, supported)).answer.verdict == "no-difference-seen"
    assert differences(many(results, supported), left_out=0).answer.reason == "earlier-trends-differ"


def test_schools_that_moved_apart_before_support_cannot_be_compared() -> None:
    results = made_up(3)
    results[:12] -= 0.8 * np.arange(6)
    found = differences(many(results, dict.fromkeys(range(12), 2024)))
    assert (found.answer.verdict, found.answer.reason) == ("cannot-tell", "earlier-trends-differ")
    assert found.answer.estimate is None
    assert found.answer.figures["unchecked"] < -1
    assert [one.year for one in found.trends] == [-4, -3, 0, 1]
    assert found.trends[0].estimate == pytest.approx(1.6, abs=0.6)


def test_without_two_years_before_the_listing_trends_are_not_seen() -> None:
    found = differences(many(made_up(4)[:, 2:], dict.fromkeys(range(12), 2022))).answer
    assert found.reason == "trends-not-seen"


def test_starts_in_two_years_are_each_compared_with_schools_not_yet_supported() -> None:
    results = made_up(5)
    results[:8, 4:] -= 1
    results[8:16, 5:] -= 3
    panel = many(results, dict.fromkeys(range(8), 2024) | dict.fromkeys(range(8, 16), 2025))
    found = differences(panel).answer
    first = results[:8, 4] - results[:8, :3].mean(axis=1), results[:8, 5] - results[:8, :3].mean(axis=1)
    others_4 = (results[8:, 4] - results[8:, :3].mean(axis=1)).mean()  # who starts in 2025 is one of the others
    others_5 = (results[16:, 5] - results[16:, :3].mean(axis=1)).mean()
    second = results[8:16, 5] - results[8:16, :4].mean(axis=1)
    others_second = (results[16:, 5] - results[16:, :4].mean(axis=1)).mean()
    by_hand = np.concatenate([(first[0] + first[1] - others_4 - others_5) / 2, second - others_second]).mean()
    assert found.estimate == pytest.approx(by_hand)
    assert found.verdict == "helped"


def test_a_school_without_a_year_is_compared_over_the_years_it_has() -> None:
    results = made_up(6)
    results[0, 4] = np.nan
    results[20, 0] = np.nan
    found = differences(many(results, dict.fromkeys(range(12), 2024))).answer
    assert found.supported == 12
    assert found.unsupported == 27  # who lacks a year of the comparison is not compared over it
