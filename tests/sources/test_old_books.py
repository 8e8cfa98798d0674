"""Old .xls files: a damaged one is refused before the parser believes a number in it and takes all memory there is."""

import io
import struct
import warnings
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources.book import UnreadableFileError, open_book
from opora.sources.ole_chains import ChainBrokenError, workbook_stream

HEADER, SECTOR = 512, 512
BEYOND = struct.pack("<I", 0x7FFFFFFF)
FAT_START, DIRECTORY_START, MINI_FAT_LENGTH, FIRST_OF_FAT = 44, 48, 64, 76


@cache
def old_book() -> bytes:
    """Return a small .xls of two sheets."""
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


@pytest.mark.parametrize("place", [FAT_START, DIRECTORY_START, MINI_FAT_LENGTH, FIRST_OF_FAT])
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
        (b"\x00\x02\x0e\x00", 8, b"\xff\xff\xff\xff", "file-damaged"),  # rows of the sheet
        (b"\x00\x02\x0e\x00", 4, b"\xff\x00\x00\x00", "file-damaged"),  # the first row after the last
        (b"\xfc\x00", 8, BEYOND, "file-damaged"),  # number of strings
        (b"\x7e\x02\x0a\x00", 4, b"\xff\xff\xff\xff", "file-damaged"),  # row and column of a cell
        (b"\x7e\x02\x0a\x00", 4, b"\xff\xff\xc8\x00", "sheet-too-wide"),
    ],
)
def test_a_book_that_claims_billions_of_cells_is_refused(record: bytes, offset: int, put: bytes, code: str) -> None:
    place = old_book().find(record, old_book().index("Второй".encode("utf-16-le")))
    assert place > 0
    assert code_of(altered(place + offset, put)) == code


def test_a_cell_with_an_error_is_named_and_never_passes_for_an_empty_one() -> None:
    place = old_book().rfind(b"\x7e\x02\x0a\x00")  # the last number: the second sheet's cell B40
    error = struct.pack("<HHHHHBB", 0x0205, 8, 39, 1, 0, 0x2A, 1)
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("старая.xls", altered(place, error + b"\x0a\x00"))
    problem = refusal.value.problem
    assert (problem.code, problem.place.row, problem.place.column) == ("cell-error", 40, "B")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(old_book()) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damage_ends_in_anything_but_a_refusal(changes: list[tuple[int, int]]) -> None:
    content = bytearray(old_book())
    for place, byte in changes:
        content[place] = byte
    with suppress(UnreadableFileError):
        assert open_book("старая.xls", bytes(content)).file == "старая.xls"
