"""Rows on their way in: beyond a few they are kept on disk, so that many files need no more memory than some."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from opora.store.engine import rows_of_files
from opora.tables import CONTRACTS, TAKEN_TABLES
from opora.tables.contract import Contract

ROWS_IN_MEMORY = 50_000


class Staging:
    """Rows taken from files and not yet accepted. They never hold a name.

    Attributes:
        misfits: (source_file, table, column) of values their column's type cannot hold; such rows are not staged.
    """

    def __init__(self, folder: Path) -> None:
        """Take an empty folder."""
        self.misfits: list[tuple[str, str, str]] = []
        self._folder = folder
        self._number = itertools.count()
        self._waiting: dict[str, list[tuple[int, dict[str, Any]]]] = {table.name: [] for table in TAKEN_TABLES}
        self._rows = dict.fromkeys(self._waiting, 0)
        self._files: dict[str, list[str]] = {name: [] for name in self._waiting}
        self._small: dict[str, pa.Table] = {}  # tables that never grew large enough for the disk

    def put(self, source_file: str, table: str, rows: int, columns: dict[str, Any]) -> None:
        """Add rows of one file, column by column; a value that is not a list stands for every row."""
        self._waiting[table].append((rows, columns | {"source_file": source_file}))
        self._small.pop(table, None)
        self._rows[table] += rows
        if self._rows[table] >= ROWS_IN_MEMORY:
            self._write(CONTRACTS[table])

    def tables(self) -> list[str]:
        """Return the names of the tables that have rows."""
        return [name for name in self._files if self._files[name] or self._rows[name]]

    def rows(self, engine: duckdb.DuckDBPyConnection, table: str) -> duckdb.DuckDBPyRelation:
        """Return the staged rows of a table; ask when all are staged."""
        contract = CONTRACTS[table].without_partition()
        if self._files[table]:
            self._write(contract)
            return rows_of_files(engine, contract, self._files[table])
        if table not in self._small:
            self._small[table] = self._arrow(contract, self._waiting[table])
        return engine.from_arrow(self._small[table])

    def _write(self, contract: Contract) -> None:
        batches = self._waiting[contract.name]
        if not batches:
            return
        file = self._folder / f"{contract.name}-{next(self._number)}.parquet"
        pq.write_table(self._arrow(contract, batches), file, compression="lz4")
        self._files[contract.name].append(str(file))
        self._waiting[contract.name], self._rows[contract.name] = [], 0

    def _arrow(self, contract: Contract, batches: Sequence[tuple[int, dict[str, Any]]]) -> pa.Table:
        try:
            return _table(contract, batches)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            fitting = [batch for batch in batches if not self._is_misfit(contract, batch)]
            return _table(contract, fitting)

    def _is_misfit(self, contract: Contract, batch: tuple[int, dict[str, Any]]) -> bool:
        misfits = [field.name for field in contract.schema if not _fits(field, batch)]
        self.misfits += [(batch[1]["source_file"], contract.name, name) for name in misfits]
        return bool(misfits)


def _table(contract: Contract, batches: Sequence[tuple[int, dict[str, Any]]]) -> pa.Table:
    batch_of_row = np.repeat(np.arange(len(batches)), np.array([rows for rows, _ in batches], np.int64))
    brought = frozenset[str]().union(*(columns for _, columns in batches))
    arrays = [
        _array(field, batches, batch_of_row) if field.name in brought else pa.nulls(len(batch_of_row), field.type)
        for field in contract.schema
    ]
    return pa.Table.from_arrays(arrays, schema=contract.schema)


def _array(field: pa.Field, batches: Sequence[tuple[int, dict[str, Any]]], batch_of_row: NDArray[np.int64]) -> pa.Array:
    """Return one column of all batches; where each has one value for all its rows, it is converted once a batch."""
    values = [columns.get(field.name) for _, columns in batches]
    if not any(isinstance(value, list) for value in values):
        return pa.array(values, field.type).take(pa.array(batch_of_row))
    cells = (
        value if isinstance(value, list) else itertools.repeat(value, rows)
        for value, (rows, _) in zip(values, batches, strict=True)
    )
    return pa.array(list(itertools.chain.from_iterable(cells)), field.type)


def _fits(field: pa.Field, batch: tuple[int, dict[str, Any]]) -> bool:
    try:
        _array(field, [batch], np.zeros(batch[0], np.int64))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return False
    return True
