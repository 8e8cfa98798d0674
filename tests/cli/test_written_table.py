"""Tables written by analyses are read back as they were."""

from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from opora.cli.opened_table import opened_table
from opora.cli.written_table import written_table
from opora.vocabulary.refusal import AnalysisRefusedError

TABLE = pa.table({"level": ["=1+1", "школа, 2"], "estimate": [0.1 + 0.2, None], "number": [1, 2]})


def test_parquet_and_csv_keep_every_digit(tmp_path: Path) -> None:
    assert pq.read_table(written_table(tmp_path / "т.parquet", TABLE)) == TABLE
    with opened_table(written_table(tmp_path / "т.csv", TABLE)) as back:
        assert back.rows.collect("pyarrow").to_native().to_pylist() == TABLE.to_pylist()


def test_a_sheet_keeps_numbers_as_numbers_and_never_makes_a_formula(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written_table(tmp_path / "т.xlsx", TABLE)).active
    assert sheet is not None
    assert list(sheet.iter_rows(values_only=True)) == [
        ("level", "estimate", "number"),
        ("=1+1", pytest.approx(0.3, rel=1e-15), 1),
        ("школа, 2", None, 2),
    ]
    assert sheet["A2"].data_type == "s"


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AnalysisRefusedError, match=r"ожидается имя файла \.parquet, \.csv или \.xlsx"):
        written_table(tmp_path / "т.doc", TABLE)
