"""Every indicator keeps its promise: applied to empty tables it has the columns and types of its contract."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

import opora.analysis
from opora.analysis.below_threshold import below_threshold
from opora.analysis.lower_part import lower_part
from opora.analysis.mark_indicators import mark_indicators
from opora.analysis.movement import MovementRule, movements
from opora.analysis.pooling import pooled, pooled_marks
from opora.tables import (
    BELOW_THRESHOLD,
    MARK_COUNTS,
    MARK_INDICATORS,
    MOVEMENTS,
    RESULTS,
    SCHOOL_CODES,
    Contract,
)
from opora.vocabulary.scales import minimum_scores
from tests.analysis.engines import Engine

TAKEN = (RESULTS, MARK_COUNTS, SCHOOL_CODES)


@dataclass(frozen=True)
class Indicator:
    takes: tuple[Contract, ...]
    computed: Callable[..., nw.LazyFrame | pa.Table]
    promised: Contract


INDICATORS = {
    "below_threshold": Indicator(
        TAKEN, lambda results, *others: below_threshold([results], *others, minimum_scores()), BELOW_THRESHOLD
    ),
    "lower_part": Indicator(
        (RESULTS, SCHOOL_CODES), lambda results, codes: lower_part([results], codes, 25), BELOW_THRESHOLD
    ),
    "mark_indicators": Indicator(TAKEN, mark_indicators, MARK_INDICATORS),
    "pooled": Indicator((BELOW_THRESHOLD,), lambda table: pooled(table, (2023, 2024)), BELOW_THRESHOLD),
    "pooled_marks": Indicator((MARK_INDICATORS,), lambda table: pooled_marks(table, (2023, 2024)), MARK_INDICATORS),
    "movements": Indicator((BELOW_THRESHOLD,), lambda table: movements(table, MovementRule((2023, 2024))), MOVEMENTS),
}


@pytest.mark.parametrize("name", INDICATORS)
def test_an_indicator_of_nothing_has_the_promised_columns(name: str, engine: Engine) -> None:
    indicator = INDICATORS[name]
    answer = indicator.computed(*(engine.lazy(contract, []) for contract in indicator.takes))
    promised = nw.from_native(indicator.promised.table([]), eager_only=True).schema
    found = (
        answer.collect_schema() if isinstance(answer, nw.LazyFrame) else nw.from_native(answer, eager_only=True).schema
    )
    assert dict(found) == dict(promised)
    assert list(found) == indicator.promised.names


def test_indicators_know_no_connection_no_clock_and_no_file() -> None:
    forbidden = ("import duckdb", "import polars", "import datetime", "open(", "import os", "random")
    modules = list(Path(opora.analysis.__file__).parent.glob("*.py"))
    assert len(modules) > 5
    found = [(module.name, word) for module in modules for word in forbidden if word in module.read_text("utf-8")]
    assert found == []
