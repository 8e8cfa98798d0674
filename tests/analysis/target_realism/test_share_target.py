"""Cases of like schools: counted by hand, chance against brute force, truth against what was drawn."""

import numpy as np
import pytest

from opora.analysis.list_forecast import YearsCounted
from opora.analysis.target_realism import ShareTarget, like_schools
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
    found = like_schools(counted, ShareTarget(0.40, 0.30, 2, 20))
    assert (found.precedents.cases, found.precedents.schools, found.precedents.reached) == (3, 3, 2)
    assert (found.starts, found.sizes) == ((pytest.approx(0.30), pytest.approx(0.50)), (8, 50))


def test_a_rise_is_reached_from_below() -> None:
    counted = schools(((8, 20), (10, 20)), ((8, 20), (9, 20)))
    found = like_schools(counted, ShareTarget(0.40, 0.50, 1, 20))
    assert (found.precedents.cases, found.precedents.reached) == (2, 1)


def test_chance_alone_is_what_schools_that_never_change_do() -> None:
    chance = np.random.default_rng(1)
    share = chance.beta(4, 8, size=4000)
    below = chance.binomial(25, np.stack([share, share]))
    counted = YearsCounted(
        tuple(map(str, range(4000))), ("п",), (2023, 2024), np.full((2, 4000, 1), 25), below[:, :, None]
    )
    for target in (ShareTarget(0.44, 0.32, 1, 25), ShareTarget(0.2, 0.32, 1, 25)):
        found = like_schools(counted, target).precedents
        assert found.by_chance == pytest.approx(found.share, abs=0.04)


def test_true_changes_add_to_what_chance_makes() -> None:
    counted, _ = region((3, 600, 4), Truth(common=0.1, own=0.1, yearly=0.2), np.random.default_rng(2))
    found = like_schools(counted, ShareTarget(0.40, 0.20, 1, 30)).precedents
    assert found.share is not None
    assert found.by_chance is not None
    assert found.share - found.by_chance > 0.05


def test_no_cases_are_no_share() -> None:
    found = like_schools(schools(((8, 20), (6, 20))), ShareTarget(0.9, 0.1, 1, 20)).precedents
    assert found.cases == 0
    assert found.share is None
