"""Every report is recognised by exactly one reader."""

import pytest

from opora.sources import READERS
from tests.sources.vpr_samples import SAMPLES, Rows
from tests.workbooks import book

CASES = [(source, rows) for source, samples in SAMPLES.items() for rows in samples]


@pytest.mark.parametrize(("source", "rows"), CASES)
def test_exactly_one_reader_recognises_a_report(source: str, rows: Rows) -> None:
    opened = book(rows, sheet="Протокол")
    assert [reader.SOURCE for reader in READERS if reader.recognises(opened)] == [source]


def test_no_reader_recognises_a_table_of_something_else() -> None:
    opened = book([["Класс", "Учитель", "Кабинет"], ["5А", "есть", 12]])
    assert not [reader.SOURCE for reader in READERS if reader.recognises(opened)]


def test_every_vpr_reader_has_a_sample() -> None:
    named = {reader.SOURCE for reader in READERS if reader.SOURCE.startswith(("vpr-", "collection-"))}
    assert named == set(SAMPLES)
