"""ВПР «Выполнение заданий», for whole groups and for the pupils with each mark."""

import datetime as dt

from opora.sources.book import Book, Sheet
from opora.sources.taken import Taken
from opora.sources.vpr import vpr_items
from tests.sources.vpr_samples import ITEMS, MARK_GROUPS, SCHOOL, TITLE, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book


def taken(rows: Rows) -> Taken:
    opened = book(rows)
    assert vpr_items.recognises(opened)
    return vpr_items.read(opened, CIRCUMSTANCES)


def shares(result: Taken, area: str = SCHOOL) -> dict[object, object]:
    columns = result.batches[0].columns
    rows = zip(columns["area"], columns["mark_group"], columns["item"], columns["share_of_maximum"], strict=True)
    return {(group, item): share for name, group, item, share in rows if name == area}


def test_each_item_of_a_group_is_a_row_with_its_share_of_the_maximum() -> None:
    result = taken(ITEMS)
    assert shares(result) == {("all", "1"): 1.0, ("all", "2.1"): 0.0, ("all", "3К1"): 0.3333}
    assert shares(result, "Красноярский край")["all", "3К1"] == 0.4102
    columns = result.batches[0].columns
    assert columns["position"][:3] == [1, 2, 3]
    assert columns["max_score"][:3] == [1, 2, 3]
    assert columns["pupils"][-1] == 22
    assert result.problems == []


def test_rows_named_by_a_mark_are_a_part_of_the_group_above() -> None:
    result = taken(MARK_GROUPS)
    assert shares(result) == {
        ("2", "1"): 0.5, ("2", "2.1"): 0.1, ("2", "3К1"): 0.0,
        ("3", "1"): 0.7, ("3", "2.1"): 0.2, ("3", "3К1"): 0.3,
        ("4", "1"): 0.9, ("4", "2.1"): 0.8, ("4", "3К1"): 0.6,
    }  # fmt: skip
    assert set(result.batches[0].columns["area_level"]) == {"school"}


def test_the_group_may_stand_in_the_lines_above_the_table() -> None:
    rows = [*TITLE, [f"ОО: {SCHOOL} (edu100101)"], MARK_GROUPS[4], *MARK_GROUPS[7:]]
    assert set(taken(rows).batches[0].columns["school_code"]) == {"edu100101"}


def test_marks_of_no_group_are_named() -> None:
    problems = taken([*TITLE, MARK_GROUPS[4], *MARK_GROUPS[7:]]).problems
    assert [(problem.code, problem.place.row) for problem in problems] == [("value-missing", row) for row in (6, 7, 8)]


def test_maxima_may_stand_in_the_headings() -> None:
    rows = [*changed(changed(ITEMS, 4, 3, "1 (1б)"), 4, 4, "2.1 (2б)")[:5], *ITEMS[6:]]
    assert taken(rows).batches[0].columns["max_score"][:3] == [1, 2, None]


def test_more_than_everything_is_named() -> None:
    problem = taken(changed(ITEMS, 8, 3, 101)).problems[0]
    assert (problem.code, problem.place.row, problem.place.column) == ("value-out-of-range", 9, "1")


def test_a_workbooks_percent_format_is_understood() -> None:
    rows = [[cell / 100 if index > 5 and place > 2 and not isinstance(cell, str) else cell
             for place, cell in enumerate(row)] for index, row in enumerate(changed(ITEMS, 6, 5, 41.02))]  # type: ignore[operator]  # fmt: skip
    assert shares(taken(rows)) == {("all", "1"): 1.0, ("all", "2.1"): 0.0, ("all", "3К1"): 0.3333}


def test_withheld_items_are_null() -> None:
    assert shares(taken(changed(ITEMS, 8, 3, "-")))["all", "1"] is None


def test_an_item_that_excel_took_for_a_day_is_that_item() -> None:
    rows = [row + [""] * (6 - len(row)) for row in changed(ITEMS, len(TITLE), 4, dt.date(2025, 1, 2))]
    result = vpr_items.read(Book("файл.xlsx", (Sheet("Выполнение заданий", rows),)), CIRCUMSTANCES)
    assert shares(result) == shares(taken(ITEMS))
