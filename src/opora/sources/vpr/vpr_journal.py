"""ФИС ОКО, «Сравнение отметок с отметками по журналу»: who lowered, confirmed or raised the mark of the journal."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell, text
from opora.sources.headings import Found, Headings
from opora.sources.taken import Circumstances, Taken
from opora.sources.titles import Title, paper_of, title_above, title_of
from opora.sources.vpr.areas import Area, AreaPath, add_school_names, area_columns, level_named
from opora.sources.vpr.group_tables import (
    AREA_HEADINGS,
    PUPILS_HEADINGS,
    group_named,
    head_count,
    path_above,
    single_year,
)
from opora.sources.vpr.people_counts import Unit, amount, people_counted, table_unit
from opora.vocabulary.papers import Paper
from opora.vocabulary.spelling import plain, tidy

SOURCE = "vpr-journal"
RUSSIAN = "ВПР, сравнение отметок с отметками по журналу"
NEEDS = "группа, «Кол-во участников», «%»; строки «Понизили», «Подтвердили», «Повысили»; название работы"
FILLS: tuple[str, ...] = ("journal_counts", "school_names")

HEADINGS = Headings(
    required={
        "area": AREA_HEADINGS,
        "pupils": PUPILS_HEADINGS,
        "percent": ("%", "Доля, %", "Доля участников, %", "Процент", "% участников", "Кол-во участников, %"),
    },
    optional={},
)
OUTCOMES = ("lowered", "confirmed", "raised")

_TOTAL = "total"
_STEMS = {
    plain("понизил"): "lowered",
    plain("подтвердил"): "confirmed",
    plain("повысил"): "raised",
    plain("всего"): _TOTAL,
    plain("итого"): _TOTAL,
}
_N = TypeVar("_N", int, float)
_SUM_EXPECTED = "«Понизили», «Подтвердили» и «Повысили», в сумме равные «Всего»"
_DEPTH = 200  # how far below its heading the first comparison may stand


@dataclass
class _Comparison:
    """The rows of one group: index in the block of the row of each outcome."""

    area: Area | None
    rows: dict[str, int] = field(default_factory=dict)


@lru_cache(maxsize=4_096)
def outcome_named(words: str) -> str | None:
    """Return lowered, confirmed, raised or total of «Понизили ( Отметка < Отметка по журналу) %», else None."""
    name = plain(words).lstrip('% «"(')
    return next((outcome for stem, outcome in _STEMS.items() if name.startswith(stem)), None)


def recognises(book: Book) -> bool:
    """Tell whether any sheet counts groups with percents, one of the rows being «Понизили»."""
    return any(_heading(sheet) for sheet in book.sheets)


def _heading(sheet: Sheet, start: int = 0, depth: int = 40) -> Found | None:
    def accepts(found: Found) -> bool:
        below = sheet.rows[found.row + 1 : found.row + _DEPTH]
        return any(_outcome_in(row) == "lowered" for row in below)

    return HEADINGS.find_split(sheet.rows, accepts, start, depth)


def _outcome_in(row: Sequence[Cell]) -> str | None:
    position = _outcome_position(row)
    return None if position is None else outcome_named(text(row[position]))


def _outcome_position(row: Sequence[Cell]) -> int | None:
    return next((place for place, cell in enumerate(row) if isinstance(cell, str) and outcome_named(cell)), None)


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return the people of each group who lowered, confirmed and raised their mark, and the schools' names.

    Grain: one row per group and paper. The file's people count; its percents only where it gives no people. The
    group's name stands on a row of its own, above the heading, or in the first column beside its first row.
    Source: domain reference §6.4.
    """
    taken = Taken()
    for sheet in book.sheets:
        found = _heading(sheet)
        if found:
            _read_sheet(book, sheet, found, circumstances, taken)
    taken.year = single_year([batch.columns["year"] for batch in taken.batches if batch.table == "journal_counts"])
    return taken


def _read_sheet(book: Book, sheet: Sheet, first: Found, circumstances: Circumstances, taken: Taken) -> None:
    path, start, title = path_above(sheet, first.row), 0, Title()
    areas: list[Area] = []
    found: Found | None = first
    while found:
        stated = title_of(sheet, found.row, start)
        title = stated if stated.procedure or title.procedure is None else title
        following = _heading(sheet, found.row + 1, len(sheet.rows))
        end = following.row if following else len(sheet.rows)
        block = block_below(book, replace(sheet, rows=sheet.rows[:end]), found, _is_outcome)
        paper, problems = paper_of(book, sheet, title, circumstances.latest_year)
        areas += _add_counts(taken, block, paper, _comparisons(block, path))
        taken.problems += [*problems, *block.problems]
        start, found = found.row + 1, following
    add_school_names(taken, areas)


def _is_outcome(row: Sequence[Cell]) -> bool:
    return _outcome_position(row) is not None


def _comparisons(block: Block, path: AreaPath) -> list[_Comparison]:
    """Return the comparisons below one heading row; the path goes on from heading to heading."""
    walk = _Walk(path)
    indices = {number: index for index, number in enumerate(block.numbers)}
    for number, row in enumerate(block.sheet.rows[block.found.row + 1 :], start=block.found.row + 2):
        position = _outcome_position(row)
        walk.take_names(_names_in(row[:position]))
        if position is not None:
            walk.take_outcome(outcome_named(text(row[position])) or _TOTAL, indices[number])
    return walk.comparisons


