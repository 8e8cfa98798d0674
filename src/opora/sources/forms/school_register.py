"""The register of schools an authority keeps: its codes are what joins the results of one school."""

from typing import Any

from opora.sources.block import Block
from opora.sources.book import Book, Sheet
from opora.sources.cells import heading_key
from opora.sources.forms.contract_columns import column_values, data_sheets, filled_block, headings_of, layout_problems
from opora.sources.forms.school_rows import add_contexts, context_values, tell_schools_twice
from opora.sources.forms.template_columns import CONTEXT_COLUMNS, MARK_COLUMNS, REGISTER_COLUMNS, RESULT_COLUMNS
from opora.sources.headings import Found
from opora.sources.taken import Circumstances, Taken
from opora.vocabulary.codes import codes_listed, school_code

SOURCE = "school-register"
RUSSIAN = "Реестр школ"
NEEDS = "«Код школы» и хотя бы два других столбца реестра; обязательны краткое наименование и муниципалитет"
FILLS: tuple[str, ...] = ("register", "contexts")

#: Columns that hold codes by which files may call the school.
CODES = ("school", "fisoko_login", "ris_code", "inn")

_COLUMNS = (*REGISTER_COLUMNS, *CONTEXT_COLUMNS)
HEADINGS = headings_of(_COLUMNS, recognised_by=("school",))
_WITHOUT_CODE = headings_of(_COLUMNS, recognised_by=("name", "municipality"))  # to say which column is missing
_OF_REGISTER = frozenset(column.name for column in REGISTER_COLUMNS) - {"school"}
_FEWEST_OF_REGISTER = 2
_FEWEST_WITHOUT_CODE = 3

#: Headings that no register has: with one of them a table is about results, whatever else it has.
_OF_RESULTS = frozenset(
    heading_key(heading) for column in (*RESULT_COLUMNS, *MARK_COLUMNS) for heading in (column.heading, column.name)
) - frozenset(
    heading_key(heading) for column in _COLUMNS for heading in (column.heading, column.name, *column.spellings)
)


def recognises(book: Book) -> bool:
    """Tell whether any sheet has columns of the register, enough to know it by, and none of results."""
    return any(_found(sheet) for sheet in data_sheets(book))


def _found(sheet: Sheet) -> Found | None:
    for headings, fewest in ((HEADINGS, _FEWEST_OF_REGISTER), (_WITHOUT_CODE, _FEWEST_WITHOUT_CODE)):
        found = headings.find_in(sheet)
        if found and len(_OF_REGISTER & found.columns.keys()) >= fewest:
            return None if any(heading_key(words) in _OF_RESULTS for words in found.texts) else found
    return None


def read(book: Book, _circumstances: Circumstances) -> Taken:
    """Return the rows of the register and, where its columns stand there, the social context of the schools.

    Grain: one row per school. Codes are brought to one spelling and keep their leading zeros. How shares are read:
    see `contract_columns`. A context without «Год данных» has no year. A branch may share the ИНН of its school.
    Source: domain reference §4, §6.9.
    """
    taken = Taken()
    schools: set[str | None] = set()
    owners: dict[str, str] = {}
    for sheet in data_sheets(book):
        found = _found(sheet)
        if found:
            _read_sheet(filled_block(book, sheet, found), taken, schools, owners)
    return taken


def _read_sheet(block: Block, taken: Taken, schools: set[str | None], owners: dict[str, str]) -> None:
    taken.problems += layout_problems(block, _COLUMNS)
    columns: dict[str, Any] = {column.name: column_values(block, column) for column in REGISTER_COLUMNS}
    written = columns["school"]
    for name in (*CODES, "branch_of"):
        columns[name] = [school_code(code) if code else None for code in columns[name]]
    columns["written_code"] = [
        code if code != folded else None for code, folded in zip(written, columns["school"], strict=True)
    ]
    columns["other_codes"] = [", ".join(codes_listed(codes)) or None for codes in columns["other_codes"]]
    tell_schools_twice(block, columns["school"], columns["school"], schools)
    for name in CODES:
        _tell_claims(block, name, columns, owners)
    _tell_claims(block, "other_codes", columns, owners)
    taken.add("register", len(block), {**columns, **block.address()})
    add_contexts(taken, block, columns["school"], context_values(block))
    taken.problems += block.problems


def _tell_claims(block: Block, name: str, columns: dict[str, list[Any]], owners: dict[str, str]) -> None:
    """Report a code that already stands for another school; a branch has the ИНН of its school and no other code."""
    heads = columns["branch_of"] if name == "inn" else [None] * len(block)
    for index, (codes, school, head) in enumerate(zip(columns[name], columns["school"], heads, strict=True)):
        owner = head or school
        if owner and any(owners.setdefault(code, owner) != owner for code in codes_listed(codes)):
            block.report("code-claimed-twice", index, block.found.columns[name])
