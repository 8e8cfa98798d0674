"""Both engines, opened once: Spark takes many seconds to start."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opora.cli.app import run
from opora.store.engine import Embedded, Engine
from opora.store.spark import Spark
from tests.engines.agreement import assert_agree

MASTER = "local[1]"

#: Tables of a few hundred rows: compiling each question for speed takes longer than answering it.
QUICK = {"spark.sql.codegen.wholeStage": "false", "spark.driver.defaultJavaOptions": "-XX:TieredStopAtLevel=1"}


def reason_to_skip() -> str | None:
    """Return what is missing for Spark on this machine; None where nothing is."""
    if find_spec("pyspark") is None:
        return "Spark is not installed: make test-spark installs it"
    if shutil.which("java") is None:
        return "Spark needs Java, and this machine has none"
    return None


@dataclass(frozen=True)
class Both:
    """The embedded engine and Spark, asked the same."""

    embedded: Engine
    spark: Spark

    def agree_on(self, count: Callable[[Engine], Any], tolerance: float = 1e-12) -> Any:
        """Let both count, compare, and return what the embedded engine counted."""
        expected, found = count(self.embedded), count(self.spark)
        assert_agree(found, expected, tolerance)
        return expected


@pytest.fixture(scope="session")
def spark() -> Spark:
    if reason := reason_to_skip():
        pytest.skip(reason)
    return Spark(MASTER, QUICK)  # one session for the process: the commands of these tests count in it, too


@pytest.fixture(scope="session")
def both(spark: Spark) -> Iterator[Both]:
    connection = duckdb.connect()
    yield Both(Embedded(connection), spark)
    connection.close()


@pytest.fixture(scope="session")
def data(spark: Spark, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with a made-up region as release 1; its name is one that a pattern would trip over."""
    assert spark
    region, folder = tmp_path_factory.mktemp("регион") / "region", tmp_path_factory.mktemp("данные {1}, №2 ?")
    assert run(["generate", "--schools", "24", "--out", str(region)]) == 0
    assert run(["take-in", str(region / "files"), "--data", str(folder)]) == 0
    return folder
