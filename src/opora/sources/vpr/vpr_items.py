"""ФИС ОКО, «Выполнение заданий» and «Выполнение заданий группами участников»: shares of the greatest scores."""

import re
from functools import lru_cache

from opora.sources import cells
from opora.sources.book import Book
from opora.sources.headings import Found
from opora.sources.taken import Circumstances, Taken
from opora.sources.vpr.areas import area_columns, level_named
from opora.sources.vpr.group_tables import (
    GroupRow,
    GroupTable,
    ValueColumns,
    group_rows,
    has_group_table,
    paper_and_address,
    states_maxima,
    taken_from_groups,
)
from opora.sources.vpr.item_names import item_heading
from opora.sources.vpr.percent_cells import shares_of_maximum
from opora.tables.results import MOST_ITEMS
from opora.vocabulary.problems import Problem
from opora.vocabulary.spelling import plain

SOURCE = "vpr-items"
RUSSIAN = "ВПР, выполнение заданий"
NEEDS = "группа, участники, столбцы заданий, строка «Макс балл»; название работы"
FILLS: tuple[str, ...] = ("item_shares", "school_names")

ALL = "all"

_FIRST_ITEM = re.compile(r"^1(?!\d)")
#: «2», «"2"», «Отметка 2», «Ср.% вып. уч. гр.баллов 2», «Группа участников, получивших отметку «2»».
_MARK_GROUP = re.compile(
    rf"^(?:.*(?:{plain('балл')}|{plain('отметк')}|{plain('групп')}|{plain('получив')})\D*)?\W*([2-5])\W*$"
)


def _item_columns(found: Found) -> ValueColumns:
    """Return the columns of items; items are numbered from 1, and a 0 among them means a distribution of scores."""
    named = [(position, item_heading(words)) for position, words in enumerate(found.texts)]
    items = tuple((position, item.name) for position, item in named if item)
    names = {name for _, name in items}
    return items if any(map(_FIRST_ITEM.match, names)) and "0" not in names else ()


def recognises(book: Book) -> bool:
    """Tell whether any sheet has groups of participants with columns of items from 1 on."""
    return has_group_table(book, _item_columns)


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return how well each group did each item, and the schools' names.

    Grain: one row per group, paper, group by mark and item. The share is of the greatest score, 0–1; null where the
    report withholds it. Rows named by a mark («2», «Отметка 3») are the pupils with that mark within the group named
    last above. Source: domain reference §6.6.
    """
    return taken_from_groups(book, _item_columns, lambda table, taken: _read_table(table, circumstances, taken))


@lru_cache(maxsize=4_096)
def mark_group_named(words: str) -> str | None:
    """Return the mark by which a row's group is named, or None where the row names a group of its own."""
    found = _MARK_GROUP.match(plain(words)) if level_named(words) is None else None
    return found[1] if found else None


def _read_table(table: GroupTable, circumstances: Circumstances, taken: Taken) -> list[GroupRow]:
    if _has_too_many(table):
        return []
    rows = group_rows(table, circumstances.latest_year, mark_group_named)
    groups = _mark_groups(table)
    shares = shares_of_maximum(table.block, [position for position, _ in table.values])
    spread = [(row, place) for row in rows for place in range(len(table.values))]
    maxima = _maxima(table)
    repeated = [row for row, _ in spread]
    columns = {
        **paper_and_address(table, repeated),
        **area_columns(row.area for row in repeated),
        "report": "items" if all(group == "all" for group in groups) else "groups",
        "mark_group": [groups[row.index] for row in repeated],
        "pupils": [row.pupils for row in repeated],
        "position": [place + 1 for _, place in spread],
        "item": [table.values[place][1] for _, place in spread],
        "max_score": [maxima[place] for _, place in spread],
        "share_of_maximum": [shares[place][row.index] for row, place in spread],
    }
    taken.add("item_shares", len(spread), columns)
    return rows


def _has_too_many(table: GroupTable) -> bool:
    if len(table.values) <= MOST_ITEMS:
        return False
    block = table.block
    place = block.heading_place
    block.problems.append(Problem("too-many-items", place, str(len(table.values))))
    return True


def _mark_groups(table: GroupTable) -> list[str]:
    """Return the group by mark of each row: its own column says it, or else its name."""
    block = table.block
    stated = [mark_group_named(cells.text(cell)) for cell in block.cells("mark_group")]
    named = [mark_group_named(cells.text(cell)) for cell in block.cells("area")]
    return [first or second or ALL for first, second in zip(stated, named, strict=True)]


def _maxima(table: GroupTable) -> list[int | None]:
    """Return the greatest score of each item, from its heading («4 (2б)») or from the row «Макс балл»."""
    texts, heading = table.block.found.texts, table.block.found.row
    near = table.block.sheet.rows[max(0, heading - 2) : heading + 6]
    positions = [position for position, _ in table.values]
    stated = next(
        (row for row in near if states_maxima(row) and any(cells.text(row[position]) for position in positions)),
        [None] * len(texts),
    )
    return [_maximum(texts[position], stated[position]) for position in positions]


def _maximum(heading: str, cell: cells.Cell) -> int | None:
    item = item_heading(heading)
    if item and item.max_score is not None:
        return item.max_score
    words = cells.text(cell)
    return int(words) if words.isdecimal() and len(words) <= 3 else None  # noqa: PLR2004 - scores have three digits
