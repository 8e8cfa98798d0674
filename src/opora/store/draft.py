"""The next release while it is being written. Tables move first, the pointer last."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from opora.store.durable import flush_files, write_durably
from opora.store.engine import rows_of_files
from opora.store.release import Manifest, Recipe, Release
from opora.store.staging import Staging
from opora.store.stored_table import address, stored_files
from opora.tables import CONTRACTS
from opora.tables.contract import Contract
from opora.tables.paper_columns import BACKDROPS

#: Beyond so many small files in the parts of a table that change, they are rewritten as one.
MOST_FILES = 32


class Draft:
    """A release being written on the ground of another.

    Attributes:
        base: the release it starts from.
        number: the number it will have.
        staging: rows that files brought and nobody has accepted yet.
    """

    def __init__(self, base: Release, number: int, staging_folder: Path, releases: Path) -> None:
        self.base = base
        self.number = number
        self.staging = Staging(staging_folder)
        self._releases = releases
        self._versions = dict(base.versions)
        self._before = {file for file in base.folder.rglob("*") if file.is_file()}

    @property
    def engine(self) -> duckdb.DuckDBPyConnection:
        """The connection that reads and writes."""
        return self.base.engine

    def tables(self) -> list[str]:
        """Return the names of the tables that have ever had rows."""
        return list(self._versions)

    def relation(self, table: str) -> duckdb.DuckDBPyRelation:
        """Return a table as the draft has it so far."""
        return rows_of_files(self.engine, CONTRACTS[table], self._files(CONTRACTS[table]))

    def replaced(self, table: str, rows: duckdb.DuckDBPyRelation) -> list[tuple[str, str]]:
        """Return (new source_file, old source_file) of every part the rows would replace, backdrops left aside."""
        if table not in self._versions:
            return []
        part = CONTRACTS[table].part
        wanted = _names((*part, "source_file"))
        own = rows.filter(f"area_level NOT IN {BACKDROPS}") if "area_level" in part else rows
        new, old = (relation.project(wanted).distinct() for relation in (own, self.relation(table)))
        pairs = new.set_alias("new").join(old.set_alias("old"), _same(part, "new", "old"))
        found = pairs.project("new.source_file, old.source_file").distinct().order("1, 2").fetchall()
        return [(newer, older) for newer, older in found if newer != older]

    def put(self, table: str, rows: duckdb.DuckDBPyRelation) -> None:
        """Add rows; each part they name replaces the same part of an earlier file as a whole.

        Several files may bring the same backdrop; one of them is kept.
        """
        contract = CONTRACTS[table]
        if "area_level" in contract.part:
            rows = _once(contract, rows)
        if table not in self._versions:
            self._write(contract, rows, "append", None)
            return
        current = self.relation(table).set_alias("current")
        parts = rows.project(_names(contract.part)).distinct().set_alias("new")
        same = _same(contract.part, "current", "new")
        is_replacing = bool(current.join(parts, same, how="semi").limit(1).fetchall())
        if not is_replacing and len(self._touched(contract, rows)) < MOST_FILES:
            self._write(contract, rows, "append", None)
            return
        kept, where = current.join(parts, same, how="anti"), _partitions(contract, rows)
        self._write(contract, (kept.filter(where) if where else kept).union(rows), "overwrite", where)

    def replace(self, table: str, rows: pa.Table | duckdb.DuckDBPyRelation, where: str | None = None) -> None:
        """Replace a table, or the partitions the SQL condition names, as a whole."""
        relation = self.engine.from_arrow(rows) if isinstance(rows, pa.Table) else rows
        self._write(CONTRACTS[table], relation, "overwrite", where)

    def discard(self) -> None:
        """Take back everything written since the draft began: rows on disk that no release will ever pin.

        The tables' logs stay as they are; the next draft returns each table to the pinned version anyway.
        """
        for file in self.base.folder.rglob("*.parquet"):
            if file not in self._before and "_delta_log" not in file.parts:
                file.unlink()

    def publish(self, recipe: Recipe) -> Release:
        """Make the draft the release in force and return it.

        Everything is on the disk before the pointer moves: a process killed before that leaves the base in force.
        """
        after = {file for file in self.base.folder.rglob("*") if file.is_file()}
        flush_files(sorted(after - self._before))
        manifest = Manifest(number=self.number, previous=self.base.number, tables=self._versions, recipe=recipe)
        write_durably(self._releases / f"{self.number:06d}.json", manifest.model_dump_json(indent=1).encode())
        write_durably(self._releases / "current", str(self.number).encode())
        return Release(manifest, self.base.folder, self.engine, self.base.counting, self.base.authorities)

    def _touched(self, contract: Contract, rows: duckdb.DuckDBPyRelation) -> Sequence[str]:
        """Return the stored files of the partitions the rows fall into."""
        files = self._files(contract)
        if not contract.partition:
            return files
        chosen = rows.project(_names(contract.partition)).distinct().fetchall()
        folders = ["/".join(f"{n}={v}" for n, v in zip(contract.partition, values, strict=True)) for values in chosen]
        return [file for file in files if any(f"/{folder}/" in file for folder in folders)]

    def _files(self, contract: Contract) -> list[str]:
        version = self._versions.get(contract.name)
        return [] if version is None else stored_files(self.base.folder / contract.name, version)

    def _address(self, contract: Contract) -> str:
        return address(self.base.folder / contract.name)

    def _write(self, contract: Contract, rows: duckdb.DuckDBPyRelation, mode: str, where: str | None) -> None:
        self._return_to_base(contract)
        ordered = rows.project(_names(contract.names))
        if contract.partition:  # neighbours by school: one school is read without reading all
            ordered = ordered.order(_names((*contract.partition, "school_code")))
        write_deltalake(
            self._address(contract),
            ordered.to_arrow_reader(),
            mode=mode,  # type: ignore[call-overload]
            schema_mode="merge",  # the stored table may be older than a column of the contract
            predicate=where,
            partition_by=list(contract.partition) or None,
        )
        self._versions[contract.name] = DeltaTable(self._address(contract)).version()

    def _return_to_base(self, contract: Contract) -> None:
        """Bring the stored table back to the pinned version after an undo or a killed writer."""
        if not DeltaTable.is_deltatable(self._address(contract)):
            return
        table = DeltaTable(self._address(contract))
        pinned = self._versions.get(contract.name)
        if pinned is None:
            write_deltalake(table, contract.schema.empty_table(), mode="overwrite")
        elif table.version() != pinned:
            table.restore(pinned)


def _once(contract: Contract, rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the rows with each part taken from one file only."""
    first = f"min(source_file) OVER (PARTITION BY {_names(contract.part)})"
    return rows.project(f"*, {first} AS first").filter("source_file = first").project("* EXCLUDE first")


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _same(columns: Sequence[str], left: str, right: str) -> str:
    return " AND ".join(f'{left}."{name}" IS NOT DISTINCT FROM {right}."{name}"' for name in columns)


def _partitions(contract: Contract, rows: duckdb.DuckDBPyRelation) -> str | None:
    """Return the condition naming the partitions the rows fall into; None for a table without partitions."""
    if not contract.partition:
        return None
    chosen = rows.project(_names(contract.partition)).distinct().order(_names(contract.partition)).fetchall()
    return " OR ".join(
        "(" + " AND ".join(f"{n} = {_literal(v)}" for n, v in zip(contract.partition, values, strict=True)) + ")"
        for values in chosen
    )


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
