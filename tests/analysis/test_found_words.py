"""Words where numbers belong are shown, all columns at once."""

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from opora.analysis.found_words import found_words, require_numbers_in
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
