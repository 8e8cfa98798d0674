"""`opora analyse forecast`: who will be on the list next year, and what such forecasts were worth before."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.table import Table as ScreenTable

from opora.analysis.cards import FORECAST
from opora.analysis.list_forecast import YearsCounted
from opora.cli.engine import counting_store
from opora.cli.opened_table import opened_table
from opora.cli.options import DEFAULT_DATA, DEFAULT_RULES, AnyYear, Data, Json, Out, Rules, Table
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.counted_years import CountColumns, counted_of_history, counted_of_table
from opora.measuring.list_forecast import Calibration, ListForecast, SchoolForecast, forecast_table, list_forecast
from opora.pipeline import find
from opora.school_facts import last_year_with_results
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.rules import RuleSet, rule_set
from opora.vocabulary.spelling import counted, percent

School = Annotated[str, typer.Option("--school", metavar="СТОЛБЕЦ", help="Столбец школы в своей таблице.")]
YearColumn = Annotated[str, typer.Option("--year-column", metavar="СТОЛБЕЦ", help="Столбец года в своей таблице.")]
ProcedureColumn = Annotated[
    str, typer.Option("--procedure", metavar="СТОЛБЕЦ", help="Столбец процедуры в своей таблице; «» – она одна.")
]
Pupils = Annotated[str, typer.Option("--pupils", metavar="СТОЛБЕЦ", help="Столбец числа участников.")]
Below = Annotated[str, typer.Option("--below", metavar="СТОЛБЕЦ", help="Столбец числа участников ниже порога.")]
Seed = Annotated[int, typer.Option("--seed", metavar="ЧИСЛО", help="Зерно: с одним зерном ответ один.", min=0)]

_SHOWN = 40


def forecast(
    table: Table = None,
    school: School = "school",
    year_column: YearColumn = "year",
    procedure: ProcedureColumn = "procedure",
    pupils: Pupils = "pupils",
    below: Below = "below",
    rules: Rules = DEFAULT_RULES,
    year: AnyYear = None,
    seed: Seed = 1,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Предсказать список следующего года: вероятность войти, остаться или выйти – и насколько верны были прогнозы.

    Таблица --out, строка – школа: в списке ли сейчас (is_listed), вероятность быть в нём через год (probability) с
    границами (low, high), вывод (verdict: enters, stays-off, stays, leaves, open, cannot-tell), то же словами. В своей
    таблице строка – школа, год и процедура; пороги – из набора правил.
    """
    screen = Screen(json)
    chosen = rule_set(rules, authority_in_force())
    columns = CountColumns(school, year_column, procedure or None, pupils, below)
    years = years_counted(table, columns, chosen, year, data)
    answer = list_forecast(years, chosen, np.random.default_rng(seed))
    _show(screen, answer)
    if out is not None:
        screen.say(f"Прогноз по школам: {written_table(out, forecast_table(answer))}")
    screen.say("", *FORECAST.lines)
    screen.write_json(answer)
    return 0


def years_counted(
    table: Path | None, columns: CountColumns, rules: RuleSet, year: int | None, data: Path
) -> YearsCounted:
    """Return the years of somebody's table, or of the release up to a year."""
    if table is not None:
        with opened_table(table) as opened:
            counts = counted_of_table(opened.rows, columns)
        return counts if year is None else counts.first(sum(one <= year for one in counts.years))
    release = counting_store(data).current()
    last = last_year_with_results(release) if year is None else year
    return counted_of_history(find(release, last, rules))


def _show(screen: Screen, answer: ListForecast) -> None:
    words = counted(len(answer.schools), "школа", "школы", "школ")
    screen.say(f"{answer.rules_title}, прогноз на {answer.year} год по {answer.years[0]}–{answer.years[-1]}: {words}.")
    if answer.can_tell:
        verdicts = Counter(one.verdict for one in answer.schools)
        screen.say(", ".join(f"{_VERDICTS[one]} – {verdicts[one]}" for one in _VERDICTS if verdicts[one]) + ".")
        screen.say(
            f"В среднем ожидается: войдут {_one(answer.expected_entering)}, выйдут {_one(answer.expected_leaving)}."
        )
        _show_schools(screen, answer)
    if answer.calibration is not None:
        _show_calibration(screen, answer.calibration)
    screen.say(*answer.notes)


_VERDICTS = {
    "enters": "скорее войдут",
    "stays": "скорее останутся",
    "open": "может быть и так и так",
    "leaves": "скорее выйдут",
    "stays-off": "скорее не войдут",
    "cannot-tell": "судить нельзя",
}


def _show_schools(screen: Screen, answer: ListForecast) -> None:
    """Show the schools with a matter to them: on the list, or not unlikely to come on it."""
    shown = sorted((one for one in answer.schools if _matters(one)), key=lambda one: -(one.probability or 0))
    table = ScreenTable(box=None, pad_edge=False, header_style="bold")
    table.add_column("школа", overflow="fold")
    table.add_column("сейчас", no_wrap=True)
    table.add_column("вероятность", justify="right", no_wrap=True)
    table.add_column("от – до", justify="right", no_wrap=True)
    table.add_column("вывод", no_wrap=True)
    for one in shown[:_SHOWN]:
        now = {True: "в списке", False: "нет", None: "неизвестно"}[one.is_listed]
        ends = f"{percent(one.low or 0)} – {percent(one.high or 0)}"
        table.add_row(one.school, now, percent(one.probability or 0), ends, _VERDICTS[one.verdict])
    screen.console.print(table)
    if len(shown) > _SHOWN:
        screen.say(f"И ещё {len(shown) - _SHOWN}: все школы – в таблице --out.")


def _matters(one: SchoolForecast) -> bool:
    return one.probability is not None and (bool(one.is_listed) or one.verdict in {"enters", "open"})


def _show_calibration(screen: Screen, past: Calibration) -> None:
    table = ScreenTable(box=None, pad_edge=False, header_style="bold")
    for heading in ("говорилось", "прогнозов", "в среднем", "сбылось", "интервал 95 %"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in past.bins:
        if one.share is None or one.expected is None or one.interval is None:
            continue
        ends = f"{percent(one.interval[0])} – {percent(one.interval[1])}"
        said = f"{100 * one.low:.0f}–{percent(one.high)}"
        table.add_row(said, str(one.forecasts), percent(one.expected), percent(one.share), ends)
    screen.say("")
    screen.console.print(table)
    screen.say(*past.sentences)


def _one(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
