"""Which tables of a document hold the plan, which its indicators, and which are the next page of the table above."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from opora.plans.columns import PlanColumns, indicator_columns, plan_columns
from opora.plans.columns_by_content import columns_by_content
from opora.plans.documents.table_of_text import TableOfText, one_line
from opora.plans.indicators import indicators_of_table
from opora.plans.rows import PlanRow, PlanRows, SectionRow, collect_rows, number_parts
from opora.tables.plan import Indicator, Place, Section

_LONGEST_TITLE = 200
_NO_TITLE = re.compile(r"^(?:продолжение|окончание|примечани|таблица\b|\*|\()|[.;,]$", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"^\s*(\d{1,3}(?:\.\d{1,3}){0,3}[.)])\s+(?=\S)")
_FEWEST_NUMBERED, _PART_NUMBERED = 2, 0.6


@dataclass
class PlanTables:
    """What the tables of a document turned out to be.

    Attributes:
        rows: measures and sections of all tables of the plan.
        plans: tables of measures with their columns.
        indicators: indicators of tables of their own.
        is_guessed: whether the plan has no heading and its columns are known by what they hold.
    """

    rows: PlanRows = field(default_factory=PlanRows)
    plans: list[tuple[TableOfText, PlanColumns]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    is_guessed: bool = False
    _lines: dict[int, str] = field(default_factory=dict)

    @property
    def first(self) -> tuple[TableOfText, PlanColumns] | None:
        """The first table of measures with its columns."""
        return self.plans[0] if self.plans else None

    @property
    def meanings(self) -> tuple[str, ...]:
        """What the columns of the plan mean; numbers typed before the names count as a column of numbers."""
        found = {meaning for _, columns in self.plans for meaning in columns.places}
        return tuple(sorted(found | ({"number"} if any(row.number for row in self.rows.measures) else set())))

    def measures(self) -> Iterator[tuple[PlanRow, PlanColumns]]:
        """Yield the rows of measures, each with the columns of its table."""
        of_table = {table.number: columns for table, columns in self.plans}
        return ((replace(row, line=self._lines.get(row.table, "")), of_table[row.table]) for row in self.rows.measures)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections headed by rows of their own or by lines above tables."""
        return tuple(
            Section(title=section.title, measures=count, place=Place(table=section.table, row=section.row))
            for section, count in self.rows.sections
        )

    def take(self, table: TableOfText, line: str) -> None:
        """Take one table: measures, indicators, the rest of the table above, or nothing of a plan.

        Args:
            table: the table.
            line: the last line between it and the table before, «» where there is none.
        """
        if any(table.inside == plan.number for plan, _ in self.plans):
            return
        columns = plan_columns(table)
        if columns is not None:
            self._head(table, line)
            self._add(table, columns, columns.last_row + 1)
        elif self._continues(table):
            self._add(table, replace(self.plans[-1][1], last_row=-1), 0)
        elif (indicator_heading := indicator_columns(table)) is not None:
            self.indicators += indicators_of_table(table, indicator_heading)

    def take_unheaded(self, tables: Iterable[TableOfText]) -> None:
        """Take tables whose heading is missing by what their columns hold."""
        for table in tables:
            columns = columns_by_content(table) if not self.plans else None
            if columns is not None:
                self.is_guessed = True
                self._add(table, columns, 0)
            elif self._continues(table):
                self._add(table, self.plans[-1][1], 0)

    def head_first_table(self, title: str | None) -> None:
        """Give the first table the section above it, where later tables have theirs and the line is not the title."""
        table = self.plans[0][0].number
        line = self._lines.get(table, "")
        if line in (title or ""):
            self._lines[table] = ""
            return
        if not any(section.row == 0 for section, _ in self.rows.sections):
            return
        bare = [row for row in self.rows.measures if row.table == table and row.section is None]
        for row in bare:
            row.section = line
        self.rows.sections.insert(0, (SectionRow(line, table, 0), len(bare)))

    def _head(self, table: TableOfText, line: str) -> None:
        """Take the line above a table as the title of its section; of the first table it may be the plan's title."""
        if not line or len(line) > _LONGEST_TITLE or _NO_TITLE.search(line):
            return
        self._lines[table.number] = line
        if self.plans:
            self.rows.sections.append((SectionRow(line, table.number, 0), 0))

    def _add(self, table: TableOfText, columns: PlanColumns, start: int) -> None:
        self.plans.append((table, columns))
        before = len(self.rows.measures)
        collect_rows(self.rows, table, columns, start)
        if columns.first("number") is None:
            _take_numbers_off(self.rows.measures[before:], columns.first("name") or 0)

    def _continues(self, table: TableOfText) -> bool:
        """Tell whether a table without a heading is the next page of the table of measures above it."""
        if not self.plans or table.inside is not None:
            return False
        above, columns = self.plans[-1]
        number = columns.first("number")
        if table.width != above.width or number is None:
            return False
        last = next((row.number for row in reversed(self.rows.measures) if row.number), "")
        first = next((row.cells[number] for row in table.rows if number_parts(row.cells[number])), "")
        before, after = number_parts(last), number_parts(first)
        return bool(before and after) and (after or ()) > (before or ())


def _take_numbers_off(rows: Sequence[PlanRow], name: int) -> None:
    """Take the numbers typed before the names: «2. Провести семинар» where no column of numbers is."""
    found = [(row, number) for row in rows if (number := _NUMBER_BEFORE.match(one_line(row.cells[name])))]
    if len(found) < max(_FEWEST_NUMBERED, _PART_NUMBERED * len(rows)):
        return
    for row, number in found:
        row.number = number[1]
        row.cells[name] = one_line(row.cells[name])[number.end() :]
