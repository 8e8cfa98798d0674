"""Who has a result and earlier results: repeated rows, missing scores, pupils who repeated a grade."""

from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import polars as pl
import pytest

from opora.analysis.growth_percentiles.panel import Columns, Progression, Records, earlier, is_year, panel_of

COLUMNS = Columns("id", "year", "grade", "score", "school")
ROWS = [
    # id, year, grade, score, school
    (1, "2023_2024", 3, 410, "a"), (1, "2024_2025", 4, 430, "a"),
    (2, "2023_2024", 3, 300, "a"), (2, "2024_2025", 4, 330, "b"),
    (2, "2024_2025", 4, 350, "b"),                                  # a repeated row: the higher score counts
    (3, "2023_2024", 4, 390, "a"), (3, "2024_2025", 4, 420, "a"),   # in the fourth grade for the second year
    (4, "2023_2024", 3, None, "a"), (4, "2024_2025", 4, 500, "a"),  # no score in the third
    (5, "2022_2023", 3, 200, "a"), (5, "2024_2025", 4, 510, "a"),   # two years ago: not of this progression
    (6, "2023_2024", 3, 440, "a"), (6, "2024_2025", 4, None, "a"),  # no score in the last year
    (7, "2023_2024", 3, 450, "a"),                                  # gone
]  # fmt: skip


def table(engine: str, rows: list[tuple[Any, ...]] = ROWS) -> Any:
    frame = pl.DataFrame(rows, schema=["id", "year", "grade", "score", "school"], orient="row")
    if engine == "polars":
        return nw.from_native(frame.lazy())
    return nw.from_native(duckdb.connect().from_arrow(frame.to_arrow()))


@pytest.fixture(params=["duckdb", "polars"])
def records(request: pytest.FixtureRequest) -> Records:
    return panel_of(table(request.param), COLUMNS, Progression.until("2024_2025", [3, 4]))


def test_a_pupil_is_one_row_with_the_scores_of_the_years_before(records: Records) -> None:
    assert records.id.to_pylist() == [1, 2, 3, 4, 5]
    assert records.score.tolist() == [430, 350, 420, 500, 510]
    assert np.nan_to_num(records.priors[:, 0], nan=-1).tolist() == [410, 300, -1, -1, -1]


def test_a_pupil_is_counted_in_the_school_of_the_last_year(records: Records) -> None:
    assert records.school is not None
    assert records.school.to_pylist() == ["a", "b", "a", "a", "a"]


def test_what_is_left_out_is_counted(records: Records) -> None:
    assert records.repeated_rows == 1
    assert records.without_score == 2
    assert records.other_grade == 1
    assert records.nameless == 0


def test_knots_lean_on_everybody_who_was_in_the_grade_in_the_earlier_years(records: Records) -> None:
    assert sorted(records.pooled[0].tolist()) == [300, 410, 440, 450]


def test_a_third_grade_of_either_earlier_year_counts_for_a_longer_progression() -> None:
    found = panel_of(table("duckdb"), COLUMNS, Progression.until("2024_2025", [2, 3, 4]))
    assert sorted(found.pooled[0].tolist()) == [200, 300, 410, 440, 450]


def test_a_year_may_be_a_number_and_a_grade_a_word() -> None:
    rows = [(one, year - 2000, f"{grade}", score, school) for one, year, grade, score, school in (
        (1, 2024, 3, 1.5, "a"), (1, 2025, 4, 2.5, "a"))]  # fmt: skip
    found = panel_of(table("duckdb", rows), COLUMNS, Progression.until("25", [3, 4]))
    assert found.priors.tolist() == [[1.5]]


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_rows_that_do_not_say_whose_or_when_they_are_are_counted(engine: str) -> None:
    rows = [(None, "2024", 3, 1.0, "a"), (1, None, 3, 2.0, "a"), (1, "2025", None, 3.0, "a"), (1, "2025", 4, 4.0, "a")]
    found = panel_of(table(engine, rows), COLUMNS, Progression.until("2025", [3, 4]))
    assert (found.nameless, found.score.tolist()) == (3, [4.0])
    words = [(" ", "2025", 4, 1.0, "a"), ("п", "2025", 4, 2.0, " ")]
    found = panel_of(table(engine, words), COLUMNS, Progression.until("2025", [3, 4]))
    assert (found.nameless, found.id.to_pylist(), found.school and found.school.to_pylist()) == (1, ["п"], [None])


@pytest.mark.parametrize("grade", [4.4, float("nan"), float("inf"), 1e300])
def test_a_grade_that_is_no_whole_number_is_no_grade(grade: float) -> None:
    rows = [(1, 2025, 4.0, 1.0, "a"), (2, 2025, grade, 2.0, "a"), (1, 2024, 3.0, 3.0, "a"), (2, 2024, 3.0, 3.0, "a")]
    found = panel_of(table("duckdb", rows), COLUMNS, Progression.until("2025", [3, 4]))
    assert (found.id.to_pylist(), found.nameless) == ([1], 1)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("2025", True), ("2024_2025", True), ("2024/25", True), ("1999/00", True), ("25", True), ("2024 год", True),
        ("2024-05-15", False), ("2024-05", False), ("2024_2026", False), ("", False), ("5", False), ("год", False),
    ],
)  # fmt: skip
def test_a_year_is_told_from_a_date(text: str, is_so: bool) -> None:
    assert is_year(text) is is_so


@pytest.mark.parametrize(
    ("time", "before"), [("2025", "2024"), ("2024_2025", "2023_2024"), ("2024/25", "2023/24"), ("2000/01", "1999/00")]
)
def test_the_year_before_is_written_as_the_year(time: str, before: str) -> None:
    assert earlier(time, 1) == before


def test_a_progression_may_pass_over_a_grade() -> None:
    assert Progression.until("2025", [4, 6, 7]).times == ("2022", "2024", "2025")


@pytest.mark.parametrize("grades", [[4], [], [4, 3], [4, 4]])
def test_grades_that_do_not_ascend_are_no_progression(grades: list[int]) -> None:
    with pytest.raises(ValueError, match="ascend"):
        Progression.until("2025", grades)
