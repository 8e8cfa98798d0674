"""What names an engine, and what is said where it cannot be started."""

import sys

import pyarrow as pa
import pytest

from opora.store.engine_address import EXPECTED, engine_at
from opora.store.spark import Spark, SparkMissingError


def test_the_embedded_engine_is_every_stores_own() -> None:
    assert engine_at("duckdb") is None


@pytest.mark.parametrize(
    ("address", "master"),
    [
        ("spark://local", "local"),
        ("spark://local[1]", "local[1]"),
        ("spark://local[*]", "local[*]"),
        ("spark://счёт.область.рф:7077", "spark://счёт.область.рф:7077"),
        ("spark://one:7077,two:7077", "spark://one:7077,two:7077"),
    ],
)
def test_an_address_of_spark_is_its_master(address: str, master: str) -> None:
    engine = engine_at(address)
    assert isinstance(engine, Spark)
    assert engine.master == master


@pytest.mark.parametrize(
    "address",
    ["", "spark", "spark://", "spark://host", "spark://local[0]", "postgres://a:1", "DuckDB", "spark://a b:1"],
)
def test_anything_else_is_refused_with_what_is_expected(address: str) -> None:
    with pytest.raises(ValueError, match="spark") as refused:
        engine_at(address)
    assert str(refused.value) == EXPECTED


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)  # as if it were not installed
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(SparkMissingError, match=r"opora\[spark\]"):
        Spark("local[1]").lazy(pa.table({"a": [1]}))
