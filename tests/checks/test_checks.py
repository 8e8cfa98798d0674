"""Checks of rows that arrived: each finds its own problem, and a clean table has none."""

from collections.abc import Mapping, Sequence

import duckdb
import narwhals.stable.v2 as nw
import pytest

from opora.checks import CHECKS, Arrived, Check
from opora.checks.agreement import (
    classes_against_papers,
    item_scores_against_primary_score,
    marks_against_scale,
    minimum_scores_known,
    participants_against_last_year,
    primary_scores_against_maximum,
    statistics_against_individual,
)
from opora.checks.ranges import values_outside_their_contract
from opora.checks.repetition import codes_shared_by_classes, parts_sent_twice, pupils_met_twice, schools_counted_twice
from opora.tables import CONTRACTS
from opora.vocabulary.problems import Problem

Rows = Mapping[str, Sequence[dict[str, object]]]

PUPIL = {
    "year": 2021, "procedure": "vpr", "subject": "mathematics", "paper_grade": 5, "level": "standard",
    "school_code": "edu100101", "class_name": "5А", "pupil_grade": 5, "pupil": "50001",
    "form": "f", "max_score": 20, "primary_score": 8, "mark": 3, "i01": 5, "i02": 3, "i03": -1,
    "source_file": "a", "source_sheet": "Лист1", "source_row": 12,
}  # fmt: skip
COUNTS = {name: PUPIL[name] for name in ("year", "procedure", "subject", "paper_grade", "level", "school_code")} | {
    "area_level": "school", "area": "Школа", "pupils": 1, "mark_2": 0, "mark_3": 1, "mark_4": 0, "mark_5": 0,
    "source_file": "b", "source_sheet": "Лист1", "source_row": 7,
}  # fmt: skip


def arrived(staged: Rows, current: Rows | None = None) -> Arrived:
    engine = duckdb.connect()

    def frames(rows: Rows) -> dict[str, nw.LazyFrame[object]]:
        return {
            name: nw.from_native(engine.from_arrow(CONTRACTS[name].table(rows.get(name, [])))) for name in CONTRACTS
        }

    files = {"a": "5а.xlsx", "b": "статистика.xlsx", "c": "5а (2).xlsx"}
    return Arrived(
        frames(staged).__getitem__,
        frames(current or {}).__getitem__,
        files,
        frozenset(staged),
        frozenset(current or {}),
    )


def found(check: Check, staged: Rows, current: Rows | None = None) -> list[Problem]:
    return list(check(arrived(staged, current)))


@pytest.mark.parametrize("check", CHECKS)
def test_clean_rows_have_no_problems(check: Check) -> None:
    assert found(check, {"results": [PUPIL], "mark_counts": [COUNTS]}) == []


def test_a_value_outside_its_contract_is_named_with_its_place() -> None:
    (problem,) = found(values_outside_their_contract, {"results": [PUPIL | {"primary_score": 301}]})
    assert problem.text.startswith(
        "5а.xlsx › Лист1 › строка 12, столбец «Первичный балл»: найдено «301», ожидается от 0 до 300"
    )
    (problem,) = found(values_outside_their_contract, {"results": [PUPIL | {"pupil": None}]})
    assert problem.code == "value-missing"
    (problem,) = found(values_outside_their_contract, {"results": [PUPIL | {"level": "трудный"}]})
    assert problem.code == "value-not-in-list"


def test_a_class_that_cannot_write_the_paper_is_named_once_a_file() -> None:
    of_grade_9 = [
        PUPIL | {"class_name": "9А", "pupil_grade": 9, "pupil": str(row), "source_row": row} for row in (7, 8)
    ]
    (problem,) = found(classes_against_papers, {"results": of_grade_9})
    assert problem.text.startswith(
        "5а.xlsx › Лист1 › строка 7, столбец «Класс»: найдено «9А», ожидается 5 класс, осенью – 6: работа за 5 класс"
    )
    autumn, exam = PUPIL | {"pupil_grade": 6}, PUPIL | {"procedure": "ege", "paper_grade": 11, "pupil_grade": 10}
    assert found(classes_against_papers, {"results": [autumn, exam, PUPIL | {"pupil_grade": None}]}) == []


def test_a_school_that_a_statistic_counts_twice_is_named_where_its_numbers_differ() -> None:
    again = COUNTS | {"source_row": 9}
    assert found(schools_counted_twice, {"mark_counts": [COUNTS, again]}) == []
    (problem,) = found(schools_counted_twice, {"mark_counts": [COUNTS, again | {"pupils": 2, "mark_3": 2}]})
    assert problem.text.startswith("статистика.xlsx › Лист1 › строка 9: найдено «Школа», ожидается каждая школа один")


def test_a_pupil_met_twice_is_named_in_both_rows() -> None:
    problems = found(pupils_met_twice, {"results": [PUPIL, PUPIL | {"source_row": 13}]})
    assert [(problem.code, problem.place.row) for problem in problems] == [("pupil-twice", 12), ("pupil-twice", 13)]


def test_a_code_shared_by_two_classes_of_one_sending_is_worth_a_look_only() -> None:
    rows = {"results": [PUPIL, PUPIL | {"source_row": 13, "class_name": "5Б"}]}
    assert found(pupils_met_twice, rows) == []
    assert {problem.code for problem in found(codes_shared_by_classes, rows)} == {"pupil-code-shared"}


