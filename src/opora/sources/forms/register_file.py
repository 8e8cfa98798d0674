"""Rows of the register written as a file that its reader takes: how an edit on a screen becomes a source of its own."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from opora.sources.forms.contract_columns import NO, YES
from opora.sources.forms.template_columns import REGISTER_COLUMNS


def register_file(rows: Sequence[Mapping[str, Any]], title: str, moment: dt.datetime) -> bytes:
    """Return an .xlsx file with whole rows of the register, headed by the identifiers of its columns.

    The moment stands in the title line, so that the same row written twice is two files: going back to an earlier
    spelling is a change, too. Under identifiers shares are 0–1, as the contract keeps them.

    Args:
        rows: values by column name, of the types of the contract; absent ones are empty.
        title: what the file is, for whoever opens it.
        moment: when it is written.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": moment.replace(tzinfo=None)})
        sheet = workbook.add_worksheet("Реестр школ")
        sheet.write_string(0, 0, f"{title}, {moment.isoformat()}")
        for position, column in enumerate(REGISTER_COLUMNS):
            sheet.write_string(2, position, column.name)
            for number, row in enumerate(rows, start=3):
                value = row.get("written_code") if column.name == "school" else None
                _write(sheet, (number, position), value or row.get(column.name))
    return stream.getvalue()


def _write(sheet: Any, cell: tuple[int, int], value: Any) -> None:
    """Write a value so that it is read back as it is; a text stays a text, whatever sign it begins with."""
    if isinstance(value, bool):
        sheet.write_string(*cell, YES if value else NO)
    elif isinstance(value, int | float):
        sheet.write_number(*cell, value)
    elif value:
        sheet.write_string(*cell, str(value))
