"""Uploads are distrusted: a small file that claims a huge one is refused before memory is taken for it."""

import io
import re
import zipfile

import pytest

from opora.sources.book import UnreadableFileError, open_book
from tests.workbooks import xlsx

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def altered(part: str, found: bytes, put: bytes) -> bytes:
    """Return a small workbook with one of its parts altered."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx({"Лист1": [["а", 1], ["б", 2]]}))) as source,
        zipfile.ZipFile(stream, "w") as out,
    ):
        for member in source.infolist():
            content = source.read(member)
            if member.filename == part:
                assert re.search(found, content)
                content = re.sub(found, put, content)
            out.writestr(member.filename, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("part", "found", "put", "code"),
    [
        (SHEET, b'r="B2"', b'r="XFD1048576"', "sheet-too-wide"),
        (SHEET, b'<c r="B2"', b'<c note=">" r="B99999999"', "sheet-too-wide"),
        (SHEET, b'<row r="2"([^>]*)><c r="A2"', rb'<row r="4294967295"\1><c', "sheet-too-wide"),
        (STRINGS, rb'uniqueCount="\d+"', b'uniqueCount="99999999999999"', "file-damaged"),
    ],
)
def test_a_workbook_that_claims_billions_of_cells_is_refused(part: str, found: bytes, put: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.xlsx", altered(part, found, put))
    assert refusal.value.problem.code == code


def test_blank_rows_formatted_down_to_the_last_row_of_a_sheet_are_no_harm() -> None:
    content = altered(SHEET, b"</sheetData>", b'<row r="1048576" ht="15"/></sheetData>')
    assert [list(row) for row in open_book("файл.xlsx", content).sheets[0].rows] == [["а", 1], ["б", 2]]


def test_a_damaged_compressed_part_is_a_damaged_file() -> None:
    content = bytearray(xlsx({"Лист1": [["а", 1]]}))
    start = content.index(b"sheet1.xml") + len(b"sheet1.xml")
    content[start : start + 40] = b"\xff" * 40
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.xlsx", bytes(content))
    assert refusal.value.problem.code == "file-damaged"
