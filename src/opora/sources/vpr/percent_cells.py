"""Columns of percents as shares of 0–1, whether the workbook holds 57.3 or the fraction 0.573."""

from collections.abc import Sequence

from opora.sources import cells
from opora.sources.block import Block


def shares_of_maximum(block: Block, positions: Sequence[int]) -> list[list[float | None]]:
    """Return the columns at the positions as shares of 0–1; a value beyond 0–100 % is a problem and becomes null.

    A table without a single value above 1 holds fractions (a workbook's percent format), not percents below one.
    """
    columns = [block.read_at(position, cells.number, "number-unknown") for position in positions]
    greatest = max((value for column in columns for value in column if value is not None), default=0)
    whole = 1.0 if greatest <= 1 else 100.0
    return [
        [_share(block, (index, position), value, whole) for index, value in enumerate(column)]
        for position, column in zip(positions, columns, strict=True)
    ]


def _share(block: Block, cell: tuple[int, int], value: float | None, whole: float) -> float | None:
    if value is not None and not 0 <= value <= whole:
        block.report("value-out-of-range", *cell, expected="от 0 до 100 %")
        return None
    return None if value is None else value / whole
