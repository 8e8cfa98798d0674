"""Rows about schools that the register and the context template have in common."""

from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

from opora.sources.block import Block
from opora.sources.forms.contract_columns import column_values
from opora.sources.forms.template_columns import CONTEXT_COLUMNS
from opora.sources.taken import Taken

_Key = TypeVar("_Key", bound=Hashable)


def tell_schools_twice(block: Block, schools: Sequence[str | None], keys: Sequence[_Key], seen: set[_Key]) -> None:
    """Report every row whose key an earlier row of the file already has.

    Args:
        block: the table.
        schools: code of each row, as read.
        keys: what tells two rows apart: the code alone, or the code and a year.
        seen: keys met so far, in all sheets of the file.
    """
    for index, (school, key) in enumerate(zip(schools, keys, strict=True)):
        if school and key in seen:
            block.report("school-twice", index, block.found.columns["school"])
        seen.add(key)


def context_values(block: Block) -> dict[str, list[Any]]:
    """Return the columns of the social context, each as long as the table."""
    return {column.name: column_values(block, column) for column in CONTEXT_COLUMNS}


def add_contexts(taken: Taken, block: Block, schools: Sequence[str | None], columns: dict[str, list[Any]]) -> None:
    """Add the social context of those rows that have any."""
    given = [index for index in range(len(block)) if has_context(columns, index)]
    rows = {name: [values[index] for index in given] for name, values in columns.items()}
    address = {"source_sheet": block.sheet.name, "source_row": [block.numbers[index] for index in given]}
    taken.add("contexts", len(given), {"school": [schools[index] for index in given], **rows, **address})


def has_context(columns: dict[str, list[Any]], index: int) -> bool:
    """Tell whether anything besides the year is known in a row."""
    return any(values[index] is not None for name, values in columns.items() if name != "year")
