"""What paper a sheet is about, from the lines above its table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell, text
from opora.sources.signs import sign_problem
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.procedures import procedure_named
from opora.vocabulary.spelling import plain
from opora.vocabulary.subjects import subject_named

EARLIEST_YEAR = 2015
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SCHOOL_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*[/–-]\s*(?:20)?(\d\d)(?![\d.])")
_AUTUMN = re.compile(r"осен|сентябр|октябр|ноябр", re.IGNORECASE)
_GRADE = re.compile(r"(?<!\d)(1[01]|[1-9])(?:\s*-?\s*(?:й|го|м))?\s*(?:класс|кл\.?(?!\w))", re.IGNORECASE)
_BARE_GRADE = re.compile(r"^\s*(1[01]|[1-9])(?!\d)")
_PROGRAMME_GRADE = re.compile(r"(?:по программе|за)\s+(1[01]|[1-9])\s*-?\s*(?:го\s*)?класса?", re.IGNORECASE)
_BEFORE_PROCEDURE = (
    r"(?i:(?:индивидуальные\s+)?(?:результаты|итоги|протокол|отч[её]т)\W+(?:(?:участников|выполнения|по|о)\W+)*)"
)
_PROCEDURE = re.compile(
    rf"^\W*{_BEFORE_PROCEDURE}?"
    r"((?i:всероссийск(?:ие|ая|их|ой) проверочн(?:ые|ая|ых|ой) работ[ыа]?)|[А-ЯЁA-Z]{2,5}(?:-\d{1,2})?)\b"
)
_NOISE = re.compile(
    r"\(?\b(?:осень|весна|апрель|март|май|сентябрь|октябрь)\b\)?|\bгода?\b|\bг\.|\bуч(?:ебн\w+|\.)", re.IGNORECASE
)
_REPORT = re.compile(
    r"статистика по отметкам|сравнение отметок\b.*|распределение (?:первичных )?баллов|выполнение заданий\b.*"
    r"|достижение планируемых результатов\b.*|индивидуальные результаты|форма сбора результатов",
    re.IGNORECASE,
)
_EDGES = ' .,:;–-()"«»/|'
_OUTER_EDGES = _EDGES.replace("()", "")
_NEXT_LINE = re.compile(r"\s+[/|]\s+")
_LATIN_TWINS = str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


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


def title_above(rows: Sequence[Sequence[Cell]], start: int = 0) -> Title:
    """Return what the rows (all those above the heading row) say of the paper.

    Args:
        rows: rows of the sheet, the heading row and what follows left out.
        start: index of the first row that belongs to this table, where a sheet holds several.
    """
    title = Title()
    for number, row in enumerate(rows[start:], start=start + 1):
        words = [line for cell in row if cell not in ("", None) for line in _lines(text(cell))]
        if not words:
            continue
        _take_values(title, number, words)
        if title.procedure is None:
            _take_title(title, number, words[0])
            words = words[1:]
        if title.procedure is not None:
            _take_loose_words(title, words)
    _take_lines(title)
    return title


def title_of(sheet: Sheet, end: int, start: int = 0) -> Title:
    """Return what the rows from `start` to `end` say of the paper, or else what the sheet's name says.

    A .csv file has no room for a title: its only sheet bears the name of the file.
    """
    title = title_above(sheet.rows[:end], start)
    if title.procedure is not None:
        return title
    named = title_above([[sheet.name.replace("_", " ")]])
    if named.procedure is not None:
        named.values = title.values
        _take_lines(named)
        return named
    return title


def stated_maximum(title: Title) -> int | None:
    """Return the greatest primary score of the paper as the lines above the table state it."""
    _, words = title.values.get(plain("Максимальный первичный балл"), (0, ""))
    digits = words.split()[0] if words else ""
    return int(digits) if digits.isdecimal() and len(digits) <= 3 else None  # noqa: PLR2004 - scores have three digits


@lru_cache(maxsize=4_096)
def _lines(words: str) -> tuple[str, ...]:
    """Return the lines a cell holds: «ВПР 2021. 5 класс / Предмет: Математика» is two lines written in one."""
    lines = tuple(_NEXT_LINE.split(words))
    return lines if any(":" in line for line in lines[1:]) else (words,)


def _take_values(title: Title, number: int, words: list[str]) -> None:
    """Remember the «Предмет: Математика» of a row, each value in the same cell or in the next one."""
    for line, following in zip(words, [*words[1:], ""], strict=True):
        name, colon, value = line.partition(":")
        if colon:
            title.values.setdefault(plain(name), (number, value.strip() or following))


def _take_title(title: Title, number: int, words: str) -> None:
    if _CYRILLIC.search(words):
        words = words.translate(_LATIN_TWINS)
    abbreviation = _PROCEDURE.match(words)
    procedure = procedure_named(abbreviation[1]) if abbreviation else None
    if procedure is None:
        return
    title.procedure, title.row = procedure, number
    rest = words[abbreviation.end() :] if abbreviation else words
    grade, programme = _GRADE.search(rest), _PROGRAMME_GRADE.search(rest)
    title.year = year_in(rest)
    named_grade = programme or grade
    title.grade = int(named_grade[1]) if named_grade else None
    for pattern in (_REPORT, _SCHOOL_YEAR, _YEAR, _PROGRAMME_GRADE, _GRADE, _NOISE):
        rest = pattern.sub(" ", rest)
    _take_subject(title, rest)


def year_in(words: str) -> int | None:
    """Return the year named; of a school year the second one, in which papers are written unless put off to autumn."""
    year, school_year = _YEAR.search(words), _SCHOOL_YEAR.search(words)
    if school_year and int(school_year[2]) == (int(school_year[1]) + 1) % 100 and not _AUTUMN.search(words):
        return int(school_year[1]) + 1
    return int(year[1]) if year else None


def _take_loose_words(title: Title, words: Sequence[str]) -> None:
    """Take a grade and a subject that stand by themselves, beside the title or below it."""
    for line in words:
        grade = _GRADE.fullmatch(line.strip(_EDGES))
        if grade and title.grade is None:
            title.grade = int(grade[1])
        elif not title.subject_words and subject_named(line):
            _take_subject(title, line)


def _take_subject(title: Title, words: str) -> None:
    """Take the subject; the level in brackets at its end, «(углублённый уровень)», belongs to it."""
    title.subject_words = " ".join(words.strip(_EDGES).split())
    known = subject_named(" ".join(words.strip(_OUTER_EDGES).split())) or subject_named(title.subject_words)
    if known:
        title.subject, title.level = known


def _take_lines(title: Title) -> None:
    """Take what the title leaves open from the lines «Предмет: …», «Класс: …», «Год: …», «Дата: …»."""
    number, words = title.values.get(plain("Предмет"), (0, ""))
    if words and title.subject is None and not title.subject_words:
        _take_subject(title, words)
        title.row = number
    if title.grade is None:
        grades = (_BARE_GRADE.search(words) for words in _values_of(title, "Класс", "Параллель"))
        title.grade = next((int(grade[1]) for grade in grades if grade), None)
    if title.year is None:
        title.year = next(filter(None, map(year_in, _values_of(title, "Год", "Дата", "Дата проведения"))), None)


def _values_of(title: Title, *names: str) -> list[str]:
    return [title.values[plain(name)][1] for name in names if plain(name) in title.values]


def paper_of(book: Book, sheet: Sheet, title: Title, latest_year: int) -> tuple[Paper | None, list[Problem]]:
    """Return the paper a title names, or None with the problems that stand in the way."""
    place = Place(book.file, sheet.name, title.row)
    problems = [*_missing(title, place), *_contradictions(title, book, sheet)]
    sign = sheet.top_sign if problems else None
    if sign:  # the title may be a formula; a sign among the data is said of its own cell
        problems.append(sign_problem(book.file, sheet.name, sign))
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
