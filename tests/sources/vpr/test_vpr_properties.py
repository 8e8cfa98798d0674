"""What holds for every book: a valid table reads back as itself, and nothing whatever makes a reader raise."""

import contextlib
import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from opora.sources import READERS
from opora.sources.book import Book, Sheet, UnreadableFileError, open_book
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from opora.sources.vpr import vpr_individual, vpr_marks
from opora.vocabulary.spelling import tidy
from tests.sources.vpr.test_vpr_individual import HEADING
from tests.sources.vpr_samples import SAMPLES, TITLE, Rows
from tests.workbooks import CIRCUMSTANCES, book, xlsx

few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CYRILLIC_TO_LATIN = str.maketrans("АВЕКМНОРСТХаеорсх", "ABEKMHOPCTXaeopcx")
ADDRESS = {"source_row", "source_sheet"}

scores = st.one_of(st.integers(0, 1), st.sampled_from(["X", "Х", "-", "", "N"]))
pupils = st.lists(
    st.tuples(
        st.integers(0, 4),
        scores,
        st.integers(0, 2),
        st.integers(2, 5),
        st.sampled_from([2, 3, 4, 5, "", "Нет отметки"]),
    ),
    min_size=1,
    max_size=5,
)
marks = st.tuples(*[st.integers(0, 300)] * 4).filter(any)


def individual_rows(drawn: list[tuple[Any, ...]]) -> Rows:
    return [
        ["edu100101", "Абанский район", "МКОУ Абанская ООШ №1", 50001 + index, "5А", 3,
         first, second, third, first + third, mark, journal]
        for index, (first, second, third, mark, journal) in enumerate(drawn)
    ]  # fmt: skip


def individual(heading: list[Cell], rows: Rows) -> Rows:
    return [["ВПР 2025 Русский язык 5 класс"], ["Максимальный первичный балл:", 7], heading, *rows]


def percents(counts: tuple[int, ...]) -> list[Cell]:
    return [round(100 * count / sum(counts), 2) for count in counts]


def marks_rows(drawn: list[tuple[int, ...]]) -> Rows:
    rows: Rows = [["Абанский район", len(drawn), *[""] * 5]]
    rows += [[f"МКОУ СОШ №{index}", "", sum(counts), *percents(counts)] for index, counts in enumerate(drawn)]
    return rows


MARKS_HEADING: list[Cell] = ["Группы участников", "Кол-во ОО", "Кол-во участников", 2, 3, 4, 5]


def taken(reader: Any, rows: Rows) -> Taken:
    opened = book(rows)
    assert reader.recognises(opened)
    result: Taken = reader.read(opened, CIRCUMSTANCES)
    return result


def facts(result: Taken) -> list[tuple[str, int, dict[str, Any]]]:
    """Return everything that was taken but the addresses."""
    return [
        (batch.table, batch.rows, {name: value for name, value in batch.columns.items() if name not in ADDRESS})
        for batch in result.batches
    ]


def latin(cell: Cell) -> Cell:
    return cell.translate(CYRILLIC_TO_LATIN) if isinstance(cell, str) else cell


def spaced(rows: Rows, at: int) -> Rows:
    """Return the rows with a blank column before column `at` and a blank row before every row."""
    wide: Rows = [[*row[:at], "", *row[at:]] for row in rows]
    return [line for row in wide for line in ([""], row)]


@few
@given(pupils)
def test_individual_results_read_back_as_they_were_written(drawn: list[tuple[Any, ...]]) -> None:
    results = taken(vpr_individual, individual([*HEADING], individual_rows(drawn))).batches[0].columns
    known = {"X": -1, "Х": -1, "-": None, "": None, "N": None, "Нет отметки": None}
    assert results["i01"] == [first for first, *_ in drawn]
    assert results["i02"] == [known.get(second, second) for _, second, *_ in drawn]
    assert results["primary_score"] == [first + third for first, _, third, *_ in drawn]
    assert results["mark"] == [mark for *_, mark, _ in drawn]
    assert results["journal_mark"] == [known.get(journal, journal) for *_, journal in drawn]


@few
@given(pupils, st.permutations([0, 1, 2, 3, 4, 5, 9, 10, 11]), st.integers(0, 12))
def test_order_blanks_and_look_alikes_do_not_change_individual_results(
    drawn: list[tuple[Any, ...]], order: list[int], at: int
) -> None:
    rows = individual_rows(drawn)
    plain = taken(vpr_individual, individual([*HEADING], rows))
    moved = [*order, 6, 7, 8]
    heading = [latin(HEADING[place]) for place in moved]
    shuffled = [[row[place] for place in moved] for row in rows]
    table = individual(heading, shuffled)
    again = taken(vpr_individual, [*table[:2], *spaced(table[2:], at)])
    assert facts(again) == facts(plain)
    assert again.problems == plain.problems == []


