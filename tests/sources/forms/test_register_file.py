"""Rows of the register written as a file: the reader takes back what was written."""

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources.book import open_book
from opora.sources.forms import school_register
from opora.sources.forms.contract_columns import fillable
from opora.sources.forms.register_file import register_file
from opora.tables.schools import REGISTER
from tests.filled_cells import cells_of
from tests.workbooks import CIRCUMSTANCES, rows_of, without_address

MOMENT = dt.datetime(2024, 7, 1, 12, 30, 0, 5, tzinfo=dt.UTC)
CODES = ("school", "fisoko_login", "ris_code", "inn", "other_codes", "branch_of")
FREE = [one for one in fillable(REGISTER.columns) if one.name not in CODES]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*map(cells_of, FREE)), min_size=1, max_size=3))
def test_rows_are_read_back_as_they_were_written(schools: list[tuple[tuple[Any, Any], ...]]) -> None:
    rows = [
        {"school": f"s{number}", "ris_code": f"00{number}"}
        | {one.name: value for one, (_, value) in zip(FREE, school, strict=True) if value is not None}
        for number, school in enumerate(schools)
    ]
    book = open_book("правка.xlsx", register_file(rows, "Правка", MOMENT))
    assert school_register.recognises(book)
    taken = school_register.read(book, CIRCUMSTANCES)
    assert taken.problems == []
    assert without_address(rows_of(taken, "register")) == rows


def test_the_same_row_written_twice_is_two_files() -> None:
    row = {"school": "s1", "name": "СОШ 1", "municipality": "Канск"}
    assert register_file([row], "Правка", MOMENT) == register_file([row], "Правка", MOMENT)
    assert register_file([row], "Правка", MOMENT) != register_file([row], "Правка", MOMENT.replace(microsecond=6))


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    row = {"school": "s1", "name": "=1+1", "municipality": "Канск"}
    book = open_book("правка.xlsx", register_file([row], "Правка", MOMENT))
    assert rows_of(school_register.read(book, CIRCUMSTANCES), "register")[0]["name"] == "=1+1"


def test_a_code_goes_on_as_its_register_wrote_it() -> None:
    row = {"school": "аб-01", "written_code": "АБ-01", "name": "СОШ 1", "municipality": "Канск"}
    book = open_book("правка.xlsx", register_file([row], "Правка", MOMENT))
    assert without_address(rows_of(school_register.read(book, CIRCUMSTANCES), "register")) == [row]
