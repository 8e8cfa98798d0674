"""Answers summed up by raw score and booklet."""

import pytest

from opora.analysis.rasch import score_groups
from tests.analysis.rasch.answered import ENGINES, answers


@pytest.mark.parametrize("engine", ENGINES)
def test_answers_are_counted_by_item_category_and_raw_score(engine: str) -> None:
    groups = score_groups(*answers([[1, 0, 0], [0, 1, 0], [1, 1, 0], [1, 1, 2]], engine))
    (booklet,) = groups.booklets
    assert groups.maximum.tolist() == [1, 1, 2]
    assert booklet.pupils.tolist() == [0, 2, 1, 0, 1]
    assert booklet.counts[0].tolist() == [[0, 1, 0, 0, 0], [0, 1, 1, 0, 1], [0, 0, 0, 0, 0]]
    assert booklet.counts[2].tolist() == [[0, 2, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1]]
    assert groups.is_complete


@pytest.mark.parametrize("engine", ENGINES)
def test_pupils_with_different_items_are_different_booklets(engine: str) -> None:
    groups = score_groups(*answers([[1, None, 0], [None, 1, 1], [0, None, 1], [None, None, None]], engine))
    assert [booklet.items.tolist() for booklet in groups.booklets] == [[0, 2], [1, 2]]
    assert [booklet.pupils.tolist() for booklet in groups.booklets] == [[0, 2, 0], [0, 0, 1]]
    assert groups.pupils == 3
    assert groups.silent == 1
    assert not groups.is_complete


def test_an_item_not_started_earns_nothing_and_is_an_answer() -> None:
    groups = score_groups(*answers([[-1, 1], [1, -1], [0, 1]]))
    assert groups.answers.tolist() == [[2, 1], [1, 2]]


def test_more_items_than_the_bits_of_one_number_are_told_apart() -> None:
    full = [1, 0] * 60
    one = list(full)
    one[110] = None
    groups = score_groups(*answers([full, one, [1 - answer for answer in full]]))
    assert [booklet.items.size for booklet in groups.booklets] == [120, 119] or [
        booklet.items.size for booklet in groups.booklets
    ] == [119, 120]
    assert groups.pupils == 3
