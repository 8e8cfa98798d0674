"""What exam a protocol of РИС ГИА is about, from its title lines and cells.

«01 - Русский язык 2022.06.23», «Английский язык п:2022.06.14; у:2022.06.16», «Математика(2026.06.02)».
The number before the subject is only a hint and is passed over: exam systems number subjects differently.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from opora.vocabulary.spelling import tidy
from opora.vocabulary.subjects import subject_named

_DATE = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})"
    r"|(?P<day_>\d{1,2})[.\-/](?P<month_>\d{1,2})[.\-/](?P<year_>20\d\d))(?!\d)(?: 00:00:00)?"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)(?:\s*(?:год[а]?|г\.))?")
_PART = re.compile(r"(?<!\w)[пу]\.?\s*:", re.IGNORECASE)  # п: – the written part, у: – the oral part
_LABEL = re.compile(r"^\W*(?:наименование экзамена|учебный предмет|предмет|экзамен)\s*[:;]", re.IGNORECASE)
_DAY_LABEL = re.compile(r"^\W*дата\s*(?:проведения\s*)?(?:экзамена)?\s*[:;]", re.IGNORECASE)
_NUMBERED = re.compile(r"^[^А-ЯЁа-яё]*\d[^А-ЯЁа-яё]*-\s*(?=[А-ЯЁа-яё])")
_NINE = re.compile(
    r"\b(?:ОГЭ|ГИА\s*-?\s*9|ГВЭ\s*-?\s*9)(?!\d)\b|основного общего|\b9\W{0,2}(?:го\s+)?класс\w*", re.IGNORECASE
)
_ELEVEN = re.compile(
    r"\b(?:ЕГЭ|ГИА\s*-?\s*11|ГВЭ\s*-?\s*11)(?!\d)\b|среднего общего|\b11\W{0,2}(?:го\s+)?класс\w*", re.IGNORECASE
)
_GVE = re.compile(r"\bГВЭ\b", re.IGNORECASE)
_FORM = re.compile(r"\(?\b(?:письменн|устн)\w+ (?:форма|часть)\b\)?|\(\s*\)", re.IGNORECASE)
_DATED = re.compile(r"^(?!дата|отч|сформ|напеч|выгруж|врем|протокол|по состоянию)[а-яё() -]{4,60}$", re.IGNORECASE)
_EDGES = ' .,:;–-|/«»"'
_LONGEST_TITLE = 250


@dataclass(frozen=True)
class Exam:
    """What a title line says. The words themselves are not kept: a broken file may hold a name in their place.

    Attributes:
        row: number of the line, from 1.
        subject: subject code; None where the words are a title but name no known subject.
        level: level the words fix; «standard» where they fix none.
        year: year of the date in the line.
        grades: 9 for ОГЭ and ГВЭ-9, 11 for ЕГЭ and ГВЭ-11, as far as the words say it.
        is_gve: whether the words say ГВЭ.
        held_on: the day of the exam; of two parts the earlier one.
    """

    row: int
    subject: str | None
    level: str = "standard"
    year: int | None = None
    grades: frozenset[int] = frozenset()
    is_gve: bool = False
    held_on: dt.date | None = None


def exam_in(words: str, row: int) -> Exam | None:
    """Return the exam a line or a cell names, or None where it is no title of an exam."""
    if len(words) > _LONGEST_TITLE:
        return None
    line = tidy(words)
    year = year_in(line)
    known = _subject(line)
    if known is None and not _looks_like_title(line):
        return None
    subject, level = known or (None, "standard")
    return Exam(row, subject, level, year, grades_in(line), bool(_GVE.search(line)), day_in(line))


def year_in(line: str) -> int | None:
    """Return the year of the first date in the line, or a bare year."""
    date = _DATE.search(line)
    if date:
        return int(date["year"] or date["year_"])
    year = _YEAR.search(line)
    return int(year[1]) if year else None


def day_in(line: str) -> dt.date | None:
    """Return the earliest day in the line that stands in a calendar: the written part comes before the oral one."""
    return min((day for day in map(_day, _DATE.finditer(line)) if day), default=None)


def _day(date: re.Match[str]) -> dt.date | None:
    numbers = (int(date[name] or date[f"{name}_"]) for name in ("year", "month", "day"))
    try:
        return dt.date(*numbers)
    except ValueError:
        return None


def grades_in(line: str) -> frozenset[int]:
    """Return 9, 11, both or neither, by the words for the exams of each."""
    return frozenset(grade for grade, words in ((9, _NINE), (11, _ELEVEN)) if words.search(line))


def _subject(line: str) -> tuple[str, str] | None:
    words = _bare(line)
    return subject_named(words) or subject_named(_FORM.sub(" ", words).strip(_EDGES)) if words else None


def _bare(line: str) -> str:
    """Return the line without dates, numbers, labels and the words for the procedure."""
    for pattern in (_LABEL, _DATE, _YEAR, _NINE, _ELEVEN, _GVE, _PART):
        line = pattern.sub(" ", line)
    line = re.sub(r"\(\s*\)", " ", line)
    return " ".join(_NUMBERED.sub("", line).split()).strip(_EDGES)


def _looks_like_title(line: str) -> bool:
    """Tell a title whose subject is not known: else its rows would pass for those of the exam above it."""
    if _LABEL.match(line):
        return True
    date = _DATE.search(line)
    named = _ELEVEN.sub("", _NINE.sub("", line)).lstrip(_EDGES)
    return bool(date and (_NUMBERED.match(named) or _DATED.match(_PART.sub(" ", line[: date.start()]).strip(_EDGES))))


class Announcements:
    """The title lines of one sheet as they are met from top to bottom."""

    def __init__(self) -> None:
        self.exam: Exam | None = None
        self._grades: frozenset[int] = frozenset()
        self._is_gve = False

    def hear(self, words: str, row: int) -> bool:
        """Take a line; return whether it is a title line that names an exam.

        A line such as «ГИА-9» holds for all titles below it that do not say otherwise themselves.
        """
        exam = exam_in(words, row)
        if exam is None:
            self._hear_around(words)
            return False
        if not exam.grades and not exam.is_gve:
            exam = replace(exam, grades=self._grades, is_gve=self._is_gve)
        self.exam = exam
        return True

    def _hear_around(self, words: str) -> None:
        line = tidy(words[:_LONGEST_TITLE])
        grades, is_gve = grades_in(line), bool(_GVE.search(line))
        if grades or is_gve:
            self._grades, self._is_gve = grades, is_gve
            if self.exam and not self.exam.grades and not self.exam.is_gve:
                self.exam = replace(self.exam, grades=grades, is_gve=is_gve)
        if self.exam and self.exam.year is None and _DAY_LABEL.match(line):
            self.exam = replace(self.exam, year=year_in(line), held_on=day_in(line))
