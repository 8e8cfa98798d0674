"""Reference pages made from the code: `python tools/reference.py write` or `check`.

Every command, table, kind of problem, file format and rule parameter has its page here, and CI fails when a page
does not say what the code says.
"""

import inspect
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import get_args

import typer.main
from pydantic import BaseModel

from opora.cli.app import app
from opora.sources import READERS
from opora.tables import COUNTED_TABLES, RELEASE_TABLES, Column, Contract
from opora.tables.contract import Kind
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.rules import METHODS, rule_set, rule_set_names

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
_MADE = "<!-- Страница собрана из кода командой `make docs`; править надо код. -->\n"

_KINDS = {
    Kind.WORD: "текст", Kind.TINY: "целое", Kind.SMALL: "целое", Kind.COUNT: "целое",
    Kind.SHARE: "доля", Kind.NUMBER: "число", Kind.FLAG: "да/нет", Kind.DAY: "день",
}  # fmt: skip
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
        "Общее: коды выхода 0 – сделано, 1 – что-то отклонено или найдено, 2 – команда записана не так.\n",
    ]
    for name, command in sorted(group.commands.items()):
        parts.append(f"## opora {name}\n\n{inspect.cleandoc(command.help or '')}\n")
        rows = [
            (f"`{', '.join(param.opts) if param.param_type_name == 'option' else param.metavar}`",
             getattr(param, "help", "") or "",
             "да" if param.required else "")
            for param in command.params
        ]  # fmt: skip
        parts.append(_table(("параметр", "что значит", "обязателен"), rows))
    return "\n".join(parts)


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
    key, part = ", ".join(contract.key), ", ".join(contract.part) or "–"
    return (
        f"## {contract.heading} (`{contract.name}`)\n\nСтрока: {contract.grain}. Ключ: {key}. "
        f"Исправленный файл заменяет целиком: {part}.\n\n{_table(heads, rows)}"
    )


def _tables() -> str:
    stored = "\n".join(map(_contract, RELEASE_TABLES))
    counted = "\n".join(map(_contract, COUNTED_TABLES))
    note = "Столбцы баллов за задания i01 … i60 одинаковы, показан первый.\n"
    return f"# Таблицы\n\n{note}\n# Хранимые в выпуске\n\n{stored}\n# Вычисляемые\n\n{counted}"


def _problems() -> str:
    rows = [
        (f"`{kind.code}`", _SEVERITY[kind.severity], kind.title, kind.expected, kind.remedy) for kind in KINDS.values()
    ]
    return "# Замечания к файлам\n\n" + _table(("код", "следствие", "что не так", "ожидается", "что сделать"), rows)


def _sources() -> str:
    rows = [(f"`{reader.SOURCE}`", reader.RUSSIAN) for reader in READERS]
    intro = "Файл узнаётся по содержимому, имя файла не важно.\n\n"
    return "# Какие файлы понимает Опора\n\n" + intro + _table(("код", "файл"), rows)


def _parameters(model: type[BaseModel]) -> str:
    rows = [(f"`{name}`", field.description or "") for name, field in model.model_fields.items()]
    return _table(("параметр", "смысл"), rows)


def _rules() -> str:
    methods = "\n".join(
        f"## Метод `{get_args(model.model_fields['method'].annotation)[0]}`\n\n{_parameters(model)}"
        for model in METHODS
    )
    sets = [rule_set(name) for name in rule_set_names()]
    rows = [(f"`{rules.name}`", rules.title, f"`{rules.method}`", rules.edition, rules.source) for rules in sets]
    table = _table(("набор", "название", "метод", "редакция", "источник"), rows)
    return f"# Наборы правил\n\n{table}\n{methods}"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": _commands,
    "tables.md": _tables,
    "problems.md": _problems,
    "sources.md": _sources,
    "rules.md": _rules,
}


def main() -> int:
    """Write the pages, or tell whether they say what the code says."""
    stale = []
    for name, page in PAGES.items():
        file, text = REFERENCE / name, _MADE + "\n" + page().rstrip() + "\n"
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
