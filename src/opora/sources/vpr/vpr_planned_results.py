"""ФИС ОКО, «Достижение планируемых результатов»: what each item tests, and how well each group did it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opora.sources import cells
from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.headings import Found, Headings
from opora.sources.taken import Circumstances, Taken
from opora.sources.titles import paper_of, title_of
from opora.sources.vpr.areas import (
    MUNICIPALITY,
    SCHOOL,
    Area,
    AreaPath,
    add_school_names,
    area_columns,
    level_named,
    school_area,
)
from opora.sources.vpr.group_tables import path_above
from opora.sources.vpr.item_names import item_name
from opora.sources.vpr.percent_cells import shares_of_maximum
from opora.tables.results import MOST_ITEMS
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import plain

SOURCE = "vpr-planned-results"
RUSSIAN = "ВПР, достижение планируемых результатов"
NEEDS = "«Блоки ПООП …» или «Проверяемые умения», «Макс балл»; название работы"
FILLS: tuple[str, ...] = ("item_skills", "item_shares", "school_names")

HEADINGS = Headings(
    required={
        "skill": ("Блоки ПООП…", "Блоки ООП…", "Проверяемые требования…", "Проверяемые умения…"),
        "max_score": ("Макс балл", "Максимальный балл", "Макс. балл за задание"),
    },
    optional={"item": ("Номер задания", "№ задания", "№", "Задание")},
)
_NUMBER_IN_SKILL = re.compile(r"^(\d{1,2}(?:[.,]\d{1,2}|\(\d{1,2}\))*(?:[КKкk]\d{1,2})?)[.)]?\s+(?=\D)")
_PUPILS = re.compile(r"^(\d[\d ]{0,9})\s*(?:уч|чел)")
_PUPILS_BELOW = 3  # the row «29500 уч.» stands right under the heading
_BARE_SCHOOL = frozenset(map(plain, ("ОО", "Школа")))


@dataclass(frozen=True)
class _AreaColumn:
    position: int
    area: Area
    pupils: int | None


def recognises(book: Book) -> bool:
    """Tell whether any sheet lists what items test beside their greatest scores and groups of participants."""
    return any(_heading(sheet) for sheet in book.sheets)


def _heading(sheet: Sheet) -> Found | None:
    return HEADINGS.find_split(sheet.rows, lambda found: bool(_area_positions(found)))


def _area_positions(found: Found) -> list[int]:
    known = found.columns.values()
    return [position for position, words in enumerate(found.texts) if words and position not in known]


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return the skill each item tests, how well each group did each item, and the schools' names.

    Grain: one row per item, and one per group and item. Groups are columns here, in any order; a column whose heading
    names no group is passed over with a warning. Source: domain reference §6.6.
    """
    taken = Taken()
    for sheet in book.sheets:
        found = _heading(sheet)
        if found:
            block = block_below(book, sheet, found, _belongs(found))
            paper, problems = paper_of(book, sheet, title_of(sheet, found.row), circumstances.latest_year)
            _read_block(block, paper, taken)
            taken.problems += [*problems, *block.problems]
    return taken


def _belongs(found: Found) -> Callable[[Sequence[Cell]], bool]:
    skill = found.columns["skill"]
    numbers = [found.columns["max_score"], *_area_positions(found)]

    def belongs(row: Sequence[Cell]) -> bool:
        return bool(cells.text(row[skill])) and any(cells.text(row[position]) for position in numbers)

    return belongs


def _read_block(block: Block, paper: Paper | None, taken: Taken) -> None:
    place = block.heading_place
    items, skills = _items(block)
    if not items:
        block.problems.append(Problem("nothing-inside", place))
    if len(items) > MOST_ITEMS:
        block.problems.append(Problem("too-many-items", place, str(len(items))))
    columns = _area_columns(block)
    if paper is None or len(items) > MOST_ITEMS:
        return
    taken.year = paper.year
    taken.add("item_skills", len(items), {**paper.columns, "item": items, "skill": skills, **block.address()})
    _add_shares(taken, block, paper, items, columns)
    add_school_names(taken, [column.area for column in columns])


def _items(block: Block) -> tuple[list[str], list[str]]:
    """Return items and skills; in old reports the number stands before the skill: «1К1. Соблюдать …»."""
    items, skills = [], []
    for index, (number, skill) in enumerate(zip(block.cells("item"), block.cells("skill"), strict=True)):
        words = cells.text(skill)
        prefix = _NUMBER_IN_SKILL.match(words)
        stated = cells.text(number) or (prefix[1] if prefix else "")
        if not stated:
            name = "item" if "item" in block else "skill"
            block.report("value-missing", index, block.found.columns[name], expected="номер задания")
        items.append(item_name(stated))
        skills.append(words[prefix.end() :] if prefix and item_name(prefix[1]) == item_name(stated) else words)
    return items, skills


def _area_columns(block: Block) -> list[_AreaColumn]:
    """Return the columns of groups; the school lies in the municipality that another column names."""
    found = block.found
    positions = _area_positions(found)
    named = [position for position in positions if level_named(found.texts[position])]
    for position in (position for position in positions if position not in named):
        block.problems.append(_heading_problem(block, "column-ignored", position))
    towns = [found.texts[position] for position in named if level_named(found.texts[position]) == MUNICIPALITY]
    areas = [(position, _area(block, position, towns[0] if towns else None)) for position in named]
    return [_AreaColumn(position, area, _pupils(block, position)) for position, area in areas if area]


def _heading_problem(block: Block, code: str, position: int) -> Problem:
    words = block.found.texts[position]
    place = Place(block.book.file, block.sheet.name, block.found.row + 1, words)
    return Problem(code, place, words, position=position)


def _area(block: Block, position: int, municipality: str | None) -> Area | None:
    """Return the group a column's heading names; a bare «ОО» is the school named above the table."""
    words, above = block.found.texts[position], path_above(block.sheet, block.found.row)
    if level_named(words) != SCHOOL:
        return AreaPath().step(words)
    if plain(words) not in _BARE_SCHOOL:
        return school_area(words, municipality or above.municipality)
    if above.last and above.last.school_code:
        return school_area(above.last.name, municipality or above.municipality)
    block.problems.append(_heading_problem(block, "school-code-missing", position))
    return None


def _pupils(block: Block, position: int) -> int | None:
    """Return the participants of a column's group, stated under its heading: «190 уч.»."""
    below = block.sheet.rows[block.found.row + 1 : block.found.row + 1 + _PUPILS_BELOW]
    stated = (_PUPILS.match(cells.text(row[position])) for row in below)
    return next((int(match[1].replace(" ", "")) for match in stated if match), None)


def _add_shares(taken: Taken, block: Block, paper: Paper, items: Sequence[str], columns: Sequence[_AreaColumn]) -> None:
    maxima = block.read("max_score", cells.whole, "number-unknown")
    shares = shares_of_maximum(block, [column.position for column in columns])
    spread = [(place, index) for place in range(len(columns)) for index in range(len(items))]
    rows = {
        **paper.columns,
        **area_columns(columns[place].area for place, _ in spread),
        "report": "planned-results",
        "mark_group": "all",
        "pupils": [columns[place].pupils for place, _ in spread],
        "position": [index + 1 for _, index in spread],
        "item": [items[index] for _, index in spread],
        "max_score": [maxima[index] for _, index in spread],
        "share_of_maximum": [shares[place][index] for place, index in spread],
        "source_sheet": block.sheet.name,
        "source_row": [block.numbers[index] for _, index in spread],
    }
    taken.add("item_shares", len(spread), rows)
