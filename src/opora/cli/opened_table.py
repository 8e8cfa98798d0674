"""A table somebody names with `--table`, opened for the engine: Parquet, or CSV as people's programs write it.

Types are read as R reads them: a column of numbers is numeric, one of TRUE and FALSE logical, anything else words.
Empty cells and NA are missing. Codes longer than a number has digits stay words: as numbers they would run together.
"""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
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
from opora.vocabulary.spelling import listed

MISSING = ("", "NA")
_SEPARATORS = (",", ";", "\t")
_DECIMAL_COMMA = r"\s*[-+]?(0|[1-9]\d*)(,\d+)?([eE][-+]?\d+)?\s*"  # 007 is a code
_LONG_CODE = r"\d+"
_EXACT = 2**53  # larger whole numbers are not told apart as real ones
_AT_ONCE = 1 << 20
_GARBLED = (pa.ArrowException, OSError, UnicodeDecodeError)  # what a broken Parquet file is answered with
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
                with _told_apart_from_faults(file):
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
        schema = told.schema.to_arrow_schema()
        _check_names(file, schema.names)
    except _GARBLED as cause:
        raise unreadable_parquet(file) from cause
    _check_kinds(file, schema)
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


@contextmanager
def _told_apart_from_faults(file: Path) -> Iterator[None]:
    """Say of a Parquet file whose inside turns out to be broken while it is counted that it is the file."""
    try:
        yield
    except (duckdb.Error, *_GARBLED) as cause:
        if _is_whole(file):
            raise
        raise unreadable_parquet(file) from cause


def _is_whole(file: Path) -> bool:
    try:
        for batch in pq.ParquetFile(file).iter_batches():
            batch.validate(full=True)
    except _GARBLED:
        return False
    return True


def _csv(engine: duckdb.DuckDBPyConnection, file: Path) -> duckdb.DuckDBPyRelation:
    """Read a CSV once into the engine's own table, which spills to disk: text is parsed more slowly than counted."""
    _check_archive(file)
    separator, names = _heading(file)
    _check_names(file, names)
    try:
        _parsed(engine, file, separator).to_table("opened")
        rows = engine.table("opened")
        _check_rows(file, len(rows))
        codes = _columns_where(rows, "DOUBLE", f"max(abs({{0}})) FILTER (isfinite({{0}})) >= {_EXACT}")
        if codes:
            _parsed(engine, file, separator, codes).to_table("with_codes")
            rows = _as_numbers(engine.table("with_codes"), codes)
    except duckdb.Error as cause:
        raise TableUnreadableError(_broken_place(file, separator, len(names))) from cause
    return _with_decimal_commas(_with_logical_columns(rows)) if separator == ";" else _with_logical_columns(rows)


def _parsed(
    engine: duckdb.DuckDBPyConnection, file: Path, separator: str, words: Sequence[str] = ()
) -> duckdb.DuckDBPyRelation:
    """Return the rows of a CSV, each column of the narrowest kind that holds it, some as they are written."""
    return engine.read_csv(
        _path(file),
        sep=separator,
        header=True,
        skiprows=0,
        quotechar='"',
        escapechar='"',
        na_values=list(MISSING),
        sample_size=-1,
        auto_type_candidates=["BIGINT", "DOUBLE", "VARCHAR"],
        dtype=dict.fromkeys(words, "VARCHAR"),
    )


def _as_numbers(rows: duckdb.DuckDBPyRelation, words: Sequence[str]) -> duckdb.DuckDBPyRelation:
    """Return the rows with these columns numeric again where they are no codes, written without point and exponent."""
    codes = _columns_where(rows, "VARCHAR", f"bool_and(regexp_full_match({{0}}, '{_LONG_CODE}'))")
    return _changed(rows, {name: "{0}::DOUBLE" for name in words if name not in codes})


