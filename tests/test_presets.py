"""Every preset of the authorities runs on a made-up region, from files to sentences, and says what it counted."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from opora.pipeline import explain, identify, indicate, take_in
from opora.store import Release, Store
from opora.synthetic import RegionPlan, write_region
from opora.vocabulary.papers import PAPER
from opora.vocabulary.rules import RuleProcedure, RuleSet, rule_set, rule_set_names

LAST = 2024


def silence(_what: str, _done: int, _of: int) -> None:
    """Say nothing about progress."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    folder = tmp_path_factory.mktemp("region")
    write_region(RegionPlan(schools=12, years=(2022, 2023, LAST), municipalities=4), folder, silence)
    store = Store(folder / "data")
    take_in([folder / "files"], store, dt.datetime(2024, 12, 1, tzinfo=dt.UTC))
    current = store.current()
    yield current
    current.engine.close()


def quartile_of_grade_5() -> RuleSet:
    """Return the quartile rule for papers that the made-up region has: it holds no ВПР of grade 4."""
    papers = [RuleProcedure(procedure="vpr", subject=subject, paper_grade=5) for subject in ("russian", "mathematics")]
    return rule_set("lower-quartile").model_copy(update={"procedure": tuple(papers)})


@pytest.mark.parametrize("name", rule_set_names())
def test_a_preset_judges_every_school_and_explains_it_in_whole_sentences(release: Release, name: str) -> None:
    answer = identify(release, LAST, rule_set(name))
    assert len(answer.schools) == len(release.relation("schools").to_arrow_table())
    for school in answer.schools:
        assert school.reasons
        for sentence in [*school.reasons, *school.would_change, *answer.rule_words, *answer.notes]:
            assert re.fullmatch(r"[^\n]*[.!]", sentence), sentence
            assert "None" not in sentence


def test_a_preset_whose_procedures_nobody_held_says_so(release: Release) -> None:
    answer = identify(release, LAST, rule_set("lower-quartile"))
    assert {school.status for school in answer.schools} == {"insufficient-data"}
    assert "За 2024 год нет никаких результатов: ВПР, русский язык, 4 класс; ВПР, математика, 4 класс." in answer.notes


def test_the_quartile_rule_counts_the_lowest_scores_of_the_region(release: Release) -> None:
    rules = quartile_of_grade_5()
    answer = identify(release, LAST, rules)
    assert {school.status for school in answer.schools} & {"low", "none"}
    codes = dict(release.relation("school_codes").project("school_code, school").fetchall())
    where = f"year = {LAST} AND procedure = 'vpr' AND paper_grade = 5 AND primary_score IS NOT NULL"
    columns = "school_code, subject, primary_score"
    rows = release.relation("results").filter(f"{where} AND coalesce(attempt, 1) = 1").project(columns).fetchall()
    expected: Counter[tuple[str, str]] = Counter()
    for subject in ("russian", "mathematics"):
        scores = sorted(score for _, one, score in rows if one == subject)
        inside = [score for score in scores if 4 * sum(other <= score for other in scores) <= len(scores)]
        for code, one, score in rows:
            expected[codes[code], subject] += one == subject and score <= max(inside, default=-1)
    found = {
        (school.school, one.subject): one.below for school in answer.schools for one in school.procedures if one.pupils
    }
    assert found == {key: expected[key] for key in found}
    assert sum(expected.values()) > 0


def test_the_quartile_rule_never_speaks_of_marks_or_thresholds_of_papers(release: Release) -> None:
    rules = quartile_of_grade_5()
    answer = identify(release, LAST, rules)
    assert answer.below_words == "в нижней части баллов"
    for school in answer.schools:
        explanation = explain(release, school.school, LAST, rules)
        for sentence in [*explanation.sentences, *answer.rule_words]:
            assert "ниже порога" not in sentence
            assert "отметк" not in sentence
        assert all(
            row.primary_score is not None for one in explanation.evidence for row in one.rows if row.below is None
        )


def test_an_explanation_tells_of_years_and_of_marks_in_all_papers(release: Release) -> None:
    rules = rule_set("federal-2020")
    school = max(identify(release, LAST, rules).schools, key=lambda one: sum(bool(p.earlier) for p in one.procedures))
    explanation = explain(release, school.school, LAST, rules)
    moved = [one for one in school.procedures if one.movement]
    assert moved
    assert len([sentence for sentence in explanation.over_years if "вместе" not in sentence]) == len(moved)
    assert set(explanation.over_years) <= set(explanation.sentences)
    assert {one.school for one in explanation.indicators} == {school.school}
    assert len({one.subject for one in explanation.indicators}) > 2, "papers beyond the rule's two subjects"


def test_the_indicators_of_a_year_are_one_row_for_each_school_and_paper(release: Release) -> None:
    rows = indicate(release, LAST)
    assert {row.year for row in rows} == {LAST}
    keys = [(row.school, *(getattr(row, name) for name in PAPER)) for row in rows]
    assert len(set(keys)) == len(keys) > 50
    for row in rows:
        assert row.pupils == row.mark_2 + row.mark_3 + row.mark_4 + row.mark_5
        assert row.share_passed == pytest.approx(1 - row.mark_2 / row.pupils)


def test_the_notes_tell_of_unknown_codes_and_of_ready_made_statistics(release: Release) -> None:
    said = " ".join(identify(release, LAST, rule_set("federal-2020")).notes)
    own = [
        code for code, joined in release.relation("school_codes").project("school_code, joined").fetchall()
        if joined == "own-code"
    ]  # fmt: skip
    assert ("Кодов, которых нет в реестре школ" in said) is bool(own)
    assert all(code in said for code in own[:5])
    assert "взята готовая статистика по отметкам: ВПР" in said


def test_a_school_is_told_what_was_not_held_and_nothing_of_other_schools(release: Release) -> None:
    rules = rule_set("federal-2020")
    answer = identify(release, LAST, rules)
    told = explain(release, answer.schools[0].school, LAST, rules).notes
    assert set(told) <= set(answer.notes)
    assert not any("школ" in note for note in told)
