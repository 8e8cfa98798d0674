"""Columns of a file that follow a table contract: found, converted and checked from the contract alone.

The contract is the only list: a column added to it is read, checked and offered in the template without a line here.
A share is written as its heading says: under a heading with «%» (or `pct_…`) the cell is a percent, 12,5 is 0.125;
under the identifier `share_…` the cell is a share of 0–1; a cell that itself ends in «%» is a percent anywhere.
A percent under one («0,8», which Excel also stores for a cell typed as «80%») is never turned into a share:
it is read as 0.8 %, and the sender is told once a column.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import Any

from opora.sources import cells
from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell, column_letters, heading_key
from opora.sources.headings import Found, Headings
from opora.tables.contract import Column, Kind
from opora.tables.paper_columns import ADDRESS_COLUMNS
from opora.tables.schools import WRITTEN_CODE
from opora.vocabulary.problems import Problem
from opora.vocabulary.spelling import plain

#: Sheets of a template that explain it; never read as data.
EXAMPLE_SHEET = "Пример"
GUIDE_SHEET = "Как заполнять"

YES, NO = "да", "нет"

_YES = frozenset(map(plain, (YES, "д", "1", "+", "true", "yes", "истина")))
_NO = frozenset(map(plain, (NO, "н", "0", "-", "false", "no", "ложь")))
_NO_WORD = frozenset(map(plain, ("", "-", "--", "н/д", "нет", "нет данных")))
_WHOLE_KINDS = {Kind.TINY: (-128, 127), Kind.SMALL: (-32_768, 32_767), Kind.COUNT: (-(2**31), 2**31 - 1)}
_NOT_DATA = frozenset(map(plain, (EXAMPLE_SHEET, GUIDE_SHEET)))
_NOT_FILLED_IN = frozenset(column.name for column in (*ADDRESS_COLUMNS, WRITTEN_CODE))

_FOOTER = re.compile(
    r"\W*(?:итого|всего|исполнитель|примечани[ея]|директор|начальник|руководитель)(?!\w)", re.IGNORECASE
)
_MOST_FOOTER_CELLS = 2
_ROW_NUMBER = frozenset(map(heading_key, ("№", "№ п/п", "п/п", "N п/п")))

Parse = Callable[[Cell], Any]


class CellRejectedError(ValueError):
    """A cell that does not fit its column: the problem's code and what is expected instead."""

    def __init__(self, code: str, expected: str = "") -> None:
        self.code = code
        self.expected = expected
        super().__init__(code)


