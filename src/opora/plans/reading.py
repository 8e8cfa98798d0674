"""A file that holds a plan → the plan with its measures, whatever program wrote it."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from opora.deadlines import Period
from opora.plans.documents.opened import UnreadableFileError, UnreadablePlanError, opened_document
from opora.plans.documents.table_of_text import TextDocument
from opora.plans.indicators import belonging, indicators_in_words, told_apart
from opora.plans.measures import measure_of
from opora.plans.plan_tables import PlanTables
from opora.plans.remarks import remark
from opora.plans.section_words import sections_of_words
from opora.plans.titles import approval_of, lines_of_heading, period_of_passport, stated_period, title_of
from opora.tables.plan import Indicator, Measure, Place, Plan, PlanProblem
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


def plan_in(file: str, content: bytes, period: Period | None = None, headings: Sequence[str] = ()) -> Plan:
    """Return the plan in the content of a file, as `read_plan` does.

    Args:
        file: the name shown in problems.
        content: the whole file.
        period: the years the plan is for; by default what its title says.
        headings: titles of sections of words to look for above the table of measures.
    """
    try:
        document = opened_document(file, content)
    except (UnreadablePlanError, UnreadableFileError) as refusal:
        return _refused(refusal.problem)
    return plan_of(document, period, headings)


def plan_of(document: TextDocument, period: Period | None = None, headings: Sequence[str] = ()) -> Plan:
    """Return the plan in the lines and tables of a document, as `plan_in` does."""
    found = PlanTables()
    for table, line in document.tables_below_lines():
        found.take(table, line)
    if found.first is None:
        found.take_unheaded(table for table, _ in document.tables_below_lines())
    if found.first is None:
        return Plan(title=None, period=period, measures=(), problems=(remark("no-plan-table"),))
    table, columns = found.first
    above, texts = sections_of_words(document.lines_before(table), headings)
    lines = lines_of_heading(above, table, columns)
    title = title_of(lines)
    found.head_first_table(title)
    period = (
        period or stated_period(title, lines) or period_of_passport(document.tables[: document.tables.index(table)])
    )
    measures = tuple(measure_of(row, columns, period) for row, columns in found.measures())
    of_tables = tuple(belonging(found.indicators, measures))
    return Plan(
        title=title,
        period=period,
        measures=measures,
        problems=tuple(_problems_of_reading(found, measures, period)),
        indicators=(*told_apart(_in_words(measures), of_tables), *of_tables),
        sections=(*texts, *found.sections()),
        approval=approval_of(lines),
        has=found.meanings,
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
        yield from indicators_in_words(measure.expected, measure.called, measure.place)


def _problems_of_reading(
    found: PlanTables, measures: Sequence[Measure], period: Period | None
) -> Iterator[PlanProblem]:
    if not measures:
        yield remark("no-plan-table", "шапка есть, мероприятий под ней нет")
    if found.is_guessed:
        yield remark("columns-guessed")
    if measures and period is None:
        yield remark("period-unknown")
    for table, row, words in found.rows.skipped:
        yield remark("plan-row-skipped", words[:200], Place(table=table, row=row))
