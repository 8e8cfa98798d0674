"""Who stands in the lowest part of all scores of a paper: cuts by hand, ties, and brute force over every score."""

import random
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

from opora.analysis.counted_below import COUNTS, Stored, counted_below
from opora.analysis.lower_part import lower_part
from opora.tables import MARK_COUNTS, RESULTS, SCHOOL_CODES
from opora.vocabulary.rules import METHODS, rule_set
from opora.vocabulary.scales import minimum_scores
from tests.analysis.drawn import PAPER_2024, added_up, codes, pupils, statistic
from tests.analysis.engines import Engine

Rows = list[dict[str, Any]]


def scored(school: str, *primary_scores: int | None, **more: Any) -> Rows:
    """Return one row per primary score."""
    rows = pupils(school, *(None for _ in primary_scores), **more)
    return [row | {"primary_score": score} for row, score in zip(rows, primary_scores, strict=True)]


def counted(engine: Engine, results: Rows, lower_percent: float = 25, known: Rows | None = None) -> Rows:
    table = lower_part(engine.parts(RESULTS, results), engine.lazy(SCHOOL_CODES, known or []), lower_percent)
    return added_up(engine.rows(table, "school"))


def short(rows: Rows) -> dict[str, tuple[int, int]]:
    return {row["school"]: (row["pupils"], row["below"]) for row in rows}


def test_a_quarter_of_eight_is_the_two_lowest(engine: Engine) -> None:
    rows = counted(engine, scored("a", 1, 9, 9, 9) + scored("b", 2, 3, 9, 9))
    assert short(rows) == {"a": (4, 1), "b": (4, 1)}
    shape = {"school": "a", "pupil_grade": 5, "pupils": 4, "below": 1, "is_ready_made": False}
    assert rows[0] == PAPER_2024 | shape


def test_equal_scores_are_never_torn_apart(engine: Engine) -> None:
    assert short(counted(engine, scored("a", 1, 2, 2, 9) + scored("b", 9, 9, 9, 9))) == {"a": (4, 1), "b": (4, 0)}


def test_where_the_lowest_score_alone_is_too_many_nobody_is_in_the_part(engine: Engine) -> None:
    assert short(counted(engine, scored("a", 0, 0, 0, 9) + scored("b", 9, 9, 9, 9))) == {"a": (4, 0), "b": (4, 0)}


def test_exactly_the_percent_is_inside_in_whole_numbers(engine: Engine) -> None:
    """29 % of 100 is 29, whatever a floating-point product says."""
    results = scored("a", *range(100))
    assert short(counted(engine, results, 29)) == {"a": (100, 29)}
    assert short(counted(engine, results, 28.99)) == {"a": (100, 28)}


def test_each_paper_has_its_own_cut(engine: Engine) -> None:
    results = scored("a", 1, 2, 3, 4) + scored("a", 10, 20, 30, 40, year=2023) + scored("b", 5, 6, 7, 8)
    found = [(row["school"], row["year"], row["below"]) for row in counted(engine, results)]
    assert found == [("a", 2023, 1), ("a", 2024, 2), ("b", 2024, 0)]


def test_who_has_no_score_is_not_there_and_a_paper_of_marks_only_is_left_out(engine: Engine) -> None:
    marked_only = pupils("a", 2, 3, 4, subject="russian")
    assert short(counted(engine, scored("a", 1, None, 3, 4, 5) + marked_only)) == {"a": (4, 1)}
    assert counted(engine, marked_only) == []


def test_codes_of_one_school_are_summed_and_only_the_first_attempt_counts(engine: Engine) -> None:
    resit = [row | {"attempt": 2} for row in scored("1001", 0, 0)]
    results = scored("edu1", 1, 9) + scored("1001", 2, 9) + scored("edu2", 9, 9, 9, 9) + resit
    known = codes(edu1="s", **{"1001": "s"})
    assert short(counted(engine, results, known=known)) == {"edu2": (4, 0), "s": (4, 2)}


@pytest.mark.parametrize("percent", [1, 10, 25, 33.3, 50, 100])
def test_any_region_counts_as_by_trying_every_score(engine: Engine, percent: float) -> None:
    lot = random.Random(round(percent * 10))
    results: Rows = []
    for number in range(400):
        paper = {"subject": lot.choice(["russian", "mathematics"]), "pupil": str(number)}
        results += [row | paper for row in scored(f"s{lot.randrange(6)}", min(lot.randrange(14), lot.randrange(14)))]
    expected: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for subject in ("russian", "mathematics"):
        rows = [row for row in results if row["subject"] == subject]
        for row in rows:
            at_or_below = sum(other["primary_score"] <= row["primary_score"] for other in rows)
            counts = expected[row["school_code"], subject]
            counts[0] += 1
            counts[1] += Fraction(at_or_below, len(rows)) <= Fraction(str(percent)) / 100
    found = {
        (row["school"], row["subject"]): [row["pupils"], row["below"]] for row in counted(engine, results, percent)
    }
    assert found == expected


def test_every_kind_of_rule_set_has_its_count() -> None:
    assert set(COUNTS) == set(METHODS)


def test_the_federal_rule_counts_marks_and_the_quartile_rule_scores(engine: Engine) -> None:
    results = [row | {"mark": 2} for row in scored("a", 1, 2, 3, 4)]
    tables = (
        engine.parts(RESULTS, results),
        engine.lazy(MARK_COUNTS, [statistic("b", 1, 1, 1, 1)]),
        engine.lazy(SCHOOL_CODES, []),
    )
    below = {
        name: short(engine.rows(counted_below(Stored(*tables, minimum_scores()), rule_set(name)), "school"))
        for name in ("federal-2020", "lower-quartile")
    }
    assert below == {"federal-2020": {"a": (4, 4), "b": (4, 1)}, "lower-quartile": {"a": (4, 1)}}
