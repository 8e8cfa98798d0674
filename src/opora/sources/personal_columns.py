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


def without_names(problems: Iterable[Problem], columns: Iterable[int]) -> list[Problem]:
    """Return the problems with nothing quoted from the given columns that could be a name.

    In a sheet whose columns have shifted a name stands where a mark should be.
    """
    guarded = frozenset(columns)
    return [
        replace(problem, found="") if problem.position in guarded and is_like_a_name(problem.found) else problem
        for problem in problems
    ]
