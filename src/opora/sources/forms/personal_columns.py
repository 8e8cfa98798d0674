"""Columns and cells that give a person away. They are never read, stored or quoted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from opora.sources import cells
from opora.sources.block import Block
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import plain

_PERSONAL = frozenset(
    map(plain, ("фио", "фамилия", "фамилии", "имя", "отчество", "паспорт", "серия", "снилс", "документ", "рождения"))
)
_WORD = re.compile(r"\w+")
_FULL_NAME = re.compile(r"^[А-ЯЁ][А-ЯЁа-яё-]+\s+[А-ЯЁ](?:[А-ЯЁа-яё-]+|\.)")
_NAME = re.compile(r"^\D*[А-ЯЁа-яё]{3}\D*$")


def personal_columns(block: Block) -> Iterator[Problem]:
    """Return a problem for each filled column with names or documents; it quotes the heading and nothing below it."""
    for position, words in enumerate(block.found.texts):
        if _is_personal(words) and any(cells.text(cell) for cell in block.columns[position]):
            place = Place(block.book.file, block.sheet.name, block.found.row + 1, words)
            yield Problem("names-present", place, position=position)


def _is_personal(heading: str) -> bool:
    words = plain(heading)
    return not _PERSONAL.isdisjoint(_WORD.findall(words)) or plain("фио") in words.replace(".", "").split()


def is_like_a_name(words: str) -> bool:
    """Tell whether a text could be somebody's name: at least three Cyrillic letters running and no digit."""
    return _NAME.match(words) is not None


def is_like_a_full_name(words: str) -> bool:
    """Tell whether a text starts like «Фамилия Имя» or «Фамилия И.»: no procedure, subject or level does."""
    return _FULL_NAME.match(words) is not None


def without_names(problems: Iterable[Problem], worded: Iterable[int]) -> list[Problem]:
    """Return the problems with nothing quoted that could be a name.

    In a sheet whose columns have shifted a name stands where a mark or a subject should be.

    Args:
        problems: problems of one sheet.
        worded: columns that hold words, whose words are quoted unless they are like a full name.
    """
    words = frozenset(worded)
    return [
        replace(problem, found="")
        if (is_like_a_full_name if problem.position in words else is_like_a_name)(problem.found)
        else problem
        for problem in problems
    ]
