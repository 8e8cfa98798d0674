"""Every value within the range its contract promises, every required value there."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, Frame, rows_of
from opora.tables import CONTRACTS, Column
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.problems import Problem


def values_outside_their_contract(arrived: Arrived) -> Iterator[Problem]:
    """Yield a problem for every cell that its table's contract does not allow."""
    for table in sorted(arrived.filled):
        columns = [column for column in CONTRACTS[table].columns if column.name not in _LOOKED_AFTER]
        suspects = _suspects(arrived.staged(table), columns)
        for column in suspects:
            yield from _problems(arrived, table, column)


#: Readers hold item scores against each item's own maximum, which is stricter; addresses are Opora's own.
_LOOKED_AFTER = frozenset((*ITEM_COLUMNS, "source_file", "source_sheet", "source_row"))


def _suspects(frame: Frame, columns: list[Column]) -> list[Column]:
    """Return the columns with any cell outside the contract, found in one pass over the table."""
    tested = [column for column in columns if _breaches(column)]
    counts = rows_of(frame.select(*(_breach(column).sum().alias(column.name) for column in tested)))[0]
    return [column for column in tested if counts[column.name]]


def _breaches(column: Column) -> list[nw.Expr]:
    cell = nw.col(column.name)
    breaches = [cell.is_null()] if column.is_required else []
    if column.range:
        breaches.append(~cell.is_between(*column.range))
    if column.choices:
        breaches.append(~cell.is_in(column.choices))
    return breaches


def _breach(column: Column) -> nw.Expr:
    cells = (breach.fill_null(value=False) for breach in _breaches(column))
    return reduce(lambda one, other: one | other, cells).cast(nw.Int64)


def _problems(arrived: Arrived, table: str, column: Column) -> Iterator[Problem]:
    rows = rows_of(arrived.staged(table).filter(_breach(column) > 0))
    for row in rows:
        yield _problem(arrived, column, row)


def _problem(arrived: Arrived, column: Column, row: dict[str, Any]) -> Problem:
    place, value = arrived.place(row, column.heading), row[column.name]
    if value is None:
        return Problem("value-missing", place)
    if column.range and not column.range[0] <= value <= column.range[1]:
        least, most = (f"{edge:g}" for edge in column.range)
        return Problem("value-out-of-range", place, f"{value}", f"от {least} до {most}")
    return Problem("value-not-in-list", place, f"{value}", "одно из: " + ", ".join(column.choices))
