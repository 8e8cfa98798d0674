"""ВПР «Достижение планируемых результатов»: items as rows, groups as columns."""

from opora.sources.taken import Taken
from opora.sources.vpr import vpr_planned_results
from tests.sources.vpr_samples import PLANNED, SCHOOL, TITLE, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book


def taken(rows: Rows) -> Taken:
    opened = book(rows)
    assert vpr_planned_results.recognises(opened)
    return vpr_planned_results.read(opened, CIRCUMSTANCES)


def shares(result: Taken) -> dict[object, object]:
    columns = result.batches[1].columns
    rows = zip(columns["area_level"], columns["item"], columns["pupils"], columns["share_of_maximum"], strict=True)
    return {(level, item): (pupils, share) for level, item, pupils, share in rows}


def test_skills_and_shares_are_read() -> None:
    result = taken(PLANNED)
    skills = result.batches[0].columns
    assert skills["item"] == ["1", "3К1"]
    assert skills["skill"] == ["Развитие представлений о числе", "Умение решать задачи"]
    assert shares(result) == {
        ("region", "1"): (29_500, 0.8), ("region", "3К1"): (29_500, 0.4102),
        ("municipality", "1"): (190, 0.75), ("municipality", "3К1"): (190, 0.4),
        ("school", "1"): (22, 1.0), ("school", "3К1"): (22, 0.3333),
        ("sample", "1"): (1_430_000, 0.815), ("sample", "3К1"): (1_430_000, 0.45),
    }  # fmt: skip
    assert result.batches[2].columns == {
        "school_code": ["edu100101"], "name": [SCHOOL], "municipality": ["Абанский район"],
    }  # fmt: skip
    assert result.problems == []


def test_columns_may_stand_in_any_order() -> None:
    turned = [row if index < 4 else row[::-1] for index, row in enumerate(PLANNED)]
    assert shares(taken(turned)) == shares(taken(PLANNED))


def test_a_bare_column_of_the_school_is_the_school_named_above() -> None:
    rows = [*TITLE, [f"{SCHOOL} (edu100101)"], *changed(PLANNED, 4, 5, "ОО")[4:]]
    assert "edu100101" in taken(rows).batches[1].columns["school_code"]


def test_a_bare_column_of_a_school_nobody_names_is_a_problem() -> None:
    assert [problem.code for problem in taken(changed(PLANNED, 4, 5, "ОО")).problems] == ["school-code-missing"]


def test_a_column_of_no_group_is_passed_over_with_a_warning() -> None:
    problem = taken(changed(PLANNED, 4, 4, "Отклонение")).problems[0]
    assert (problem.code, problem.found) == ("column-ignored", "Отклонение")


def test_numbers_may_stand_before_the_skills() -> None:
    rows: Rows = [row[1:] if index > 3 else row for index, row in enumerate(PLANNED)]
    rows = changed(changed(rows, 6, 0, "1. Развитие представлений о числе"), 7, 0, "3K1. Умение решать задачи")
    skills = taken(rows).batches[0].columns
    assert skills["item"] == ["1", "3К1"]
    assert skills["skill"] == ["Развитие представлений о числе", "Умение решать задачи"]
