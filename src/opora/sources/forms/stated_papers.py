"""The paper and the school that a template states in every row, by words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from opora.sources import cells
from opora.sources.block import Block
from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.forms.contract_columns import (
    CellRejectedError,
    Parse,
    column_values,
    data_sheets,
    filled_block,
    one_of,
    values_at,
)
from opora.sources.headings import Headings
from opora.sources.taken import Taken
from opora.sources.titles import EARLIEST_YEAR
from opora.tables.results import RESULTS
from opora.vocabulary.codes import school_code
from opora.vocabulary.in_force import remembered
from opora.vocabulary.papers import Paper
from opora.vocabulary.procedures import procedure_named, procedures
from opora.vocabulary.spelling import plain
from opora.vocabulary.subjects import LEVELS, subject_named, subjects

#: How a person may write the level of a paper, besides its full name.
_LEVEL_WORDS = {
    "standard": ("обычный", "стандартный", "-"),
    "base": ("базовый", "база"),
    "profile": ("профильный", "профиль"),
    "advanced": ("углублённый",),
}
_LEVELS = {
    plain(words): level
    for level, spellings in _LEVEL_WORDS.items()
    for words in (*spellings, level, LEVELS[level])
    if words
}


def taken_from_sheets(
    book: Book, headings: Headings, read_sheet: Callable[[Block, Taken], list[Paper | None]]
) -> Taken:
    """Return what a filled template gives: the rows of each of its sheets, and the year.

    Args:
        book: the book; the sheets with the example and the explanations are never read.
        headings: the headings of the template.
        read_sheet: adds the rows of one sheet to what is taken, and returns the paper of each.
    """
    taken = Taken()
    papers: list[Paper | None] = []
    for sheet in data_sheets(book):
        found = headings.find_in(sheet)
        if found:
            papers += read_sheet(filled_block(book, sheet, found), taken)
    taken.year = single_year(papers)
    return taken


def stated_papers(block: Block, latest_year: int) -> list[Paper | None]:
    """Return the paper of each row; None where a word of it is missing or not known, which is a problem."""
    year = replace(RESULTS.column("year"), range=(EARLIEST_YEAR, latest_year))
    known = _values(block, "subject", _subject)
    levels = _values(block, "level", _level)
    _tell_levels_that_differ(block, known, levels)
    stated = zip(
        column_values(block, year, out_of_range="year-unlikely"),
        _values(block, "procedure", _procedure),
        known,
        column_values(block, RESULTS.column("paper_grade")),
        levels,
        strict=True,
    )
    return [_paper(*words) for words in stated]


def _paper(*stated: Any) -> Paper | None:
    year, procedure, subject, grade, level = stated
    if None in (year, procedure, subject, grade):
        return None
    return Paper(year, procedure, subject[0], grade, level or subject[1])


def _values(block: Block, name: str, parse: Parse) -> list[Any]:
    return values_at(block, block.found.columns[name], parse) if name in block else [None] * len(block)


@remembered(4_096)
def _procedure(cell: Cell) -> str:
    words = cells.text(cell)
    code = procedure_named(words)
    if code is None:
        shorts = [procedure.short for procedure in procedures().values()]
        raise CellRejectedError("value-not-in-list" if words else "value-missing", one_of(shorts))
    return code


@remembered(4_096)
def _subject(cell: Cell) -> tuple[str, str]:
    words = cells.text(cell)
    known = subject_named(words)
    if known is None:
        raise CellRejectedError("subject-unknown" if words else "value-missing", _likely_subjects(words))
    return known


def _likely_subjects(words: str) -> str:
    """Return the known names most like the words: «возможно, «математика»»; empty where nothing is like them."""
    names = {plain(subject.name): subject.name for subject in subjects().values()}
    near = get_close_matches(plain(words), names, n=3, cutoff=0.6)
    return f"предмет из справочника, возможно, {one_of([f'«{names[key]}»' for key in near])}" if near else ""


@lru_cache(maxsize=4_096)
def _level(cell: Cell) -> str | None:
    word = plain(cells.text(cell))
    if word and word not in _LEVELS:
        labels = [f"«{label}»" for label in LEVELS.values() if label]
        raise CellRejectedError("value-not-in-list", f"{one_of(labels)}, у обычной работы – пусто")
    return _LEVELS.get(word)


def _tell_levels_that_differ(
    block: Block, known: Sequence[tuple[str, str] | None], levels: Sequence[str | None]
) -> None:
    """Report «математика базовая» beside «профильный уровень»."""
    for index, (subject, level) in enumerate(zip(known, levels, strict=True)):
        if subject and level and subject[1] not in ("standard", level):
            expected = f"«{LEVELS[subject[1]]}», как в названии предмета"
            block.report("value-not-in-list", index, block.found.columns["level"], expected=expected)


def stated_schools(block: Block) -> list[str | None]:
    """Return the school code of each row in one spelling; a row without one is a problem."""
    return _values(block, "school_code", _school)


def _school(cell: Cell) -> str:
    code = school_code(cells.text(cell))
    if code in ("", "-"):
        raise CellRejectedError("school-code-missing")
    return code


def add_school_names(taken: Taken, block: Block, codes: Sequence[str | None]) -> None:
    """Add each school code once with the last name and municipality that stand beside it."""
    names, municipalities = words_of(block, "name"), words_of(block, "municipality")
    seen = {
        code: {"school_code": code, "name": name, "municipality": municipality}
        for code, name, municipality in zip(codes, names, municipalities, strict=True)
        if code
    }
    taken.add_rows("school_names", list(seen.values()))


def words_of(block: Block, name: str) -> list[str | None]:
    """Return a column of words as a person reads them, empty cells as None."""
    return [cells.text(cell) or None for cell in block.cells(name)]


def single_year(papers: Iterable[Paper | None]) -> int | None:
    """Return the year of all papers where it is one, else None."""
    years = {paper.year for paper in papers if paper}
    return years.pop() if len(years) == 1 else None
