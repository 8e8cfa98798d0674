"""`opora deadline`: how a deadline of a plan was understood, one text or a column of them."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from opora.cli.options import DEFAULT_DATA, Data, Json, PlanPeriod, PlanYear, SchoolYear, plan_period
from opora.cli.screen import Screen
from opora.deadlines import (
    KIND_IN_RUSSIAN,
    Deadline,
    Kind,
    Period,
    PeriodError,
    due_on,
    occurrences,
    period_of,
    read_deadline,
    written,
)
from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.spelling import plural

_SHOWN = 5
_RAW, _PLAN_YEAR = "raw", "plan_year"
#: What stands in the column of periods when nobody knows the period.
_UNKNOWN = frozenset({"", "unknown", "-", "–", "неизвестно"})

Text = Annotated[
    str | None, typer.Argument(metavar="[СРОК]", help="Срок, как он записан в плане; в кавычках.", show_default=False)
]
Tsv = Annotated[
    Path | None,
    typer.Option(
        "--tsv",
        metavar="ФАЙЛ",
        help="Прочитать столбец raw таблицы через табуляцию, UTF-8; период каждой строки – в столбце plan_year.",
        dir_okay=False,
        exists=True,
    ),
]


class DeadlinesUnreadableError(ObstacleError):
    """A table of deadlines that cannot be read; says what it should be."""


def deadline(
    text: Text = None,
    year: PlanYear = None,
    school_year: SchoolYear = None,
    period: PlanPeriod = None,
    tsv: Tsv = None,
    data: Data = DEFAULT_DATA,  # noqa: ARG001 - every command takes it
    json: Json = None,
) -> int:
    """Прочитать срок, как его пишут в планах: дни, правило повторения, что осталось неясным."""
    screen, within = Screen(json), plan_period(year, school_year, period)
    if (text is None) == (tsv is None):
        raise typer.BadParameter("Укажите или СРОК в кавычках, или --tsv ФАЙЛ.")
    if tsv is not None:
        return _read_table(screen, tsv, within)
    found = read_deadline(text or "", within)
    screen.say(*_told(found, within))
    screen.write_json(found)
    return int(found.kind == Kind.UNPARSEABLE)


# --- one text ---------------------------------------------------------------------------------------------------------


def _told(found: Deadline, period: Period | None) -> Iterator[str]:
    yield f"«{found.text}»"
    if found.kind == Kind.UNPARSEABLE:
        yield f"Срок не прочитан: {found.note}."
        yield "Запишите его днём («15 мая 2022 года»), месяцем («май 2022 года») или частотой («1 раз в квартал»)."
        return
    yield f"Понято как: {written(found)} ({KIND_IN_RUSSIAN[found.kind]})"
    yield f"Дни: {_days(found)}"
    if found.rrule:
        least = (
            f", не реже {found.min_count} {plural(found.min_count, 'раза', 'раз', 'раз')}" if found.min_count else ""
        )
        yield f"Правило: {found.rrule}{least}"
    yield from _when(found, period)
    if found.is_ambiguous:
        yield "Возможно и другое прочтение."
    if found.note:
        yield f"Примечание: {found.note}."
    if found.unread:
        yield f"К сроку не отнесено: {found.unread}"


def _days(found: Deadline) -> str:
    start, end = found.starts_on, found.ends_on
    if start is None and end is None:
        return "по тексту и периоду плана не определены"
    if start == end:
        return _day(start)
    return " ".join([f"с {_day(start)}"] * (start is not None) + [f"по {_day(end)}"] * (end is not None))


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _when(found: Deadline, period: Period | None) -> Iterator[str]:
    if period is None:
        return
    windows = occurrences(found, period)
    if len(windows) > 1:
        shown = [_window(window.starts_on, window.ends_on) for window in windows[:_SHOWN]]
        more = f" и ещё {len(windows) - _SHOWN}" if len(windows) > _SHOWN else ""
        yield f"В плане: {', '.join(shown)}{more}"
    if due := due_on(found, period):
        yield f"Просрочено после: {_day(due)}"


def _window(start: dt.date, end: dt.date) -> str:
    return _day(start) if start == end else f"{_day(start)}–{_day(end)}"


# --- a column of texts ------------------------------------------------------------------------------------------------


def _read_table(screen: Screen, file: Path, default: Period | None) -> int:
    answers = [_row_read(raw, plan_year, default) for raw, plan_year in _rows(file)]
    for answer in answers:
        screen.say(f"{answer.text} → {written(answer)} ({KIND_IN_RUSSIAN[answer.kind]})")
    unread = sum(answer.kind == Kind.UNPARSEABLE for answer in answers)
    screen.say(f"Сроков – {len(answers)}, не прочитано – {unread}.")
    screen.write_json_lines(answers)
    return 0


def _rows(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the text and the period of each row; a row ends where its line does, quotes mean nothing."""
    try:
        heading, *lines = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as misfit:
        raise DeadlinesUnreadableError(f"«{file}»: ожидается UTF-8. Сохраните таблицу в этой кодировке.") from misfit
    names = [name.strip() for name in heading.split("\t")]
    if _RAW not in names:
        raise DeadlinesUnreadableError(
            f"«{file}»: найдены столбцы {', '.join(names) or '–'}, ожидается {_RAW} и, если есть, {_PLAN_YEAR}. "
            f"Столбцы разделяются табуляцией."
        )
    for line in lines[:-1] if lines and not lines[-1] else lines:
        cells = dict(zip(names, line.split("\t"), strict=False))
        yield cells.get(_RAW, ""), cells.get(_PLAN_YEAR, "")


def _row_read(raw: str, plan_year: str, default: Period | None) -> Deadline:
    if plan_year.strip().casefold() in _UNKNOWN:
        return read_deadline(raw, default)
    try:
        return read_deadline(raw, period_of(plan_year))
    except PeriodError as misfit:
        found = read_deadline(raw, default)
        return found.model_copy(update={"note": "; ".join(filter(None, [found.note, str(misfit).rstrip(".")]))})
