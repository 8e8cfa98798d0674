"""A release: a number that pins one version of every table. It never changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.store.engine import Engine, rows_of_files
from opora.store.stored_table import stored_files
from opora.tables import CONTRACTS
from opora.vocabulary.authority import BUILT_IN


class Recipe(BaseModel):
    """How a release came to be, so that it can be made again.

    Attributes:
        made_at: ISO moment the release was published.
        opora: version of the program.
        added: files that went in: name → SHA-256.
        scales: fingerprint of the scales, minimum scores, vocabularies and rule sets in force.
        rules: fingerprint of the rule sets alone, which judge a release and are no part of it.
        errand: mark of whoever ordered the release, by which they find it again; empty for the command line.
    """

    model_config = ConfigDict(frozen=True)

    made_at: str
    opora: str
    added: dict[str, str] = {}
    scales: str = ""
    rules: str = ""
    errand: str = ""


class Manifest(BaseModel):
    """What a release pins: for each table its version, and the recipe."""

    model_config = ConfigDict(frozen=True)

    number: int
    previous: int | None
    tables: dict[str, int]
    recipe: Recipe


@dataclass(frozen=True)
class Release:
    """One release, open for reading.

    Attributes:
        manifest: what it pins; None stands for the empty store before the first release.
        folder: where the tables live.
        engine: the embedded engine's connection: what is written, listed or looked up goes through it.
        counting: the engine that counts; the embedded one, or another that reads the same files.
        authorities: folders of rules, scales and templates, the authority's own first.
    """

    manifest: Manifest | None
    folder: Path
    engine: duckdb.DuckDBPyConnection = field(repr=False)
    counting: Engine = field(repr=False)
    authorities: tuple[Path, ...] = (BUILT_IN,)
    _listed: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def number(self) -> int | None:
        """Number of the release, None before the first one."""
        return self.manifest.number if self.manifest else None

    @property
    def versions(self) -> Mapping[str, int]:
        """The pinned version of each table that has ever had rows."""
        return self.manifest.tables if self.manifest else {}

    def table(self, name: str) -> nw.LazyFrame[Any]:
        """Return a table as its contract promises it; a table that has no rows is empty, not missing."""
        return self.counting.rows(CONTRACTS[name], self.files(name))

    def partitions(self, name: str) -> list[nw.LazyFrame[Any]]:
        """Return a table part by part: a count that looks at one part at a time is done sooner."""
        return self.counting.parts(CONTRACTS[name], self.files(name))

    def relation(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a table as a relation of the embedded engine, to look rows up."""
        return rows_of_files(self.engine, CONTRACTS[name], self.files(name))

    def lazy(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a small table that was counted from this release, for the same engine to count on."""
        return self.counting.lazy(table)

    def files(self, name: str) -> list[str]:
        """Return the Parquet files that make up a table, for this engine or another."""
        if name not in self.versions:
            return []
        if name not in self._listed:
            self._listed[name] = stored_files(self.folder / name, self.versions[name])
        return self._listed[name]
