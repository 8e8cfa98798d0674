"""Who is below the threshold: by mark, by the year's minimum score, from pupils or from ready-made statistics."""

import random
from collections import defaultdict
from typing import Any

from opora.analysis.below_threshold import below_threshold
from opora.tables import MARK_COUNTS, RESULTS, SCHOOL_CODES
from opora.vocabulary.scales import MinimumScore, minimum_scores
from tests.analysis.drawn import PAPER_2024, added_up, codes, pupils, scores, statistic
from tests.analysis.engines import Engine

Rows = list[dict[str, Any]]


def counted(
    engine: Engine, results: Rows, statistics: Rows | None = None, known: Rows | None = None, minima: Any = None
) -> Rows:
    table = below_threshold(
        engine.parts(RESULTS, results),
        engine.lazy(MARK_COUNTS, statistics or []),
        engine.lazy(SCHOOL_CODES, known or []),
        minimum_scores() if minima is None else minima,
    )
    return added_up(engine.rows(table, "school"))


def short(rows: Rows) -> list[tuple[Any, ...]]:
    return [(row["school"], row["subject"], row["pupils"], row["below"]) for row in rows]


def test_below_is_the_mark_two_and_the_absent_do_not_count(engine: Engine) -> None:
    row = {**PAPER_2024, "school": "a", "pupil_grade": 5, "pupils": 4, "below": 2, "is_ready_made": False}
    assert counted(engine, pupils("a", 2, 2, 3, 5, None)) == [row]


def test_a_school_where_nobody_has_a_result_is_left_out(engine: Engine) -> None:
    assert counted(engine, pupils("a", None, None)) == []


def test_without_a_mark_the_minimum_score_of_the_subject_decides(engine: Engine) -> None:
    results = [
        *scores("a", "russian", 23, 24, 100, None),
        *scores("a", "mathematics", 26, 27, 0, level="profile"),
        *scores("a", "german", 21, 22),
    ]
    assert short(counted(engine, results)) == [
        ("a", "german", 2, 1),
        ("a", "mathematics", 3, 2),
        ("a", "russian", 3, 1),
    ]


def test_a_paper_whose_minimum_is_unknown_is_left_out(engine: Engine) -> None:
    results = scores("a", "russian", 10, 90, year=2031) + scores("a", "mathematics", 10, 90, level="base")
    assert counted(engine, results) == []


def test_a_paper_that_carries_marks_is_judged_by_them(engine: Engine) -> None:
    base = pupils("a", 2, 3, procedure="ege", paper_grade=11, level="base", pupil_grade=None)
    assert short(counted(engine, base)) == [("a", "mathematics", 2, 1)]


def test_an_authority_s_minimum_stands_before_the_built_in_one(engine: Engine) -> None:
    own = MinimumScore("ege", "russian", "standard", 2024, 2024, 30, "приказ", "confirmed")
    results = scores("a", "russian", 25, 29, 30) + scores("b", "russian", 25, 29, 30, year=2023)
    assert short(counted(engine, results, minima=(own, *minimum_scores()))) == [
        ("a", "russian", 3, 2),
        ("b", "russian", 3, 0),
    ]


def test_codes_of_one_school_are_summed(engine: Engine) -> None:
    results = pupils("edu1", 2, 3) + pupils("1001", 2, 2, 4)
    assert short(counted(engine, results, known=codes(edu1="s", **{"1001": "s"}))) == [("s", "mathematics", 5, 3)]


def test_a_code_nobody_explained_stands_for_itself(engine: Engine) -> None:
    assert short(counted(engine, pupils("edu9", 2), known=codes(edu1="s"))) == [("edu9", "mathematics", 1, 1)]


def test_the_pupils_grade_stands_only_where_all_share_it(engine: Engine) -> None:
    results = (
        pupils("same", 2, 3, pupil_grade=6)
        + pupils("mixed", 2, pupil_grade=5)
        + pupils("mixed", 3, pupil_grade=6)
        + pupils("partly", 2, pupil_grade=6)
        + pupils("partly", 3, pupil_grade=None)
        + pupils("absent", 3, pupil_grade=6)
        + pupils("absent", None, pupil_grade=5)
    )
    grades = {row["school"]: row["pupil_grade"] for row in counted(engine, results)}
    assert grades == {"same": 6, "mixed": None, "partly": None, "absent": 6}


