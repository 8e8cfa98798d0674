"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

from opora.cli.own_files import TABLE_KINDS, own_file, own_table
from opora.deadlines import Period, PeriodError, period_of
from opora.vocabulary.authority import folders
from opora.vocabulary.in_force import work_for

DATA_VARIABLE = "OPORA_DATA"


def _at_work(data: Path) -> Path:
    """Work for the authority whose data folder was named: its procedures, subjects and calendar are known."""
    work_for(folders(data / "authorities"))
    return data


Data = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="ПАПКА",
        envvar=DATA_VARIABLE,
        help="Папка данных: выпуски, свои правила и шаблоны Word.",
        file_okay=False,
        callback=_at_work,
    ),
]
Json = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="ФАЙЛ", help="Записать ответ как JSON; «-» – на стандартный вывод.", callback=own_file
    ),
]
Year = Annotated[int, typer.Option("--year", metavar="ГОД", help="Год результатов.", min=2010, max=2100)]
AnyYear = Annotated[int | None, typer.Option("--year", metavar="ГОД", help="Год результатов выпуска.")]
Rules = Annotated[
    str,
    typer.Option(
        "--rules",
        metavar="НАБОР",
        help="Набор правил: имя файла .toml без окончания, из встроенных или из authorities/ в папке данных.",
    ),
]
Table = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="ТАБЛИЦА",
        help="Своя таблица .parquet, .csv или .csv.gz вместо текущего выпуска.",
        dir_okay=False,
        callback=own_file,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="ФАЙЛ",
        help=f"Записать таблицу результата: {TABLE_KINDS}.",
        dir_okay=False,
        callback=own_table,
    ),
]

PlanYear = Annotated[int | None, typer.Option("--year", metavar="ГОД", help="План на календарный год: 2022.")]
SchoolYear = Annotated[
    str | None, typer.Option("--school-year", metavar="ГОД/ГОД", help="План на учебный год: 2020/21.")
]
PlanPeriod = Annotated[
    str | None,
    typer.Option("--period", metavar="С..ПО", help="План на несколько месяцев или лет: 2020-06..2023-12, 2020-2023."),
]

DEFAULT_DATA = Path("opora-data")
DEFAULT_RULES = "federal-2020"


def plan_period(year: int | None, school_year: str | None, period: str | None) -> Period | None:
    """Return the period of a plan that one of the three options names; None when none is given."""
    named = [text for text in (year and str(year), school_year, period) if text]
    if len(named) > 1:
        raise typer.BadParameter("Указан не один период: оставьте что-то одно из --year, --school-year и --period.")
    if school_year and "/" not in school_year:
        raise typer.BadParameter(f"--school-year: найдено «{school_year}», ожидается учебный год: 2020/21.")
    try:
        return period_of(named[0]) if named else None
    except PeriodError as misfit:
        raise typer.BadParameter(str(misfit)) from misfit
