"""What counts: an engine holds tables, the library asks it in Narwhals, and only small answers come back.

The embedded engine (DuckDB) is always there: it never fetches anything and spills to disk rather than filling the
memory. Another one may stand in its place where a country is counted; see `opora.store.spark`.
"""

import glob
from collections.abc import Container, Sequence
from itertools import groupby
from pathlib import Path, PurePath
from typing import Any, Protocol

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa

from opora.tables.contract import Contract
from opora.vocabulary.refusal import TableUnreadableError

MEMORY = "1500MB"

_ENGINE_NAMES = {
    pa.string(): "VARCHAR",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


class Engine(Protocol):
    """Where tables are counted. Whoever asks does not know which one it is."""

    def rows(self, contract: Contract, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as the contract promises them; with no files, no rows."""

    def parts(self, contract: Contract, files: Sequence[str]) -> list[nw.LazyFrame[Any]]:
        """Return the same rows in the parts that this engine counts soonest, one after the other."""

    def lazy(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a small table that is in memory, to be counted beside large ones."""

    def parquet(self, file: Path) -> nw.LazyFrame[Any]:
        """Return the rows of a Parquet file of somebody's own.

        Raises:
            TableUnreadableError: the file cannot be read, or its columns cannot be named on this engine.
        """


class Embedded:
    """The engine inside the program: DuckDB."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, contract: Contract, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as the contract promises them; with no files, no rows."""
        return nw.from_native(rows_of_files(self.connection, contract, files))

    def parts(self, contract: Contract, files: Sequence[str]) -> list[nw.LazyFrame[Any]]:
        """Return the same rows partition by partition, as they are stored."""
        return [nw.from_native(part) for part in partitions_of_files(self.connection, contract, files)]

    def lazy(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a table that is in memory."""
        return nw.from_native(self.connection.from_arrow(table))

    def parquet(self, file: Path) -> nw.LazyFrame[Any]:
        """Return the rows of a Parquet file.

        Raises:
            TableUnreadableError: the file cannot be read.
        """
        try:
            return nw.from_native(self.connection.read_parquet(glob.escape(str(file))))
        except duckdb.Error as cause:
            raise unreadable_parquet(file) from cause


def unreadable_parquet(file: Path) -> TableUnreadableError:
    """Return what is said of a file that is no Parquet."""
    return TableUnreadableError(
        f"{file.name}: файл не читается как Parquet. Сохраните таблицу заново или возьмите .csv."
    )


def open_engine(spill: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection of its own; `spill` is where large sorts go when memory is short."""
    return duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "preserve_insertion_order": "false",
        }
    )


def rows_of_files(
    engine: duckdb.DuckDBPyConnection, contract: Contract, files: Sequence[str]
) -> duckdb.DuckDBPyRelation:
    """Return the rows of Parquet files as the contract promises them; with no files, no rows."""
    if not files:
        return engine.from_arrow(contract.schema.empty_table())
    stored = engine.read_parquet(list(files), hive_partitioning=bool(contract.partition), union_by_name=True)
    there = set(stored.columns)
    return stored.project(", ".join(_as_promised(contract, name, there) for name in contract.names))


def partitions_of_files(
    engine: duckdb.DuckDBPyConnection, contract: Contract, files: Sequence[str]
) -> list[duckdb.DuckDBPyRelation]:
    """Return the same rows partition by partition, the columns in any order; with no files, one part without rows.

    What the folders of a part say is the same in all its rows, so it is written out as a constant: the engine then
    groups by it for nothing, while a column of folder names costs as much as any other.
    """
    folders = groupby(sorted(files, key=_folder), key=_folder)
    parts = [(_constants(contract, folder), list(inside)) for folder, inside in folders]
    return [
        engine.read_parquet(inside, hive_partitioning=False, union_by_name=True).project(f"{constants} *")
        for constants, inside in parts
    ] or [rows_of_files(engine, contract, [])]


def _folder(file: str) -> PurePath:
    return PurePath(file).parent


def _constants(contract: Contract, folder: PurePath) -> str:
    """Return the projection of what the names of the folders say: `…/year=2024/procedure=vpr`."""
    named = dict(part.split("=", 1) for part in folder.parts[-len(contract.partition) :] if contract.partition)
    return "".join(f"'{named[name]}'::{_kind(contract, name)} AS \"{name}\", " for name in contract.partition)


def _as_promised(contract: Contract, name: str, there: Container[str]) -> str:
    """Return the projection of a column; those that live in folder names come back wider and are cast.

    A column that joined the contract after the files were written is null in them.
    """
    if name not in there:
        return f'NULL::{_ENGINE_NAMES[contract.schema.field(name).type]} AS "{name}"'
    return f'"{name}"::{_kind(contract, name)} AS "{name}"' if name in contract.partition else f'"{name}"'


def _kind(contract: Contract, name: str) -> str:
    return "SMALLINT" if contract.schema.field(name).type == pa.int16() else "VARCHAR"
