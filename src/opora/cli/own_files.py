"""Files named in a command line: what is written is nothing that is read, and can be written, before work begins."""

import os
from pathlib import Path
from typing import Any

import typer

from opora.cli.screen import STANDARD_OUTPUT
from opora.vocabulary.refusal import AnalysisRefusedError

#: Kinds of files a table is written as, for people.
TABLE_KINDS = ".parquet, .csv или .xlsx"

#: Options that name files: those a command writes, and those it reads.
_WRITTEN, _READ = ("out", "json", "docx"), ("table", "supported", "answers", "known")


def own_file(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """Refuse a file to be written that is read or written by another option, or can be seen to be out of reach.

    Before anything is computed: nothing is written then.
    """
    if value is None or str(value) == STANDARD_OUTPUT:
        return value
    if param.name in _WRITTEN:
        _require_reachable(str(value))
    for name in {*_WRITTEN, *(_READ if param.name in _WRITTEN else ())} - {param.name}:
        other = ctx.params.get(name)
        if other is not None and Path(other).resolve() == Path(value).resolve():
            raise typer.BadParameter(f"тот же файл «{value}» назван в --{name}: он был бы потерян. Назовите другой.")
    return value


def _require_reachable(value: str) -> None:
    if not value.strip():
        raise typer.BadParameter("имя файла пусто.")
    file = Path(value)
    if file.is_dir():
        raise typer.BadParameter(f"«{value}» – это папка, а ожидается файл.")
    there = next(folder for folder in file.absolute().parents if folder.exists())
    if not there.is_dir():
        raise typer.BadParameter(f"«{there}» – это файл, а ожидается папка.")
    if not os.access(there, os.W_OK):
        raise typer.BadParameter(f"в папку «{there}» писать нельзя: нет прав.")


def own_table(ctx: typer.Context, param: typer.CallbackParam, value: Path | None) -> Any:
    """Refuse the same of a table to be written, and a name that says no kind of table."""
    if value is not None:
        require_table_kind(value)
    return own_file(ctx, param, value)


def require_table_kind(file: Path) -> None:
    """Refuse a file whose name says no kind of table.

    Raises:
        AnalysisRefusedError: the message says which kinds there are.
    """
    if file.suffix.lower() not in {".parquet", ".csv", ".xlsx"}:
        raise AnalysisRefusedError(f"«{file.name}»: ожидается имя файла {TABLE_KINDS}.")
