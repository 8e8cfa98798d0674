"""A whole region with known truth: the innocent stay unnamed, what was planted is found."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pytest

from opora.measuring.objectivity import SchoolAnswer, WrittenPaper, objectivity
from opora.vocabulary.refusal import AnalysisRefusedError

ITEMS = [f"i{place:02d}" for place in range(1, 16)]
DIFFICULTY = np.linspace(-1.8, 1.8, 15)
LIMITS = (5, 9, 12)


def region(schools: int, seed: int, improved: tuple[int, ...] = ()) -> WrittenPaper:
    """Return schools of 15–60 pupils; in improved ones hard items and scores just below a limit were mended."""
    chance = np.random.default_rng(seed)
    columns: dict[str, list[object]] = {
        name: [] for name in ("school", "primary_score", "mark", "journal_mark", *ITEMS)
    }
    for school in range(schools):
        pupils = 40 if school in improved else int(chance.integers(15, 60))
        level = 0.5 * chance.normal()
        own = 0.25 * chance.normal(size=15)  # schools differ in what they teach well: no model is exact
        ability = level + chance.normal(size=pupils)
        right = chance.random((pupils, 15)) < 1 / (1 + np.exp(DIFFICULTY + own - ability[:, None]))
        true_mark = 2 + np.searchsorted(LIMITS, right.sum(axis=1), side="right")
        if school in improved:
            right[:, -5:] |= chance.random((pupils, 5)) < 0.85
            short = np.isin(right.sum(axis=1) + 1, LIMITS)
            right[np.flatnonzero(short), right[short].argmin(axis=1)] = True
        score = right.sum(axis=1)
        columns["school"] += [f"s{school:03d}"] * pupils
        columns["primary_score"] += score.tolist()
        columns["mark"] += (2 + np.searchsorted(LIMITS, score, side="right")).tolist()
        columns["journal_mark"] += np.clip(true_mark + chance.integers(-1, 2, size=pupils) // 2 + 1, 2, 5).tolist()
        for place, item in enumerate(ITEMS):
            columns[item] += right[:, place].astype(int).tolist()
    table = pa.table(columns)
    return WrittenPaper("работа", nw.from_native(duckdb.connect().from_arrow(table)), ITEMS)


def test_of_innocent_schools_at_most_one_in_a_hundred_is_asked_for_an_explanation() -> None:
    found = [objectivity(region(120, seed)) for seed in (1, 2, 3)]
    told = sum(len(one.schools) - one.cannot_tell for one in found)
    assert told > 250
    assert sum(one.needs_explanation for one in found) / told <= 0.01


def test_mended_papers_are_found_and_come_with_what_else_explains_them() -> None:
    answer = objectivity(region(80, 4, improved=(3, 40)))
    named = [one for one in answer.schools if one.status == "needs-explanation"]
    assert {"s003", "s040"} <= {one.school for one in named}
    assert len(named) <= 3
    assert answer.mark_limits == list(LIMITS)
    assert all(one.explanations for one in named)


def test_a_small_school_is_neither_named_nor_shown() -> None:
    answer = objectivity(region(40, 5))
    small = [one for one in answer.schools if one.pupils < 20]
    assert small
    assert {one.status for one in small} == {"cannot-tell"}
    assert {(one.bunching, one.inversion, one.journal_gap, one.chance) for one in small} == {(None,) * 4}


def test_the_same_pupils_a_year_before_are_looked_at_where_there_are_any() -> None:
    paper = region(60, 6)
    before = paper.rows.with_columns(primary_score=nw.col("primary_score") + nw.col("i01") + nw.col("i02"))
    alone = objectivity(paper)
    beside = objectivity(WrittenPaper(paper.title, paper.rows, paper.items, [before]))
    assert any("поколения" in note for note in alone.notes)
    assert not any("поколения" in note for note in beside.notes)
    assert {one.cohort_jump is None for one in beside.schools if one.pupils >= 20} == {False}


def test_a_paper_without_scores_says_so() -> None:
    rows = region(3, 7).rows.filter(nw.col("primary_score") < 0)
    with pytest.raises(AnalysisRefusedError, match="первичных баллов нет"):
        objectivity(WrittenPaper("работа", rows, ITEMS))


def test_a_paper_far_above_the_exam_of_the_same_pupils_stands_out() -> None:
    paper = region(60, 8)
    pupils = {one.school: one.pupils for one in objectivity(paper).schools}
    chosen = max(pupils, key=lambda school: pupils[school])
    is_chosen = nw.col("school") == chosen
    exam = paper.rows.with_columns(primary_score=nw.when(is_chosen).then(1).otherwise(nw.col("primary_score")))
    found = {one.school: one for one in objectivity(WrittenPaper("р", paper.rows, paper.items, exam=exam)).schools}
    told = [one.exam_gap for one in found.values() if one.exam_gap is not None]
    assert len(told) > 20
    assert found[chosen].exam_gap == min(told)
    assert min(told) < 0.01


def test_what_was_known_of_schools_before_is_beside_their_means() -> None:
    paper = region(60, 9)
    background = {f"s{school:03d}": (float(school % 7), None if school == 3 else 1.0 * school) for school in range(60)}
    found = objectivity(WrittenPaper(paper.title, paper.rows, paper.items, background=background))
    told = {one.school: one.above_expected for one in found.schools if one.pupils >= 20}
    assert told.get("s003") is None
    assert sum(value is not None for value in told.values()) > 20


def test_the_school_s_answer_is_kept_and_an_accepted_one_makes_the_status_reliable() -> None:
    paper = region(80, 4, improved=(3, 40))
    answers = {"s003": SchoolAnswer("Недавно прошли эту тему", is_accepted=True), "s040": SchoolAnswer("Разбираемся")}
    found = {one.school: one for one in objectivity(paper, answers).schools}
    assert (found["s003"].is_reliable, found["s040"].is_reliable) == (True, False)
    assert "«Недавно прошли эту тему» – ответ принят" in found["s003"].sentences[0]
    assert "«Разбираемся» – ответ рассматривают" in found["s040"].sentences[1]
    assert {one.is_reliable for one in found.values() if one.status == "no-signs"} == {True}