def test_two_versions_of_one_class_block_both_files() -> None:
    problems = found(parts_sent_twice, {"results": [PUPIL, PUPIL | {"pupil": "50002", "source_file": "c"}]})
    assert [(problem.place.file, problem.code) for problem in problems] == [
        ("5а.xlsx", "two-files-one-part"),
        ("5а (2).xlsx", "two-files-one-part"),
    ]
    assert problems[0].found == "edu100101, 5А, ВПР, математика, 5 класс, 2021 год – и в файле 5а (2).xlsx"


def test_a_backdrop_repeated_in_every_report_is_no_conflict() -> None:
    backdrop = COUNTS | {"area_level": "sample", "area": "Вся выборка", "school_code": None}
    assert found(parts_sent_twice, {"mark_counts": [backdrop, backdrop | {"source_file": "c"}]}) == []


def test_item_scores_that_do_not_add_up_are_shown() -> None:
    items = [{"position": position, "item": str(position)} for position in (1, 2, 3)]
    (problem,) = found(item_scores_against_primary_score, {"results": [PUPIL | {"primary_score": 9}], "items": items})
    assert (problem.code, problem.found, problem.expected) == ("score-sum-differs", "9", "8 – сумма за задания")


def test_a_mark_against_its_scale_is_a_warning() -> None:
    (problem,) = found(marks_against_scale, {"results": [PUPIL | {"mark": 5}]})
    assert (problem.code, problem.found, problem.place.row) == ("mark-against-scale", "5", 12)
    assert problem.expected == "«3» при 8 баллах"


def test_a_paper_without_a_known_scale_is_named_once() -> None:
    strange = PUPIL | {"max_score": 99}
    problems = found(marks_against_scale, {"results": [strange, strange | {"pupil": "50002", "mark": 4}]})
    assert [problem.code for problem in problems] == ["scale-unknown"]


def test_an_exam_without_a_known_minimum_is_named() -> None:
    exam = PUPIL | {"procedure": "ege", "subject": "metasubject", "paper_grade": 11, "mark": None, "test_score": 40}
    assert [problem.code for problem in found(minimum_scores_known, {"results": [exam]})] == ["minimum-score-unknown"]
    assert found(minimum_scores_known, {"results": [exam | {"subject": "russian"}]}) == []


def test_statistics_that_contradict_the_pupils_rows_are_shown() -> None:
    wrong = COUNTS | {"mark_2": 1, "mark_3": 0}
    (problem,) = found(statistics_against_individual, {"mark_counts": [wrong]}, {"results": [PUPIL]})
    assert (problem.place.file, problem.found) == ("статистика.xlsx", "1, «2» – 1")


def test_participants_unlike_last_year_are_worth_a_look_only_when_many() -> None:
    last_year = [PUPIL | {"year": 2020, "pupil": str(number)} for number in range(30)]
    now = [PUPIL | {"pupil": str(number)} for number in range(12)]
    (problem,) = found(participants_against_last_year, {"results": now}, {"results": last_year})
    assert problem.found.endswith(": 12")
    assert found(participants_against_last_year, {"results": now[:1]}, {"results": last_year[:5]}) == []


def test_a_primary_score_above_the_maximum_of_the_paper_blocks() -> None:
    (problem,) = found(primary_scores_against_maximum, {"results": [PUPIL | {"primary_score": 21}]})
    assert (problem.code, problem.place.row, problem.expected) == ("score-above-maximum", 12, "не больше 20")


CLASS = [PUPIL | {"pupil": str(50_000 + number), "primary_score": number} for number in range(4)]


def test_the_same_pupils_under_another_class_are_kept_out() -> None:
    other = [pupil | {"class_name": "5Б", "source_file": "x"} for pupil in CLASS]
    (problem,) = found(codes_shared_by_classes, {"results": CLASS}, {"results": other})
    assert (problem.code, problem.severity) == ("pupils-of-another-class", "blocks")
    assert problem.found == "5А: 4 участника с кодами из 5Б, например 50000"


def test_codes_numbered_anew_in_every_class_are_worth_a_look_only() -> None:
    other = [pupil | {"class_name": "5Б", "primary_score": 9, "source_file": "x"} for pupil in CLASS]
    (problem,) = found(codes_shared_by_classes, {"results": CLASS}, {"results": other})
    assert (problem.code, problem.severity) == ("pupil-code-shared", "warns")


def test_a_class_that_is_sent_again_is_not_compared_with_itself() -> None:
    assert found(codes_shared_by_classes, {"results": CLASS}, {"results": CLASS}) == []


def test_statistics_are_compared_with_the_corrected_class_and_not_with_both_versions() -> None:
    staged = {"results": [PUPIL], "mark_counts": [COUNTS]}
    before = PUPIL | {"mark": 2, "source_file": "x"}
    assert found(statistics_against_individual, staged, {"results": [before]}) == []
    second_class = before | {"class_name": "5Б", "pupil": "60001"}
    (problem,) = found(statistics_against_individual, staged, {"results": [before, second_class]})
    assert problem.expected.startswith("2 участников, из них «2» – 1")
