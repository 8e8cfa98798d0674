"""A sheet of РИС ГИА cut into sections: one exam under one heading row, without its footers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from opora.sources.book import Sheet
from opora.sources.cells import Cell, numbers_its_columns
from opora.sources.gia.exam_titles import Announcements, Exam
from opora.sources.gia.protocol_layout import Layout, cell_at, is_filled, layout_at

_MOST_TITLE_CELLS = 4
_FEWEST_PUPIL_CELLS = 4
_MOST_FOOTER_CELLS = 8
_FOOTER = re.compile(
    r"^\W*(?:[сc]р[еe]дн\w*|минимальн\w+ (?:граница|балл)|максимальн\w+ балл|всего(?: участников)?|итого)(?!\w)",
    re.IGNORECASE,
)
_CODE = re.compile(r"\d{3}|[^\W\d_]{3}")
_TOTAL = re.compile(r"^\W*всего", re.IGNORECASE)
_INTEGER = re.compile(r"(?<![\d.,])(\d{1,7})(?:[.,]0+)?(?![\d.,])")


@dataclass
class Section:
    """Rows of one exam under one heading row.

    Attributes:
        sheet: name of the sheet.
        layout: the heading row.
        exam: the exam the title names; None where no title stands above.
        rows: participants' rows with their numbers; they name people, so they are not shown.
        totals: row number of each «Всего участников» and the number it states.
        loose: numbers of rows that hold something, yet no participant.
    """

    sheet: str
    layout: Layout
    exam: Exam | None
    rows: list[tuple[int, Sequence[Cell]]] = field(default_factory=list, repr=False)
    totals: list[tuple[int, int]] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)


def sections(sheet: Sheet) -> list[Section]:
    """Return the sections of a sheet from top to bottom."""
    return _Scan(sheet).sections


class _Scan:
    """One pass over a sheet, row by row."""

    def __init__(self, sheet: Sheet) -> None:
        self.sections: list[Section] = []
        self._sheet = sheet
        self._layout: Layout | None = None
        self._announced = Announcements()
        self._is_closed = False  # totals were read: what follows under a new heading row needs its own title
        for index, row in enumerate(sheet.rows):
            filled = [position for position, cell in enumerate(row) if is_filled(cell)]
            if filled and (self._layout is None or index >= self._layout.last_row):
                self._take(index, row, filled)

    def _take(self, index: int, row: Sequence[Cell], filled: list[int]) -> None:
        layout = layout_at(self._sheet.rows, index)
        if layout:
            self._layout = layout
            self._announced = Announcements() if self._is_closed else self._announced
            self._is_closed = False
            self._hear_the_sheet()
        elif len(filled) <= _MOST_TITLE_CELLS and self._is_title(index, row, filled):
            self._is_closed = False
        elif self._layout:
            self._take_below(self._layout, index, row, filled)

    def _hear_the_sheet(self) -> None:
        """Take the sheet's name for the title of a first table without one: a .csv file has no room for a title."""
        if not self.sections and self._announced.exam is None:
            self._announced.hear(self._sheet.name.replace("_", " "), 0)

    def _is_title(self, index: int, row: Sequence[Cell], filled: list[int]) -> bool:
        if self._layout and len(filled) > 1 and is_filled(cell_at(row, self._layout.columns["school"])):
            return False  # a participant with few filled cells
        return self._announced.hear("; ".join(str(row[position]) for position in filled), index + 1)

    def _take_below(self, layout: Layout, index: int, row: Sequence[Cell], filled: list[int]) -> None:
        if _is_footer(row, filled, layout):
            self._is_closed = True
            self._take_total(self._section(layout), index, row, filled)
        elif _is_participant(row, filled, layout):
            self._section(layout).rows.append((index + 1, self._sheet.row(index)))
        elif len(filled) > 1 and not numbers_its_columns(row):
            self._section(layout).loose.append(index + 1)

    def _section(self, layout: Layout) -> Section:
        """Return the section under way. Title and headings repeated on a printed page do not begin another."""
        exam = self._announced.exam
        last = self.sections[-1] if self.sections else None
        if last and last.layout.texts == layout.texts and _said(last.exam) == _said(exam):
            return last
        self.sections.append(Section(self._sheet.name, layout, exam))
        return self.sections[-1]

    def _take_total(self, section: Section, index: int, row: Sequence[Cell], filled: list[int]) -> None:
        if _TOTAL.match(str(row[filled[0]])):
            numbers = [number for position in filled for number in _INTEGER.findall(str(row[position]))]
            section.totals += [(index + 1, int(number)) for number in numbers[-1:]]


def _said(exam: Exam | None) -> tuple[object, ...]:
    return (exam.subject, exam.level, exam.year, exam.grades, exam.is_gve, exam.held_on) if exam else ()


def _is_footer(row: Sequence[Cell], filled: list[int], layout: Layout) -> bool:
    """Tell averages, thresholds and totals: they begin with their name, and little or no school stands beside it."""
    first, school = filled[0], layout.columns["school"]
    names_school = _is_code(cell_at(row, school)) and first != school and len(filled) >= _FEWEST_PUPIL_CELLS
    if len(filled) > _MOST_FOOTER_CELLS or names_school:
        return False
    words = row[first]
    return isinstance(words, str) and bool(_FOOTER.match(words))


def _is_code(cell: Cell) -> bool:
    """Tell what may be a school's code from the numbers of a footer, which are shorter."""
    return bool(_CODE.search(str(cell)))


def _is_participant(row: Sequence[Cell], filled: list[int], layout: Layout) -> bool:
    if numbers_its_columns(row):
        return False
    return len(filled) >= _FEWEST_PUPIL_CELLS or (len(filled) > 1 and is_filled(cell_at(row, layout.columns["school"])))
