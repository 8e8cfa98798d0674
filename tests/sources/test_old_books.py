"""Old .xls files: a damaged one is refused before the parser believes a number in it and takes all memory there is."""

import io
import random
import struct
import warnings
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources.book import UnreadableFileError, open_book
from opora.sources.old_records import BEGINNING, END, SHEET, parts_of, written
from opora.sources.ole_chains import ChainBrokenError, workbook_stream

HEADER, SECTOR = 512, 512
BEYOND = struct.pack("<I", 0x7FFFFFFF)
DIRECTORY_START, MINI_FAT_LENGTH, FIRST_OF_FAT = 48, 64, 76
DIMENSIONS, STRINGS = b"\x00\x02\x0e\x00", b"\xfc\x00"


@cache
def old_book() -> bytes:
    """Return a small .xls of two sheets, the first one with formulas."""
    with warnings.catch_warnings():
        # xlwt was last released in 2017 and still calls what newer Pythons deprecate; it only writes test files here
        warnings.simplefilter("ignore", DeprecationWarning)
        import xlwt  # type: ignore[import-untyped]

        workbook = xlwt.Workbook()
        for name in ("Первый", "Второй"):
            sheet = workbook.add_sheet(name)
            for row in range(40):
                sheet.write(row, 0, f"строка {row}")
                sheet.write(row, 1, row)
        for row in range(40):
            workbook.get_sheet(0).write(row, 2, xlwt.Formula(f"SUM(B1:B{row + 1})+B1"))
        stream = io.BytesIO()
        workbook.save(stream)
    return stream.getvalue()


def altered(place: int, put: bytes) -> bytes:
    content = bytearray(old_book())
    content[place : place + len(put)] = put
    return bytes(content)


def code_of(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("старая.xls", content)
    return refusal.value.problem.code


def test_a_whole_book_is_read() -> None:
    book = open_book("старая.xls", old_book())
    assert [sheet.name for sheet in book.sheets] == ["Первый", "Второй"]
    assert list(book.sheets[1].rows[39]) == ["строка 39", 39.0]


@pytest.mark.parametrize("place", [DIRECTORY_START, FIRST_OF_FAT])
def test_a_number_that_points_beyond_the_file_is_damage(place: int) -> None:
    assert code_of(altered(place, BEYOND)) == "file-damaged"


def test_a_chain_that_bites_its_tail_is_damage() -> None:
    (directory,) = struct.unpack_from("<I", old_book(), DIRECTORY_START)
    (fat,) = struct.unpack_from("<I", old_book(), FIRST_OF_FAT)
    place = HEADER + fat * SECTOR + 4 * directory
    with pytest.raises(ChainBrokenError):
        workbook_stream(altered(place, struct.pack("<I", directory)))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_book_cut_off_anywhere_is_damage(share: float) -> None:
    assert code_of(old_book()[: int(len(old_book()) * share)]) == "file-damaged"


@pytest.mark.parametrize(
    ("record", "offset", "put", "code"),
    [
        (b"\x7e\x02\x0a\x00", 4, b"\xff\xff\xff\xff", "file-damaged"),  # row and column of a cell
        (b"\x7e\x02\x0a\x00", 4, b"\xff\xff\xc8\x00", "sheet-too-wide"),
    ],
)
def test_a_book_that_claims_billions_of_cells_is_refused(record: bytes, offset: int, put: bytes, code: str) -> None:
    place = old_book().find(record, old_book().index("Второй".encode("utf-16-le")))
    assert place > 0
    assert code_of(altered(place + offset, put)) == code


@pytest.mark.parametrize(
    ("place", "put"),
    [
        (old_book().rfind(DIMENSIONS) + 8, b"\xff\xff\xff\xff"),  # rows of the second sheet
        (old_book().rfind(DIMENSIONS) + 4, b"\xff\x00\x00\x00"),  # its first row after the last
        (old_book().find(STRINGS) + 8, BEYOND),
        (MINI_FAT_LENGTH, BEYOND),
    ],
)
def test_what_a_book_states_of_its_size_is_not_believed(place: int, put: bytes) -> None:
    whole, stated = open_book("старая.xls", old_book()), open_book("старая.xls", altered(place, put))
    assert [list(map(list, sheet.rows)) for sheet in stated.sheets] == [
        list(map(list, sheet.rows)) for sheet in whole.sheets
    ]


def test_a_cell_with_an_error_never_passes_for_an_empty_one() -> None:
    place = old_book().rfind(b"\x7e\x02\x0a\x00")  # the last number: the second sheet's cell B40
    error = struct.pack("<HHHHHBB", 0x0205, 8, 39, 1, 0, 0x2A, 1)
    book = open_book("старая.xls", altered(place, error + b"\x0a\x00"))
    assert list(book.sheets[1].rows[39]) == ["строка 39", "#N/A"]


def numbers(*known: int) -> bytes:
    return struct.pack("<128I", *known, *[0xFFFFFFFF] * (128 - len(known)))


def entry(name: str, kind: int, start: int, length: int) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHB49xII4x", words, len(words) + 2, kind, start, length)


def small_book(*more: bytes) -> bytes:
    """Return an OLE file with a book of a hundred bytes, kept among the small streams of its root."""
    end = 0xFFFFFFFE
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6,
                         0, 1, 1, 0, 4096, 2, 1, end, 0)  # fmt: skip
    fat, mini_fat = numbers(0xFFFFFFFD, end, end, end), numbers(1, end)
    directory = b"".join([entry("Root Entry", 5, 3, 512), entry("Workbook", 2, 0, 100), *more]).ljust(SECTOR, b"\0")
    minis = (b"A" * 64 + b"B" * 64).ljust(SECTOR, b"\0")
    return header + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108) + fat + directory + mini_fat + minis


