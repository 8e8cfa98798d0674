"""Tables people name with --table: read as R reads them, or answered with the place that stands in the way."""

import gzip
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
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
    assert rows_of(csv("школа;балл\n007;1,5\n01,5;2\n")) == [
        {"школа": "007", "балл": 1.5},
        {"школа": "01,5", "балл": 2},
    ]


def test_a_decimal_comma_may_come_late_and_in_one_column_only(csv: Any) -> None:
    text = "a;b\n" + "1;2.5\n" * 300 + "1,5;3\n"
    rows = rows_of(csv(text))
    assert (rows[0], rows[-1]) == ({"a": 1.0, "b": 2.5}, {"a": 1.5, "b": 3.0})


def test_numbers_with_a_comma_in_a_file_divided_by_commas_stay_words(csv: Any) -> None:
    assert rows_of(csv('a,b\n"1,234",2\n')) == [{"a": "1,234", "b": 2}]


def test_codes_too_long_for_a_number_stay_words_and_are_told_apart(csv: Any) -> None:
    first, second = "1" + "0" * 29 + "1", "1" + "0" * 29 + "2"
    rows = rows_of(csv(f"id,score\n{first},1e20\n{second},2.5\nNA,3\n"))
    assert rows == [{"id": first, "score": 1e20}, {"id": second, "score": 2.5}, {"id": None, "score": 3.0}]


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
        ("Результаты;;\na;b;c\n1;2;3\n", "т.csv › строка 1: у столбцов 2, 3 нет названий."),
        ('a,b\n1,2\n3,"4\n5,6\n', "т.csv › строка 3: кавычка открыта и не закрыта."),
        ("\0\0\0\0", "т.csv: файл не читается как текст UTF-8."),
    ],
)
def test_a_broken_file_is_answered_with_the_place(csv: Any, text: str, said: str) -> None:
    assert said in refusal_of(csv(text))


def test_the_unnamed_first_column_that_r_writes_is_read(csv: Any) -> None:
    assert [list(row.values()) for row in rows_of(csv('"","a"\n"1",5\n'))] == [[1, 5]]


def test_an_archive_that_is_cut_off_garbled_or_none_is_answered_and_nothing_of_it_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 5000)
    garbled = bytearray(packed)
    garbled[20:30] = bytes(10)
    file = tmp_path / "т.csv.gz"
    for content in (packed[: len(packed) // 2], packed[:-8] + bytes(8), bytes(garbled), b"a,b\n1,2\n"):
        file.write_bytes(content)
        assert refusal_of(file).startswith("т.csv.gz: архив gzip повреждён или это не он.")


def test_a_parquet_file_garbled_inside_is_answered_when_its_rows_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "т.parquet"
    pq.write_table(pa.table({"a": list(range(1000))}), file)
    content = bytearray(file.read_bytes())
    content[20:200] = bytes(180)
    file.write_bytes(content)
    with pytest.raises(TableUnreadableError, match="не читается как Parquet"), opened_table(file) as table:
        table.rows.collect()


@pytest.mark.parametrize("filling", [b"\x0f", b"\xff", b"\x00"])
def test_a_parquet_file_garbled_where_it_tells_of_itself_is_answered(tmp_path: Path, filling: bytes) -> None:
    file = tmp_path / "т.parquet"
    pq.write_table(pa.table({"столбец": ["а", "б"]}).append_column("b", pa.array([1, 2])), file)
    content = bytearray(file.read_bytes())
    length, refused = int.from_bytes(content[-8:-4], "little"), 0
    for start in range(len(content) - 8 - length, len(content) - 8 - length // 2, 40):
        broken = bytearray(content)
        broken[start : start + 20] = filling * 20
        file.write_bytes(broken)
        try:
            with opened_table(file) as table:
                table.rows.collect()
        except TableUnreadableError:
            refused += 1  # what is garbled may also be something nobody reads
    assert refused


def test_a_fault_of_the_question_is_not_laid_on_a_whole_file(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": ["слово"]}), tmp_path / "т.parquet")
    with pytest.raises(duckdb.Error), opened_table(tmp_path / "т.parquet") as table:
        table.rows.select(nw.col("a").cast(nw.Int64())).collect()


def test_lists_in_cells_are_answered_with_the_columns(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [[1]], "b": [{"c": 1}], "d": [1]}), tmp_path / "т.parquet")
    assert "«a», «b» – списки" in refusal_of(tmp_path / "т.parquet")


def test_another_encoding_or_kind_of_file_is_answered_with_the_remedy(csv: Any, tmp_path: Path) -> None:
    assert "CSV UTF-8" in refusal_of(csv("школа;балл\nпервая;2\n", encoding="cp1251"))
    assert "ожидается таблица .parquet, .csv" in refusal_of(csv("", name="т.xlsx"))
    assert "не читается как Parquet" in refusal_of(csv("нет", name="т.parquet"))
    with pytest.raises(FileNotFoundError), opened_table(tmp_path / "нет.csv"):
        pass
