"""Reports whose rows are groups of participants: ФИС ОКО writes marks, scores and items in one and the same frame.

Two layouts are known. In the hierarchical one the paper stands above the heading row and the rows go from the whole
sample down to schools. In the tidy one every row names its paper, municipality and school.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from opora.sources import cells
from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.headings import Found, Headings
from opora.sources.taken import Taken
from opora.sources.titles import Title, paper_of, title_of
from opora.sources.vpr.areas import (
    SCHOOL,
    Area,
    AreaPath,
    add_school_names,
    is_total,
    level_named,
    login_in,
    school_area,
)
from opora.sources.vpr.row_papers import row_papers
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Problem
from opora.vocabulary.spelling import plain, tidy

#: Position and name of each column of numbers: «2» … «5», «0» … «38», «1», «2.1», «3К1» …
ValueColumns = tuple[tuple[int, str], ...]

_GROUP_LINES = frozenset(
    map(plain, ("ОО", "Школа", "Муниципалитет", "Район", "Регион", "Субъект РФ", "Группа участников"))
)
_LINES_ABOVE = 12
_MOST_WORDS_OF_A_LINE = 4
_MOST_PEOPLE = 50_000_000
AREA_HEADINGS = ("Группы участников", "Группа участников")
PUPILS_HEADINGS = (
    "Кол-во участников",
    "Количество участников",
    "Участников",
    "Число участников",
    "Кол-во уч.",
    "Кол-во уч-ся",
)
_SCHOOLS = ("Кол-во ОО", "Количество ОО", "Число ОО")

HIERARCHICAL = Headings(
    required={"area": AREA_HEADINGS, "pupils": PUPILS_HEADINGS},
    optional={
        "schools": _SCHOOLS,
        "mark_group": ("Отметка", "Группа по отметке", "Группа баллов", "Группы баллов"),
    },
)
TIDY = Headings(
    required={"year": ("Год",), "grade": ("Класс", "Параллель"), "subject": ("Предмет",), "pupils": PUPILS_HEADINGS},
    optional={
        "procedure": ("Процедура", "Работа"),
        "municipality": ("Муниципалитет", "МСУ", "Район"),
        "login": ("Логин", "Логин ОО", "Логин школы"),
        "name": ("ОО", "Название ОО", "Наименование ОО", "Школа"),
        "schools": _SCHOOLS,
        "mark_group": ("Группа по отметке", "Группа баллов", "Группы баллов"),
    },
)


@dataclass(frozen=True)
class GroupTable:
    """One table of groups on one sheet.

    Attributes:
        block: its rows with numbers.
        values: its columns of numbers.
        title: what stands above it.
        is_tidy: whether each row names its own paper.
        end: index of the sheet's row after its last one.
    """

    block: Block
    values: ValueColumns
    title: Title
    is_tidy: bool
    end: int


@dataclass(frozen=True)
class GroupRow:
    """One group of participants in one paper: `index` of its row in the block, and `pupils` where the file says."""

    index: int
    paper: Paper
    area: Area
    pupils: int | None


def has_group_table(book: Book, value_columns: Callable[[Found], ValueColumns]) -> bool:
    """Tell whether any sheet has a table of groups with the columns of numbers the reader knows."""
    return any(_heading(sheet, value_columns) for sheet in book.sheets)


def group_tables(book: Book, value_columns: Callable[[Found], ValueColumns]) -> Iterator[GroupTable]:
    """Yield the tables of groups of all sheets, top to bottom.

    Args:
        book: the book.
        value_columns: names the columns of numbers in a heading row; none, when the heading is another report's.
    """
    for sheet in book.sheets:
        start, title = 0, Title()
        found = _heading(sheet, value_columns)
        while found:
            following = None if is_tidy(found) else _heading(sheet, value_columns, found.row + 1, len(sheet.rows))
            stated = title_of(sheet, found.row, start)
            title = stated if stated.procedure or title.procedure is None else title
            end = following.row if following else len(sheet.rows)
            yield _table(book, sheet, (found, value_columns(found)), title, end)
            start, found = found.row + 1, following


def taken_from_groups(
    book: Book,
    value_columns: Callable[[Found], ValueColumns],
    take_table: Callable[[GroupTable, Taken], list[GroupRow]],
) -> Taken:
    """Return what a report of groups gives: the rows of each of its tables, the year, the schools' names.

    Args:
        book: the book.
        value_columns: names the columns of numbers in a heading row; none, when the heading is another report's.
        take_table: adds the rows of one table to what is taken, and returns the groups they are of.
    """
    taken = Taken()
    rows: list[GroupRow] = []
    for table in group_tables(book, value_columns):
        rows += take_table(table, taken)
        taken.problems += table.block.problems
    taken.year = single_year([row.paper.year for row in rows])
    add_school_names(taken, [row.area for row in rows])
    return taken


def _heading(
    sheet: Sheet, value_columns: Callable[[Found], ValueColumns], start: int = 0, depth: int = 40
) -> Found | None:
    def accepts(found: Found) -> bool:
        return bool(value_columns(found))

    return HIERARCHICAL.find_split(sheet.rows, accepts, start, depth) or (
        TIDY.find_split(sheet.rows, accepts, start, depth) if not start else None
    )


def is_tidy(found: Found) -> bool:
    """Tell whether the heading row is of the layout in which each row names its own paper."""
    return "area" not in found.columns


def _table(book: Book, sheet: Sheet, heading: tuple[Found, ValueColumns], title: Title, end: int) -> GroupTable:
    found, values = heading
    positions = [found.columns["pupils"], *(position for position, _ in values)]

    def belongs(row: Sequence[Cell]) -> bool:
        has_numbers = any(row[position] not in ("", None) for position in positions)
        return has_numbers and not states_maxima(row) and not _repeats(row, found)

    block = block_below(book, replace(sheet, rows=sheet.rows[:end]), found, belongs)
    _report_layout(block, values)
    return GroupTable(block, values, title, is_tidy(found), end)


def states_maxima(row: Sequence[Cell]) -> bool:
    """Tell whether the row states the greatest scores of the items instead of a group."""
    return any(plain(cell).startswith(plain("макс")) for cell in row[:4] if isinstance(cell, str) and cell)


def _repeats(row: Sequence[Cell], found: Found) -> bool:
    """Tell whether the row sums up the rows above it («Итого»)."""
    names = [cells.text(row[found.columns[name]]) for name in ("area", "name") if name in found.columns]
    return any(map(is_total, names))


def _report_layout(block: Block, values: ValueColumns) -> None:
    names = [name for _, name in values]
    repeated = [name for name in set(names) if names.count(name) > 1]
    block.problems += block.layout_problems()
    block.problems += [Problem("heading-repeated", block.heading_place, name) for name in repeated]


@lru_cache(maxsize=4_096, typed=True)
def head_count(cell: Cell) -> int | None:
    """Return a number of people or schools; empty and dashes are None; what no country has is refused."""
    value = cells.whole(cell)
    if value is not None and not 0 <= value <= _MOST_PEOPLE:
        raise ValueError(cells.text(cell))
    return value


def group_rows(
    table: GroupTable, latest_year: int, subgroup: Callable[[str], str | None] = lambda _: None
) -> list[GroupRow]:
    """Return the rows of a table that have a paper and a group, in order.

    Args:
        table: the table.
        latest_year: the last year a result can be of.
        subgroup: tells from a row's name that it is a part of the group named last above («отметка 2»), not a group.
    """
    papers = _papers(table, latest_year)
    areas = _tidy_areas(table.block) if table.is_tidy else _areas_down_the_sheet(table, subgroup)
    pupils = table.block.read("pupils", head_count, "number-unknown", "целое число")
    rows = zip(range(len(papers)), papers, areas, pupils, strict=True)
    return [
        GroupRow(index, paper, area, count)
        for index, paper, area, count in rows
        if paper is not None and area is not None
    ]


def _papers(table: GroupTable, latest_year: int) -> Sequence[Paper | None]:
    block = table.block
    if table.is_tidy:
        return row_papers(block, table.title.procedure or "vpr", latest_year)
    paper, problems = paper_of(block.book, block.sheet, table.title, latest_year)
    block.problems += problems
    return [paper] * len(block)


def _tidy_areas(block: Block) -> list[Area | None]:
    columns = [block.cells(name) for name in ("municipality", "login", "name")]
    areas = [_tidy_area(*map(cells.text, row)) for row in zip(*columns, strict=True)]
    for index in (index for index, area in enumerate(areas) if area is None):
        _report_nameless(block, index, "name" if "name" in block else "pupils")
    return areas


def _tidy_area(municipality: str, login: str, name: str) -> Area | None:
    code = login_in(login)
    if code or (name and level_named(name) in {SCHOOL, None}):
        return school_area(name or login, municipality or None, code)
    words = name or municipality
    return AreaPath().step(words) if words else None


def _areas_down_the_sheet(table: GroupTable, subgroup: Callable[[str], str | None]) -> list[Area | None]:
    """Follow the names down the sheet, rows without numbers too: a municipality may stand on a row of its own."""
    block = table.block
    path = path_above(block.sheet, block.found.row)
    named: dict[int, Area | None] = dict.fromkeys(block.numbers)
    for number in range(block.found.row + 2, table.end + 1):
        row = block.sheet.row(number - 1)
        name = tidy(cells.text(row[block.found.columns["area"]]))
        if number in named:
            named[number] = path.last if subgroup(name) else _step(path, name, row, block.found)
        elif level_named(name) is not None and ":" not in name:
            path.step(name)
    for index, number in enumerate(block.numbers):
        if named[number] is None:
            _report_nameless(block, index, "area")
    return list(named.values())


def path_above(sheet: Sheet, end: int) -> AreaPath:
    """Return the path as the lines above a table leave it: a report on one school or district names it there."""
    path = AreaPath()
    for row in sheet.rows[max(0, end - _LINES_ABOVE) : end]:
        words = [tidy(cell) for cell in row if isinstance(cell, str) and cell.strip()]
        name = group_named(words) if 1 <= len(words) <= _MOST_WORDS_OF_A_LINE else ""
        if name and level_named(name) is not None:
            path.step(name)
    return path


def group_named(words: Sequence[str]) -> str:
    """Return the group a line names: «Абанский район», «ОО: МКОУ …» or «МКОУ … (edu100101) | Кол-во участников: 25»."""
    first, _, rest = words[0].partition("|")
    name, colon, value = first.partition(":")
    if colon:
        return (value.strip() or " ".join(words[1:2])) if plain(name) in _GROUP_LINES else ""
    return "" if rest.count(":") > 1 else name.strip()


def _step(path: AreaPath, name: str, row: Sequence[Cell], found: Found) -> Area | None:
    if not name:
        return None
    schools = found.columns.get("schools")
    is_school = schools is not None and not cells.text(row[schools])
    return path.step(name, SCHOOL) if is_school else path.step(name)


def _report_nameless(block: Block, index: int, column: str) -> None:
    block.report("value-missing", index, block.found.columns[column], expected="название группы участников или школы")


def paper_and_address(table: GroupTable, rows: Sequence[GroupRow]) -> dict[str, object]:
    """Return the paper and address columns of a table, one row per group row."""
    numbers = table.block.numbers
    return {
        **{name: [getattr(row.paper, name) for row in rows] for name in PAPER},
        "source_sheet": table.block.sheet.name,
        "source_row": [numbers[row.index] for row in rows],
    }


def single_year(years: Sequence[int]) -> int | None:
    """Return the year of a file, where all its papers are of one year."""
    return years[0] if len(set(years)) == 1 else None