def _with_logical_columns(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the rows with columns of TRUE and FALSE made logical, and no others: «Yes» and «No» are words."""
    true, known = (", ".join(f"'{word}'" for word in words) for words in (_TRUE, (*_TRUE, *_FALSE)))
    logical = _columns_where(rows, "VARCHAR", f"bool_and({{0}} IN ({known}))")
    return _changed(rows, dict.fromkeys(logical, f"({{0}} IN ({true}))"))


def _with_decimal_commas(rows: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the rows with columns of numbers like 3,5 made numeric: a separator «;» leaves the comma free for that."""
    is_decimal = f"bool_and(regexp_full_match({{0}}, '{_DECIMAL_COMMA}')) AND bool_or(contains({{0}}, ','))"
    decimal = _columns_where(rows, "VARCHAR", is_decimal)
    return _changed(rows, dict.fromkeys(decimal, "replace({0}, ',', '.')::DOUBLE"))


def _columns_where(rows: duckdb.DuckDBPyRelation, kind: str, holds: str) -> list[str]:
    """Return the columns of a kind of which something holds: an aggregate that has {0} where the column stands."""
    names = [name for name, own in zip(rows.columns, rows.types, strict=True) if str(own) == kind]
    if not names:
        return []
    (found,) = rows.aggregate(", ".join(holds.format(_quoted(name)) for name in names)).fetchall()
    return [name for name, is_so in zip(names, found, strict=True) if is_so]


def _changed(rows: duckdb.DuckDBPyRelation, changes: Mapping[str, str]) -> duckdb.DuckDBPyRelation:
    """Return the rows with columns computed anew: an expression that has {0} where the column stands."""
    if not changes:
        return rows
    named = ((name, _quoted(name)) for name in rows.columns)
    return rows.project(", ".join(f"{changes.get(name, '{0}').format(quoted)} AS {quoted}" for name, quoted in named))


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
    except UnicodeDecodeError as cause:
        raise TableUnreadableError(_no_text(file)) from cause
    if "\0" in line:
        raise TableUnreadableError(_no_text(file))
    if not line.strip():
        raise TableUnreadableError(f"{file.name}: первая строка пуста, ожидаются названия столбцов.")
    return max(((one, next(csv.reader([line], delimiter=one))) for one in _SEPARATORS), key=lambda found: len(found[1]))


def _no_text(file: Path) -> str:
    return f"{file.name}: файл не читается как текст UTF-8. В Excel: «Сохранить как» – «CSV UTF-8»."


def _check_archive(file: Path) -> None:
    """Refuse an archive that was cut off or garbled on its way: the engine would read what is left of it."""
    if not file.name.lower().endswith(".gz") or not file.stat().st_size:
        return
    try:
        with gzip.open(file) as stream:
            while stream.read(_AT_ONCE):
                pass
    except (OSError, EOFError, zlib.error) as cause:
        raise TableUnreadableError(
            f"{file.name}: архив gzip повреждён или это не он. Передайте его заново или возьмите .csv."
        ) from cause


def _text(file: Path) -> TextIO:
    open_file = gzip.open if file.name.lower().endswith(".gz") else open
    return cast("TextIO", open_file(file, "rt", encoding="utf-8-sig", newline=""))


def _check_names(file: Path, names: Sequence[str]) -> None:
    unnamed = [str(place) for place, name in enumerate(names, start=1) if not name.strip()]
    if len(unnamed) > 1:  # R leaves the first unnamed
        raise TableUnreadableError(
            f"{file.name} › строка 1: у столбцов {listed(unnamed)} нет названий. Ожидается строка с названием каждого "
            "столбца: уберите заголовок таблицы и пустые столбцы."
        )
    seen: dict[str, str] = {}
    for name in names:
        if name.casefold() in seen:
            raise TableUnreadableError(
                f"{file.name} › строка 1: столбцы «{seen[name.casefold()]}» и «{name}» не различить. Назовите их иначе."
            )
        seen[name.casefold()] = name


def _check_kinds(file: Path, schema: pa.Schema) -> None:
    nested = [f"«{one.name}»" for one in schema if pa.types.is_nested(one.type)]
    if nested:
        raise TableUnreadableError(
            f"{file.name}: в ячейках столбцов {listed(nested)} – списки, ожидаются числа, слова и даты. Сохраните "
            "таблицу без этих столбцов."
        )


def _check_rows(file: Path, count: int) -> None:
    if not count:
        raise TableUnreadableError(f"{file.name}: есть названия столбцов, но нет ни одной строки.")


def _broken_place(file: Path, separator: str, width: int) -> str:
    """Return the first row that is not divided as the heading promises; only a broken file is read like this."""
    line = 1
    try:
        with _text(file) as stream:
            rows = csv.reader(stream, delimiter=separator, strict=True)
            for row in rows:
                if row and len(row) != width:
                    return (
                        f"{file.name} › строка {rows.line_num}: найдено ячеек: {len(row)}, ожидается {width}, как в "
                        f"первой строке. Заключите текст со знаком «{separator}» в кавычки."
                    )
                line = rows.line_num + 1
    except UnicodeDecodeError:
        return _no_text(file)
    except csv.Error:
        return (
            f"{file.name} › строка {line}: кавычка открыта и не закрыта. Ожидаются парные кавычки вокруг всей ячейки, "
            "внутри неё – удвоенные."
        )
    return f"{file.name}: таблица не читается. Ожидается CSV UTF-8 с названиями столбцов в первой строке."
