"""The embedded engine that counts. It never fetches anything and spills to disk rather than filling the memory."""

from collections.abc import Container, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from opora.tables.contract import Contract

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


def _as_promised(contract: Contract, name: str, there: Container[str]) -> str:
    """Return the projection of a column; those that live in folder names come back wider and are cast.

    A column that joined the contract after the files were written is null in them.
    """
    if name not in there:
        return f'NULL::{_ENGINE_NAMES[contract.schema.field(name).type]} AS "{name}"'
    if name not in contract.partition:
        return f'"{name}"'
    kind = "SMALLINT" if contract.schema.field(name).type == pa.int16() else "VARCHAR"
    return f'"{name}"::{kind} AS "{name}"'
