"""`opora releases`, `opora undo`, `opora rows`: what was published, how to point back, what stands in a table."""

from typing import Annotated

import typer
from rich.table import Table

from opora.cli.options import DEFAULT_DATA, Data, Json
from opora.cli.screen import Screen
from opora.store import Manifest, Release, Store
from opora.tables import CONTRACTS, RELEASE_TABLES
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.spelling import counted

_SHOWN = 40
_TABLES = [contract.name for contract in RELEASE_TABLES]


def releases(data: Data = DEFAULT_DATA, json: Json = None) -> int:
    """Показать выпуски: когда и из чего сделаны, какой действует."""
    screen, store = Screen(json), Store(data)
    current = store.current().number
    manifests = [manifest for number in store.numbers() if (manifest := store.release(number).manifest)]
    if not manifests:
        screen.say("Выпусков ещё нет. Примите файлы: opora take-in ПАПКА.")
    table = Table("выпуск", "сделан", "файлов", "на основе", "", box=None)
    for manifest in manifests:
        mark = "действует" if manifest.number == current else ""
        table.add_row(
            str(manifest.number), manifest.recipe.made_at, str(len(manifest.recipe.added)), _base(manifest), mark
        )
    if manifests:
        screen.console.print(table)
    screen.write_json({"current": current, "releases": [manifest.model_dump() for manifest in manifests]})
    return 0


def _base(manifest: Manifest) -> str:
    return "–" if manifest.previous is None else str(manifest.previous)


To = Annotated[int | None, typer.Option("--to", metavar="ВЫПУСК", help="Номер выпуска; без него – предыдущий.", min=1)]


def undo(data: Data = DEFAULT_DATA, to: To = None, json: Json = None) -> int:
    """Вернуться к прежнему выпуску. Ничего не стирается: вперёд возвращаются так же."""
    screen, store = Screen(json), Store(data)
    before = store.current().number
    release = store.undo(to)
    screen.say(f"Действует выпуск {release.number}, прежде действовал {before}.")
    screen.say(f"Вернуть обратно: opora undo --to {before}")
    screen.write_json({"release": release.number, "previous_release": before})
    return 0


Number = Annotated[int, typer.Argument(metavar="ВЫПУСК", help="Номер выпуска.", show_default=False)]
TableName = Annotated[
    str, typer.Argument(metavar="ТАБЛИЦА", help=f"Одна из: {', '.join(_TABLES)}.", show_default=False)
]
SchoolCode = Annotated[
    str | None, typer.Option("--school", metavar="ШКОЛА", help="Только строки этой школы (любой её код).")
]


def rows(
    release: Number, table: TableName, data: Data = DEFAULT_DATA, school: SchoolCode = None, json: Json = None
) -> int:
    """Показать строки таблицы выпуска с их адресами: файл, лист, строка."""
    screen = Screen(json)
    if table not in _TABLES:
        raise typer.BadParameter(f"таблицы «{table}» нет. Есть: {', '.join(_TABLES)}.")
    found = rows_with_addresses(Store(data).release(release), table, school)
    filled = {name for row in found for name, value in row.items() if value is not None}
    shown = [name for name in (*CONTRACTS[table].names, "file") if name in filled]
    screen_table = Table(*shown, box=None)
    for row in found[:_SHOWN]:
        screen_table.add_row(*("" if row.get(name) is None else str(row[name]) for name in shown))
    screen.console.print(screen_table)
    total = counted(len(found), "строка", "строки", "строк")
    screen.say(f"Всего {total}." + (f" Показаны первые {_SHOWN}; все – с --json ФАЙЛ." if len(found) > _SHOWN else ""))
    screen.write_json({"release": release, "table": table, "rows": found})
    return 0


def rows_with_addresses(release: Release, table: str, school: str | None) -> list[dict[str, object]]:
    """Return the rows of a table, item scores without empty tails, fingerprints of files replaced by their names."""
    relation = release.relation(table)
    columns = relation.columns
    if school is not None:
        relation = relation.filter(_of_school(release, columns, school))
    named = dict(release.relation("files").project("source_file, file").fetchall())
    found = []
    for row in relation.to_arrow_table().to_pylist():
        row["file"] = named.get(row.pop("source_file", None))
        found.append({name: value for name, value in row.items() if name not in ITEM_COLUMNS or value is not None})
    return [_filled(row, columns) for row in found]


def _filled(row: dict[str, object], columns: list[str]) -> dict[str, object]:
    return {name: row.get(name) for name in (*columns, "file") if name in row}


def _of_school(release: Release, columns: list[str], school: str) -> str:
    """Return the SQL condition that picks the rows of a school under any of its codes."""
    codes = release.relation("school_codes").project("school_code, school").fetchall()
    mine = {code for code, owner in codes if school in {code, owner}} | {school}
    owners = {owner for code, owner in codes if school in {code, owner}} | {school}
    column, values = ("school", owners) if "school" in columns else ("school_code", mine)
    if column not in columns:
        raise typer.BadParameter("в этой таблице нет школ")
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))
    return f"{column} IN ({listed})"
