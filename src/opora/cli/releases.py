"""`opora releases`, `opora undo`, `opora rows`: what was published, how to point back, what stands in a table."""

from typing import Annotated

import typer
from rich.table import Table

from opora.cli.options import DEFAULT_DATA, Data, Json
from opora.cli.screen import Screen
from opora.evidence import school_asked_for
from opora.store import Manifest, Release, Store
from opora.tables import CONTRACTS, RELEASE_TABLES
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.spelling import counted

_SHOWN = 40
_YES_NO = {True: "да", False: "нет"}
_ADDRESS = frozenset({"file", "source_sheet", "source_row"})
_TABLES = [contract.name for contract in RELEASE_TABLES]


def releases(data: Data = DEFAULT_DATA, json: Json = None) -> int:
    """Показать выпуски: когда и из чего сделаны, какой действует."""
    screen, store = Screen(json), Store(data)
    current = store.current().number
    manifests = [manifest for number in store.numbers() if (manifest := store.release(number).manifest)]
    if not manifests:
        screen.say("Выпусков ещё нет. Примите файлы: opora take-in ПАПКА.")
    table = Table("выпуск", "сделан", "файлов", "на основе", "", box=None, pad_edge=False)
    for manifest in manifests:
        mark = "действует" if manifest.number == current else ""
        moment = manifest.recipe.made_at.replace("T", " ").replace("+00:00", " UTC")
        table.add_row(str(manifest.number), moment, str(len(manifest.recipe.added)), _base(manifest), mark)
    if manifests:
        screen.console.print(table)
        screen.say(*(_recipe(manifest) for manifest in manifests if manifest.number == current))
    screen.write_json({"current": current, "releases": [manifest.model_dump() for manifest in manifests]})
    return 0


def _recipe(manifest: Manifest) -> str:
    made = manifest.recipe
    return (
        f"Рецепт выпуска {manifest.number}: Опора {made.opora}, наборы правил {made.rules or '–'}, "
        f"шкалы и словари {made.scales or '–'}; файлы с их SHA-256 – с --json ФАЙЛ."
    )


def _base(manifest: Manifest) -> str:
    return "–" if manifest.previous is None else str(manifest.previous)


To = Annotated[int | None, typer.Option("--to", metavar="ВЫПУСК", help="Номер выпуска; без него – предыдущий.", min=1)]


def undo(data: Data = DEFAULT_DATA, to: To = None, json: Json = None) -> int:
    """Вернуться к прежнему выпуску. Ничего не стирается: вперёд возвращаются так же."""
    screen, store = Screen(json), Store(data)
    before = store.current().number
    release = store.undo(to)
    screen.say(f"Действует выпуск {release.number}, прежде действовал {before}.")
    if before is not None:
        screen.say("Вернуть обратно:")
        screen.hint("undo", "--to", str(before), "--data", str(data))
    screen.write_json({"release": release.number, "previous_release": before})
    return 0


Number = Annotated[int, typer.Argument(metavar="ВЫПУСК", help="Номер выпуска.", show_default=False)]
TableName = Annotated[
    str, typer.Argument(metavar="ТАБЛИЦА", help=f"Одна из: {', '.join(_TABLES)}.", show_default=False)
]
SchoolCode = Annotated[
    str | None, typer.Option("--school", metavar="ШКОЛА", help="Только строки этой школы (любой её код или название).")
]


def rows(
    release: Number, table: TableName, data: Data = DEFAULT_DATA, school: SchoolCode = None, json: Json = None
) -> int:
    """Показать строки таблицы выпуска с их адресами: файл, лист, строка."""
    screen = Screen(json)
    if table not in _TABLES:
        raise typer.BadParameter(f"таблицы «{table}» нет. Есть: {', '.join(_TABLES)}.")
    found = rows_with_addresses(Store(data).release(release), table, school)
    headings = {column.name: column.heading for column in CONTRACTS[table].columns}
    for row in found[:_SHOWN]:
        screen.say(*_card(row, headings))
    total = counted(len(found), "строка", "строки", "строк")
    screen.say(f"Всего {total}." + (f" Показаны первые {_SHOWN}; все – с --json ФАЙЛ." if len(found) > _SHOWN else ""))
    screen.write_json({"release": release, "table": table, "rows": found})
    return 0


def _card(row: dict[str, object], headings: dict[str, str]) -> list[str]:
    """Return a row as a few lines: where it stands, then what stands in it; tables are wider than any window."""
    place = [row.get("file"), row.get("source_sheet"), row.get("source_row") and f"строка {row['source_row']}"]
    values = [
        f"{headings.get(name, name)}: {_YES_NO.get(value, value) if isinstance(value, bool) else value}".replace(
            "Задание ", "Задание\u00a0"
        )
        for name, value in row.items()
        if value is not None and name not in _ADDRESS
    ]
    address = " › ".join(str(part) for part in place if part)
    return [*([address] if address else []), f"  {'; '.join(values)}"]


def rows_with_addresses(release: Release, table: str, school: str | None) -> list[dict[str, object]]:
    """Return the rows of a table, item scores without empty tails, fingerprints of files replaced by their names.

    Raises:
        SchoolMissingError: no school answers to that code or name.
    """
    relation = release.relation(table)
    columns = relation.columns
    if school is not None:
        relation = relation.filter(_of_school(release, columns, school_asked_for(release, school)))
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
    mine = {code for code, owner in codes if owner == school} | {school}
    column = next((name for name in ("school", "school_code") if name in columns), None)
    if column is None:
        raise typer.BadParameter("в этой таблице нет школ.")
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(mine))
    return f"{column} IN ({listed})"
