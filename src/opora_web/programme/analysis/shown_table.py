"""A table of a report as a page shows it: ordered as the address says, a page at a time, cells as words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from opora.reports.analysis_report import ReportColumn, ReportTable, cell_text
from opora_web.accounts.models import sort_key

ROWS_ON_A_PAGE = 100
_PLACE = "Муниципалитет"


@dataclass(frozen=True)
class Cell:
    """One cell: its heading for narrow screens, its words, the colour of a tag, whether it is a number."""

    column: ReportColumn
    words: str

    @property
    def tone(self) -> str:
        """The colour of the word."""
        return self.column.tones.get(self.words, "")


@dataclass(frozen=True)
class Heading:
    """One heading: where pressing it leads, and how the column is ordered now (aria-sort)."""

    column: ReportColumn
    sort: str
    way: str


@dataclass(frozen=True)
class ShownTable:
    """A table with its headings and the page of its rows: each is its key, its cells, and those folded under its name.

    Attributes:
        anchor: its place on the page.
    """

    table: ReportTable
    headings: list[Heading]
    page: Page[tuple[str, list[Cell], list[Cell]]]
    is_list: bool
    anchor: str


def shown_tables(tables: Sequence[ReportTable], query: QueryDict) -> list[ShownTable]:
    """Return tables as a page shows them; those whose rows lead somewhere can be ordered and stand page by page."""
    return [
        _shown(table, query if table.keys else QueryDict(), f"table-{number}") for number, table in enumerate(tables, 1)
    ]


def _shown(table: ReportTable, query: QueryDict, anchor: str) -> ShownTable:
    asked = query.get("sort", "")
    number = asked.removeprefix("-")
    place = int(number) if number.isdecimal() and int(number[:4]) < len(table.columns) else None
    rows = list(zip(table.keys or [""] * len(table.rows), table.rows, strict=True))
    if place is not None:
        rows = _ordered(rows, place, is_reversed=asked.startswith("-"))
    size = max(1, len(rows)) if not table.keys or query.get("all") == "1" else ROWS_ON_A_PAGE
    folded = [at for at, column in enumerate(table.columns) if column.is_folded]
    places = [at for at in range(len(table.columns)) if at not in folded and not _says_nothing(table, at)]
    page: Page[Any] = Paginator(rows, size).get_page(query.get("page"))
    page.object_list = [
        (key, _cells(table, row, places), _cells(table, row, [at for at in folded if row[at]]))
        for key, row in page.object_list
    ]
    return ShownTable(table, [_heading(table, at, asked) for at in places], page, bool(table.keys), anchor)


def _cells(table: ReportTable, row: Sequence[Any], places: Sequence[int]) -> list[Cell]:
    return [Cell(table.columns[at], cell_text(row[at], table.columns[at].look)) for at in places]


def _says_nothing(table: ReportTable, place: int) -> bool:
    """Tell a column of places or words that is the same in all of several rows: a screen has no room for it."""
    column = table.columns[place]
    return column.heading == _PLACE and len(table.rows) > 1 and len({row[place] for row in table.rows}) == 1


def _ordered(rows: list[tuple[str, Any]], place: int, *, is_reversed: bool) -> list[tuple[str, Any]]:
    """Return rows by one column; rows that do not know the value come last, whichever way round."""
    known = [row for row in rows if row[1][place] is not None and row[1][place] != ""]
    unknown = [row for row in rows if row[1][place] is None or row[1][place] == ""]
    return [*sorted(known, key=lambda row: _key(row[1][place]), reverse=is_reversed), *unknown]


def _key(value: Any) -> tuple[int, float, str]:
    return (0, float(value), "") if isinstance(value, (int, float)) else (1, 0.0, sort_key(str(value)))


def _heading(table: ReportTable, place: int, asked: str) -> Heading:
    way = {str(place): "ascending", f"-{place}": "descending"}.get(asked, "none")
    return Heading(table.columns[place], f"-{place}" if way == "ascending" else str(place), way)