def _names_in(row: Sequence[Cell]) -> tuple[str, ...]:
    """Return the groups a row names from the wide to the narrow: «Абанский район», «МКОУ …» in a column each."""
    words = tuple(tidy(cell) for cell in row if isinstance(cell, str) and cell.strip())
    if not words or title_above([row]).procedure is not None:
        return ()
    if len(words) > 1 and all(map(level_named, words)):
        return words
    name = group_named(words)
    return (name,) if name else ()


class _Walk:
    """The comparisons met so far on the way down a sheet."""

    def __init__(self, path: AreaPath) -> None:
        self.comparisons: list[_Comparison] = []
        self._path = path
        self._is_open = False
        self._is_named = path.last is not None
        self._unclear = ""  # a name that only the row below can make a group's name
        self._names: tuple[str, ...] = ()

    def take_names(self, names: tuple[str, ...]) -> None:
        """Go on to the groups a row names; what the row above named as well changes nothing."""
        if names and (len(names) == 1 or names != self._names):
            for name in names:
                self._take_name(name)
        self._names = names or self._names

    def _take_name(self, words: str) -> None:
        """Go on to the group; a name repeated beside each of its rows changes nothing."""
        is_same = self._path.last is not None and self._path.last.name == words
        if level_named(words) is None and not is_same:
            self._unclear, self._is_open = words, False
            return
        self._unclear, self._is_named = "", True
        if not is_same:
            self._path.step(words)
            self._is_open = False

    def take_outcome(self, outcome: str, index: int) -> None:
        """Put the row into the open comparison, or into a new one where this one has such a row already."""
        if self._unclear:
            self._path.step(self._unclear)
            self._unclear, self._is_named = "", True
        if not self._is_open or outcome in self.comparisons[-1].rows:
            self.comparisons.append(_Comparison(self._path.last if self._is_named else None))
            self._is_open, self._is_named = True, False
        self.comparisons[-1].rows[outcome] = index


def _add_counts(taken: Taken, block: Block, paper: Paper | None, comparisons: Sequence[_Comparison]) -> list[Area]:
    numbers = _Numbers(block, comparisons)
    rows = []
    for comparison in comparisons:
        total = numbers.total(comparison)
        counts = numbers.people(comparison, total)
        if comparison.area is None:
            numbers.report("value-missing", comparison, "area", expected="название группы участников или школы")
        elif paper is not None and total is not None:
            rows.append((comparison.area, total, counts, block.numbers[min(comparison.rows.values())]))
    areas = [area for area, _, _, _ in rows]
    columns: dict[str, Any] = {
        **(paper.columns if paper else {}),
        **area_columns(areas),
        "pupils": [total for _, total, _, _ in rows],
        "source_sheet": block.sheet.name,
        "source_row": [number for _, _, _, number in rows],
    }
    for place, outcome in enumerate(OUTCOMES):
        columns[outcome] = [counts[place] for _, _, counts, _ in rows]
    taken.add("journal_counts", len(rows), columns)
    return areas


class _Numbers:
    """People and percents of the comparisons of one block."""

    def __init__(self, block: Block, comparisons: Sequence[_Comparison]) -> None:
        self._block = block
        self._pupils = block.read("pupils", head_count, "number-unknown", "целое число")
        self._percents = block.read("percent", amount, "number-unknown")
        percents = [self._parts(comparison, self._percents) for comparison in comparisons]
        self._unit = table_unit(percents, [self._stated(comparison) for comparison in comparisons])

    def total(self, comparison: _Comparison) -> int | None:
        """Return the participants of a comparison: «Всего», or else the sum of its rows."""
        stated = self._stated(comparison)
        parts = [count for count in self._parts(comparison, self._pupils) if count is not None]
        if stated is None and len(parts) < len(OUTCOMES):
            self.report("value-missing", comparison, "pupils", expected="число участников в строке «Всего»")
            return None
        return sum(parts) if stated is None else stated

    def people(self, comparison: _Comparison, total: int | None) -> tuple[int | None, ...]:
        """Return the people who lowered, confirmed and raised; the percents count where there are no people."""
        parts = self._parts(comparison, self._pupils, missing=0)
        percents = self._parts(comparison, self._percents, missing=0.0)
        is_counted = any(part is not None for part in parts) or self._unit is Unit.COUNTS
        values = [None if part is None else float(part) for part in parts] if is_counted else percents
        people = people_counted(values, total or 0, Unit.COUNTS if is_counted else self._unit)
        if people.problem and total is not None:
            found = " / ".join("–" if value is None else f"{value:g}" for value in values)
            self.report(people.problem, comparison, "pupils", found=found, expected=_SUM_EXPECTED)
        return people.counts

    def report(self, code: str, comparison: _Comparison, column: str, **words: str) -> None:
        """Add a problem at the first row of a comparison."""
        self._block.report(code, min(comparison.rows.values()), self._block.found.columns[column], **words)

    def _stated(self, comparison: _Comparison) -> int | None:
        return self._pupils[comparison.rows[_TOTAL]] if _TOTAL in comparison.rows else None

    @staticmethod
    def _parts(comparison: _Comparison, numbers: Sequence[_N | None], missing: _N | None = None) -> list[_N | None]:
        """Return the numbers of the rows of a comparison; a row that is not there has the number given."""
        return [numbers[comparison.rows[outcome]] if outcome in comparison.rows else missing for outcome in OUTCOMES]
