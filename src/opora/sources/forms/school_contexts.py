"""The social context of schools alone: codes, the year and shares of pupils, for a register that is already there."""

from opora.sources.block import Block
from opora.sources.book import Book, Sheet
from opora.sources.forms.contract_columns import column_values, data_sheets, filled_block, headings_of, layout_problems
from opora.sources.forms.school_rows import add_contexts, context_values, has_context, tell_schools_twice
from opora.sources.forms.template_columns import CONTEXT_COLUMNS, SCHOOL_COLUMN
from opora.sources.headings import Found
from opora.sources.taken import Circumstances, Taken
from opora.vocabulary.codes import school_code

SOURCE = "school-contexts"
RUSSIAN = "Социальный контекст школ"
NEEDS = "«Код школы», «Год данных» и хотя бы один столбец контекста"
FILLS: tuple[str, ...] = ("contexts",)

_COLUMNS = (SCHOOL_COLUMN, *CONTEXT_COLUMNS)
HEADINGS = headings_of(_COLUMNS, recognised_by=("school",))
_ANSWERS = frozenset(column.name for column in CONTEXT_COLUMNS) - {"year"}


def recognises(book: Book) -> bool:
    """Tell whether any sheet has a school's code and at least one share of its social context."""
    return any(_found(sheet) for sheet in data_sheets(book))


def _found(sheet: Sheet) -> Found | None:
    found = HEADINGS.find_in(sheet)
    return found if found and _ANSWERS & found.columns.keys() else None


def read(book: Book, _circumstances: Circumstances) -> Taken:
    """Return the social context of schools.

    Grain: one row per school and year; a school for which nothing is filled in gives no row and is named.
    How shares are read: see `contract_columns`. Source: domain reference §4.
    """
    taken = Taken()
    seen: set[tuple[str | None, int | None]] = set()
    for sheet in data_sheets(book):
        found = _found(sheet)
        if found:
            _read_sheet(filled_block(book, sheet, found), taken, seen)
    return taken


def _read_sheet(block: Block, taken: Taken, seen: set[tuple[str | None, int | None]]) -> None:
    taken.problems += layout_problems(block, _COLUMNS)
    codes = column_values(block, SCHOOL_COLUMN)
    schools = [school_code(code) if code else None for code in codes]
    columns = context_values(block)
    tell_schools_twice(block, schools, list(zip(schools, columns["year"], strict=True)), seen)
    for index in range(len(block)):
        if not has_context(columns, index):
            block.report("row-skipped", index, block.found.columns["school"])
    add_contexts(taken, block, schools, columns)
    taken.problems += block.problems
