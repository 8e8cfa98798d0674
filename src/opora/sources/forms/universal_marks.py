"""The template for marks already counted by school: how many pupils, and how many of them have each mark."""

from typing import Any

from opora.sources.block import Block
from opora.sources.book import Book
from opora.sources.forms.contract_columns import column_values, data_sheets, headings_of, layout_problems
from opora.sources.forms.personal_columns import personal_columns
from opora.sources.forms.stated_papers import (
    add_school_names,
    stated_papers,
    stated_schools,
    taken_from_sheets,
    words_of,
)
from opora.sources.forms.template_columns import MARK_COLUMNS
from opora.sources.taken import Circumstances, Taken
from opora.vocabulary.papers import PAPER, Paper

SOURCE = "template-marks"
RUSSIAN = "Шаблон «Отметки по школам»"
NEEDS = "«Процедура», «Предмет», «Кол-во участников»; с ними год, класс работы, код школы и числа «2»–«5»"
FILLS: tuple[str, ...] = ("mark_counts", "school_names")

HEADINGS = headings_of(MARK_COLUMNS, recognised_by=("procedure", "subject", "pupils"))
_COUNTS = MARK_COLUMNS[-5:]
_MARKS = tuple(column.name for column in _COUNTS[1:])


def recognises(book: Book) -> bool:
    """Tell whether any sheet has a procedure, a subject and a number of participants in every row."""
    return any(HEADINGS.find_in(sheet) for sheet in data_sheets(book))


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return the counts of marks of schools, and the schools' names.

    Grain: one row per school and paper. The marks are numbers of people and make up all participants.
    """
    return taken_from_sheets(book, HEADINGS, lambda block, taken: _read_sheet(block, circumstances.latest_year, taken))


def _read_sheet(block: Block, latest_year: int, taken: Taken) -> list[Paper | None]:
    personal = list(personal_columns(block))
    if personal:
        taken.problems += personal
        return []
    taken.problems += layout_problems(block, MARK_COLUMNS)
    papers = stated_papers(block, latest_year)
    codes = stated_schools(block)
    columns = {column.name: column_values(block, column) for column in _COUNTS}
    _tell_sums_that_differ(block, columns)
    _add_counts(taken, block, papers, {"school_code": codes, **columns})
    add_school_names(taken, block, codes)
    taken.problems += block.problems
    return papers


def _tell_sums_that_differ(block: Block, columns: dict[str, list[Any]]) -> None:
    if not all(name in block for name in ("pupils", *_MARKS)):
        return
    for index, pupils in enumerate(columns["pupils"]):
        marks = [columns[name][index] for name in _MARKS]
        if None not in (pupils, *marks) and sum(marks) != pupils:
            found = f"участников {pupils}, сумма отметок {sum(marks)}"
            block.report("marks-do-not-sum", index, block.found.columns["pupils"], found=found)


def _add_counts(taken: Taken, block: Block, papers: list[Paper | None], columns: dict[str, list[Any]]) -> None:
    """Add the rows whose paper is known; a school without a name is called by its code."""
    names, municipalities = (words_of(block, name) for name in ("name", "municipality"))
    areas = [name or code or "" for name, code in zip(names, columns["school_code"], strict=True)]
    every = {**columns, "municipality": municipalities, "area": areas, "source_row": block.numbers}
    known = [(index, paper) for index, paper in enumerate(papers) if paper]
    rows = {name: [values[index] for index, _ in known] for name, values in every.items()}
    stated = {name: [paper.columns[name] for _, paper in known] for name in PAPER}
    address = {"area_level": "school", "source_sheet": block.sheet.name}
    taken.add("mark_counts", len(known), {**stated, **rows, **address})
