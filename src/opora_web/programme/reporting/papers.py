"""A report as the library's record: from data while it is a draft, from what was kept once it is signed."""

import datetime as dt
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from opora.reports.execution_chart import STATES, BarCounts
from opora.reports.period_report import PeriodReport, ReportedIndicator, ReportedMeasure, ReportTemplate
from opora.tables.plan import value_words
from opora_web.programme.execution.models import Evidence, Occurrence
from opora_web.programme.execution.rules import is_accepted
from opora_web.programme.reporting.figures import (
    FIGURES,
    FIGURES_BY_CODE,
    VERDICT_IN_RUSSIAN,
    Row,
    delay_words,
    state_code,
    verdict,
)
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.reporting.queries import scope_of
from opora_web.programme.reporting.scope import Scope

_REPORT = TypeAdapter(PeriodReport)
_ROWS = TypeAdapter(dict[str, list[Row]])
_TITLES = {
    ReportKind.NOTE: "о выполнении плана мероприятий",
    ReportKind.HALF_YEAR: "о работе со школами, которым оказывается поддержка",
    ReportKind.ANNUAL: "о работе со школами, которым оказывается поддержка",
}
TEMPLATES: dict[str, ReportTemplate] = {
    ReportKind.NOTE: "execution-note",
    ReportKind.HALF_YEAR: "half-year-report",
    ReportKind.ANNUAL: "annual-report",
}


@dataclass(frozen=True)
class Shown:
    """A number of a report as pages show it."""

    code: str
    group: str
    title: str
    value: int


def shown(report: Report, today: dt.date) -> tuple[PeriodReport, list[Shown]]:
    """Return a report with its numbers: those of the day, or those it was signed with."""
    if report.signed_at:
        return paper_of(report, today), _figures(_kept_rows(report))
    scope = scope_of(report, today)
    rows = _rows_now(scope)
    return _paper_now(report, scope, rows), _figures(rows)


def _figures(rows: dict[str, list[Row]]) -> list[Shown]:
    return [Shown(one.code, one.group, one.title, len(rows[one.code])) for one in FIGURES if one.code in rows]


def rows_behind(report: Report, code: str, today: dt.date) -> list[Row]:
    """Return what a number is made of: now, or when the report was signed.

    Raises:
        KeyError: there is no such number, or there was none when it was signed.
    """
    return _kept_rows(report)[code] if report.signed_at else FIGURES_BY_CODE[code].rows(scope_of(report, today))


def _kept_rows(report: Report) -> dict[str, list[Row]]:
    return _ROWS.validate_python(report.record["rows"])


def _rows_now(scope: Scope) -> dict[str, list[Row]]:
    return {one.code: one.rows(scope) for one in FIGURES}


def record_of(report: Report, today: dt.date) -> dict[str, Any]:
    """Return everything a report shows on a day, to be kept with its signature."""
    scope = scope_of(report, today)
    rows = _rows_now(scope)
    kept = {code: [asdict(row) for row in found] for code, found in rows.items()}
    return {"rows": kept, "paper": _REPORT.dump_python(_paper_now(report, scope, rows), mode="json")}


def paper_of(report: Report, today: dt.date) -> PeriodReport:
    """Return what the Word paper is made of."""
    if report.signed_at:
        return _REPORT.validate_python(report.record["paper"])
    scope = scope_of(report, today)
    return _paper_now(report, scope, _rows_now(scope))


def _paper_now(report: Report, scope: Scope, rows: dict[str, list[Row]]) -> PeriodReport:
    taken = {part: [one["text"] for one in report.sentences if one["part"] == part and one["is_taken"]]
             for part in ("summary", "tasks", "recommendations")}  # fmt: skip
    return PeriodReport(
        authority=report.organisation.name,
        title=_TITLES[ReportKind(report.kind)],
        plan=report.roadmap.title if report.roadmap else "",
        period=f"с {report.starts_on:%d.%m.%Y} по {report.ends_on:%d.%m.%Y}",
        made_on=f"{scope.today:%d.%m.%Y}",
        figures=[(one.group, one.title, one.value) for one in _figures(rows)],
        measures=[_measure(task, scope) for task in scope.tasks],
        indicators=_indicators(scope),
        delays=[(str(one.occurrence.measure), delay_words(one), one.reason) for one in scope.delays],
        bars=bars_of(scope),
        **taken,
    )


def bars_of(scope: Scope) -> list[BarCounts]:
    """Return how far measures are: by section of the one plan, or by plan where there are several."""
    counts: dict[str, Counter[str]] = {}
    for task in scope.tasks:
        counts.setdefault(_bar(task, scope), Counter())[state_code(task, scope)] += 1
    return [BarCounts(name, {code: found[code] for code in STATES if found[code]}) for name, found in counts.items()]


def _bar(task: Occurrence, scope: Scope) -> str:
    plan = task.measure.roadmap
    if len(scope.plans) == 1:
        return task.measure.section.title if task.measure.section else "Без раздела"
    return plan.title


def _measure(task: Occurrence, scope: Scope) -> ReportedMeasure:
    name = f"{task.measure.name} ({task.school})" if task.school else task.measure.name
    state = STATES[state_code(task, scope)][0]
    return ReportedMeasure(
        number=task.measure.number, name=name, due=f"{task.due_on:%d.%m.%Y}",
        owner=str(task.owner.get_short_name() if task.owner else task.organisation or ""), state=state,
        proof=_proof(task, scope),
    )  # fmt: skip


def _proof(task: Occurrence, scope: Scope) -> str:
    """Return what proves a task; else why it was put off, or why it is no longer asked for."""
    accepted = [one for one in scope.evidence.get(task.pk, []) if is_accepted(one)]
    if accepted:
        return "; ".join(map(_artefact, accepted))
    reasons = [one.reason for one in scope.delays if one.occurrence_id == task.pk]
    return task.cancelled_because or "; ".join(reasons)


def _artefact(one: Evidence) -> str:
    """Return an artefact as papers name it: «приказ № 12 от 15.10.2024»."""
    number, dated = f" № {one.number}" if one.number else "", f" от {one.dated:%d.%m.%Y}" if one.dated else ""
    return f"{one.get_kind_display()}{number}{dated}"


def _indicators(scope: Scope) -> list[ReportedIndicator]:
    return [
        ReportedIndicator(
            name=one.indicator.name, year=one.year, target=value_words(one.value, one.indicator.unit),
            reached=value_words(one.reached, one.indicator.unit), verdict=VERDICT_IN_RUSSIAN[verdict(one)],
        )
        for one in scope.targets
    ]  # fmt: skip
