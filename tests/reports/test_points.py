"""Schools as points, and the limits chance draws round them."""

from itertools import pairwise
from math import comb

import pytest

from opora.reports.points import RuleProcedure, binomial_limits, cloud, different_pupils, rule_procedures, wilson
from tests.reports import samples


def _chance_of_at_most(most: int, pupils: int, share: float) -> float:
    return sum(comb(pupils, below) * share**below * (1 - share) ** (pupils - below) for below in range(most + 1))


@pytest.mark.parametrize(("mean", "pupils"), [(0.2, 20), (0.31, 57), (0.05, 140)])
def test_limits_enclose_the_quantiles_counted_by_hand(mean: float, pupils: int) -> None:
    for level in (0.95, 0.998):
        tail = (1 - level) / 2
        lower, upper = binomial_limits(mean, [pupils], level)[0]
        for limit, chance in ((lower, tail), (upper, 1 - tail)):
            quantile = next(k for k in range(pupils + 1) if _chance_of_at_most(k, pupils, mean) >= chance)
            before = _chance_of_at_most(quantile - 1, pupils, mean)
            part = (_chance_of_at_most(quantile, pupils, mean) - chance) / (
                _chance_of_at_most(quantile, pupils, mean) - before
            )
            assert limit == pytest.approx(max(0, quantile - part) / pupils, abs=1e-12)


def test_limits_narrow_with_pupils_and_the_wider_pair_holds_the_narrower() -> None:
    wide, narrow = binomial_limits(0.2, [20, 80, 320], 0.998), binomial_limits(0.2, [20, 80, 320], 0.95)
    assert all(low <= inner_low <= 0.2 <= inner_high <= high
               for (low, high), (inner_low, inner_high) in zip(wide, narrow, strict=True))  # fmt: skip
    assert all(later - earlier < 0 for (_, earlier), (_, later) in pairwise(wide))


@pytest.mark.parametrize("mean", [0.0, 1.0])
def test_where_everybody_is_alike_the_limits_are_the_mean(mean: float) -> None:
    assert binomial_limits(mean, [5, 50], 0.95) == [(mean, mean), (mean, mean)]


def test_a_pupil_with_two_papers_is_one_pupil() -> None:
    school = samples.school("x", "x", [(1, 20), (2, 22), (1, 18), (1, 15), None, None, None, None])
    assert different_pupils(one for one in school.procedures if one.pupils) == 22 + 18


def test_the_mean_counts_results_and_not_schools() -> None:
    schools = [samples.school("a", "а", [(9, 10)]), samples.school("b", "б", [(1, 90)])]
    seen = cloud(samples.identification(schools))
    assert seen.mean == pytest.approx(10 / 100)
    assert [(point.pupils, point.share) for point in seen.points] == [(10, 0.9), (90, pytest.approx(1 / 90))]


def test_a_school_without_results_is_counted_and_not_drawn() -> None:
    schools = [samples.school("a", "а", [(9, 10)]), samples.school("b", "б", [None])]
    seen = cloud(samples.identification(schools))
    assert (len(seen.points), seen.without_results) == (1, 1)


def test_one_procedure_keeps_its_own_interval() -> None:
    listed = samples.district()[0]
    seen = cloud(samples.identification([listed]), RuleProcedure("vpr", "mathematics", 5))
    assert seen.points[0].interval == listed.procedures[1].interval
    assert wilson(9 / 22, 22) == pytest.approx(samples.wilson(9, 22))


def test_results_of_another_year_stay_out() -> None:
    old = samples.result(0, (5, 10)).model_copy(update={"year": samples.YEAR - 1})
    school = samples.school("a", "а", [(1, 10)])
    mixed = school.model_copy(update={"procedures": [old, *school.procedures]})
    assert cloud(samples.identification([mixed])).points[0].share == pytest.approx(0.1)
    assert len(rule_procedures(samples.identification([mixed]))) == 1
