"""A table written where a person asked for it: .parquet, .csv or .xlsx, by the file's name."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from opora.cli.own_files import require_table_kind
from opora.cli.screen import write_file
from opora.reports.sheets import clipped
from opora.vocabulary.refusal import AnalysisRefusedError

_MOST_SHEET_ROWS = 1_000_000
_WIDTH = 18


def written_table(file: Path, table: pa.Table) -> Path:
    """Write a table and return the file; the first row of CSV and Excel holds the names of the columns.

    Args:
        file: its name says the kind.
        table: any table of words, numbers and truths.

    Raises:
        AnalysisRefusedError: the kind of file is not known, or the table is longer than a sheet of Excel.
    """
    require_table_kind(file)
    stream = io.BytesIO()
    match file.suffix.lower():
        case ".parquet":
            pq.write_table(table, stream)
        case ".csv":
            pc.write_csv(table, stream, pc.WriteOptions(quoting_style="needed"))
        case _:
            _write_sheet(file, table, stream)
    write_file(file, stream.getvalue())
    return file


def _write_sheet(file: Path, table: pa.Table, stream: io.BytesIO) -> None:
    import xlsxwriter

    if len(table) > _MOST_SHEET_ROWS:
        raise AnalysisRefusedError(
            f"«{file.name}»: строк {len(table)}, лист Excel столько не вмещает. Возьмите .parquet или .csv."
        )
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True, "text_wrap": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(0, table.num_columns - 1), _WIDTH)
        for position, name in enumerate(table.column_names):
            sheet.write_string(0, position, clipped(name), bold)
        for number, row in enumerate(table.to_pylist(), start=1):
            for position, value in enumerate(row.values()):
                if value is not None:
                    sheet.write(number, position, clipped(value) if isinstance(value, str) else value)
        sheet.autofilter(0, 0, len(table), max(0, table.num_columns - 1))