@few
@given(st.lists(marks, min_size=1, max_size=5))
def test_percents_read_back_as_the_people_they_were_made_of(drawn: list[tuple[int, ...]]) -> None:
    result = taken(vpr_marks, [*TITLE, MARKS_HEADING, *marks_rows(drawn)])
    columns = result.batches[0].columns
    read = list(zip(*[columns[f"mark_{mark}"] for mark in (2, 3, 4, 5)], strict=True))
    assert read == drawn
    assert columns["pupils"] == [sum(counts) for counts in drawn]
    assert set(columns["municipality"]) == {"Абанский район"}
    assert result.problems == []


@few
@given(
    st.lists(marks, min_size=1, max_size=4), st.permutations(range(7)), st.integers(0, 7), st.sampled_from(["", " %"])
)
def test_order_blanks_commas_and_look_alikes_do_not_change_statistics_of_marks(
    drawn: list[tuple[int, ...]], order: list[int], at: int, sign: str
) -> None:
    rows = marks_rows(drawn)
    plain = taken(vpr_marks, [*TITLE, MARKS_HEADING, *rows])
    written = [
        [*row[:3], *(f"{cell}".replace(".", ",") + (sign if cell != "" else "") for cell in row[3:])] for row in rows
    ]
    shuffled = [[line[place] for place in order] for line in [[latin(cell) for cell in MARKS_HEADING], *written]]
    again = taken(vpr_marks, [*TITLE, *spaced(shuffled, at)])
    assert facts(again) == facts(plain)


@few
@given(st.lists(marks, min_size=1, max_size=4), st.integers(0, 3), st.integers(2, 60))
def test_a_spoiled_percent_is_a_named_problem(drawn: list[tuple[int, ...]], at: int, excess: int) -> None:
    rows = marks_rows(drawn)
    rows[1][3 + at] = float(str(rows[1][3 + at])) + excess
    # numbers that make up all participants are counts of people, whatever else they could have been
    assume(sum(float(str(cell)) for cell in rows[1][3:7]) != rows[1][2])
    codes = {problem.code for problem in taken(vpr_marks, [*TITLE, MARKS_HEADING, *rows]).problems}
    assert codes & {"percents-do-not-sum", "marks-do-not-sum"}


# Whatever the cells and the bytes are, a reader answers with rows and problems.

WORDS = sorted({cell for samples in SAMPLES.values() for rows in samples for row in rows for cell in row
                if isinstance(cell, str)})  # fmt: skip
any_cell = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**400), 2**63, 1e308, -0.0, math.nan, math.inf, -math.inf, 0.1 + 0.2]),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(WORDS),
    st.sampled_from(["²", "٣", "9" * 5_000, "1" * 400, "-1", "1e5", "=1+1", "\x00", "%", "101 %", "Всего", "«»"]),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(min_value=dt.timedelta(0), max_value=dt.timedelta(days=4)),
)
all_samples = [(source, rows) for source, samples in SAMPLES.items() for rows in samples]

written = [xlsx({"Лист1": rows}) for _, rows in all_samples]


def read_by_everyone(opened: Book) -> None:
    for reader in READERS:
        if reader.recognises(opened):
            reader.read(opened, CIRCUMSTANCES)


def rectangular(rows: Rows) -> Rows:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]


@few
@given(st.sampled_from(all_samples), st.data())
def test_any_cell_in_a_report_is_rows_or_problems(sample: tuple[str, Rows], data: st.DataObject) -> None:
    rows = rectangular([list(row) for row in sample[1]])
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[0]) - 1))
        rows[row][column] = data.draw(any_cell)
    read_by_everyone(Book("файл.xlsx", (Sheet("Лист1", rows),)))


@few
@given(st.lists(st.lists(any_cell, max_size=6), max_size=12))
def test_any_grid_of_cells_is_rows_or_problems(rows: Rows) -> None:
    read_by_everyone(Book("файл.xlsx", (Sheet("Протокол", rectangular(rows)), Sheet("Пусто", []))))


@few
@given(
    st.sampled_from(written),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=20),
    st.one_of(st.just(1.0), st.floats(0, 1)),
)
def test_spoiled_bytes_are_a_book_or_an_unreadable_file(
    whole: bytes, spoiled: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(whole)
    for place, byte in spoiled:
        content[int(place * len(content))] = byte
    with contextlib.suppress(UnreadableFileError):
        read_by_everyone(open_book("файл.xlsx", bytes(content[: int(kept * len(content))])))


@few
@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe"]))
def test_any_bytes_are_a_book_or_an_unreadable_file(content: bytes, start: bytes) -> None:
    with contextlib.suppress(UnreadableFileError):
        read_by_everyone(open_book("файл.xls", start + content))


@pytest.mark.parametrize(("source", "rows"), all_samples)
@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_a_text_file_reads_as_the_workbook_does(source: str, rows: Rows, encoding: str) -> None:
    lines = "\r\n".join(";".join(tidy("" if cell is None else str(cell)) for cell in row) for row in rectangular(rows))
    opened = open_book("файл.csv", lines.encode(encoding))
    assert [reader.SOURCE for reader in READERS if reader.recognises(opened)] == [source]
    reader = next(reader for reader in READERS if source == reader.SOURCE)
    assert [fact[:2] for fact in facts(reader.read(opened, CIRCUMSTANCES))] == [
        fact[:2] for fact in facts(reader.read(book(rows), CIRCUMSTANCES))
    ]
