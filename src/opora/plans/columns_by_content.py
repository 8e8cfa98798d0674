"""Columns of a table without a heading, known by what stands in them: numbers, deadlines, names, parties."""

from collections.abc import Callable, Sequence

from opora.deadlines import Kind, read_deadline
from opora.plans.columns import PlanColumns
from opora.plans.documents.table_of_text import TableOfText, one_line
from opora.plans.parties import parties_of
from opora.plans.party_words import begins_body, begins_role
from opora.plans.rows import number_parts

_FEWEST_ROWS, _FEWEST_COLUMNS = 2, 3
_MOST_PART, _HALF = 0.7, 0.5
_LONGEST_DEADLINE, _LONGEST_PARTIES = 80, 200


def columns_by_content(table: TableOfText) -> PlanColumns | None:
    """Return what the columns of a table mean by what they hold, or None where they do not look like a plan's.

    A plan has deadlines in one column, and a number or somebody responsible in another; its longest words are names.
    """
    rows = [row for row in table.rows if len(row.filled) > 1]
    if len(rows) < _FEWEST_ROWS or table.width < _FEWEST_COLUMNS:
        return None
    columns = [[one_line(row.cells[place]) for row in rows] for place in range(table.width)]
    places: dict[str, tuple[int, ...]] = {}
    for meaning, holds, part in _MEANINGS:
        _place(places, meaning, [_part_that(holds, column) for column in columns], part)
    _place(places, "name", list(map(_length, columns)), 1)
    _place(places, "expected", list(map(_length, columns)), 1)
    is_plan = {"name", "deadline"} <= places.keys() and ("number" in places or "responsible" in places)
    return PlanColumns(-1, places, ("",) * table.width) if is_plan else None


def _place(places: dict[str, tuple[int, ...]], meaning: str, weights: Sequence[float], least: float) -> None:
    """Give a meaning the column of the greatest weight among those that have none yet."""
    taken = {column for of_meaning in places.values() for column in of_meaning}
    free = [column for column in range(len(weights)) if column not in taken and weights[column] >= least]
    if free:
        places[meaning] = (max(free, key=lambda column: weights[column]),)


def _part_that(holds: Callable[[str], bool], column: Sequence[str]) -> float:
    return sum(map(holds, column)) / len(column)


def _length(column: Sequence[str]) -> float:
    return sum(map(len, column)) / len(column)


def _is_number(words: str) -> bool:
    return number_parts(words) is not None


def _is_deadline(words: str) -> bool:
    return 0 < len(words) <= _LONGEST_DEADLINE and read_deadline(words, None).kind != Kind.UNPARSEABLE


def _are_parties(words: str) -> bool:
    if not words or len(words) > _LONGEST_PARTIES:
        return False
    return all(
        party.kind == "person" or begins_role(party.text) or begins_body(party.text) for party in parties_of(words)
    )


#: In this order: a number is no deadline, a deadline nobody responsible.
_MEANINGS: tuple[tuple[str, Callable[[str], bool], float], ...] = (
    ("number", _is_number, _HALF),
    ("deadline", _is_deadline, _MOST_PART),
    ("responsible", _are_parties, _HALF),
)
