"""One participant's row of a РИС ГИА table: who, where, which scores – with the person left behind.

A row whose cells stand under the wrong headings could carry a surname or a passport number into a table or a report.
So the whole row is looked at before anything is taken from it, and a report quotes only what cannot be personal:
numbers of up to three digits, «+» and «-». Everything else is quoted as «…».
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opora.sources.cells import Cell
from opora.sources.gia.answer_masks import Answer, answers
from opora.sources.gia.protocol_layout import DOCUMENTS, MASKS, NAMES, Layout, cell_at, is_filled
from opora.sources.gia.protocol_sections import Section
from opora.sources.gia.pseudonym import nameless_code, pupil_code
from opora.sources.signs import told_by
from opora.tables.results import MOST_ITEMS
from opora.vocabulary.codes import Pupil, SchoolCode, school_code
from opora.vocabulary.papers import class_named
from opora.vocabulary.problems import Place, Problem

_SHORT_CODE = re.compile(r"^[\d+\-]{1,3}$")
_SMALL_NUMBER = re.compile(r"^\s*(\d{1,3})(?:[.,]0+)?\s*$")
_SCHOOL = re.compile(r"^(?:\d{3,7}|(?:edu|sch)\d{6})$")
_CLASS = re.compile(r"^(?:1[0-2]|0?[1-9])(?!\d)[\s.\-–/«\"']*(?:[^\W\d_]{0,3}|\d{1,2})[»\"']?$")
_GRADE = re.compile(r"^(?:1[0-2]|[1-9])(?![\d.\-/])")
_LONGEST_GRADE = 2
_FEWEST_DOCUMENT_DIGITS = 4
_MUNICIPALITY = re.compile(r"^\s*(\d{1,4})(?:[.,]0)?\s*$")
_NO_CLASS = frozenset({"", "-", "впл", "спо", "нпо"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGIT = re.compile(r"\d")
_ANNULLED = re.compile(r"(?<!\w)(?:удал[её]н[аы]?|аннулир\w*)(?!\w)", re.IGNORECASE)
_ABSENT = re.compile(r"(?<!\w)(?:не\s*явил\w*|неявка|н/я|отсутств\w*|не\s*заверш\w*)(?!\w)", re.IGNORECASE)
_NO_DOCUMENT = frozenset({"нет", "отсутствует", "нет данных"})
_SCORES = ("primary_score", "oral_score", "written_score", "test_score", "mark")

#: What a report says instead of a cell that could be personal.
UNQUOTED = "…"
_SCHOOL_EXPECTED = "код ОО из 3–7 цифр"


class RefusedRowError(Exception):
    """The row cannot be taken. It says which row and why in a problem; it never carries the row itself."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


@dataclass(frozen=True)
class Participant:
    """Who wrote, without the name.

    Attributes:
        school: code of the school as the file gives it.
        municipality: «МСУ 111», where the file has the code.
        grade: grade of the class.
        class_name: class with its letter.
        pupil: the pupil's code.
        namesake: the code the name alone would have, for a sheet that gives no document; None without a name.
    """

    school: SchoolCode
    municipality: str | None
    grade: int | None
    class_name: str | None
    pupil: Pupil
    namesake: Pupil | None


