"""Books are parsed ahead of being read: in order, a few at a time, each with its own refusal."""

from collections.abc import Iterator

import pytest

from opora.sources.arrivals import Arrival
from opora.sources.book import UnreadableFileError
from opora.sources.opened import LARGE_BYTES, MOST_AHEAD, opened
from tests.workbooks import xlsx


def books(number: int) -> list[Arrival]:
    return [Arrival(f"{name}.xlsx", xlsx({"Лист1": [[f"книга {name}", name]]})) for name in range(number)]


def test_books_come_in_the_order_of_their_files() -> None:
    read = [(arrival.file, list(book.result().sheets[0].rows[0])) for arrival, book in opened(books(10))]
    assert read == [(f"{name}.xlsx", [f"книга {name}", name]) for name in range(10)]


def test_a_file_that_cannot_be_opened_keeps_its_place_and_costs_no_other_file() -> None:
    sent = books(6)
    sent[1] = Arrival("пусто.xlsx", b"")
    sent[3] = Arrival("битая.xlsx", sent[3].content[:300])
    sent[4] = Arrival("страница.xls", b"<html>")
    said = []
    for arrival, book in opened(sent):
        try:
            said.append((arrival.file, str(book.result().sheets[0].rows[0][0])))
        except UnreadableFileError as refused:
            said.append((arrival.file, refused.problem.code))
    assert said == [
        ("0.xlsx", "книга 0"),
        ("пусто.xlsx", "file-empty"),
        ("2.xlsx", "книга 2"),
        ("битая.xlsx", "file-damaged"),
        ("страница.xls", "file-is-web-page"),
        ("5.xlsx", "книга 5"),
    ]


@pytest.mark.parametrize(("size", "ahead"), [(LARGE_BYTES - 1, MOST_AHEAD + 1), (LARGE_BYTES, 1)])
def test_only_a_few_small_books_wait_in_memory_and_no_large_one(size: int, ahead: int) -> None:
    begun = 0

    def sent() -> Iterator[Arrival]:
        nonlocal begun
        for name in range(10):
            begun += 1
            yield Arrival(f"{name}.csv", ((b"a" * 999 + b"\n") * (size // 1000 + 1))[:size])

    for read, (_, book) in enumerate(opened(sent()), 1):
        assert begun - read < ahead
        book.result()
    assert read == 10
