"""Rows of a plan's table: which are measures, which sections, which the rest of the row above."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opora.plans.columns import PlanColumns, meaning_of
from opora.plans.documents.table_of_text import TableOfText, TextRow, one_line
from opora.plans.party_words import begins_role
from opora.vocabulary.spelling import plain, tidy

_NUMBER = re.compile(r"^(?:п\.? ?|№ ?)?(\d{1,4}(?:\.\d{1,3}){0,3})\.?\)?\.?$")
_ROMAN = re.compile(r"^[ivxlхIVXLХ]{1,6}\.?$")
_TITLED_SECTION = re.compile(r"^(?:раздел|направление|блок|этап|задача|модуль|часть|глава)\b", re.IGNORECASE)
_NUMBERED_SECTION = re.compile(r"^(?:\d{1,2}|[IVXХ]{1,5})\s?\.\s*\D")
_GOES_ON = re.compile(r"^[\s\"«(]*[a-zа-яё\-–—,;)]")
_WHOLE_SENTENCE = re.compile(r"[.!?;»:]\s*$")
#: A name that ends so cannot be whole, whatever letter follows.
_OPEN_END = re.compile(
    r"(?:[,–—(«-]|\b(?:в|и|на|по|для|с|со|о|об|от|до|из|к|при|или|а|не|за|через|между))\s*$", re.IGNORECASE
)
#: How columns are numbered in a row below the heading.
_COLUMN_NUMBERS = (
    tuple(str(number) for number in range(1, 64)), ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    tuple("АБВГДЕЖЗИК"), tuple("ABCDEFGHIJ"),
)  # fmt: skip
_PAGE_NOTE = re.compile(r"^(?:продолжение|окончание)(?: таблицы)?\W*\d*\W*$", re.IGNORECASE)
#: «Исполнитель: Петрова А.А., тел. 2-15-30»: below the table, though within its frame.
_FOOT = re.compile(r"^(?:исп\.|исполнитель\s*:|составил\w*\b)", re.IGNORECASE)
_BLANK_FOR_HAND = re.compile(r"[\s/«»\"]*_{3,}[\s_/«»\"]*")
#: Totals and notes are neither measures nor sections, and are told as left out, as signatures are.
_ASIDE = re.compile(r"^(?:(?:итого|всего)\b|примечани[ея]\s*:|\*)", re.IGNORECASE)


@dataclass
class PlanRow:
    """One measure before its cells are understood: the words of each column, joined over the rows it takes.

    Attributes:
        number: number as the sender wrote it, «» where there is none.
        section: heading of the section it stands in, None above the first.
        cells: words of each column; lines apart by line ends.
        table: number of its table.
        row: number of its first row in the table.
        line: the line above its table that heads it, «» where there is none.
    """

    number: str
    section: str | None
    cells: list[str]
    table: int
    row: int
    line: str = ""


@dataclass(frozen=True)
class SectionRow:
    """A heading of a section, with its place."""

    title: str
    table: int
    row: int


@dataclass
class PlanRows:
    """What a plan's tables hold, in order.

    Attributes:
        measures: rows of measures.
        sections: headings of sections, each with how many measures stand directly below it.
        skipped: rows that are none of these: table and row with their words.
    """

    measures: list[PlanRow] = field(default_factory=list)
    sections: list[tuple[SectionRow, int]] = field(default_factory=list)
    skipped: list[tuple[int, int, str]] = field(default_factory=list)


def number_parts(number: str) -> tuple[int, ...] | None:
    """Return a number taken apart: «2.10.» → (2, 10); of what is no number, None."""
    found = _NUMBER.match(tidy(number).casefold())
    return tuple(int(part) for part in found[1].split(".")) if found else None


def collect_rows(found: PlanRows, table: TableOfText, columns: PlanColumns, start: int) -> None:
    """Add the rows of a table from a position on to what was found before."""
    _Collector(found, table, columns).collect(table.rows[start:])


class _Collector:
    """One table gone through from top to bottom."""

    def __init__(self, found: PlanRows, table: TableOfText, columns: PlanColumns) -> None:
        self._found, self._table, self._columns = found, table, columns
        self._number, self._name = columns.first("number"), columns.first("name")
        self._above: TextRow | None = None
        self._is_next_page = columns.last_row < 0
        self._heading = [plain(one) for one in columns.headings]

    def collect(self, rows: Sequence[TextRow]) -> None:
        if not any(map(self._is_numbered, rows)):
            self._number = None
        for index, row in enumerate(rows):
            if self._says_nothing(row) or self._is_heading_again(row) or self._is_column_numbers(row):
                continue
            self._take(row, rows[index + 1 :])
            self._above = row

    def _take(self, row: TextRow, below: Sequence[TextRow]) -> None:
        title = self._section(row, below)
        if title is not None:
            self._found.sections.append((SectionRow(title, self._table.number, row.number), 0))
        elif self._goes_on(row) and not self._is_signed(row):
            self._join(row)
        elif self._is_aside(row) or self._is_signed(row):
            words = " ".join(one_line(cell) for cell in row.filled.values())
            self._found.skipped.append((self._table.number, row.number, words))
        else:
            self._add(row)

    def _is_numbered(self, row: TextRow) -> bool:
        """Tell whether a cell of the column of numbers says anything beside a name: the column may be left blank."""
        number, name = self._number, self._name or 0
        if number is None or row.owners[number] == row.owners[name] or self._is_column_numbers(row):
            return False
        return bool(row.cells[number].strip()) and bool(row.cells[name].strip())

    # --- what kind of row ---------------------------------------------------------------------------------------

    def _says_nothing(self, row: TextRow) -> bool:
        """Tell whether the row is blank, says that the table goes on, or stands below it as a note or a signature."""
        words = [one_line(cell) for cell in row.filled.values()]
        return all(map(_PAGE_NOTE.match, words)) or (len(words) == 1 and bool(_FOOT.match(words[0])))

    def _is_aside(self, row: TextRow) -> bool:
        name = one_line(row.cells[self._name or 0])
        return not name or bool(_ASIDE.match(name))

    def _is_signed(self, row: TextRow) -> bool:
        """Tell whether the row only waits for a signature: «Директор школы ________ М.М. Алиев»."""
        words = [one_line(cell) for cell in row.filled.values()]
        return begins_role(words[0]) and any(map(_BLANK_FOR_HAND.fullmatch, words))

    def _is_heading_again(self, row: TextRow) -> bool:
        """Tell whether the heading is repeated at the top of a page, whole or one of its rows."""
        cells = [plain(one_line(cell)) for cell in row.cells]
        alike = sum(bool(cell) and cell == known for cell, known in zip(cells, self._heading, strict=False))
        if alike > 1 and alike >= len([cell for cell in cells if cell]) - 1:
            return True
        meanings = [meaning_of(one_line(cell)) for cell in row.filled.values()]
        if None in meanings or len(meanings) < 2:  # noqa: PLR2004 - one word of a heading may be anything
            return False
        return "name" in meanings or {"starts", "ends"} == set(meanings)

    def _is_column_numbers(self, row: TextRow) -> bool:
        """Tell whether the row only numbers the columns: «1 2 3 4», «I II III», «А Б В»."""
        words = [one_line(cell).rstrip(".") for cell in row.filled.values()]
        return len(words) > 1 and any(words == list(numbers[: len(words)]) for numbers in _COLUMN_NUMBERS)

    def _section(self, row: TextRow, below: Sequence[TextRow]) -> str | None:
        """Return the title of a section, None where the row is something else."""
        filled = {column: one_line(cell) for column, cell in row.filled.items()}
        if len(filled) == 1:
            ((column, words),) = filled.items()
            return words if not _ASIDE.match(words) and self._is_lone_title(row, column, words) else None
        if len(filled) == 2 and set(filled) == {self._number, self._name}:  # noqa: PLR2004 - a number and a name
            number, title = filled[self._number or 0], filled[self._name or 0]
            return f"{number} {title}" if self._heads(row, number, below) else None
        return None

    def _is_lone_title(self, row: TextRow, column: int, words: str) -> bool:
        """Tell whether the only words of a row are a title and not a number or the rest of the name above."""
        if number_parts(words):
            return False
        if self._spreads(row):
            return True
        if _GOES_ON.match(words):
            return False
        return column != self._name or not self._is_rest(row, words)

    def _spreads(self, row: TextRow) -> bool:
        """Tell whether the cell of the name is merged with that of a deadline, a result or a party."""
        own = row.owners[self._name or 0]
        told = ("deadline", "starts", "expected", "responsible")
        return any(row.owners[column] == own for meaning in told for column in self._columns.places.get(meaning, ()))

    def _is_rest(self, row: TextRow, words: str) -> bool:
        """Tell whether lone words under the names are the rest of the name above and no title."""
        if _TITLED_SECTION.match(words) or _NUMBERED_SECTION.match(words):
            return False
        before = self._found.measures[-1].cells[self._name or 0] if self._found.measures and self._above else ""
        is_torn = row.follows_break and not _WHOLE_SENTENCE.search(before)
        return bool(before) and (is_torn or bool(_OPEN_END.search(before)))

    def _heads(self, row: TextRow, number: str, below: Sequence[TextRow]) -> bool:
        """Tell whether a row of a number and a title heads the rows below: 2 above 2.1, or a Roman number."""
        if _ROMAN.match(number) or row.width_of(self._name or 0) > 2:  # noqa: PLR2004 - a title over several columns
            return True
        own = number_parts(number)
        after = next((number_parts(one_line(one.cells[self._number or 0])) for one in below if one.filled), None)
        return bool(own and after) and len(after or ()) == len(own or ()) + 1 and (after or ())[:-1] == own

    def _goes_on(self, row: TextRow) -> bool:
        """Tell whether the row is the rest of the measure above: a row torn by a page, or a cell merged downwards."""
        if not self._found.measures or not (self._above or self._is_next_page):
            return False
        name = self._name or 0
        if self._above is not None and row.owners[name] == self._above.owners[name]:
            return self._number is None or row.owners[self._number] == self._above.owners[self._number]
        if self._number is None:
            return not row.cells[name].strip() or (bool(_GOES_ON.match(row.cells[name])) and len(row.filled) == 1)
        if row.cells[self._number].strip():
            return False
        return self._is_unnumbered_rest(row)

    def _is_unnumbered_rest(self, row: TextRow) -> bool:
        """Tell the rest of a row from a measure whose number was forgotten: a measure begins and says when or who."""
        name = row.cells[self._name or 0]
        if not name.strip() or _GOES_ON.match(name):
            return True
        told = ("deadline", "responsible", "starts", "ends")
        is_told = any(row.cells[column].strip() for meaning in told for column in self._columns.places.get(meaning, ()))
        before = self._found.measures[-1].cells[self._name or 0]
        return not is_told and not _WHOLE_SENTENCE.search(before)

    # --- what becomes of it ---------------------------------------------------------------------------------------

    def _add(self, row: TextRow) -> None:
        number = "" if self._number is None else self._own_number(row)
        title = self._current_section(row)
        self._found.measures.append(PlanRow(number, title, list(row.cells), self._table.number, row.number))
        if self._found.sections:
            section, count = self._found.sections[-1]
            self._found.sections[-1] = (section, count + 1)

    def _own_number(self, row: TextRow) -> str:
        """Return the number of the row; a number merged over several measures is the first one's only."""
        column = self._number or 0
        if self._above is not None and row.owners[column] == self._above.owners[column]:
            return ""
        return one_line(row.cells[column])

    def _current_section(self, row: TextRow) -> str | None:
        column = self._columns.first("section")
        if column is not None:
            own = one_line(row.cells[column])
            before = self._found.measures[-1].section if self._found.measures else None
            return own or before
        return self._found.sections[-1][0].title if self._found.sections else None

    def _join(self, row: TextRow) -> None:
        measure = self._found.measures[-1]
        for column, words in enumerate(row.cells):
            is_same_cell = self._above is not None and row.owners[column] == self._above.owners[column]
            is_spread = column > 0 and row.owners[column] == row.owners[column - 1]
            if words.strip() and not is_same_cell and not is_spread:
                measure.cells[column] = f"{measure.cells[column]}\n{words}".strip("\n")


def titles_of(found: PlanRows) -> Iterator[str]:
    """Yield the titles of sections in order."""
    return (section.title for section, _ in found.sections)
