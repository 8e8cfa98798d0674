"""ФИС ОКО, «Распределение первичных баллов»: how many of each group earned each score."""

import re
from collections.abc import Sequence

from opora.sources import cells
from opora.sources.book import Book
from opora.sources.headings import Found
from opora.sources.taken import Circumstances, Taken
from opora.sources.titles import stated_maximum
from opora.sources.vpr.areas import area_columns
from opora.sources.vpr.group_people import people_of
from opora.sources.vpr.group_tables import (
    GroupRow,
    GroupTable,
    ValueColumns,
    group_rows,
    has_group_table,
    paper_and_address,
    taken_from_groups,
)
from opora.vocabulary.papers import Paper

SOURCE = "vpr-scores"
RUSSIAN = "ВПР, распределение первичных баллов"
NEEDS = (
    "участники и доли по первичным баллам 0, 1, 2 … по группам либо по школам; название работы или год, класс, предмет"
)
FILLS: tuple[str, ...] = ("score_counts", "school_names")

_SCORE = re.compile(r"^(\d{1,3})\s*(?:балл(?:а|ов)?)?\s*[,(]?\s*%?\s*\)?$", re.IGNORECASE)
_ZERO_AND_ONE = {"0", "1"}


def _score_columns(found: Found) -> ValueColumns:
    """Return the columns of scores; a distribution begins with the score 0."""
    named = [(position, _SCORE.match(words)) for position, words in enumerate(found.texts)]
    scores = tuple((position, match[1]) for position, match in named if match)
    return scores if {score for _, score in scores} >= _ZERO_AND_ONE else ()


def recognises(book: Book) -> bool:
    """Tell whether any sheet has groups of participants with columns of scores from 0 on."""
    return has_group_table(book, _score_columns)


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return how many people of each group earned each score, and the schools' names.

    Grain: one row per group, paper and score from 0 to the paper's maximum. A score nobody earned is a row with zero
    people: gaps and peaks in a distribution are what it is read for. The maximum is what the lines above the table
    state, or else the last score any group of the paper has a number for; a score above a stated maximum is a problem.
    Where a report withholds all scores of a group they are null. Source: domain reference §6.5.
    """
    return taken_from_groups(book, _score_columns, lambda table, taken: _read_table(table, circumstances, taken))


def _read_table(table: GroupTable, circumstances: Circumstances, taken: Taken) -> list[GroupRow]:
    rows, counts = people_of(table, group_rows(table, circumstances.latest_year))
    _report_above_maximum(table, rows, counts)
    maxima = _maxima(table, rows)
    scores = [int(score) for _, score in table.values]
    spread = [
        (row, score, count)
        for row, row_counts in zip(rows, counts, strict=True)
        for score, count in zip(scores, row_counts, strict=True)
        if score <= maxima[row.paper]
    ]
    repeated = [row for row, _, _ in spread]
    columns = {
        **paper_and_address(table, repeated),
        **area_columns(row.area for row in repeated),
        "primary_score": [score for _, score, _ in spread],
        "scored": [count for _, _, count in spread],
        "pupils": [row.pupils for row in repeated],
    }
    taken.add("score_counts", len(spread), columns)
    return rows


def _maxima(table: GroupTable, rows: Sequence[GroupRow]) -> dict[Paper, int]:
    """Return the greatest score of each paper."""
    stated = None if table.is_tidy else stated_maximum(table.title)
    maxima: dict[Paper, int] = {}
    for row in rows:
        maxima[row.paper] = max(maxima.get(row.paper, 0), stated or _last_number(table, row))
    return maxima


def _last_number(table: GroupTable, row: GroupRow) -> int:
    """Return the last score the row has a number for, a zero too: cells above the maximum are empty."""
    filled = (int(score) for position, score in table.values if _is_filled(table, row, position))
    return max(filled, default=0)


def _is_filled(table: GroupTable, row: GroupRow, position: int) -> bool:
    return cells.text(table.block.columns[position][row.index]) != ""


def _report_above_maximum(table: GroupTable, rows: Sequence[GroupRow], counts: Sequence[Sequence[int | None]]) -> None:
    most = None if table.is_tidy else stated_maximum(table.title)
    if most is None:
        return
    for row, row_counts in zip(rows, counts, strict=True):
        for (position, score), count in zip(table.values, row_counts, strict=True):
            if count and int(score) > most:
                expected = f"баллы не больше {most}"
                table.block.report("score-above-maximum", row.index, position, expected=expected)
