"""Reference pages made from the code: `python tools/reference.py write` or `check`.

Every command, table, kind of problem, file format and rule parameter has its page here, and CI fails when a page
does not say what the code says.
"""

import inspect
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import typer.main
from pydantic import BaseModel

from opora.cli.app import app
from opora.sources import READERS
from opora.tables import COUNTED_TABLES, RELEASE_TABLES, Column, Contract
from opora.tables.contract import Kind
from opora.vocabulary.authority import authority_data
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.procedures import procedures
from opora.vocabulary.rules import METHODS, RuleProcedure, rule_set, rule_set_names
from opora.vocabulary.subjects import subjects
from opora_web.environment import VARIABLES

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
_MADE = "<!-- Страница собрана из кода командой `make docs`; править надо код. -->\n"

_KINDS = {
    Kind.WORD: "текст", Kind.TINY: "целое", Kind.SMALL: "целое", Kind.COUNT: "целое",
    Kind.SHARE: "доля", Kind.NUMBER: "число", Kind.FLAG: "да/нет", Kind.DAY: "день",
}  # fmt: skip
_FORMULAS = """# Формулы

n – участники с результатом, k – из них ниже порога, n2 … n5 – число отметок.

| показатель | формула |
|---|---|
| доля ниже порога | k / n |
| успеваемость | (n3 + n4 + n5) / n |
| качество | (n4 + n5) / n |
| средняя отметка | (2·n2 + 3·n3 + 4·n4 + 5·n5) / n |
| СОУ | (16·n2 + 36·n3 + 64·n4 + 100·n5) / (100·n) |
| низкий результат | k не меньше ⌈порог · n⌉, в целых числах |
| интервал доли | Уилсон, 95 % |
| вероятность, устойчивость, динамика | [малые числа](../explanation/small-numbers.md) |
"""
_SEVERITY = {Severity.BLOCKS: "файл не принимается", Severity.WARNS: "файл принимается"}


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def _commands() -> str:
    group = typer.main.get_command(app)
    assert hasattr(group, "commands")
    parts = [
        "# Команды\n",
        "Коды выхода: 0 – сделано; 1 – что-то не принято или не найдено; 2 – команда записана не так.\n",
        "Папку данных можно назначить один раз переменной `OPORA_DATA`. Любая команда с `--help` показывает справку.\n",
    ]
    for name, command in _named_commands(group):
        parts.append(f"## opora {name}\n\n{inspect.cleandoc(command.help or '')}\n")
        rows = [
            (f"`{', '.join(param.opts) if param.param_type_name == 'option' else param.metavar}`",
             getattr(param, "help", "") or "",
             "обязателен" if param.required else _default(param.default))
            for param in command.params
            if not getattr(param, "hidden", False)
        ]  # fmt: skip
        parts.append(_table(("параметр", "что значит", "без него"), rows))
    return "\n".join(parts)


