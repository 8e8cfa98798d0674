"""What a cell shows in place of a value: the sign of an error, or a formula that nobody has counted.

The parser of workbooks gives such cells out as empty, and an empty cell means something: a pupil who was absent. So
the signs are put back into the rows, where they are as unreadable as any other word out of place – and only there:
a failed formula on a sheet beside the data keeps nothing out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opora.sources.cells import Cell, column_letters
from opora.vocabulary.problems import Place, Problem

#: The sign of a formula without a value.
UNCOUNTED = "=…"

#: Signs of errors, as files and as Russian offices spell them.
ERRORS = frozenset(
    (
        "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA",
        "#Н/Д", "#ССЫЛКА!", "#ДЕЛ/0!", "#ЗНАЧ!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!",
    )
)  # fmt: skip
SIGNS = ERRORS | {UNCOUNTED}


@dataclass(frozen=True)
class Sign:
    """A cell that shows a sign: its row and column, from 0, and the sign."""

    row: int
    position: int
    words: str


#: The signs of each sheet, by its name or by its place among the sheets.
Signs = Mapping[str | int, Sequence[Sign]]


def told_by(sign: Cell) -> tuple[str, str] | None:
    """Return the kind of problem a cell with a sign is, and what to quote of it; None for any other cell."""
    if sign == UNCOUNTED:
        return "formula-without-value", ""
    return ("cell-error", str(sign)) if isinstance(sign, str) and sign in ERRORS else None


def sign_problem(file: str, sheet: str, sign: Sign) -> Problem:
    """Return the problem of a cell that stands under no heading, at the top of a sheet."""
    code, found = told_by(sign.words) or ("cell-error", sign.words)
    place = Place(file, sheet, sign.row + 1, column_letters(sign.position))
    return Problem(code, place, found, position=sign.position)


def put_signs(rows: Sequence[list[Cell]], signs: Iterable[Sign]) -> None:
    """Put the signs into the rows of a sheet; outside the rows there is nothing they could be a part of."""
    for sign in signs:
        if sign.row < len(rows) and sign.position < len(rows[sign.row]):
            rows[sign.row][sign.position] = sign.words
