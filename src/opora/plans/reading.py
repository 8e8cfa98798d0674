"""A file that holds a plan → the plan with its measures, whatever program wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from opora.deadlines import Period
from opora.plans.columns import PlanColumns, indicator_columns, plan_columns
from opora.plans.documents.opened import UnreadableFileError, UnreadablePlanError, opened_document
from opora.plans.documents.table_of_text import TableOfText, TextDocument
from opora.plans.indicators import indicators_in_words, indicators_of_table
from opora.plans.measures import measure_of
from opora.plans.remarks import remark
from opora.plans.rows import PlanRow, PlanRows, collect_rows, number_parts
from opora.plans.titles import approval_of, lines_of_heading, stated_period, title_of
from opora.tables.plan import Indicator, Measure, Place, Plan, PlanProblem, Section
from opora.vocabulary.problem_kinds import KINDS
from opora.vocabulary.problems import Problem


def read_plan(path: Path, period: Period | None = None) -> Plan:
    """Return the plan a file holds; what is wrong with the file is among the plan's problems.

    Args:
        path: a .docx, .doc, .odt, .rtf, .xlsx, .html or .txt file.
        period: the years the plan is for; by default what its title says.

    Raises:
        OSError: there is no such file.
    """
    return plan_in(path.name, path.read_bytes(), period)


def plan_in(file: str, content: bytes, period: Period | None = None) -> Plan:
    """Return the plan in the content of a file, as `read_plan` does.

    Args:
        file: the name shown in problems.
        content: the whole file.
        period: the years the plan is for; by default what its title says.
    """
    try:
        document = opened_document(file, content)
    except (UnreadablePlanError, UnreadableFileError) as refusal:
        return _refused(refusal.problem)
    return plan_of(document, period)


def plan_of(document: TextDocument, period: Period | None = None) -> Plan:
    """Return the plan in the lines and tables of a document, as `read_plan` does."""
    found = _Found()
    for table in document.tables:
        found.take(table)
    if found.first is None:
        return Plan(title=None, period=period, measures=(), problems=(remark("no-plan-table"),))
    table, columns = found.first
    lines = lines_of_heading(document.lines_before(table), table, columns)
    title = title_of(lines)
    period = period or stated_period(title, lines)
    measures = tuple(measure_of(row, columns, period) for row, columns in found.measures())
    return Plan(
        title=title,
        period=period,
        measures=measures,
        problems=tuple(_problems_of_reading(found, measures, period)),
        indicators=(*_in_words(measures), *found.indicators),
        sections=found.sections(),
        approval=approval_of(lines),
        has=tuple(sorted({meaning for _, columns, _ in found.plans for meaning in columns.places})),
    )


def _refused(problem: Problem) -> Plan:
    record = PlanProblem(
        code=problem.code,
        severity=problem.severity,
        text=problem.text,
        what=KINDS[problem.code].title,
        remedy=problem.remedy,
    )
    return Plan(title=None, period=None, measures=(), problems=(record,))


def _in_words(measures: Sequence[Measure]) -> Iterator[Indicator]:
    for measure in measures:
        yield from indicators_in_words(measure.expected, measure.number, measure.place)


def _problems_of_reading(found: "_Found", measures: Sequence[Measure], period: Period | None) -> Iterator[PlanProblem]:
    if not measures:
        yield remark("no-plan-table", "шапка есть, мероприятий под ней нет")
    if measures and period is None:
        yield remark("period-unknown")
    for table, row, words in found.rows.skipped:
        yield remark("plan-row-skipped", words[:200], Place(table=table, row=row))


@dataclass
class _Found:
    """What the tables of a document turned out to be."""

    rows: PlanRows = field(default_factory=PlanRows)
    plans: list[tuple[TableOfText, PlanColumns, int]] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def first(self) -> tuple[TableOfText, PlanColumns] | None:
        """The first table of measures with its columns."""
        return self.plans[0][:2] if self.plans else None

    def measures(self) -> Iterator[tuple[PlanRow, PlanColumns]]:
        """Yield the rows of measures, each with the columns of its table."""
        of_table = {table.number: columns for table, columns, _ in self.plans}
        return ((row, of_table[row.table]) for row in self.rows.measures)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections headed by rows of their own."""
        return tuple(
            Section(title=section.title, measures=count, place=Place(table=section.table, row=section.row))
            for section, count in self.rows.sections
        )

    def take(self, table: TableOfText) -> None:
        """Take one table: measures, indicators, the rest of the table above, or nothing of a plan."""
        if any(table.inside == plan.number for plan, _, _ in self.plans):
            return
        columns = plan_columns(table)
        if columns is not None:
            self._add(table, columns, columns.last_row + 1)
        elif self._continues(table):
            self._add(table, replace(self.plans[-1][1], last_row=-1), 0)
        elif (indicator_heading := indicator_columns(table)) is not None:
            self.indicators += indicators_of_table(table, indicator_heading)

    def _add(self, table: TableOfText, columns: PlanColumns, start: int) -> None:
        self.plans.append((table, columns, start))
        collect_rows(self.rows, table, columns, start)

    def _continues(self, table: TableOfText) -> bool:
        """Tell whether a table without a heading is the next page of the table of measures above it."""
        if not self.plans or table.inside is not None:
            return False
        above, columns, _ = self.plans[-1]
        number = columns.first("number")
        if table.width != above.width or number is None:
            return False
        last = next((row.number for row in reversed(self.rows.measures) if row.number), "")
        first = next((row.cells[number] for row in table.rows if number_parts(row.cells[number])), "")
        before, after = number_parts(last), number_parts(first)
        return bool(before and after) and (after or ()) > (before or ())
