"""What the doctor says of the engine that counts."""

import sys
from typing import Any

import pytest

from opora.store.spark import Spark
from opora_web.machine.examination import counting_engine


def test_the_embedded_engine_is_always_well(settings: Any):
    settings.ENGINE = None
    (seen,) = counting_engine()
    assert (seen.verdict, seen.seen) == ("good", "встроенный")


def test_an_engine_that_cannot_be_started_is_trouble_with_what_to_do(settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.ENGINE = Spark("local[1]")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)  # as if it were not installed
    (seen,) = counting_engine()
    assert seen.verdict == "trouble"
    assert "opora[spark]" in seen.remedy
