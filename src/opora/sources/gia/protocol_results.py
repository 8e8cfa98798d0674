"""One section of a ГИА protocol: its participants' results, the paper they wrote, and what stands in the way."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.gia.answer_masks import Answer
from opora.sources.gia.exam_papers import Signs, exam_grade, exam_paper, measured_by
from opora.sources.gia.exam_titles import Exam, exam_in
from opora.sources.gia.protocol_layout import cell_at
from opora.sources.gia.protocol_rows import UNQUOTED, Participant, RefusedRowError, Rows, listed
from opora.sources.gia.protocol_sections import Section
from opora.sources.taken import Circumstances
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import counted

_EARLIEST_YEAR = 2015
_HIGHEST_PRIMARY, _HIGHEST_TEST_SCORE = 300, 100
_MARKS = range(2, 6)
_FINALS = ("test_score", "mark")
_TITLE = "название экзамена вида «01 - Русский язык 2022.06.23»"
_TITLE_REMEDY = (
    "Верните над таблицей строку с названием и датой экзамена, как в протоколе, или назовите так лист "
    "(у .csv – сам файл: «ОГЭ Русский язык 2023.06.06.csv»). Можно и перенести результаты в шаблон: "
    "он на сайте у «Отправить файлы», без сайта – opora template results ФАЙЛ.xlsx."
)
_WHICH = "понятно, ОГЭ, ГВЭ-9, ЕГЭ или ГВЭ-11: слово в названии экзамена, класс 9 или 11, столбец «Оценка» или «Балл»"
_WHICH_REMEDY = (
    "Допишите в строку с названием экзамена «ОГЭ», «ГВЭ-9», «ЕГЭ» или «ГВЭ-11», "
    "для математики – «базовая» или «профильная»."
)


@dataclass
class Result:
    """One participant's result. `final` holds the numbers under «Балл» and «Оценка», as far as the file has them."""

    number: int
    participant: Participant
    primary_score: int
    final: dict[str, int]
    items: tuple[tuple[Answer, ...], ...] | None


@dataclass
class SectionResults:
    """What one section gives.

    Attributes:
        section: the section.
        paper: the paper; None where it cannot be told, then a problem says so and there are no results.
        results: the participants' results.
        problems: what stands in the way, in order.
    """

    section: Section
    paper: Paper | None = None
    results: list[Result] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def held_on(self) -> dt.date | None:
        """The day of the exam, where the title tells it."""
        return self.section.exam.held_on if self.section.exam else None


def section_results(book: Book, section: Section, circumstances: Circumstances) -> list[SectionResults]:
    """Return the results of a section; one that names its exam row by row is divided by exam."""
    if "exam" not in section.layout.columns:
        return [_read(book, section, circumstances)]
    parts: dict[Exam | None, Section] = {}
    for number, row in section.rows:
        exam = exam_in(str(cell_at(row, section.layout.columns["exam"])), 0) or section.exam
        part = parts.setdefault(exam, Section(section.sheet, section.layout, exam))
        part.rows.append((number, row))
    for part in list(parts.values())[:1]:
        part.loose = section.loose
        part.totals = section.totals if len(parts) == 1 else []
    return [_read(book, part, circumstances) for part in parts.values()]


def section_grade(section: Section) -> int | None:
    """Return 9 or 11 by title and headings and the classes of the rows, or None where it cannot be told."""
    reader = Rows("", section, b"grade only")
    classes = (reader.cell(row, "class_name") for _, row in section.rows)
    grades = frozenset(grade for grade in map(_grade, classes) if grade)
    return exam_grade(section.exam or Exam(0, None), _signs(section, grades, frozenset()))


def _grade(cell: Cell) -> int | None:
    words = str(cell).strip()[:2]
    digits = words if words.isdecimal() else words[:1]
    return int(digits) if digits.isdecimal() else None


def _read(book: Book, section: Section, circumstances: Circumstances) -> SectionResults:
    read = SectionResults(section)
    rows = Rows(book.file, section, circumstances.secret)
    read.problems += _layout_problems(rows, section)
    if read.problems:
        return read
    without_result: list[int] = []
    for number, row in section.rows:
        try:
            result = None if rows.is_absent(row) else _result(rows, number, row)
        except RefusedRowError as refused:
            rows.problems.append(refused.problem)
            continue
        if result:
            read.results.append(result)
        else:
            without_result.append(number)
    read.problems += rows.problems
    read.problems += _counts(rows, section, without_result)
    _tell_paper(read, rows, circumstances)
    return read


def _layout_problems(rows: Rows, section: Section) -> list[Problem]:
    place = rows.place(section.layout.row)
    problems = [Problem("heading-repeated", place, words) for words in section.layout.repeated_headings]
    if section.layout.columns.keys().isdisjoint(_FINALS):
        problems.append(Problem("heading-missing", place, expected="столбец «Балл», «Тестовый балл» или «Оценка»"))
    return problems


def _is_blank(rows: Rows, row: Sequence[Cell]) -> bool:
    names = ("primary_score", "oral_score", "written_score", *_FINALS, "short", "long", "oral")
    return not any(
        str(cell).strip(" -–—\u00a0") for cell in (rows.cell(row, name) for name in names) if cell is not None
    )


def _result(rows: Rows, number: int, row: Sequence[Cell]) -> Result | None:
    """Return a participant's result, or None where the row has no score at all."""
    if rows.is_shifted(row):
        raise RefusedRowError(Problem("row-shifted", rows.place(number)))
    if _is_blank(rows, row):
        return None
    participant = rows.participant(number, row)
    final = {name: rows.score(number, row, name) for name in _FINALS}
    return Result(
        number,
        participant,
        _primary_score(rows, number, row),
        {name: score for name, score in final.items() if score is not None},
        rows.items(number, row),
    )


