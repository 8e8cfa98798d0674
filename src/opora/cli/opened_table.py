"""A table somebody names with `--table`, opened for the engine: Parquet, or CSV as people's programs write it.

Types are read as R reads them: a column of numbers is numeric, one of TRUE and FALSE logical, anything else words.
Empty cells and NA are missing.
"""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO, cast

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.parquet as pq

from opora.analysis.lazy import Lazy
from opora.cli.engine import asked_engine
from opora.store.engine import Embedded, Engine, open_engine, unreadable_parquet
from opora.vocabulary.refusal import TableUnreadableError

MISSING = ("", "NA")
_SEPARATORS = (",", ";", "\t")
_TRUE, _FALSE = ("TRUE", "T", "true", "True"), ("FALSE", "F", "false", "False")


@dataclass(frozen=True)
class OpenedTable:
    """A table ready to be counted.

    Attributes:
        rows: the lazy frame.
        levels: levels of columns that bring their own order (dictionary columns of Parquet).
    """

    rows: Lazy
    levels: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of the columns in their order."""
        return self.rows.collect_schema().names()


@contextmanager
def opened_table(file: Path) -> Iterator[OpenedTable]:
    """Open a .parquet, .csv or .csv.gz file; it is closed when the block is left.

    Parquet is counted by the engine the environment asks for. Text is parsed here, whoever counts it.

    Raises:
        TableUnreadableError: the file is of another kind or is broken; the message names the place.
        FileNotFoundError: there is no such file.
        EngineUnknownError: the environment asks for an engine that there is none of.
    """
    if not file.exists():
        raise FileNotFoundError(f"«{file}» не найден. Проверьте путь.")
    name = file.name.lower()
    asked = asked_engine()
    with TemporaryDirectory(prefix="opora-") as spill:
        embedded = open_engine(Path(spill))
        try:
            if name.endswith(".parquet"):
                yield _parquet(asked or Embedded(embedded), file)
            elif name.endswith((".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")):
                rows = _csv(embedded, file)
                yield OpenedTable(nw.from_native(rows) if asked is None else asked.lazy(rows.to_arrow_table()))
            else:
                raise TableUnreadableError(f"{file.name}: ожидается таблица .parquet, .csv или .csv.gz.")
        finally:
            embedded.close()


def _parquet(engine: Engine, file: Path) -> OpenedTable:
    try:
        told = pq.read_metadata(file)
    except pa.ArrowInvalid as cause:
        raise unreadable_parquet(file) from cause
    schema = told.schema.to_arrow_schema()
    _check_names(file, schema.names)
    _check_rows(file, told.num_rows)
    return OpenedTable(engine.parquet(file), _dictionary_levels(file, schema))


def _dictionary_levels(file: Path, schema: pa.Schema) -> dict[str, tuple[str, ...]]:
    """Return the levels of dictionary columns: a factor written by R, pandas or Polars keeps its order."""
    names = [one.name for one in schema if pa.types.is_dictionary(one.type) and pa.types.is_string(one.type.value_type)]
    if not names:
        return {}
    first = pq.ParquetFile(file).read_row_group(0, columns=names) if pq.ParquetFile(file).num_row_groups else None
    if first is None:
        return {}
    return {name: tuple(first[name].chunk(0).dictionary.to_pylist()) for name in names if first[name].num_chunks}


def _csv(engine: duckdb.DuckDBPyConnection, file: Path) -> duckdb.DuckDBPyRelation:
    """Read a CSV once into the engine's own table, which spills to disk: text is parsed more slowly than counted."""
    separator, names = _heading(file)
    _check_names(file, names)
    try:
        engine.read_csv(
            _path(file),
            sep=separator,
            header=True,
            skiprows=0,
            quotechar='"',
            escapechar='"',
            na_values=list(MISSING),
            sample_size=-1,
            decimal="," if separator == ";" and _has_decimal_commas(file) else ".",
            auto_type_candidates=["BIGINT", "DOUBLE", "VARCHAR"],
        ).to_table("opened")
    except duckdb.Error as cause:
        raise TableUnreadableError(_broken_place(file, separator, len(names))) from cause
    rows = engine.table("opened")
    _check_rows(file, len(rows))
    return _with_logical_columns(rows)


