"""Percents of people back to people: a report says 36.36 % of 22, and that was 8 pupils."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from opora.sources.cells import Cell, number, text

#: How far the percents of one row may be from 100 in sum, however they were rounded.
LEAST_DRIFT = 1.5

_NOISE_DIGITS = 6  # 33.300000000000004 was written as 33.3


class Unit(Enum):
    """What the numbers of one row are."""

    COUNTS = "counts"
    PERCENTS = "percents"
    SHARES = "shares"  # a workbook's percent format: 0.3636 shown as 36.36 %


#: The most usual unit first: it is taken where several fit equally well (100 participants).
_BY_USAGE = (Unit.PERCENTS, Unit.COUNTS, Unit.SHARES)


@dataclass(frozen=True)
class People:
    """The people of one row.

    Attributes:
        counts: people in each cell; None where the report withholds the number.
        problem: code of the problem the row has, or None.
    """

    counts: tuple[int | None, ...]
    problem: str | None = None


def amount(cell: Cell) -> float | None:
    """Return a number that is not below zero; empty and dashes are None."""
    value = number(cell)
    if value is not None and value < 0:
        raise ValueError(text(cell))
    return value


def drift(percents: Sequence[float]) -> float:
    """Return how far from 100 the sum may be of percents that were rounded one by one: more parts, more drift."""
    parts = sum(1 for percent in percents if percent)
    return max(LEAST_DRIFT, 0.5 * _last_digit(percents) * (parts - 1))


def fits(values: Sequence[float], pupils: int, unit: Unit) -> bool:
    """Tell whether the numbers, taken in the unit, make up all participants."""
    total = sum(values)
    if unit is Unit.COUNTS:
        return total == pupils and all(float(value).is_integer() for value in values)
    if not pupils and not total:
        return True
    if unit is Unit.PERCENTS:
        return abs(total - 100) <= drift(values)
    return abs(total - 1) <= LEAST_DRIFT / 100


def table_unit(rows: Sequence[Sequence[float | None]], pupils: Sequence[int | None]) -> Unit:
    """Return the unit most rows of a table fit; where none fits, people if all numbers are whole, else percents."""
    known = [[value for value in row if value is not None] for row in rows]
    filled = [(values, count) for values, count in zip(known, pupils, strict=True) if count is not None and values]
    votes = {unit: sum(fits(values, count, unit) for values, count in filled) for unit in _BY_USAGE}
    if any(votes.values()):
        return max(_BY_USAGE, key=votes.__getitem__)
    are_whole = all(float(value).is_integer() for values in known for value in values)
    return Unit.COUNTS if are_whole else Unit.PERCENTS


def people_counted(values: Sequence[float | None], pupils: int, unit: Unit) -> People:
    """Return the people of one row whose cells are the parts of a whole.

    A dash beside numbers that make up the whole is a zero; a dash in a row that is short of the whole is withheld.

    Args:
        values: the numbers of the row, None for dashes and empty cells.
        pupils: participants of the row.
        unit: the unit of the table.
    """
    known = [value for value in values if value is not None]
    if not known:
        return People((None,) * len(values))
    if not fits(known, pupils, unit):
        return _incomplete(values, pupils, unit)
    numbers = [value or 0.0 for value in values]
    if unit is Unit.COUNTS:
        return People(tuple(int(value) for value in numbers))
    percents = [value * 100 for value in numbers] if unit is Unit.SHARES else numbers
    counts = whole_people(percents, pupils)
    return People(counts, None if _is_exact(percents, counts, pupils) else "percents-not-whole-people")


def _incomplete(values: Sequence[float | None], pupils: int, unit: Unit) -> People:
    """Return what a row says that withholds some of its numbers, or else the problem that it does not sum."""
    known = [value for value in values if value is not None]
    whole = {Unit.COUNTS: pupils, Unit.PERCENTS: 100 + LEAST_DRIFT, Unit.SHARES: 1 + LEAST_DRIFT / 100}[unit]
    if len(known) == len(values) or sum(known) > whole:
        code = "marks-do-not-sum" if unit is Unit.COUNTS else "percents-do-not-sum"
        return People((None,) * len(values), code)
    scale = {Unit.COUNTS: 1.0, Unit.PERCENTS: pupils / 100, Unit.SHARES: float(pupils)}[unit]
    return People(tuple(None if value is None else round(value * scale) for value in values))


def whole_people(percents: Sequence[float], pupils: int) -> tuple[int, ...]:
    """Return the people behind the percents, summing to the participants: the largest remainders get the rest."""
    total = sum(percents)
    if not total:
        return (0,) * len(percents)
    quotas = [percent * pupils / total for percent in percents]
    counts = [int(quota) for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda index: counts[index] - quotas[index])
    for index in by_remainder[: pupils - sum(counts)]:
        counts[index] += 1
    return tuple(counts)


def _is_exact(percents: Sequence[float], counts: Sequence[int], pupils: int) -> bool:
    """Tell whether the counts give the percents again, to the last digit the row states (rounded or cut off)."""
    if not pupils:
        return True
    precision = _last_digit(percents) + 10**-_NOISE_DIGITS
    return all(abs(100 * count / pupils - percent) < precision for count, percent in zip(counts, percents, strict=True))


def _last_digit(percents: Sequence[float]) -> float:
    """Return the worth of the last digit the row is written with: 0.01 of 36.36."""
    return float(10.0 ** -max(map(decimals, percents), default=0))


def decimals(value: float) -> int:
    """Return how many digits after the point the number was written with: 36.36 → 2."""
    written = f"{value:.{_NOISE_DIGITS}f}".rstrip("0")
    return len(written.partition(".")[2])
