"""Readers fill the tables they say they fill – the reference page repeats their word."""

from collections import defaultdict

import pytest

from opora.sources import READERS
from opora.sources.book import Book, open_book
from opora.synthetic import RegionPlan, write_region
from tests.sources.vpr_samples import SAMPLES
from tests.workbooks import CIRCUMSTANCES, book


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Book]:
    """One book of each ВПР report, and everything a small made-up region sends."""
    folder = tmp_path_factory.mktemp("region")
    write_region(RegionPlan(schools=6, years=(2024,)), folder, lambda *_: None)
    sent = [open_book(file.name, file.read_bytes()) for file in (folder / "files").rglob("*") if file.is_file()]
    return [*sent, *(book(rows, sheet="Протокол") for samples in SAMPLES.values() for rows in samples)]


def test_readers_fill_the_tables_they_name_and_no_others(books: list[Book]) -> None:
    filled: dict[str, set[str]] = defaultdict(set)
    for one in books:
        reader = next(reader for reader in READERS if reader.recognises(one))
        filled[reader.SOURCE] |= {batch.table for batch in reader.read(one, CIRCUMSTANCES).batches}
    named = {reader.SOURCE: set(reader.FILLS) for reader in READERS}
    assert len(filled) >= 10
    assert {source: tables - named[source] for source, tables in filled.items() if tables - named[source]} == {}
    whole = {source for source in filled if source.startswith("vpr-")}  # the samples hold every part of these reports
    assert {source: named[source] - filled[source] for source in whole if named[source] - filled[source]} == {}