def test_a_small_book_is_found_among_the_small_streams() -> None:
    assert workbook_stream(small_book()) == b"A" * 64 + b"B" * 36
    with pytest.raises(ChainBrokenError):
        workbook_stream(small_book(entry("Workbook", 2, 2**30, 100)))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(old_book()) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_ends_in_anything_but_a_refusal(changes: list[tuple[int, int]]) -> None:
    content = bytearray(old_book())
    for place, byte in changes:
        content[place] = byte
    with suppress(UnreadableFileError):
        assert open_book("старая.xls", bytes(content)).file == "старая.xls"


def test_no_damage_makes_the_parser_cry_out_on_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    """Rust's panics go past Python to the screen: the bytes that reached one were those of formulas and of strings."""
    chance = random.Random(1)
    for _ in range(400):
        content = bytearray(old_book())
        for _ in range(chance.randint(1, 3)):
            content[chance.randrange(len(content))] = chance.choice([0, 1, 127, 128, 255])
        with suppress(UnreadableFileError):
            open_book("старая.xls", bytes(content))
    assert capfd.readouterr().err == ""


def test_a_chart_drawn_on_a_sheet_does_not_end_it() -> None:
    number, merged = 0x0203, 0x00E5
    chart = written(BEGINNING, b"chart") + written(number, b"of the chart") + written(END, b"")
    sheet = written(BEGINNING, b"sheet") + chart + written(merged, b"") + written(END, b"")
    book = written(BEGINNING, b"book")
    start = struct.pack("<I", len(book) + len(written(SHEET, b"1234")) + len(written(END, b"")))
    _, records = parts_of(book + written(SHEET, start) + written(END, b"") + sheet)
    assert [kind for kind, _ in records] == [BEGINNING, merged, END]


def test_a_book_under_a_password_is_said_to_be_one() -> None:
    record = written(0x0042, b"\xb0\x04")  # the encoding, a record that is just as long as a password's
    assert code_of(old_book().replace(record, written(0x002F, b"\x01\x00"))) == "file-encrypted"


def test_a_document_without_a_book_is_no_table() -> None:
    name = "Workbook".encode("utf-16-le")
    assert code_of(old_book().replace(name, "WordDocu".encode("utf-16-le"))) == "not-recognised"
