"""The data rows below a heading row, read column by column, each cell with its place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell, numbers_its_columns, quotable, text
from opora.sources.headings import Found
from opora.sources.signs import SIGNS, told_by
from opora.vocabulary.problems import Place, Problem

_T = TypeVar("_T")


@dataclass
class Block:
    """Data rows of one table on one sheet.

    Attributes:
        book: the book, for its name in reports.
        sheet: the sheet.
        found: the heading row.
        numbers: number of each data row as the sender sees it, from 1.
        columns: cells of all columns, each as long as `numbers`.
        is_of_pupils: whether a row is a pupil's; what may be a name is then never quoted.
        problems: problems met while reading, in order.
    """

    book: Book
    sheet: Sheet
    found: Found
    numbers: list[int]
    columns: Sequence[Sequence[Cell]]
    is_of_pupils: bool = False
    problems: list[Problem] = field(default_factory=list)
    _told_signs: set[tuple[int, int]] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.numbers)

    def __contains__(self, name: str) -> bool:
        return name in self.found.columns

    def cells(self, name: str) -> Sequence[Cell]:
        """Return the raw cells of a known column; of a column the file lacks, empty ones."""
        if name not in self.found.columns:
            return [None] * len(self)
        return self.columns[self.found.columns[name]]

    def read(self, name: str, convert: Callable[[Cell], _T | None], code: str, expected: str = "") -> list[_T | None]:
        """Return a known column converted; a column the file lacks is all None.

        The converter raises ValueError on a cell it rejects: that is a problem of the given code, and the cell None.
        """
        if name not in self.found.columns:
            return [None] * len(self)
        return self.read_at(self.found.columns[name], convert, code, expected)

    def read_at(
        self, position: int, convert: Callable[[Cell], _T | None], code: str, expected: str = ""
    ) -> list[_T | None]:
        """Return the column at a position converted, as `read` does."""
        cells = self.columns[position]
        try:
            return list(map(convert, cells))
        except ValueError:
            reject = partial(self.report, code, expected=expected)
            return [self._one(index, position, convert, reject) for index in range(len(cells))]

    def _one(
        self, index: int, position: int, convert: Callable[[Cell], _T | None], reject: Callable[[int, int], None]
    ) -> _T | None:
        try:
            return convert(self.columns[position][index])
        except ValueError:
            reject(index, position)
            return None

    def report(self, code: str, index: int, position: int, **words: str) -> None:
        """Add the problem of one cell: data row `index` (from 0), column `position`; of a sign, what it stands for."""
        cell = self.columns[position][index]
        place = Place(self.book.file, self.sheet.name, self.numbers[index], self.found.texts[position] or None)
        sign = told_by(cell)
        if sign is None:
            words.setdefault("found", quotable(cell) if self.is_of_pupils else text(cell))
            self.problems.append(Problem(code, place, position=position, **words))
        elif (index, position) not in self._told_signs:
            self._told_signs.add((index, position))
            self.problems.append(Problem(sign[0], place, sign[1], position=position))

    def report_signs(self) -> None:
        """Add a problem for each cell of a known column that shows a sign in place of its value."""
        for position in self.found.columns.values():
            if not SIGNS.isdisjoint(self.columns[position]):
                for index in (index for index, cell in enumerate(self.columns[position]) if cell in SIGNS):
                    self.report("cell-error", index, position)

    @property
    def heading_place(self) -> Place:
        """Where the heading row stands."""
        return Place(self.book.file, self.sheet.name, self.found.row + 1)

    def layout_problems(self) -> list[Problem]:
        """Return what is wrong with the table as a whole: known columns that repeat, not one row."""
        repeated = [self.found.texts[self.found.columns[name]] for name in self.found.repeated]
        problems = [Problem("heading-repeated", self.heading_place, words) for words in repeated]
        return problems if len(self) else [*problems, Problem("nothing-inside", self.heading_place)]

    def address(self) -> dict[str, Any]:
        """Return the address columns of the rows, all but the file, which is known by its content."""
        return {"source_sheet": self.sheet.name, "source_row": self.numbers}


def block_below(
    book: Book, sheet: Sheet, found: Found, belongs: Callable[[Sequence[Cell]], bool], *, is_of_pupils: bool = False
) -> Block:
    """Return the rows after the heading row that belong to the table, with what cells merged down say in each.

    Args:
        book: the book.
        sheet: the sheet.
        found: the heading row.
        belongs: tells a data row from blank rows, totals and footers.
        is_of_pupils: whether a row is a pupil's.
    """
    below = sheet.rows[found.row + 1 :]
    numbers = [found.row + 2 + index for index, row in enumerate(below) if belongs(row)]
    if numbers and numbers_its_columns(sheet.rows[numbers[0] - 1]):
        del numbers[0]
    rows = [sheet.row(number - 1) for number in numbers]
    columns: Sequence[Sequence[Cell]] = list(zip(*rows, strict=True)) if rows else [()] * len(found.texts)
    block = Block(book, sheet, found, numbers, columns, is_of_pupils)
    block.report_signs()
    return block