def test_statistics_stand_where_there_are_no_individual_results(engine: Engine) -> None:
    statistics = [
        statistic("edu1", 9, 0, 0, 0),
        statistic("edu2", 3, 4, 2, 1),
        statistic("edu1", 1, 1, 0, 0, year=2023),
    ]
    rows = counted(engine, pupils("1001", 2, 3), statistics, codes(edu1="s", **{"1001": "s"}))
    assert [(row["school"], row["year"], row["pupils"], row["below"]) for row in rows] == [
        ("edu2", 2024, 10, 3), ("s", 2023, 2, 1), ("s", 2024, 2, 1),
    ]  # fmt: skip
    assert rows[0]["pupil_grade"] is None
    assert [row["is_ready_made"] for row in rows] == [True, True, False]


def test_a_resit_neither_improves_nor_worsens_a_share(engine: Engine) -> None:
    first = [row | {"attempt": 1} for row in pupils("a", 2, 3)]
    resit = [row | {"attempt": 2} for row in pupils("a", 3, 2, 2)]
    assert short(counted(engine, [*first, *resit, *pupils("b", 4)])) == [
        ("a", "mathematics", 2, 1),
        ("b", "mathematics", 1, 0),
    ]


def test_statistics_of_districts_and_of_nobody_are_not_a_school(engine: Engine) -> None:
    statistics = [
        statistic("edu1", 3, 4, 2, 1, area_level="municipality"),
        statistic(None, 3, 4, 2, 1),
        statistic("edu3", 0, 0, 0, 0),
    ]
    assert counted(engine, [], statistics) == []


def test_a_school_reported_twice_is_counted_once(engine: Engine) -> None:
    twice = [statistic("edu1", 3, 4, 2, 1, area="от района"), statistic("edu1", 4, 4, 2, 1, area="от региона")]
    assert short(counted(engine, [], twice)) == [("edu1", "mathematics", 11, 4)]


def test_statistics_of_two_codes_are_summed(engine: Engine) -> None:
    statistics = [statistic("edu1", 3, 4, 2, 1), statistic("edu2", 1, 1, 0, 0)]
    assert short(counted(engine, [], statistics, codes(edu1="s", edu2="s"))) == [("s", "mathematics", 12, 4)]


def test_ten_thousand_rows_count_as_one_by_one(engine: Engine) -> None:
    results, expected = _drawn_by_lot()
    rows = counted(engine, results, known=codes(**{str(number): f"s{number // 2}" for number in range(40)}))
    found = {(row["school"], row["year"], row["subject"]): [row["pupils"], row["below"]] for row in rows}
    assert found == expected


def _drawn_by_lot() -> tuple[Rows, dict[tuple[Any, ...], list[int]]]:
    lot = random.Random(5)
    minimum = {"russian": 24, "physics": 36}
    results: Rows = []
    expected: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for number in range(10_000):
        school, year, subject = (
            lot.randrange(40),
            lot.choice([2023, 2024]),
            lot.choice(["russian", "physics", "mathematics"]),
        )
        mark, score = lot.choice([None, None, 2, 3, 4, 5]), lot.choice([None, *range(20, 45)])
        results += [{"year": year, "procedure": "ege", "subject": subject, "paper_grade": 11, "level": "standard",
                     "school_code": str(school), "pupil": str(number), "mark": mark, "test_score": score}]  # fmt: skip
        limit = minimum.get(subject, 27)
        low = mark == 2 if mark else None if score is None else score < limit
        if low is not None:
            counts = expected[f"s{school // 2}", year, subject]
            counts[0] += 1
            counts[1] += low
    return results, expected


def test_only_the_first_attempt_counts(engine: Engine) -> None:
    oge = {"procedure": "oge", "paper_grade": 9}
    first, second = pupils("a", 2, 2, attempt=1, **oge), pupils("a", 3, 2, attempt=2, **oge)
    assert short(counted(engine, first + second + pupils("a", 5, **oge))) == [("a", "mathematics", 3, 2)]
