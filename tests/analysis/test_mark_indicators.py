"""Counts of marks, shares, mean mark and СОУ."""

import pytest

from opora.analysis.mark_indicators import mark_indicators
from opora.analysis.pooling import pooled, pooled_marks
from opora.tables import BELOW_THRESHOLD, MARK_COUNTS, MARK_INDICATORS, RESULTS, SCHOOL_CODES
from tests.analysis.drawn import PAPER_2024, codes, pupils, statistic
from tests.analysis.engines import Engine


def test_shares_mean_and_learning_degree_by_hand(engine: Engine) -> None:
    results = pupils("edu1", 2, 3, 3, 4, None) + pupils("edu2", 5)
    statistics = [statistic("edu3", 0, 0, 1, 1), statistic("edu1", 9, 9, 9, 9), statistic("edu4", 0, 0, 0, 0)]
    table = mark_indicators(
        engine.lazy(RESULTS, results),
        engine.lazy(MARK_COUNTS, statistics),
        engine.lazy(SCHOOL_CODES, codes(edu1="s", edu2="s")),
    )
    ready_made, own = engine.rows(table, "school")
    assert own == {
        **PAPER_2024, "school": "s", "pupils": 5, "mark_2": 1, "mark_3": 2, "mark_4": 1, "mark_5": 1,
        "share_passed": 0.8, "share_good": 0.4, "mean_mark": 3.4,
        "sou": pytest.approx((100 + 64 + 2 * 36 + 16) / 5 / 100, abs=1e-12),
    }  # fmt: skip
    assert (ready_made["school"], ready_made["mean_mark"], ready_made["sou"]) == ("edu3", 4.5, pytest.approx(0.82))


def test_a_resit_does_not_better_the_marks(engine: Engine) -> None:
    results = pupils("a", 2, 3, attempt=1) + pupils("a", 5, 5, attempt=2)
    table = mark_indicators(engine.lazy(RESULTS, results), engine.lazy(MARK_COUNTS, []), engine.lazy(SCHOOL_CODES, []))
    (row,) = engine.rows(table, "school")
    assert (row["pupils"], row["mean_mark"]) == (2, 2.5)


def below(school: str, year: int, people: int, low: int, grade: int | None = 5) -> dict[str, object]:
    counts = {"school": school, "year": year, "pupil_grade": grade, "pupils": people, "below": low}
    return {**PAPER_2024, **counts, "is_ready_made": None}


def test_pooled_years_are_summed_under_the_last_year(engine: Engine) -> None:
    rows = [below("a", 2022, 7, 1, 6), below("a", 2023, 5, 2), below("a", 2024, 6, 3), below("b", 2023, 4, 4)]
    table = pooled(engine.lazy(BELOW_THRESHOLD, rows), (2023, 2024))
    assert engine.rows(table, "school") == [below("a", 2024, 11, 5), below("b", 2024, 4, 4)]


def test_years_of_different_grades_have_no_common_grade(engine: Engine) -> None:
    rows = [below("a", 2022, 7, 1, 6), below("a", 2023, 5, 2)]
    (row,) = engine.rows(pooled(engine.lazy(BELOW_THRESHOLD, rows), (2022, 2023)), "school")
    assert row == below("a", 2023, 12, 3, None)


def test_pooled_marks_have_shares_computed_anew(engine: Engine) -> None:
    def marks(year: int, *counts: int) -> dict[str, object]:
        return {**PAPER_2024, "school": "a", "year": year, "pupils": sum(counts),
                **{f"mark_{mark}": count for mark, count in zip((2, 3, 4, 5), counts, strict=True)}}  # fmt: skip

    table = pooled_marks(engine.lazy(MARK_INDICATORS, [marks(2023, 1, 0, 0, 0), marks(2024, 0, 1, 1, 1)]), (2023, 2024))
    (row,) = engine.rows(table, "school")
    assert (row["year"], row["pupils"], row["share_passed"], row["share_good"], row["mean_mark"]) == (
        2024,
        4,
        0.75,
        0.5,
        3.5,
    )
