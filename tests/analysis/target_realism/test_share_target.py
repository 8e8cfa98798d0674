"""Cases of like schools: counted by hand, chance against brute force, truth against what was drawn."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.shares import wilson_interval
from opora.analysis.target_realism import ShareTarget, cases_of, share_cases
from tools.forecast_check import Truth, region


def schools(*rows: tuple[tuple[int, int], ...]) -> YearsCounted:
    """Return schools of one procedure given (below, pupils) by year."""
    table = np.array(rows).swapaxes(0, 1)
    years = tuple(range(2025 - len(table), 2025))
    return YearsCounted(
        tuple(map(str, range(len(rows)))), ("п",), years, table[:, :, 1][:, :, None], table[:, :, 0][:, :, None]
    )


def test_cases_are_schools_of_like_start_and_size_with_results_so_many_years_later() -> None:
    counted = schools(
        ((8, 20), (0, 0), (6, 20)),  # 40 % → 30 %: reached
        ((8, 20), (2, 20), (7, 20)),  # 40 % → 35 %: not reached; its 10 % of the year between is not asked about
        ((9, 20), (0, 0), (3, 20)),  # 45 %: like only where likeness is loosened
        ((2, 20), (0, 0), (2, 20)),  # 10 %: started elsewhere
        ((80, 200), (0, 0), (2, 200)),  # ten times as large
        ((8, 20), (0, 0), (0, 0)),  # not held at the end
    )
    found = share_cases(counted, ShareTarget(0.40, 0.30, 2, 20))
    assert (found.cases.cases, found.cases.schools, found.cases.reached) == (3, 3, 2)
    assert (found.starts, found.sizes) == ((pytest.approx(0.30), pytest.approx(0.50)), (8, 50))


def test_a_rise_is_reached_from_below() -> None:
    counted = schools(((8, 20), (10, 20)), ((8, 20), (9, 20)))
    found = share_cases(counted, ShareTarget(0.40, 0.50, 1, 20))
    assert (found.cases.cases, found.cases.reached) == (2, 1)


def test_chance_alone_is_what_schools_that_never_change_do() -> None:
    chance = np.random.default_rng(1)
    share = chance.beta(4, 8, size=4000)
    below = chance.binomial(25, np.stack([share, share]))
    counted = YearsCounted(
        tuple(map(str, range(4000))), ("п",), (2023, 2024), np.full((2, 4000, 1), 25), below[:, :, None]
    )
    for target in (ShareTarget(0.44, 0.32, 1, 25), ShareTarget(0.2, 0.32, 1, 25)):
        found = share_cases(counted, target).cases
        assert found.by_chance == pytest.approx(found.share, abs=0.04)
        assert found.beyond is not None
        assert found.beyond[0] <= 0 <= found.beyond[1]


def test_true_changes_are_told_from_chance() -> None:
    counted, _ = region((3, 600, 4), Truth(common=0.1, own=0.1, yearly=0.2), np.random.default_rng(2))
    found = share_cases(counted, ShareTarget(0.40, 0.20, 1, 30)).cases
    assert found.beyond is not None
    assert found.beyond[0] > 0.05


def test_many_cases_of_one_school_are_worth_little_more_than_one() -> None:
    alike = cases_of(np.repeat(np.arange(10), 10), np.repeat(np.arange(10) < 5, 10))
    apart = cases_of(np.arange(100), np.arange(100) < 50)
    assert alike.weight == pytest.approx(9)
    assert apart.weight == pytest.approx(99)
    assert alike.high - alike.low > 2 * (apart.high - apart.low)


def test_no_cases_are_no_share() -> None:
    found = share_cases(schools(((8, 20), (6, 20))), ShareTarget(0.9, 0.1, 1, 20)).cases
    assert found.cases == 0
    assert np.isnan(found.share)


def test_years_that_move_all_schools_make_the_interval_wider() -> None:
    school, year = np.tile(np.arange(50), 4), np.repeat(np.arange(4), 50)
    reached = year < 2  # two years in which everybody reached it, two in which nobody did
    assert cases_of(school, reached, year=year).weight < 10
    assert cases_of(school, reached).weight == pytest.approx(200)


def test_few_years_that_differ_make_the_limits_wide() -> None:
    """Three years, in one of which all schools moved: how far years are apart is known with two degrees of freedom."""
    school, year = np.tile(np.arange(80), 3), np.repeat(np.arange(3), 80)
    calm = np.tile(np.arange(80) < 24, 3)
    moved = calm | ((year == 1) & (school < 60))
    alike, apart = cases_of(school, calm, year=year), cases_of(school, moved, year=year)
    assert alike.of_years == 0
    assert apart.of_years > 0.02
    shares = np.array([moved[year == one].mean() for one in range(3)])
    weight = apart.share * (1 - apart.share) / (shares.var(ddof=1) / 3)  # the mean of three years, nothing else known
    low, high = wilson_interval(apart.share * weight, weight, 2 * stats.norm.cdf(stats.t.ppf(0.975, 2)) - 1)
    assert (apart.low, apart.high) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))
    assert apart.high - apart.low > 3 * (alike.high - alike.low)