class Rows:
    """Reads the rows of one section. Problems that do not refuse a row gather in `problems`."""

    def __init__(self, file: str, section: Section, secret: bytes) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self.section = section
        self._layout: Layout = section.layout
        self._secret = secret
        self._last_heading = max(position for position, words in enumerate(self._layout.texts) if words)
        personal = {self._layout.columns[name] for name in (*NAMES, *DOCUMENTS) if name in self._layout.columns}
        self._other_positions = [n for n in range(len(self._layout.texts)) if n not in personal]

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """Return the cell of a known column; None where the file lacks the column."""
        return cell_at(row, self._layout.columns.get(name))

    def place(self, number: int, name: str | None = None) -> Place:
        """Return the place of a row or of its cell in a known column. Headings of other columns are not quoted."""
        position = self._layout.columns.get(name) if name else None
        return Place(self._file, self.section.sheet, number, None if position is None else self._layout.texts[position])

    def problem(self, code: str, number: int, name: str, row: Sequence[Cell], expected: str = "") -> Problem:
        """Return the problem of one cell, quoting only what cannot be personal."""
        cell, place, position = self.cell(row, name), self.place(number, name), self._layout.columns.get(name)
        sign = told_by(cell)
        if sign:
            return Problem(sign[0], place, sign[1], position=position)
        return Problem(code, place, quotable(cell), expected, position=position)

    def refusal(self, code: str, number: int, name: str, row: Sequence[Cell], expected: str = "") -> RefusedRowError:
        """Return what to raise when one cell refuses its row."""
        return RefusedRowError(self.problem(code, number, name, row, expected))

    def is_absent(self, row: Sequence[Cell]) -> bool:
        """Tell a participant who was removed, did not come or whose result was annulled, by words outside the name.

        «Отсутствует» may also be said of something else, so beside a score above zero it does not count.
        """
        cells = [row[position] for position in self._other_positions if position < len(row)]
        words = [cell for cell in cells if isinstance(cell, str)]
        if any(map(_ANNULLED.search, words)):
            return True
        return any(map(_ABSENT.search, words)) and not any(_is_positive(self.cell(row, name)) for name in _SCORES)

    def participant(self, number: int, row: Sequence[Cell]) -> Participant:
        """Return who wrote, from a row that is not shifted.

        Raises:
            RefusedRowError: there is no code of a school.
        """
        school = self._school(number, row)
        grade, class_name = self._class(number, row)
        names = [self.cell(row, name) for name in NAMES]
        pupil = pupil_code(self._secret, names, [self.cell(row, name) for name in DOCUMENTS])
        if pupil is None:
            exam = self.section.exam
            place = (exam.year, exam.subject, exam.level) if exam else ()
            pupil = nameless_code(self._secret, school, class_name, self.section.sheet, number, *place)
        namesake = pupil_code(self._secret, names, ())
        return Participant(school, self._municipality(row), grade, class_name, pupil, namesake)

    def score(self, number: int, row: Sequence[Cell], name: str) -> int | None:
        """Return a whole number of up to three digits, or None where the cell is empty.

        Raises:
            RefusedRowError: something else stands there.
        """
        try:
            return small_number(self.cell(row, name))
        except ValueError:
            raise self.refusal("number-unknown", number, name, row) from None

    def items(self, number: int, row: Sequence[Cell]) -> tuple[tuple[Answer, ...], ...] | None:
        """Return the items of each mask, or None where a mask cannot be read – which is a problem, not a refusal."""
        read = [None if self._is_document(row, name) else answers(self.cell(row, name)) for name in MASKS]
        unread = [name for name, items in zip(MASKS, read, strict=True) if items is None]
        for name in unread:
            self.problems.append(self.problem("mask-unknown", number, name, row))
        known = tuple(items for items in read if items is not None)
        if sum(map(len, known)) > MOST_ITEMS:
            self.problems.append(Problem("mask-unknown", self.place(number)))
            return None
        return None if unread else known

    def _is_document(self, row: Sequence[Cell], mask: str) -> bool:
        """Tell a mask that repeats the participant's document: a passport number would pass for a row of scores."""
        digits = "".join(_words(self.cell(row, mask)).split())
        document = "".join(_DIGIT.findall("".join(_words(self.cell(row, name)) for name in DOCUMENTS)))
        return (
            digits.isdigit()
            and len(digits) >= _FEWEST_DOCUMENT_DIGITS
            and bool(document)
            and (digits in document or document in digits)
        )

    def is_shifted(self, row: Sequence[Cell]) -> bool:
        """Tell a row with a cell too many or too few: names hold no digits, documents are no words."""
        if any(is_filled(cell) for cell in row[self._last_heading + 1 :]):
            return True
        names = [_words(self.cell(row, name)) for name in NAMES]
        documents = [_words(self.cell(row, name)) for name in DOCUMENTS]
        group = _words(self.cell(row, "class_name"))
        return (
            any(map(_DIGIT.search, names))
            or any(map(_is_word, documents))
            or (_is_word(group) and not _is_no_class(group))
            or (group.isdigit() and len(group) > _LONGEST_GRADE)
        )

    def _school(self, number: int, row: Sequence[Cell]) -> SchoolCode:
        code = "".join(_words(self.cell(row, "school")).split())
        if not _SCHOOL.match(code.casefold()):
            raise self.refusal("school-code-missing", number, "school", row, _SCHOOL_EXPECTED)
        return school_code(code)

    def _class(self, number: int, row: Sequence[Cell]) -> tuple[int | None, str | None]:
        words = _words(self.cell(row, "class_name"))
        if _CLASS.match(words):
            return class_named(words)
        if not _is_no_class(words):
            self.problems.append(self.problem("class-unknown", number, "class_name", row))
        grade = _GRADE.match(words)
        return (int(grade[0]) if grade else None), None

    def _municipality(self, row: Sequence[Cell]) -> str | None:
        code = _MUNICIPALITY.match(_words(self.cell(row, "municipality")))
        return f"МСУ {code[1]}" if code else None


def quotable(cell: Cell) -> str:
    """Return a cell as a report may quote it: a short number or sign as it is, anything else as «…», nothing as ''."""
    if not is_filled(cell):
        return ""
    words = _words(cell)
    return words if _SHORT_CODE.match(words) else UNQUOTED


def small_number(cell: Cell) -> int | None:
    """Return a whole number of up to three digits; an empty cell and a dash are None.

    Raises:
        ValueError: something else stands there. The error does not carry it.
    """
    words = _words(cell)
    if words in {"", "-", "–", "—"}:
        return None
    digits = _SMALL_NUMBER.match(words)
    if digits is None or isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise ValueError
    return int(digits[1])


def listed(numbers: Iterable[int], most: int = 10) -> str:
    """Return row numbers for a report: «14, 18, 20», the rest of a long list as «…»."""
    rows = list(numbers)
    return ", ".join(map(str, rows[:most])) + (", …" if len(rows) > most else "")


def _is_positive(cell: Cell) -> bool:
    try:
        return bool(small_number(cell))
    except ValueError:
        return False


def _is_word(words: str) -> bool:
    """A word without a digit under a heading of numbers has come from another column."""
    return bool(_WORD.search(words)) and not _DIGIT.search(words) and words.casefold() not in _NO_DOCUMENT


def _is_no_class(words: str) -> bool:
    return words.casefold() in _NO_CLASS or words.casefold().startswith("выпускник")


def _words(cell: Cell) -> str:
    """Return a cell's words without remembering them."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
