"""A plan as Excel: the plan itself, its deadlines as they were understood, its indicators, the remarks."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from opora.deadlines import Deadline, written
from opora.reports.plan_rows import extra_headings, extra_words, target_words
from opora.reports.sheets import NewBook, SheetColumn, clipped, new_book
from opora.tables.plan import SHARE, Indicator, Measure, Plan, PlanProblem, Target, parties_words, value_words
from opora.vocabulary.problem_kinds import Severity

_PLAN = (
    SheetColumn("№ п/п", 8, "centre"),
    SheetColumn("Раздел", 26),
    SheetColumn("Мероприятие", 52),
    SheetColumn("Срок исполнения", 22, "centre"),
    SheetColumn("Ожидаемый результат", 48),
    SheetColumn("Ответственные", 36),
)
#: Headings below name no measure, so that a workbook loaded back has one table of measures.
_DEADLINES = (
    SheetColumn("№", 8, "centre"),
    SheetColumn("Кратко", 46),
    SheetColumn("Как записано", 26),
    SheetColumn("Как понято", 36),
    SheetColumn("Первый день", 13, "centre"),
    SheetColumn("Последний день", 13, "centre"),
    SheetColumn("Повторение (RFC 5545)", 24),
    SheetColumn("Не реже", 9, "whole"),
    SheetColumn("Оговорка", 40),
)
_REMARKS = (
    SheetColumn("Где", 20),
    SheetColumn("Что", 66),
    SheetColumn("Что сделать", 54),
    SheetColumn("Важность", 14, "centre"),
    SheetColumn("Код", 24),
)
_TITLE_LINE, _TITLE_LETTER = 18, 1.4  # points a line of the title takes; a letter of it in letters of a cell
_SEVERITY = {Severity.BLOCKS: "не принято", Severity.WARNS: "замечание"}


def plan_workbook(plan: Plan) -> bytes:
    """Return the plan as an .xlsx file with the sheets План, Сроки, Показатели and Замечания.

    The first sheet can be loaded back; texts are texts, whatever sign they begin with.
    """
    title = plan.title or "План мероприятий"
    extra = extra_headings(plan.measures)
    with new_book() as (book, stream):
        columns = (*_PLAN, *(SheetColumn(heading, 24) for heading in extra))
        _add_table(book, "План", title, columns, [_plan_row(measure, extra) for measure in plan.measures])
        rows = [_deadline_row(measure, measure.deadline) for measure in plan.measures if measure.deadline]
        _add_table(book, "Сроки", f"Сроки, как их поняла Опора: {title}", _DEADLINES, rows)
        _add_indicators(book, plan.indicators)
        _add_table(book, "Замечания", f"Замечания: {title}", _REMARKS, [_remark_row(one) for one in plan.problems])
    return stream.getvalue()


def _add_table(
    book: NewBook, name: str, title: str, columns: Sequence[SheetColumn], rows: Sequence[Sequence[Any]]
) -> None:
    """Add a sheet under a title that is folded over the table: titles of plans are long, and a page has one width."""
    sheet = book.add_table(name, title, columns, rows)
    last, width = len(columns) - 1, sum(column.width for column in columns)
    look = book.workbook.add_format({"bold": True, "font_name": "Arial", "font_size": 13, "text_wrap": True})
    sheet.merge_range(0, 0, 0, last, "", look)
    sheet.write_string(0, 0, clipped(title), look)
    sheet.set_row(0, _TITLE_LINE * ceil(len(title) * _TITLE_LETTER / width))
    sheet.print_area(0, 0, max(3, 2 + len(rows)), last)


def _plan_row(measure: Measure, extra: Sequence[str]) -> list[Any]:
    return [
        measure.number,
        measure.section,
        measure.name,
        measure.deadline.text if measure.deadline else None,
        measure.expected,
        parties_words(measure.responsible),
        *extra_words(measure, extra),
    ]


def _deadline_row(measure: Measure, deadline: Deadline) -> list[Any]:
    days = [day.strftime("%d.%m.%Y") if day else None for day in (deadline.starts_on, deadline.ends_on)]
    return [
        measure.number,
        measure.name,
        deadline.text,
        written(deadline),
        *days,
        deadline.rrule,
        deadline.min_count,
        deadline.note,
    ]


def _add_indicators(book: NewBook, indicators: Sequence[Indicator]) -> None:
    if not indicators:
        return
    years = sorted({target.year for one in indicators for target in one.targets})
    units = {one.unit == SHARE for one in indicators}
    as_words = len(units) > 1 or any(_says_more(target, one.unit) for one in indicators for target in one.targets)
    look = "centre" if as_words else "percent" if units == {True} else "mark"
    columns = (
        SheetColumn("По мероприятию", 16, "centre"),
        SheetColumn("Показатель", 70),
        SheetColumn("Ед. изм.", 12, "centre"),
        *(SheetColumn(year, 11, look) for year in years),
    )
    _add_table(
        book,
        "Показатели",
        "Показатели плана по годам",
        columns,
        [_indicator_row(one, years, as_words=as_words) for one in indicators],
    )


def _indicator_row(indicator: Indicator, years: Sequence[str], *, as_words: bool) -> list[Any]:
    """Return an indicator's targets by year: numbers, or words where a column holds shares and counts, or schools."""
    values: dict[str, Target] = {target.year: target for target in indicator.targets}
    unit = ("%" if as_words else "доля") if indicator.unit == SHARE else indicator.unit
    return [
        indicator.measure,
        indicator.name,
        unit,
        *(_target(values[year], indicator.unit, as_words=as_words) if year in values else None for year in years),
    ]


def _says_more(target: Target, unit: str) -> bool:
    """Tell whether a target is more than a number: «не менее 50 %», schools whose turn it is."""
    return bool(target.schools) or target.words(unit) != value_words(target.value, unit)


def _target(target: Target, unit: str, *, as_words: bool) -> str | float | None:
    return target_words(target, unit) if as_words else target.value


def _remark_row(problem: PlanProblem) -> list[Any]:
    place = f"таблица {problem.place.table}, строка {problem.place.row}" if problem.place else "план в целом"
    where = f"№ {problem.measure}, {place}" if problem.measure and problem.measure[:1].isdigit() else place
    return [where, problem.what, problem.remedy, _SEVERITY[problem.severity], problem.code]
