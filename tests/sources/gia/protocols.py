"""РИС ГИА protocols drawn in a test as rows. All people and documents are made up."""

import io
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from opora.sources.book import Book, open_book
from opora.sources.cells import Cell
from opora.sources.gia import gia9, gia11
from opora.sources.taken import Taken
from tests.workbooks import CIRCUMSTANCES, book

RUSSIAN = "01 - Русский язык 2022.06.23"
HEADING_11 = ["№", "Код МСУ", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "Отчество", "Серия", "Номер",
              "Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл", "Балл"]  # fmt: skip
PUPIL_11 = ["1", "111", "111002", "11", "1018", "9", "Кержаков", "Прохор", "Игнатьевич", "7391", "640258",
            "++-++2", "1(1)0(2)1(1)", "8", "39"]  # fmt: skip
HEADING_BASE = [*HEADING_11[:12], "Первичный балл", "Оценка"]
PUPIL_BASE = [*PUPIL_11[:11], "++++-", "4", "3"]
HEADING_9 = ["№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Код регистрации", *HEADING_11[6:14], "Оценка"]
PUPIL_9 = ["1", "111002", "9А", "1018", "9", "К-17", *PUPIL_11[6:14], "4"]
HEADING_MACHINE = ["SchoolCode", "ClassCode", "SurnameCell", "NameCell", "SecondNameCell", "DocumentSeriesCode",
                   "DocumentNumberCode", "TestResultBCell", "TestResultCCell", "PrimaryMark", "Mark5"]  # fmt: skip
PUPIL_MACHINE = ["111002", "9А", *PUPIL_11[6:14], "4"]
PERSONAL = ("Кержаков", "Прохор", "Игнатьевич", "7391", "640258")


def protocol(title: str, heading: Sequence[Cell], *pupils: Sequence[Cell]) -> list[list[Cell]]:
    return [[title], list(heading), *map(list, pupils)]


def changed(pupil: Sequence[Cell], **cells: Cell) -> list[Cell]:
    """Return the pupil's row of a ЕГЭ protocol with some cells changed, by short Latin names."""
    names = ("n", "msu", "school", "group", "point", "room", "surname", "name", "patronymic", "series", "number",
             "short", "long", "primary", "final")  # fmt: skip
    return [cells.get(name, cell) for name, cell in zip(names, pupil, strict=True)]


def csv(rows: Sequence[Sequence[Cell]], file: str = "протокол.csv", encoding: str = "utf-8-sig") -> Book:
    """Return rows written as text with «;» and opened again."""
    lines = (";".join("" if cell is None else str(cell) for cell in row) for row in rows)
    return open_book(file, "\r\n".join(lines).encode(encoding))


def xls(sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Sequence[tuple[int, int, int]] = ()) -> Book:
    """Return an .xls file with the given sheets; `merged` are (row, first column, last column) of each sheet."""
    with warnings.catch_warnings():
        # xlwt was last released in 2017 and still calls what newer Pythons deprecate; it only writes test files here
        warnings.simplefilter("ignore", DeprecationWarning)
        import xlwt  # type: ignore[import-untyped]

        workbook = xlwt.Workbook()
        for name, rows in sheets.items():
            sheet = workbook.add_sheet(name)
            for index, row in enumerate(rows):
                for position, cell in enumerate(row):
                    if cell not in ("", None):
                        sheet.write(index, position, cell)
            for row_index, first, last in merged:
                sheet.merge(row_index, row_index, first, last)
        stream = io.BytesIO()
        workbook.save(stream)
    return open_book("протокол.xls", stream.getvalue())


def taken(opened: Book | Sequence[Sequence[Cell]]) -> Taken:
    """Return what the one reader that recognises the book takes from it."""
    opened = opened if isinstance(opened, Book) else book(opened)
    readers = [reader for reader in (gia9, gia11) if reader.recognises(opened)]
    assert len(readers) == 1
    return readers[0].read(opened, CIRCUMSTANCES)


def rows_of(read: Taken, table: str = "results") -> list[dict[str, Any]]:
    """Return all rows of a table; a value that stands for every row is repeated."""
    rows = []
    for batch in read.batches:
        if batch.table == table:
            columns = {
                name: value if isinstance(value, list) else [value] * batch.rows
                for name, value in batch.columns.items()
            }
            rows += [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return rows


def codes(read: Taken) -> list[str]:
    return [problem.code for problem in read.problems]