def _with_logical_columns(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the rows with columns of TRUE and FALSE made logical, and no others: «Yes» and «No» are words."""
    words = [name for name, kind in zip(rows.columns, rows.types, strict=True) if str(kind) == "VARCHAR"]
    if not words:
        return rows
    known = ", ".join(f"'{word}'" for word in (*_TRUE, *_FALSE))
    checks = ", ".join(f"bool_and({_quoted(name)} IN ({known}))" for name in words)
    (found,) = rows.aggregate(checks).fetchall()
    logical = {name for name, is_logical in zip(words, found, strict=True) if is_logical}
    true = ", ".join(f"'{word}'" for word in _TRUE)
    return rows.project(
        ", ".join(
            f"({_quoted(name)} IN ({true})) AS {_quoted(name)}" if name in logical else _quoted(name)
            for name in rows.columns
        )
    )


def _path(file: Path) -> str:
    """Return the path as the engine takes it: signs that would make it a pattern stand in brackets."""
    return re.sub(r"([\[*?])", r"[\1]", str(file))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _heading(file: Path) -> tuple[str, list[str]]:
    """Return the separator that divides the first line into most names, and the names."""
    try:
        with _text(file) as stream:
            line = stream.readline()
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as cause:
        raise TableUnreadableError(
            f"{file.name}: файл не читается как текст UTF-8. В Excel: «Сохранить как» – «CSV UTF-8»."
        ) from cause
    if not line.strip():
        raise TableUnreadableError(f"{file.name}: первая строка пуста, ожидаются названия столбцов.")
    return max(((one, next(csv.reader([line], delimiter=one))) for one in _SEPARATORS), key=lambda found: len(found[1]))


def _has_decimal_commas(file: Path) -> bool:
    """Return whether the first rows hold numbers like 3,5: a separator «;» leaves the comma free for that."""
    with _text(file) as stream:
        rows = [row for _, row in zip(range(200), csv.reader(stream, delimiter=";"), strict=False)]
    cells = [cell for row in rows[1:] for cell in row]
    return any(_is_number(cell.replace(",", ".")) for cell in cells if "," in cell)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _text(file: Path) -> TextIO:
    open_file = gzip.open if file.name.lower().endswith(".gz") else open
    return cast("TextIO", open_file(file, "rt", encoding="utf-8-sig", newline=""))


def _check_names(file: Path, names: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        if name.casefold() in seen:
            raise TableUnreadableError(
                f"{file.name} › строка 1: столбцы «{seen[name.casefold()]}» и «{name}» не различить. Назовите их иначе."
            )
        seen[name.casefold()] = name


def _check_rows(file: Path, count: int) -> None:
    if not count:
        raise TableUnreadableError(f"{file.name}: есть названия столбцов, но нет ни одной строки.")


def _broken_place(file: Path, separator: str, width: int) -> str:
    """Return the first row that is not divided as the heading promises; only a broken file is read like this."""
    try:
        with _text(file) as stream:
            rows = csv.reader(stream, delimiter=separator)
            for row in rows:
                if row and len(row) != width:
                    return (
                        f"{file.name} › строка {rows.line_num}: найдено ячеек: {len(row)}, ожидается {width}, как в "
                        f"первой строке. Заключите текст со знаком «{separator}» в кавычки."
                    )
    except (UnicodeDecodeError, csv.Error):
        return f"{file.name}: файл не читается как текст UTF-8. В Excel: «Сохранить как» – «CSV UTF-8»."
    return f"{file.name}: таблица не читается. Ожидается CSV UTF-8 с названиями столбцов в первой строке."
