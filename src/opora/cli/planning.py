"""`opora plan`: a plan read from a document, judged by the linter, written as Word, Excel and a calendar."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from opora.cli.options import DEFAULT_DATA, Data, Json
from opora.cli.screen import Screen, write_file
from opora.deadlines import Period, PeriodError, period_of, written
from opora.plans import checked, read_plan
from opora.tables.plan import Measure, Plan, PlanProblem, parties_words
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.spelling import counted

PlanFile = Annotated[
    Path,
    typer.Argument(
        metavar="ФАЙЛ",
        help="План: .docx, .doc, .odt, .xlsx, .html или .txt.",
        dir_okay=False,
        show_default=False,
    ),
]
PlanYear = Annotated[int | None, typer.Option("--year", metavar="ГОД", help="Год плана: 2022.", min=2000, max=2100)]
SchoolYear = Annotated[str | None, typer.Option("--school-year", metavar="ГОД", help="Учебный год плана: 2020/21.")]
Months = Annotated[
    str | None, typer.Option("--period", metavar="ПЕРИОД", help="Период плана: 2020-06..2023-12 или 2020-2023.")
]
Docx = Annotated[
    Path | None, typer.Option("--docx", metavar="ФАЙЛ", help="Записать план документом Word.", dir_okay=False)
]
Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", metavar="ФАЙЛ", help="Записать план книгой Excel.", dir_okay=False)
]
Ics = Annotated[
    Path | None,
    typer.Option("--ics", metavar="ФАЙЛ", help="Записать сроки календарём iCalendar (.ics).", dir_okay=False),
]


def plan(
    file: PlanFile,
    year: PlanYear = None,
    school_year: SchoolYear = None,
    period: Months = None,
    docx: Docx = None,
    xlsx: Xlsx = None,
    ics: Ics = None,
    data: Data = DEFAULT_DATA,  # noqa: ARG001 - whose Word templates are taken
    json: Json = None,
) -> int:
    """Прочитать план из Word или Excel: мероприятия, сроки, ответственные – и сказать, что в нём поправить."""
    screen = Screen(json)
    found = checked(read_plan(file, _asked_period(year, school_year, period)))
    screen.write_json(found)
    if found.is_refused:
        screen.say(*(problem.text for problem in found.problems))
        return 1
    _show(screen, found)
    _write(screen, found, {"docx": docx, "xlsx": xlsx, "ics": ics})
    return 0


def _asked_period(year: int | None, school_year: str | None, period: str | None) -> Period | None:
    """Return the years a person names for the plan, at most one way of naming them."""
    asked = [str(one) for one in (year, school_year, period) if one is not None]
    if len(asked) > 1:
        raise typer.BadParameter("годы плана указаны дважды; оставьте одно из --year, --school-year, --period.")
    if not asked:
        return None
    try:
        found = period_of(asked[0])
    except PeriodError as wrong:
        raise typer.BadParameter(str(wrong)) from wrong
    if school_year is not None and not found.is_school_year:
        raise typer.BadParameter(f"--school-year: найдено «{school_year}», ожидается учебный год вида 2020/21.")
    return found


def _show(screen: Screen, found: Plan) -> None:
    screen.say(found.title or "План без названия", _said_period(found.period))
    if found.approval:
        screen.say(f"Утверждён: {found.approval.text}")
    screen.console.print(_table(found))
    measures = counted(len(found.measures), "мероприятие", "мероприятия", "мероприятий")
    sections = {measure.section for measure in found.measures} - {None}
    screen.say(f"Найдено: {measures}, разделов – {len(sections)}, показателей с целями – {len(found.indicators)}.")
    for indicator in found.indicators:
        screen.say(f"  {indicator.name}: {'; '.join(target.text for target in indicator.targets)}")
    if not found.problems:
        screen.say("Замечаний нет.")
        return
    screen.say("", f"Замечания – {len(found.problems)}:")
    screen.say(*(f"  {line}" for line in _remarks(found.problems)))


def _remarks(problems: Sequence[PlanProblem]) -> list[str]:
    """Return the remarks, the same one on several measures once, with all their numbers."""
    alike: dict[tuple[str, str], list[PlanProblem]] = {}
    for problem in problems:
        alike.setdefault((problem.code, problem.what), []).append(problem)
    return [same[0].text if len(same) == 1 else _together(same) for same in alike.values()]


def _together(same: Sequence[PlanProblem]) -> str:
    """Return one remark on several measures: «Мероприятия 9, 18, 19: …»."""
    first = same[0]
    numbers = [problem.measure.rstrip(".") for problem in same if problem.measure]
    rows = [f"строка {problem.place.row}" for problem in same if problem.place]
    where = f"Мероприятия {', '.join(numbers)}" if len(numbers) == len(same) else ", ".join(rows).capitalize()
    return f"{where}: {first.what}. {first.remedy} [{first.code}]"


def _said_period(period: Period | None) -> str:
    if period is None:
        return "Период не указан."
    return f"Период: {period.starts_on:%d.%m.%Y} – {period.ends_on:%d.%m.%Y}."


def _table(found: Plan) -> Table:
    """Return the measures by section: each section once, above its measures."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("№", vertical="top", no_wrap=True)
    for heading in ("мероприятие", "срок", "как понято", "ответственные"):
        table.add_column(heading, overflow="fold", vertical="top")
    section = None
    for measure in found.measures:
        if measure.section and measure.section != section:
            section = measure.section
            table.add_row("", Text(section, style="italic"))
        table.add_row(*map(Text, _row(measure)))
    return table


def _row(measure: Measure) -> tuple[str, ...]:
    return (
        measure.number or "–",
        measure.name,
        measure.deadline.text if measure.deadline else "–",
        written(measure.deadline) if measure.deadline else "",
        parties_words(measure.responsible) or "–",
    )


def _write(screen: Screen, found: Plan, to: dict[str, Path | None]) -> None:
    """Write the plan where it is wanted."""
    if to["docx"] is not None:
        from opora.reports.plan_document import plan_document

        _put(screen, "План, Word", to["docx"], plan_document(found, authority_in_force()))
    if to["xlsx"] is not None:
        from opora.reports.plan_workbook import plan_workbook

        _put(screen, "План, Excel", to["xlsx"], plan_workbook(found))
    if to["ics"] is not None:
        from opora.reports.plan_calendar import plan_calendar

        _put(screen, "Сроки, календарь", to["ics"], plan_calendar(found, dt.datetime.now(tz=dt.UTC)))


def _put(screen: Screen, what: str, file: Path, content: bytes) -> None:
    write_file(file, content)
    screen.say(f"{what}: {file}")