def _primary_score(rows: Rows, number: int, row: Sequence[Cell]) -> int:
    """Return the primary score; a language protocol may give its written and oral parts only."""
    score = rows.score(number, row, "primary_score")
    if score is None:
        parts = [rows.score(number, row, name) for name in ("written_score", "oral_score")]
        known = [part for part in parts if part is not None]
        if not known:
            raise rows.refusal("value-missing", number, "primary_score", row)
        score = sum(known)
    if score > _HIGHEST_PRIMARY:
        raise rows.refusal("value-out-of-range", number, "primary_score", row, f"не больше {_HIGHEST_PRIMARY}")
    return score


def _counts(rows: Rows, section: Section, without_result: list[int]) -> list[Problem]:
    """Return what is to be said of rows that were passed over and of the stated number of participants."""
    problems = []
    if without_result:
        said = counted(len(without_result), "участник", "участника", "участников")
        found = f"{said} без результата (строки {listed(without_result)})"
        remedy = "Удалённые, не явившиеся и те, чей результат аннулирован, в расчёт не идут; проверьте, что это они."
        problems.append(Problem("row-skipped", rows.place(without_result[0]), found, remedy=remedy))
    if section.loose:
        found = f"{counted(len(section.loose), 'строка', 'строки', 'строк')} без участника ({listed(section.loose)})"
        problems.append(Problem("row-skipped", rows.place(section.loose[0]), found))
    return [*problems, *_total_problems(rows, section, frozenset(without_result))]


def _total_problems(rows: Rows, section: Section, without_result: frozenset[int]) -> Iterator[Problem]:
    """Return a problem for each total that differs from the participants above it, with or without those of no result.

    It may count all of them, or those since the total before. Of totals right under one another («Всего участников»,
    «Всего сдавших») one has to agree.
    """
    numbers = [number for number, _ in section.rows]
    start = 0
    for end, totals in groupby(section.totals, lambda total: bisect_left(numbers, total[0])):
        stated = dict(totals)
        above = [set(numbers[:end]), set(numbers[start:end])]
        if not any(len(some) in stated.values() or len(some - without_result) in stated.values() for some in above):
            row, number = stated.popitem()
            expected = f"{number} строк, как в строке «Всего участников»"
            yield Problem("total-differs", rows.place(row), str(end - start), expected)
        start = end


def _tell_paper(read: SectionResults, rows: Rows, circumstances: Circumstances) -> None:
    """Tell the paper by all signs, then hold each result against what it is measured by."""
    exam = read.section.exam
    paper = exam_paper(exam, _result_signs(read)) if exam else None
    problem = _title_problem(read.section, rows, exam, paper, circumstances.latest_year)
    if problem or paper is None:
        read.results = []
        read.problems += [problem] if problem and read.section.rows else []
        return
    read.paper = paper
    cells = dict(read.section.rows)
    fitting = []
    for result in read.results:
        misfit = _misfit(rows, result, cells[result.number], paper)
        if misfit:
            read.problems.append(misfit)
        else:
            fitting.append(result)
    read.results = fitting


def _title_problem(
    section: Section, rows: Rows, exam: Exam | None, paper: Paper | None, latest_year: int
) -> Problem | None:
    if exam is None or (exam.year is None and exam.subject):
        return Problem("paper-unknown", rows.place(section.layout.row), "", _TITLE, _TITLE_REMEDY)
    place = Place(rows.place(1).file, section.sheet, exam.row or section.layout.row)
    if exam.subject is None:
        return Problem("subject-unknown", place, UNQUOTED)
    if exam.year is not None and not _EARLIEST_YEAR <= exam.year <= latest_year:
        return Problem("year-unlikely", place, str(exam.year), f"год с {_EARLIEST_YEAR} по {latest_year}")
    return None if paper else Problem("paper-unknown", place, "", _WHICH, _WHICH_REMEDY)


def _result_signs(read: SectionResults) -> Signs:
    grades = frozenset(result.participant.grade for result in read.results if result.participant.grade)
    scores = frozenset(result.final["test_score"] for result in read.results if "test_score" in result.final)
    return _signs(read.section, grades, scores)


def _signs(section: Section, grades: frozenset[int], scores: frozenset[int]) -> Signs:
    columns = section.layout.columns
    return Signs(
        has_registration="registration" in columns,
        has_mark="mark" in columns,
        has_test_score="test_score" in columns,
        has_long="long" in columns,
        grades=grades,
        scores=scores,
    )


def final_column(section: Section, paper: Paper) -> str:
    """Return the column of what the paper is judged by; a mark of ГВЭ or a base paper may stand under «Балл»."""
    measure = measured_by(paper)
    return measure if measure in section.layout.columns else "test_score"


def _misfit(rows: Rows, result: Result, row: Sequence[Cell], paper: Paper) -> Problem | None:
    """Return the problem of a final score or mark that is not there or cannot be one."""
    column = final_column(rows.section, paper)
    final = result.final.get(column)
    if final is None:
        return rows.problem("value-missing", result.number, column, row)
    if measured_by(paper) == "mark":
        return None if final in _MARKS else rows.problem("mark-unknown", result.number, column, row, "2–5")
    if final > _HIGHEST_TEST_SCORE:
        return rows.problem("value-out-of-range", result.number, column, row, f"0–{_HIGHEST_TEST_SCORE}")
    return None