def fillable(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns a person fills in: all but the address of the row and what repeats another."""
    return tuple(column for column in columns if column.name not in _NOT_FILLED_IN)


def headings_of(columns: Sequence[Column], recognised_by: Sequence[str]) -> Headings:
    """Return the headings of the columns: Russian, other spellings, identifiers.

    Args:
        columns: all columns of the format.
        recognised_by: names of those without which a row is no heading row.
    """
    spelled = {column.name: (column.heading, column.name, *column.spellings) for column in columns}
    required = {name: spelled.pop(name) for name in recognised_by}
    return Headings(required, spelled)


def data_sheets(book: Book) -> Iterator[Sheet]:
    """Return the sheets that can hold data: not the example, not the guide."""
    return (sheet for sheet in book.sheets if plain(sheet.name) not in _NOT_DATA)


def filled_block(book: Book, sheet: Sheet, found: Found) -> Block:
    """Return the rows below the heading row that have anything written in them, but for totals and signatures."""
    return block_below(book, sheet, found, lambda row: _is_filled(row) and not _is_footer(row))


def _is_footer(row: Sequence[Cell]) -> bool:
    """Tell «Итого: 14» and «Исполнитель: …» below a table from its rows, in which far more is filled."""
    filled = [cells.text(cell) for cell in row if _is_filled([cell])]
    return len(filled) <= _MOST_FOOTER_CELLS and bool(_FOOTER.match(filled[0]))


def _is_filled(row: Sequence[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cells.text(cell)) for cell in row)


def column_values(block: Block, column: Column, out_of_range: str = "value-out-of-range") -> list[Any]:
    """Return a column of the contract converted by its kind; a column the file lacks is all None.

    A rejected cell is a problem and None: value-missing, number-unknown, value-not-in-list, or the given code.
    """
    if column.name not in block:
        return [None] * len(block)
    position = block.found.columns[column.name]
    parse = cell_parser(column, block.found.texts[position], out_of_range)
    if _is_percent(column, block.found.texts[position]):
        _tell_percents_below_one(block, position)
    return values_at(block, position, parse)


def values_at(block: Block, position: int, parse: Parse) -> list[Any]:
    """Return the column at a position parsed; a cell the parser rejects is a problem and None."""
    column = block.columns[position]
    try:
        return [parse(cell) for cell in column]
    except CellRejectedError:
        return [_value(block, index, position, parse) for index in range(len(column))]


def _value(block: Block, index: int, position: int, parse: Parse) -> Any:
    try:
        return parse(block.columns[position][index])
    except CellRejectedError as rejected:
        block.report(rejected.code, index, position, expected=rejected.expected)
        return None


def cell_parser(column: Column, heading: str, out_of_range: str = "value-out-of-range") -> Parse:
    """Return what turns a cell under the heading into a value of the column.

    The parser raises CellRejectedError on a cell the contract does not allow.
    """
    if column.choices:
        parse: Parse = partial(_choice, {plain(choice): choice for choice in column.choices})
    elif column.kind is Kind.WORD:
        parse = _word
    elif column.kind is Kind.FLAG:
        parse = _flag
    else:
        parse = partial(_number, column, _is_percent(column, heading), out_of_range)
    return partial(_required, parse) if column.is_required else parse


def _required(parse: Parse, cell: Cell) -> Any:
    value = parse(cell)
    if value is None:
        raise CellRejectedError("value-missing")
    return value


def _word(cell: Cell) -> str | None:
    words = cells.text(cell)
    return None if plain(words) in _NO_WORD else words


def _flag(cell: Cell) -> bool | None:
    word = plain(cells.text(cell))
    if word in _YES or word in _NO:
        return word in _YES
    if word:
        raise CellRejectedError("value-not-in-list", f"«{YES}» или «{NO}»")
    return None


def _choice(choices: dict[str, str], cell: Cell) -> str | None:
    word = plain(cells.text(cell))
    if word in choices:
        return choices[word]
    if word in _NO_WORD:
        return None
    raise CellRejectedError("value-not-in-list", one_of(list(choices.values())))


def one_of(words: Sequence[str]) -> str:
    """Return a list as a person reads it: «НОШ, ООШ или СОШ»."""
    return " или ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def _number(column: Column, is_percent: bool, out_of_range: str, cell: Cell) -> float | int | None:
    is_whole = column.kind in _WHOLE_KINDS
    value = _any_number(cell, is_whole)
    if value is None:
        return None
    if column.kind is Kind.SHARE and (is_percent or cells.text(cell).endswith("%")):
        value = round(value / 100, 12)
    least, most = column.range or _WHOLE_KINDS.get(column.kind) or (float("-inf"), float("inf"))
    if not least <= value <= most:
        raise CellRejectedError(out_of_range, range_in_words(column, is_percent=is_percent))
    return int(value) if is_whole else value


def _any_number(cell: Cell, is_whole: bool) -> float | None:
    expected = "целое число" if is_whole else "число"
    if isinstance(cell, bool | dt.date | dt.time | dt.timedelta):
        raise CellRejectedError("number-unknown", expected)
    try:
        return cells.whole(cell) if is_whole else cells.number(cell)
    except ValueError as error:
        raise CellRejectedError("number-unknown", expected) from error


def range_in_words(column: Column, *, is_percent: bool) -> str:
    """Return what a number of the column may be: «от 0 до 100 000», «от 0 до 100 %»."""
    if column.range is None:
        return ""
    least, most = column.range
    if column.kind is Kind.SHARE:
        return "от 0 до 100 %" if is_percent else "от 0 до 1; проценты пишутся со знаком «%»"
    is_year = not column.unit and least > 999  # noqa: PLR2004 - a year is written without a thousands space
    numbers = [f"{edge:.0f}" if is_year else f"{edge:,.0f}".replace(",", "\u00a0") for edge in (least, most)]
    return f"от {numbers[0]} до {numbers[1]}"


def _is_percent(column: Column, heading: str) -> bool:
    """A heading with «%» or `pct_…` says percents; only the identifier itself says shares."""
    return column.kind is Kind.SHARE and heading_key(heading) != heading_key(column.name)


def _tell_percents_below_one(block: Block, position: int) -> None:
    """Warn once of a column in which 0,8 stands for 0.8 %, or is a share by oversight."""
    small = [index for index, cell in enumerate(block.columns[position]) if _is_below_one(cell)]
    if small:
        found = cells.text(block.columns[position][small[0]])
        more = f" и ещё {len(small) - 1}" if len(small) > 1 else ""
        block.report("percent-below-one", small[0], position, found=found.replace(".", ",") + more)


@lru_cache(maxsize=65_536, typed=True)
def _is_below_one(cell: Cell) -> bool:
    try:
        value = _any_number(cell, is_whole=False)
    except CellRejectedError:
        return False
    return value is not None and 0 < value <= 1 and not cells.text(cell).endswith("%")


def layout_problems(
    block: Block, columns: Sequence[Column], is_known: Callable[[str], bool] = lambda _: False
) -> list[Problem]:
    """Return what the heading row lacks, repeats or has besides, and whether there are any rows below it.

    Args:
        block: the table.
        columns: columns of the format.
        is_known: tells a heading that is no column of the format and yet is read, such as an item.
    """
    place = block.heading_place
    missing = [column for column in columns if column.is_required and column.name not in block]
    problems = [Problem("heading-missing", place, expected=f"столбец «{column.heading}»") for column in missing]
    repeated = [block.found.texts[block.found.columns[name]] for name in block.found.repeated]
    problems += [Problem("heading-repeated", place, words) for words in repeated]
    if not len(block):
        remedy = f"Заполните лист «{block.sheet.name}»: строки листа «{EXAMPLE_SHEET}» не читаются."
        problems.append(Problem("nothing-inside", place, remedy=remedy))
    return [*problems, *_ignored(block, columns, is_known)]


def _ignored(block: Block, columns: Sequence[Column], is_known: Callable[[str], bool]) -> Iterator[Problem]:
    read = set(block.found.columns.values())
    repeated = {heading_key(block.found.texts[block.found.columns[name]]) for name in block.found.repeated}
    known = {heading_key(column.heading): column.heading for column in columns}
    for position, words in enumerate(block.found.texts):
        if position in read or is_known(words) or (words and heading_key(words) in repeated | _ROW_NUMBER):
            continue
        if words:
            near = get_close_matches(heading_key(words), known, n=1, cutoff=0.8)
            yield _ignored_column(block, position, words, f"«{known[near[0]]}»" if near else "")
        elif _is_filled(block.columns[position]):
            yield _ignored_column(block, position, f"столбец {column_letters(position)} без заголовка")


def _ignored_column(block: Block, position: int, found: str, expected: str = "") -> Problem:
    place = block.heading_place
    return Problem("column-ignored", place, found, expected, position=position)
