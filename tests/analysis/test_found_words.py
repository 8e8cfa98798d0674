"""Words where numbers belong are shown, all columns at once."""

from datetime import date

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pyarrow as pa
import pytest

from opora.analysis.found_words import found_words, require_numbers_in
from opora.analysis.lazy import distinct
from opora.vocabulary.refusal import AnalysisRefusedError

TABLE = pl.DataFrame({"a": ["1", "н/я", "2,5", None], "b": [None, None, None, None], "c": [1.0, 2.0, 3.0, None]})


def test_columns_of_words_are_named_together_with_what_is_in_them() -> None:
    rows = nw.from_native(duckdb.connect().from_arrow(TABLE.cast({"b": pl.String}).to_arrow()))
    with pytest.raises(AnalysisRefusedError) as refused:
        require_numbers_in(rows, ["c", "a", "b", "a"], "Ожидаются баллы.")
    assert str(refused.value).splitlines() == [
        "Столбец «a» – не числа: «2,5», «н/я». Ожидаются баллы.",
        "Столбец «b» – не числа (в нём нет ни одного). Ожидаются баллы.",
    ]
    require_numbers_in(rows, ["c"], "Ожидаются баллы.")


@pytest.mark.parametrize(("word", "said"), [("1e-5", ""), (" -3.", ""), ("1-5", ": «1-5»"), ("5А", ": «5А»")])
def test_a_number_however_written_is_no_word(word: str, said: str) -> None:
    rows = nw.from_native(pl.LazyFrame({"a": [word, "слово"]}))
    assert said.removeprefix(": ") in found_words(rows, "a")
    assert (f"«{word}»" in found_words(rows, "a")) == bool(said)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["1", "2"], ": «1», «2» – числа записаны как текст"),
        ([True, False], ": «FALSE», «TRUE»"),
        ([date(2024, 5, 1)], ": «2024-05-01»"),
    ],
)
def test_what_is_neither_a_number_nor_a_word_is_shown_too(values: list[object], said: str) -> None:
    assert found_words(nw.from_native(duckdb.connect().from_arrow(pa.table({"балл.1": values}))), "балл.1") == said


def test_numbers_nobody_can_have_meant_are_named_with_the_words_of_other_columns() -> None:
    table = pa.table({"балл.1": [5.0, -1e18, float("inf")], "b": ["н", "1", "2"], "c": [1e12, 0.0, float("nan")]})
    with pytest.raises(AnalysisRefusedError) as refused:
        require_numbers_in(nw.from_native(duckdb.connect().from_arrow(table)), ["балл.1", "b", "c"], "Ожидаются баллы.")
    first, second = str(refused.value).splitlines()
    assert first.startswith("Столбец «балл.1»: найдено -1e+18, ожидаются числа не больше 1e+12.")
    assert second == "Столбец «b» – не числа: «н». Ожидаются баллы."


def test_combinations_of_columns_with_dots_in_their_names_are_found_once() -> None:
    rows = nw.from_native(duckdb.connect().from_arrow(pa.table({"a.b": [1, 1, 2], "c d": ["x", "x", "x"]})))
    found = distinct(rows, "a.b", "c d").sort("a.b").collect("pyarrow").to_native().to_pylist()
    assert found == [{"a.b": 1, "c d": "x"}, {"a.b": 2, "c d": "x"}]
