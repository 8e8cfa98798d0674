"""Options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

DATA_VARIABLE = "OPORA_DATA"

Data = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="ПАПКА",
        envvar=DATA_VARIABLE,
        help="Папка данных: выпуски, свои правила и шаблоны Word.",
        file_okay=False,
    ),
]
Json = Annotated[
    str | None, typer.Option("--json", metavar="ФАЙЛ", help="Записать ответ как JSON; «-» – на стандартный вывод.")
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
    ),
]
NamedTable = Annotated[
    Path,
    typer.Option("--table", metavar="ТАБЛИЦА", help="Таблица .parquet, .csv или .csv.gz.", dir_okay=False),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="ФАЙЛ", help="Записать таблицу результата: .parquet, .csv или .xlsx.", dir_okay=False
    ),
]

DEFAULT_DATA = Path("opora-data")
DEFAULT_RULES = "federal-2020"


def own_authorities(data: Path) -> Path:
    """Return the folder of the authority's own rules, scales and templates inside its data folder."""
    return data / "authorities"
