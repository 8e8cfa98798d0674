"""What paper a sheet is about, from the lines above its table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell, text
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.procedures import procedure_named
from opora.vocabulary.spelling import plain
from opora.vocabulary.subjects import subject_named

EARLIEST_YEAR = 2015
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_GRADE = re.compile(r"(?<!\d)(1[01]|[1-9])(?:\s*-?\s*(?:й|го|м))?\s*(?:класс|кл\.?(?!\w))", re.IGNORECASE)
_PROGRAMME_GRADE = re.compile(r"(?:по программе|за)\s+(1[01]|[1-9])\s*-?\s*(?:го\s*)?класса?", re.IGNORECASE)
_PROCEDURE = re.compile(r"^\W*([А-ЯЁA-Z]{2,5}(?:-\d{1,2})?)\b")
_NOISE = re.compile(r"\(?\b(?:осень|весна|апрель|март|май|сентябрь|октябрь)\b\)?|\bгода?\b|\bг\.", re.IGNORECASE)
_EDGES = ' .,:;–-()"«»/|'


@dataclass
class Title:
    """What the lines above a table say. Anything not said is None.

    Attributes:
        procedure: procedure code.
        year: year of the procedure.
        subject: subject code.
        level: level of the paper.
        grade: paper grade.
        subject_words: the subject as written, for reports.
        row: row number (from 1) of the line with the title, for reports.
        values: the «Слово: значение» lines, by plain word.
    """

    procedure: str | None = None
    year: int | None = None
    subject: str | None = None
    level: str = "standard"
    grade: int | None = None
    subject_words: str = ""
    row: int = 1
    values: dict[str, tuple[int, str]] = field(default_factory=dict)


def title_above(rows: Sequence[Sequence[Cell]]) -> Title:
    """Return what the rows (all those above the heading row) say of the paper."""
    title = Title()
    for number, row in enumerate(rows, start=1):
        words = [text(cell) for cell in row if cell not in ("", None)]
        if not words:
            continue
        _take_value(title, number, words)
        if title.procedure is None:
            _take_title(title, number, words[0])
    _take_subject_line(title)
    return title


def _take_value(title: Title, number: int, words: list[str]) -> None:
    """Remember a «Предмет: Математика» line, its value in the same cell or in the next one."""
    name, colon, value = words[0].partition(":")
    if colon:
        title.values.setdefault(plain(name), (number, value.strip() or (words[1] if len(words) > 1 else "")))


def _take_title(title: Title, number: int, words: str) -> None:
    abbreviation = _PROCEDURE.match(words)
    procedure = procedure_named(abbreviation[1]) if abbreviation else None
    if procedure is None:
        return
    title.procedure, title.row = procedure, number
    rest = words[abbreviation.end() :] if abbreviation else words
    year, grade, programme = _YEAR.search(rest), _GRADE.search(rest), _PROGRAMME_GRADE.search(rest)
    title.year = int(year[1]) if year else None
    named_grade = programme or grade
    title.grade = int(named_grade[1]) if named_grade else None
    for pattern in (_YEAR, _PROGRAMME_GRADE, _GRADE, _NOISE):
        rest = pattern.sub(" ", rest)
    _take_subject(title, rest.strip(_EDGES))


def _take_subject(title: Title, words: str) -> None:
    title.subject_words = " ".join(words.split())
    known = subject_named(title.subject_words)
    if known:
        title.subject, title.level = known


def _take_subject_line(title: Title) -> None:
    number, words = title.values.get(plain("Предмет"), (0, ""))
    if words and title.subject is None and not title.subject_words:
        _take_subject(title, words)
        title.row = number


def paper_of(book: Book, sheet: Sheet, title: Title, latest_year: int) -> tuple[Paper | None, list[Problem]]:
    """Return the paper a title names, or None with the problems that stand in the way."""
    place = Place(book.file, sheet.name, title.row)
    problems = [*_missing(title, place), *_contradictions(title, book, sheet)]
    if title.year is not None and not EARLIEST_YEAR <= title.year <= latest_year:
        problems.append(Problem("year-unlikely", place, str(title.year), f"год с {EARLIEST_YEAR} по {latest_year}"))
    if problems or title.procedure is None or title.year is None or title.subject is None or title.grade is None:
        return None, problems
    return Paper(title.year, title.procedure, title.subject, title.grade, title.level), problems


def _missing(title: Title, place: Place) -> list[Problem]:
    if title.subject is None and title.subject_words:
        return [Problem("subject-unknown", place, title.subject_words)]
    if None in (title.procedure, title.year, title.subject, title.grade):
        return [Problem("paper-unknown", place)]
    return []


def _contradictions(title: Title, book: Book, sheet: Sheet) -> list[Problem]:
    problems = []
    number, words = title.values.get(plain("Предмет"), (0, ""))
    stated = subject_named(words) if words else None
    if stated and title.subject and stated[0] != title.subject:
        found = f"{title.subject_words} / {words}"
        problems.append(Problem("subject-contradicts", Place(book.file, sheet.name, number), found))
    number, words = title.values.get(plain("Дата"), title.values.get(plain("Дата проведения"), (0, "")))
    dated = _YEAR.search(words)
    if dated and title.year and int(dated[1]) != title.year:
        found = f"{title.year} / {words}"
        problems.append(Problem("year-contradicts", Place(book.file, sheet.name, number), found))
    return problems
