"""ВПР «Сравнение отметок с отметками по журналу»: blocks of three rows per group."""

from opora.sources.taken import Taken
from opora.sources.vpr import vpr_journal
from tests.sources.vpr_samples import JOURNAL, SCHOOL, TITLE, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book

HEADING = JOURNAL[4]
BLOCK = JOURNAL[16:20]


def taken(rows: Rows) -> Taken:
    opened = book(rows)
    assert vpr_journal.recognises(opened)
    return vpr_journal.read(opened, CIRCUMSTANCES)


def counts(result: Taken) -> list[tuple[object, ...]]:
    tables = [batch.columns for batch in result.batches if batch.table == "journal_counts"]
    names = ("area", "pupils", "lowered", "confirmed", "raised")
    return [row for columns in tables for row in zip(*[columns[name] for name in names], strict=True)]


def test_a_block_is_one_row() -> None:
    result = taken(JOURNAL)
    assert counts(result) == [
        ("Красноярский край", 500, 100, 300, 100),
        ("Абанский район", 50, 10, 30, 10),
        (SCHOOL, 22, 4, 15, 3),
    ]
    columns = result.batches[0].columns
    assert columns["area_level"] == ["region", "municipality", "school"]
    assert columns["school_code"] == [None, None, "name:р абанский/абанская оош 1"]
    assert columns["source_row"] == [7, 12, 17]
    assert (columns["year"], columns["subject"], columns["paper_grade"]) == (2021, "mathematics", 5)
    assert result.problems == []


def test_the_name_may_stand_beside_its_first_row() -> None:
    heading = ["Группы участников", "", "Кол-во участников", "%"]
    block = [[SCHOOL if not index else "", *row] for index, row in enumerate(BLOCK)]
    assert counts(taken([*TITLE, heading, *block])) == [(SCHOOL, 22, 4, 15, 3)]


def test_the_name_may_stand_above_its_own_heading() -> None:
    rows = [*TITLE, ["Абанский район"], HEADING, *JOURNAL[11:15], [SCHOOL], HEADING, *BLOCK]
    assert counts(taken(rows)) == [("Абанский район", 50, 10, 30, 10), (SCHOOL, 22, 4, 15, 3)]


def test_percents_count_where_there_are_no_people() -> None:
    rows = JOURNAL
    for row in (16, 17, 18):
        rows = changed(rows, row, 1, "")
    assert counts(taken(rows))[2] == (SCHOOL, 22, 4, 15, 3)


def test_rows_that_do_not_sum_to_all_are_named() -> None:
    problem = taken(changed(JOURNAL, 16, 1, 5)).problems[0]
    assert (problem.code, problem.place.row, problem.found) == ("marks-do-not-sum", 17, "5 / 15 / 3")


def test_without_a_total_the_rows_are_summed() -> None:
    assert counts(taken(JOURNAL[:-1]))[2] == (SCHOOL, 22, 4, 15, 3)


def test_rows_of_nobody_are_named() -> None:
    result = taken([*TITLE, HEADING, *BLOCK])
    assert [problem.code for problem in result.problems] == ["value-missing"]
    assert result.batches == []


def test_a_row_that_is_left_out_is_nobody_if_the_others_make_up_all() -> None:
    lowered, confirmed, raised, everybody = BLOCK
    no_one_raised = [*TITLE, [SCHOOL], HEADING, [lowered[0], 7, ""], confirmed, everybody]
    assert counts(taken(no_one_raised)) == [(SCHOOL, 22, 7, 15, 0)]
    (problem,) = taken([*TITLE, [SCHOOL], HEADING, lowered, raised, everybody]).problems
    assert (problem.code, problem.found) == ("marks-do-not-sum", "4 / 0 / 3")


def test_municipality_and_school_may_stand_beside_each_row() -> None:
    heading = ["Муниципалитет", "ОО", "Группы участников", "Кол-во участников", "%"]
    other = "МКОУ Абанская СОШ №3"
    rows = [["Абанский район", name, *row] for name in (SCHOOL, other) for row in BLOCK]
    result = taken([*TITLE, heading, *rows])
    assert counts(result) == [(SCHOOL, 22, 4, 15, 3), (other, 22, 4, 15, 3)]
    assert result.batches[0].columns["municipality"] == ["Абанский район", "Абанский район"]
