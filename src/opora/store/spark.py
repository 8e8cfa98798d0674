"""A distributed engine: Spark reads the same Parquet files and answers the same questions, for a country.

Nothing is written through it. Its workers must see the data folder under the same path as this machine does.
PySpark is an optional extra, so it is imported when the first table is asked for.
"""

import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa

from opora.store.engine import unreadable_parquet
from opora.tables.contract import Contract
from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.refusal import TableUnreadableError

_TYPES = {
    pa.string(): "STRING",
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}

#: What equal answers depend on, and quiet: Spark talks to whoever runs it, this program talks to people.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # a sum that does not fit is said, not wrapped around
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={Path(__file__).with_suffix('.properties').as_uri()}",
}

#: On one machine: nobody else is let in, and a shuffle is not cut into two hundred pieces.
_ON_ONE_MACHINE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
_GLOB_BRACKETS = re.compile(r"\[([*?\[])\]")
_HADOOP_SIGNS = re.compile(r"([\\*?\[\]{}^])")


class SparkMissingError(ObstacleError):
    """Spark is asked for and is not there: the message is Russian and says what to install or to check."""


class Spark:
    """The engine at a master's address; the session opens with the first table."""

    def __init__(self, master: str, settings: Mapping[str, str] = MappingProxyType({})) -> None:
        """Name the engine.

        Args:
            master: `local[1]`, or `spark://host:port` as Spark calls its own masters.
            settings: what else Spark is told; an administrator does it in Spark's own `spark-defaults.conf`.
        """
        self.master = master
        self._own_settings = settings

    def rows(self, contract: Contract, files: Sequence[str]) -> nw.LazyFrame[Any]:
        """Return the rows of Parquet files as the contract promises them; with no files, no rows.

        A column that joined the contract after the files were written is null in them: Spark reads by the schema given.
        """
        if not files:
            return self.lazy(contract.schema.empty_table())
        schema = ", ".join(f"`{field.name}` {_TYPES[field.type]}" for field in contract.schema)
        reader = self._session.read.schema(schema)
        if contract.partition:  # what the names of folders say
            reader = reader.option("basePath", _table_folder(contract, files[0]))
        return _asked_in_narwhals(reader.parquet(*map(_path, files)).select(*contract.names))

    def parts(self, contract: Contract, files: Sequence[str]) -> list[nw.LazyFrame[Any]]:
        """Return the same rows whole: Spark divides the work among its workers itself."""
        return [self.rows(contract, files)]

    def lazy(self, table: pa.Table) -> nw.LazyFrame[Any]:
        """Return a small table that is in memory; the driver sends it to the workers."""
        return _asked_in_narwhals(self._session.createDataFrame(table))

    def parquet(self, file: Path) -> nw.LazyFrame[Any]:
        """Return the rows of a Parquet file of somebody's own.

        Raises:
            TableUnreadableError: the file cannot be read, or a column has a name that Spark would take to pieces.
        """
        from pyspark.errors import PySparkException

        try:
            rows = self._session.read.parquet(_escaped(str(file.absolute())))
        except PySparkException as cause:
            raise unreadable_parquet(file) from cause
        for name in rows.columns:
            if set(name) & set(".`"):
                raise TableUnreadableError(
                    f"{file.name}: столбец «{name}» на Spark не назвать: точка и обратный апостроф в названии значат "
                    "там другое. Переименуйте столбец или посчитайте встроенным движком: OPORA_ENGINE=duckdb."
                )
        return _asked_in_narwhals(rows)

    @cached_property
    def _session(self) -> Any:
        try:
            from pyspark.sql import SparkSession
        except ImportError as cause:
            raise SparkMissingError(
                "Движок Spark не установлен. Поставьте дополнение spark: pip install 'opora[spark]' – или посчитайте "
                "встроенным движком: OPORA_ENGINE=duckdb."
            ) from cause
        settings = _SETTINGS | (_ON_ONE_MACHINE if self.master.startswith("local") else {}) | dict(self._own_settings)
        builder = SparkSession.builder.master(self.master).appName("opora").config(map=settings)
        try:
            with warnings.catch_warnings():  # PySpark warns of pandas, which no question of ours goes through
                warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
                return builder.getOrCreate()
        except Exception as cause:  # Java, Spark and the network each raise their own
            raise SparkMissingError(self._not_started(str(cause))) from cause

    def _not_started(self, said: str) -> str:
        if "JAVA" in said:
            return "Spark не запустился: нет Java. Поставьте Java 17 (в Debian – openjdk-17-jre-headless) и повторите."
        return (
            f"Spark по адресу «{self.master}» не отвечает. Проверьте адрес в OPORA_ENGINE и что служба Spark запущена; "
            "встроенный движок – OPORA_ENGINE=duckdb."
        )


def _asked_in_narwhals(frame: Any) -> nw.LazyFrame[Any]:
    rows: nw.LazyFrame[Any] = nw.from_native(frame)
    return rows


def _table_folder(contract: Contract, file: str) -> str:
    """Return the folder whose folders are named after the partition columns."""
    return str(PurePath(_GLOB_BRACKETS.sub(r"\1", file)).parents[len(contract.partition)])


def _path(pattern: str) -> str:
    """Return a pattern that matches one file as Hadoop writes such patterns."""
    return _escaped(_GLOB_BRACKETS.sub(r"\1", pattern))


def _escaped(path: str) -> str:
    return _HADOOP_SIGNS.sub(r"\\\1", path)