def _named_commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command with the words that call it; a group is followed by its own commands."""
    for name, command in sorted(group.commands.items()):
        yield f"{before}{name}", command
        if hasattr(command, "commands"):
            yield from _named_commands(command, f"{before}{name} ")


def _default(value: object) -> str:
    """Return what stands when an option is left out: nothing is said of switches and of what may be absent."""
    return f"`{value}`" if isinstance(value, str | int | Path) and not isinstance(value, bool) else ""


def _limits(column: Column) -> str:
    words = []
    if column.range:
        words.append(f"{column.range[0]:g}–{column.range[1]:g}")
    if column.choices:
        words.append(", ".join(column.choices))
    return "; ".join(words)


def _contract(contract: Contract) -> str:
    rows = [
        (f"`{column.name}`", column.heading, _KINDS[column.kind], column.unit, _limits(column),
         "да" if column.is_required else "", column.meaning)
        for column in contract.columns
        if not (column.name[0] == "i" and column.name[1:].isdigit() and column.name != "i01")
    ]  # fmt: skip
    heads = ("столбец", "по-русски", "вид", "единица", "пределы", "обязателен", "смысл")
    key, part = ", ".join(contract.key) or "–", ", ".join(contract.part) or "–"
    return (
        f"## {contract.heading} (`{contract.name}`)\n\nСтрока: {contract.grain}. Ключ: {key}. "
        f"Исправленный файл заменяет целиком: {part}.\n\n{_table(heads, rows)}"
    )


def _tables() -> str:
    stored = "\n".join(map(_contract, RELEASE_TABLES))
    counted = "\n".join(map(_contract, COUNTED_TABLES))
    note = "Столбцы баллов за задания i01 … i60 одинаковы, показан первый.\n"
    lists = "\n".join(
        f"{title}: {', '.join(f'[{one.heading}](#{_anchor(one)})' for one in tables)}.\n"
        for title, tables in (("Хранимые в выпуске", RELEASE_TABLES), ("Вычисляемые показатели", COUNTED_TABLES))
    )
    return (
        f"# Таблицы\n\n{lists}\n{note}\n# Хранимые в выпуске\n\n{stored}\n# Вычисляемые показатели\n\n{counted}"
        f"\n{_FORMULAS}"
    )


def _anchor(contract: Contract) -> str:
    """Return the address of the contract's heading on the page, as GitHub makes it."""
    heading = f"{contract.heading} ({contract.name})".lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def _problems() -> str:
    rows = [
        (f"`{kind.code}`", _SEVERITY[kind.severity], kind.title, kind.expected, kind.remedy) for kind in KINDS.values()
    ]
    return "# Замечания к файлам\n\n" + _table(("код", "следствие", "что не так", "ожидается", "что сделать"), rows)


def _sources() -> str:
    rows = [
        (f"`{reader.SOURCE}`", reader.RUSSIAN, reader.NEEDS, ", ".join(f"`{table}`" for table in reader.FILLS) or "–")
        for reader in READERS
    ]
    intro = (
        "Файл узнаётся по содержимому: `.xlsx`, `.xls`, `.csv`, в том числе внутри `.zip`. Читатели пробуются в этом "
        "порядке. Столбцы находятся по заголовкам, порядок их не важен.\n\n"
    )
    return "# Какие файлы понимает Опора\n\n" + intro + _table(("код", "файл", "что в нём нужно", "таблицы"), rows)


def _parameters(model: type[BaseModel], left_out: Iterable[str] = ()) -> str:
    rows = [
        (f"`{name}`", field.description or "", "обязателен" if field.is_required() else f"`{_written(field.default)}`")
        for name, field in model.model_fields.items()
        if name not in left_out
    ]
    return _table(("параметр", "смысл", "без него"), rows)


def _meanings(model: type[BaseModel]) -> set[tuple[str, str]]:
    return {(name, field.description or "") for name, field in model.model_fields.items()}


