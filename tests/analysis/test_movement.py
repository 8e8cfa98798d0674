"""Movement of a share: published intervals, verdicts by hand, and how often chance alone makes a verdict."""

import numpy as np
import pytest
from scipy import stats

from opora.analysis.movement import MovementRule, change_of_share, movements, verdicts
from opora.tables import BELOW_THRESHOLD
from tests.analysis.drawn import PAPER_2024
from tests.analysis.engines import Engine

TWO = MovementRule((2023, 2024))


def verdict(rule: MovementRule, *years: tuple[int, int]) -> str:
    """Return the verdict of one school given (below, pupils) for each year."""
    k, n = np.array(years).T[:, None, :]
    return str(verdicts(k, n, change_of_share(k, n, rule.years, rule.confidence), rule)[0])


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_intervals_of_newcombe_s_table(
    after: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    (k2, n2), (k1, n1) = after, before
    found = change_of_share([[k1, k2]], [[n1, n2]], [2023, 2024])
    assert (found.low[0], found.high[0]) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    assert found.change[0] == pytest.approx(k2 / n2 - k1 / n1)


def test_with_more_years_the_change_is_that_of_the_line_weighted_with_pupils() -> None:
    below, pupils, years = [2, 9, 8, 15], [20, 30, 25, 30], [2020, 2021, 2023, 2024]
    shares = [k / n for k, n in zip(below, pupils, strict=True)]
    slope = np.polyfit(years, shares, 1, w=np.sqrt(pupils))[0]
    assert change_of_share([below], [pupils], years).change[0] == pytest.approx(slope * 4, abs=1e-12)


def test_a_year_that_was_not_held_is_passed_over() -> None:
    with_gap = change_of_share([[2, 0, 8]], [[20, 0, 20]], [2022, 2023, 2024])
    without = change_of_share([[2, 8]], [[20, 20]], [2022, 2024])
    assert with_gap == without


def test_the_trend_test_is_the_correlation_of_pupils_and_years() -> None:
    # Mantel's statistic is (N − 1) r² over single pupils: no formula of the kernel is used here
    below, pupils, years = [2, 9, 8, 15], [20, 30, 25, 30], [2020, 2021, 2023, 2024]
    year = np.repeat(years, pupils)
    low = np.concatenate([np.arange(n) < k for k, n in zip(below, pupils, strict=True)])
    statistic = (len(year) - 1) * np.corrcoef(year, low)[0, 1] ** 2
    assert change_of_share([below], [pupils], years).p_value[0] == pytest.approx(stats.chi2.sf(statistic, 1), abs=1e-12)


def test_a_great_change_is_a_movement() -> None:
    assert verdict(TWO, (48, 80), (20, 80)) == "fell"
    assert verdict(TWO, (20, 80), (48, 80)) == "rose"


def test_a_change_too_small_to_matter_is_not_a_movement_however_certain() -> None:
    assert verdict(TWO, (1_000, 10_000), (1_300, 10_000)) == "stable"


def test_a_change_within_chance_is_not_a_movement() -> None:
    assert verdict(TWO, (2, 7), (4, 7)) == "cannot-tell"


def test_low_in_both_years_beyond_doubt_is_stably_low() -> None:
    assert verdict(TWO, (20, 40), (19, 40)) == "stably-low"


def test_low_in_both_years_by_a_hair_is_not_certain() -> None:
    assert verdict(TWO, (6, 20), (6, 20)) == "cannot-tell"


def test_low_in_one_year_only_is_not_stably_low() -> None:
    assert verdict(TWO, (60, 100), (29, 100)) == "fell"
    assert verdict(MovementRule((2023, 2024), least_change=0.5), (60, 100), (29, 100)) == "stable"


def test_a_single_year_does_not_move() -> None:
    assert verdict(TWO, (0, 0), (15, 20)) == "cannot-tell"
    assert verdict(TWO, (0, 0), (0, 0)) == "cannot-tell"


def test_three_years_of_steady_decline() -> None:
    assert verdict(MovementRule((2022, 2023, 2024)), (18, 30), (12, 30), (6, 30)) == "fell"


def test_nobody_below_in_any_year_is_stable_where_there_are_enough_pupils() -> None:
    assert verdict(TWO, (0, 100), (0, 100)) == "stable"
    assert verdict(TWO, (0, 7), (0, 7)) == "cannot-tell"


@pytest.mark.parametrize("pupils", [7, 15, 30])
@pytest.mark.parametrize("years", [2, 3, 4])
def test_chance_alone_seldom_makes_a_movement(pupils: int, years: int) -> None:
    lot = np.random.default_rng(9)
    rule = MovementRule(tuple(range(2020, 2020 + years)))
    shares = np.repeat(np.arange(0.05, 0.55, 0.05), 4_000)
    k = lot.binomial(pupils, shares[:, None], (len(shares), years))
    n = np.full_like(k, pupils)
    moved = np.isin(verdicts(k, n, change_of_share(k, n, rule.years), rule), ["rose", "fell"])
    assert moved.mean() < 0.05
    assert moved.reshape(-1, 4_000).mean(axis=1).max() < 0.065


def test_a_true_change_is_found_where_there_are_enough_pupils() -> None:
    lot = np.random.default_rng(10)
    n = np.full((4_000, 2), 100)
    k = lot.binomial(n, [0.5, 0.25])
    moved = verdicts(k, n, change_of_share(k, n, TWO.years), TWO)
    assert (moved == "fell").mean() > 0.9
    assert (moved == "rose").mean() == 0


def row(school: str, year: int, pupils: int, below: int, **more: object) -> dict[str, object]:
    return {**PAPER_2024, "school": school, "year": year, "pupils": pupils, "below": below, **more}


def test_a_table_of_years_becomes_a_table_of_movements(engine: Engine) -> None:
    rows = [
        row("a", 2022, 80, 48), row("a", 2024, 80, 20), row("a", 2019, 80, 80),
        row("b", 2023, 20, 15), row("b", 2023, 7, 1, subject="russian"),
    ]  # fmt: skip
    table = movements(engine.lazy(BELOW_THRESHOLD, rows), MovementRule((2024, 2022, 2023))).to_pylist()
    assert [(r["school"], r["subject"], r["year_from"], r["year_to"], r["years"], r["verdict"]) for r in table] == [
        ("a", "mathematics", 2022, 2024, 2, "fell"),
        ("b", "mathematics", 2023, 2023, 1, "cannot-tell"),
        ("b", "russian", 2023, 2023, 1, "cannot-tell"),
    ]
    assert (table[0]["pupils"], table[0]["below"], table[0]["change"]) == (160, 68, pytest.approx(-0.35))
    assert (table[1]["change"], table[1]["change_low"], table[1]["p_value"]) == (None, None, None)
