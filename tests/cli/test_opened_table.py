"""Tables people name with --table: read as R reads them, or answered with the place that stands in the way."""

import gzip
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from opora.cli.opened_table import opened_table
from opora.vocabulary.refusal import TableUnreadableError


def rows_of(file: Path) -> list[dict[str, Any]]:
    with opened_table(file) as table:
        rows: list[dict[str, Any]] = table.rows.collect("pyarrow").to_native().to_pylist()
        return rows


def refusal_of(file: Path) -> str:
    with pytest.raises(TableUnreadableError) as refused, opened_table(file):
        pass
    return str(refused.value)


@pytest.fixture
def csv(tmp_path: Path) -> Any:
    def written(text: str, name: str = "т.csv", encoding: str = "utf-8") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding=encoding)
        return file

    return written


def test_types_are_those_r_gives(csv: Any) -> None:
    text = "school,prior,sex,passed,minority\n1224,1.5,F,TRUE,Yes\n1225,NA,M,F,No\n,2,,T,\n"
    assert rows_of(csv(text)) == [
        {"school": 1224, "prior": 1.5, "sex": "F", "passed": True, "minority": "Yes"},
        {"school": 1225, "prior": None, "sex": "M", "passed": False, "minority": "No"},
        {"school": None, "prior": 2.0, "sex": None, "passed": True, "minority": None},
    ]


def test_quoted_cells_dots_and_spaces_in_names_are_kept(csv: Any) -> None:
    assert rows_of(csv('"gcse.score","код школы"\n1,"Школа, ""первая"""\n')) == [
        {"gcse.score": 1, "код школы": 'Школа, "первая"'}
    ]


def test_a_russian_excel_writes_semicolons_decimal_commas_and_a_byte_order_mark(csv: Any) -> None:
    text = "школа;балл;класс\n1;3,5;5А\n2;4,25;5Б\n"
    assert rows_of(csv(text, encoding="utf-8-sig")) == [
        {"школа": 1, "балл": 3.5, "класс": "5А"},
        {"школа": 2, "балл": 4.25, "класс": "5Б"},
    ]


def test_codes_with_leading_zeros_stay_words(csv: Any) -> None:
    assert rows_of(csv("школа\n007\n010\n")) == [{"школа": "007"}, {"школа": "010"}]


def test_a_packed_file_and_a_path_with_pattern_signs_are_read(tmp_path: Path) -> None:
    file = tmp_path / "данные [1]*" / "т.csv.gz"
    file.parent.mkdir()
    file.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert rows_of(file) == [{"a": 1, "b": 2}]


def test_a_dictionary_column_of_parquet_brings_its_levels(tmp_path: Path) -> None:
    column = pa.DictionaryArray.from_arrays([1, 0, 1], ["mixed", "boys", "girls"])
    pq.write_table(pa.table({"kind": column}), tmp_path / "т.parquet")
    with opened_table(tmp_path / "т.parquet") as table:
        assert table.levels == {"kind": ("mixed", "boys", "girls")}
        assert table.columns == ["kind"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n1,2,3\n", "т.csv › строка 3: найдено ячеек: 3, ожидается 2"),
        ("a,b\n1\n1,2\n", "т.csv › строка 2: найдено ячеек: 1, ожидается 2"),
        ("a,A\n1,2\n", "столбцы «a» и «A» не различить"),
        ("", "первая строка пуста"),
        ("a,b\n", "т.csv: есть названия столбцов, но нет ни одной строки."),
    ],
)
def test_a_broken_file_is_answered_with_the_place(csv: Any, text: str, said: str) -> None:
    assert said in refusal_of(csv(text))


def test_another_encoding_or_kind_of_file_is_answered_with_the_remedy(csv: Any, tmp_path: Path) -> None:
    assert "CSV UTF-8" in refusal_of(csv("школа;балл\nпервая;2\n", encoding="cp1251"))
    assert "ожидается таблица .parquet, .csv" in refusal_of(csv("", name="т.xlsx"))
    assert "не читается как Parquet" in refusal_of(csv("нет", name="т.parquet"))
    with pytest.raises(FileNotFoundError), opened_table(tmp_path / "нет.csv"):
        pass
