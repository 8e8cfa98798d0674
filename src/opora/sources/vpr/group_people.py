"""People in the cells of a table of groups: what its percents come to, and what is said of rows that do not sum."""

from collections.abc import Sequence

from opora.sources import cells
from opora.sources.vpr.group_tables import GroupRow, GroupTable
from opora.sources.vpr.people_counts import People, Unit, amount, people_counted, table_unit
from opora.vocabulary.problems import Place, Problem


def people_of(table: GroupTable, rows: Sequence[GroupRow]) -> tuple[list[GroupRow], list[tuple[int | None, ...]]]:
    """Return the rows whose participants are known, and for each the people in its columns of numbers.

    A row that withholds its participants is skipped with a warning; one that has numbers all the same is a problem.
    """
    columns = [table.block.read_at(position, amount, "number-unknown") for position, _ in table.values]
    values = list(zip(*columns, strict=True))
    counted = [row for row in rows if _is_counted(table, row, values[row.index])]
    unit = table_unit([values[row.index] for row in counted], [row.pupils for row in counted])
    return counted, [_people(table, row, values[row.index], unit).counts for row in counted]


def _is_counted(table: GroupTable, row: GroupRow, values: Sequence[float | None]) -> bool:
    if row.pupils is not None:
        return True
    block, position = table.block, table.block.found.columns["pupils"]
    if any(told.position == position and told.place.row == block.numbers[row.index] for told in block.problems):
        return False  # something stands there and is no number: that has been said
    if any(value is not None for value in values):
        block.report("value-missing", row.index, position, expected="число участников")
    else:
        block.report("row-skipped", row.index, position, expected="число участников")
    return False


def _people(table: GroupTable, row: GroupRow, values: Sequence[float | None], unit: Unit) -> People:
    people = people_counted(values, row.pupils or 0, unit)
    if people.problem:
        block = table.block
        place = Place(
            block.book.file, block.sheet.name, block.numbers[row.index], block.found.texts[table.values[0][0]]
        )
        cells_of_row = [cells.text(block.columns[position][row.index]) for position, _ in table.values]
        found = " / ".join(words for words in cells_of_row if words)
        block.problems.append(Problem(people.problem, place, found, position=table.values[0][0]))
    return people