def _written(value: object) -> str:
    """Return a default as TOML writes it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _rules() -> str:
    shared = [name for name, _ in set.intersection(*map(_meanings, METHODS))]
    common = _parameters(METHODS[0], left_out=set(METHODS[0].model_fields) - set(shared))
    methods = "\n".join(
        f"## Метод `{get_args(model.model_fields['method'].annotation)[0]}`\n\n{_parameters(model, left_out=shared)}"
        for model in METHODS
    )
    sets = [rule_set(name) for name in rule_set_names()]
    rows = [
        (f"`{rules.name}`", rules.title, f"`{rules.method}`", rules.edition, f"`{rules.status}`", rules.source)
        for rules in sets
    ]
    table = _table(("набор", "название", "метод", "редакция", "status", "источник"), rows)
    return (
        f"# Наборы правил\n\nНабор – файл TOML. Как написать свой: [руководство](../how_to/write-a-rule-set.md).\n\n"
        f"{table}\n## Параметры всех методов\n\n{common}\n## Процедура правила `[[procedure]]`\n\n"
        f"{_parameters(RuleProcedure)}\n{methods}"
    )


def _years(entry: dict[str, Any]) -> str:
    return (
        f"{entry['year_from']}–{entry['year_to']}" if entry["year_from"] < entry["year_to"] else f"{entry['year_to']}"
    )


def _subjects(entry: dict[str, Any]) -> str:
    return ", ".join(subjects()[code].name for code in entry.get("subjects", ()))


def _except(entry: dict[str, Any]) -> str:
    held = ", ".join(subjects()[code].name for code in entry.get("held", ()))
    return f"все, кроме: {held}" if held else "все"


def _scales() -> str:
    short = {code: procedure.short for code, procedure in procedures().items()}
    scales = [
        (short[one["procedure"]], _subjects(one), one["paper_grade"], _years(one),
         ", ".join(map(str, one["marks"])), one.get("max", ""), f"`{one['status']}`", one["source"],
         one.get("note", ""))
        for one in authority_data("scales/marks.toml")["scale"]
    ]  # fmt: skip
    minimums = [
        (short[one["procedure"]], _subjects(one), ", ".join(one["levels"]), _years(one), one["score"],
         f"`{one['status']}`", one["source"])
        for one in authority_data("scales/minimum-scores.toml")["minimum"]
    ]  # fmt: skip
    not_held = [
        (short[one["procedure"]], one["year"], _subjects(one) or _except(one), one["why"], one["source"])
        for one in authority_data("vocabulary/calendar.toml")["not_held"]
    ]
    known = [
        (f"`{one.code}`", one.short, one.name, "отметка" if one.measure == "mark" else "балл, если нет отметки")
        for one in procedures().values()
    ]
    status = "confirmed – есть открытая страница; widely-quoted – широко цитируется; memory – по памяти, проверьте"
    return "\n".join(
        (
            f"# Процедуры, шкалы и минимальные баллы\n\nНасколько известно (status): {status}.\n",
            "## Процедуры\n\n" + _table(("код", "кратко", "название", "ниже порога по"), known),
            "## Минимальные тестовые баллы\n\nГода, которого здесь нет, Опора не знает.\n\n"
            + _table(("процедура", "предметы", "уровни", "годы", "балл", "status", "источник"), minimums),
            "## Шкалы отметок\n\nБаллы, с которых стоят «3», «4» и «5». Отметка в файле важнее шкалы. Если годятся две "
            "шкалы с разными границами, шкала считается неизвестной.\n\n"
            + _table(
                ("процедура", "предметы", "класс", "годы", "с баллов", "максимум", "status", "источник", "оговорка"),
                scales,
            ),
            "## Не проводилось\n\n" + _table(("процедура", "год", "предметы", "почему", "источник"), not_held),
        )
    )


def _settings() -> str:
    rows = [(f"`{one.name}`", one.meaning, f"`{one.default}`" if one.default else "–") for one in VARIABLES]
    return (
        "# Настройки сайта\n\nПеременные окружения; других настроек нет. Неверное значение сайт не принимает и "
        "говорит, чего ждёт.\n\n" + _table(("переменная", "что значит", "если не задана"), rows)
    )


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": _commands,
    "tables.md": _tables,
    "problems.md": _problems,
    "sources.md": _sources,
    "rules.md": _rules,
    "scales.md": _scales,
    "settings.md": _settings,
}


def made(name: str) -> str:
    """Return the page of that name as the code makes it."""
    return _MADE + "\n" + PAGES[name]().rstrip() + "\n"


def main() -> int:
    """Write the pages, or tell whether they say what the code says."""
    stale = []
    for name in PAGES:
        file, text = REFERENCE / name, made(name)
        if sys.argv[1:] == ["write"]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"Справочник отстал от кода: {', '.join(stale)}. Выполните make docs.")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
