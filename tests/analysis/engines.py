"""Tables of a contract on each engine the library runs on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from opora.tables import Contract


class Engine:
    """An engine that holds small tables: `lazy` gives them to the library, `rows` reads an answer back."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._connection = duckdb.connect()

    def lazy(self, contract: Contract, rows: Sequence[dict[str, Any]]) -> nw.LazyFrame:
        table = contract.table(rows)
        if self.name == "polars":
            return nw.from_native(pl.DataFrame(pl.from_arrow(table)).lazy())
        return nw.from_native(self._connection.from_arrow(table))

    def parts(self, contract: Contract, rows: Sequence[dict[str, Any]]) -> list[nw.LazyFrame]:
        """Return the table in parts, as a release stores it; without rows, one part."""
        divided = defaultdict(list)
        for row in rows:
            divided[tuple(row.get(name) for name in contract.partition)].append(row)
        return [self.lazy(contract, part) for part in divided.values()] or [self.lazy(contract, [])]

    def rows(self, answer: nw.LazyFrame, *key: str) -> list[dict[str, Any]]:
        return answer.sort(*key).collect(backend="pyarrow").to_native().to_pylist()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(params=["duckdb", "polars"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = Engine(request.param)
    yield engine
    engine.close()
