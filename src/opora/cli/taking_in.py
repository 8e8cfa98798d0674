"""`opora take-in`: files become a release, problems become a receipt."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from opora.cli.options import DEFAULT_DATA, Data, Json
from opora.cli.screen import Screen, write_file
from opora.pipeline import take_in as take_in_files
from opora.sources import READERS
from opora.sources.arrivals import originals
from opora.store import Store
from opora.tables.receipt import Receipt
from opora.vocabulary.problems import FileStatus

_KEPT_OUT = frozenset({FileStatus.REFUSED, FileStatus.NOT_RECOGNISED})
_COPIES = "с замечаниями"


def _receipt_kind(file: Path | None) -> Path | None:
    """Refuse a receipt of a kind nobody can write before any work is done."""
    if file is not None and file.suffix.lower() not in {".xlsx", ".json"}:
        raise typer.BadParameter(f"найдено «{file.name}», ожидается имя с окончанием .xlsx или .json.")
    return file


Paths = Annotated[list[Path], typer.Argument(metavar="ПУТЬ…", help="Файлы, папки и архивы .zip.", show_default=False)]
ReceiptFile = Annotated[
    Path | None,
    typer.Option(
        "--receipt",
        metavar="ФАЙЛ",
        help="Записать квитанцию: .xlsx – книга и рядом копии файлов с отмеченными ячейками; .json – данные.",
        dir_okay=False,
        callback=_receipt_kind,
    ),
]


def take_in(paths: Paths, data: Data = DEFAULT_DATA, receipt: ReceiptFile = None, json: Json = None) -> int:
    """Принять файлы: всё годное становится новым выпуском, обо всём остальном сказано, где и что исправить."""
    screen = Screen(json)
    with screen.progress() as told:
        answer = take_in_files(paths, Store(data), dt.datetime.now(tz=dt.UTC), told)
    from opora.reports.receipt_text import receipt_lines

    screen.say(*receipt_lines(answer))
    if receipt is not None:
        _write_receipt(screen, receipt, answer, paths)
    screen.write_json(answer)
    return int(any(file.status in _KEPT_OUT for file in answer.files))


def _write_receipt(screen: Screen, receipt: Path, answer: Receipt, paths: list[Path]) -> None:
    if receipt.suffix.lower() == ".json":
        write_file(receipt, (answer.model_dump_json(indent=1) + "\n").encode())
        screen.say(f"Квитанция: {receipt}")
        return
    from opora.reports.receipt_workbook import receipt_book

    write_file(receipt, receipt_book(answer, {reader.SOURCE: reader.RUSSIAN for reader in READERS}))
    screen.say(f"Квитанция: {receipt}")
    for copy in _write_commented_copies(receipt.parent / f"{receipt.stem} – {_COPIES}", answer, paths):
        screen.say(f"Копия с замечаниями: {copy}")


def _write_commented_copies(folder: Path, answer: Receipt, paths: list[Path]) -> list[Path]:
    """Write a copy of each workbook that has problems, its cells coloured and commented."""
    from opora.reports.receipt_workbook import commented_copy

    problems = {file.file: file.problems for file in answer.files if file.problems}
    written = []
    for arrival in originals(paths, frozenset(problems)):
        copy = commented_copy(arrival.content, problems[arrival.file])
        if copy is not None:
            target = folder / arrival.file.replace("..", "_")
            write_file(target, copy)
            written.append(target)
    return written
