"""What a contract of a table is: grain, key, and for each column its type, unit, range and meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import pyarrow as pa


class Kind(Enum):
    """What a column holds."""

    WORD = "word"  # a short text or code
    TINY = "tiny"  # a whole number up to 127: marks, item scores
    SMALL = "small"  # a whole number up to 32,767: years, scores
    COUNT = "count"  # a number of people or rows
    SHARE = "share"  # 0–1
    NUMBER = "number"  # any other real number
    FLAG = "flag"  # true or false
    DAY = "day"


_STORED_AS = {
    Kind.WORD: pa.string(),
    Kind.TINY: pa.int8(),
    Kind.SMALL: pa.int16(),
    Kind.COUNT: pa.int32(),
    Kind.SHARE: pa.float64(),
    Kind.NUMBER: pa.float64(),
    Kind.FLAG: pa.bool_(),
    Kind.DAY: pa.date32(),
}


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes:
        name: identifier in code, JSON and Parquet.
        heading: Russian heading people see.
        kind: type.
        meaning: one sentence.
        unit: unit of a number, in Russian; empty where there is none.
        range: least and greatest allowed value, both inclusive.
        choices: allowed words.
        is_required: never null.
        spellings: other headings a template or a file may use.
    """

    name: str
    heading: str
    kind: Kind
    meaning: str
    unit: str = ""
    range: tuple[float, float] | None = None
    choices: tuple[str, ...] = ()
    is_required: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contract:
    """A promise about one tidy table.

    Attributes:
        name: plural noun.
        heading: Russian name.
        grain: what one row is.
        key: columns that tell two rows apart.
        columns: all columns, in order.
        part: columns naming what a corrected file replaces as a whole: all rows of a part come from one file.
        partition: columns by which the stored files are divided.
    """

    name: str
    heading: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    part: tuple[str, ...] = ()
    partition: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema of the table."""
        return pa.schema([pa.field(column.name, _STORED_AS[column.kind]) for column in self.columns])

    @property
    def names(self) -> list[str]:
        """Names of all columns, in order."""
        return [column.name for column in self.columns]

    def without_partition(self) -> "Contract":
        """Return the same promise about rows that are not yet divided into stored files."""
        return replace(self, partition=())

    def column(self, name: str) -> Column:
        """Return the column of that name; a wrong name is a programming error."""
        return next(column for column in self.columns if column.name == name)

    def table(self, rows: Sequence[Mapping[str, object]]) -> pa.Table:
        """Return rows as an Arrow table of this contract; columns a row lacks are null."""
        return pa.Table.from_pylist([dict(row) for row in rows], schema=self.schema)
