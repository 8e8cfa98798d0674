"""ВПР «Распределение первичных баллов»: one row per group and score."""

from opora.sources.taken import Taken
from opora.sources.vpr import vpr_scores
from tests.sources.vpr_samples import SCHOOL, SCORES, TIDY_SCORES, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book


def taken(rows: Rows) -> Taken:
    opened = book(rows)
    assert vpr_scores.recognises(opened)
    return vpr_scores.read(opened, CIRCUMSTANCES)


def people(result: Taken, area: str) -> dict[object, object]:
    columns = result.batches[0].columns
    rows = zip(columns["area"], columns["primary_score"], columns["scored"], strict=True)
    return {score: scored for name, score, scored in rows if name == area}


def test_each_score_is_a_row_and_nobody_is_zero() -> None:
    result = taken(SCORES)
    assert people(result, SCHOOL) == {0: 0, 1: 4, 2: 8, 3: 0, 4: 10}
    assert set(result.batches[0].columns["pupils"]) == {1000, 50, 22}
    assert result.problems == []


def test_scores_stop_at_the_stated_maximum() -> None:
    wide = [[*row, *([5, 6] if index == 4 else ["", 0])] if index >= 4 else row for index, row in enumerate(SCORES)]
    assert people(taken(wide), SCHOOL) == {0: 0, 1: 4, 2: 8, 3: 0, 4: 10}


def test_a_score_above_the_stated_maximum_is_named() -> None:
    problems = taken(changed(SCORES, 2, 0, "Максимальный первичный балл: 3")).problems
    assert {(problem.code, problem.place.column, problem.expected) for problem in problems} == {
        ("score-above-maximum", "4", "баллы не больше 3")
    }


def test_without_a_stated_maximum_the_last_filled_score_of_the_paper_is_it() -> None:
    assert people(taken(TIDY_SCORES), SCHOOL) == {0: 1, 1: 0, 2: 4, 3: 5}


def test_withheld_scores_are_null() -> None:
    rows = SCORES
    for column in range(3, 8):
        rows = changed(rows, 7, column, "-")
    assert people(taken(rows), SCHOOL) == dict.fromkeys(range(5))


def test_percents_of_many_scores_may_drift_more_than_those_of_four() -> None:
    """Forty scores rounded to whole percents: each of them 2.5 % of 200, written as 2 (or as 3)."""
    heading = [*TIDY_SCORES[0][:7], *range(40)]
    rounded = [*TIDY_SCORES[1][:6], 200, *[2] * 20, *[3] * 19, 2]
    result = taken([heading, rounded])
    assert result.problems == []
    assert sum(result.batches[0].columns["scored"]) == 200
