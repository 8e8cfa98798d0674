"""ФИС ОКО, «Статистика по отметкам»: how many of each group got 2, 3, 4 and 5."""

import re

from opora.sources.book import Book
from opora.sources.headings import Found
from opora.sources.taken import Circumstances, Taken
from opora.sources.vpr.areas import area_columns
from opora.sources.vpr.group_people import people_of
from opora.sources.vpr.group_tables import (
    GroupRow,
    GroupTable,
    ValueColumns,
    group_rows,
    has_group_table,
    head_count,
    paper_and_address,
    taken_from_groups,
)

SOURCE = "vpr-marks"
RUSSIAN = "ВПР, статистика по отметкам"
NEEDS = "участники и доли отметок 2–5 по группам либо по школам; название работы или год, класс, предмет"
FILLS: tuple[str, ...] = ("mark_counts", "school_names")

_MARK = re.compile(r"^(?:отметка\s*|доля\s*|%\s*)?[«\"(]?\s*([2-5])\s*[»\")]?\s*[,(]?\s*%?\s*\)?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\d+(?:[.,]\d+)?$")
_MARKS = ("2", "3", "4", "5")


def _mark_columns(found: Found) -> ValueColumns:
    """Return the columns of the marks 2–5; none, where other numbered columns stand beside them."""
    named = [(position, _MARK.match(words)) for position, words in enumerate(found.texts)]
    marks = tuple((position, match[1]) for position, match in named if match)
    others = any(_NUMBERED.match(words) and words not in _MARKS for words in found.texts)
    return marks if tuple(sorted(mark for _, mark in marks)) == _MARKS and not others else ()


def recognises(book: Book) -> bool:
    """Tell whether any sheet has groups of participants with exactly the columns 2, 3, 4 and 5."""
    return has_group_table(book, _mark_columns)


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return the marks of each group in whole people, and the schools' names.

    Grain: one row per group and paper. The file's percents become people that sum to the participants; a file that
    holds people already is taken as it is. Marks a report withholds are null; a row that withholds even the number
    of participants is skipped with a warning. Source: domain reference §6.3.
    """
    return taken_from_groups(book, _mark_columns, lambda table, taken: _read_table(table, circumstances, taken))


def _read_table(table: GroupTable, circumstances: Circumstances, taken: Taken) -> list[GroupRow]:
    rows, counts = people_of(table, group_rows(table, circumstances.latest_year))
    schools = table.block.read("schools", head_count, "number-unknown", "целое число")
    columns = {
        **paper_and_address(table, rows),
        **area_columns(row.area for row in rows),
        "schools": [schools[row.index] for row in rows],
        "pupils": [row.pupils for row in rows],
    }
    for place, (_, mark) in enumerate(table.values):
        columns[f"mark_{mark}"] = [row_counts[place] for row_counts in counts]
    taken.add("mark_counts", len(rows), columns)
    return rows
