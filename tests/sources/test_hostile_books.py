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


CELL = '<table:table-cell office:value-type="string" {0}><text:p>x</text:p></table:table-cell>'


def ods(rows: str) -> bytes:
    """Return an OpenDocument sheet with the given rows."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("META-INF/manifest.xml", "<manifest/>")
        out.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
            f'<office:spreadsheet><table:table table:name="A">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return stream.getvalue()


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ("", 'table:number-columns-repeated="1000000000"'),
        ('table:number-rows-repeated="1000000"', 'table:number-columns-repeated="100"'),
        ('note=">" table:number-rows-repeated="+0001000000"', "table:number-columns-repeated='100'"),
    ],
)
def test_an_open_document_that_claims_millions_of_cells_is_refused(row: str, cell: str) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.ods", ods(f"<table:table-row {row}>{CELL.format(cell)}</table:table-row>"))
    assert refusal.value.problem.code == "sheet-too-wide"


def test_blank_cells_that_fill_an_open_document_to_its_end_are_no_harm() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16383"/>'
    below = f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    content = ods(f"<table:table-row>{CELL.format('')}{blank}</table:table-row>{below}")
    assert [list(row)[:1] for row in open_book("файл.ods", content).sheets[0].rows][:1] == [["x"]]


def test_a_binary_workbook_is_refused_with_the_way_to_save_it() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("xl/workbook.bin", b"\x00" * 100)
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.xlsb", stream.getvalue())
    assert refusal.value.problem.code == "file-is-binary-book"


def test_a_sheet_under_a_name_of_its_own_is_looked_at_all_the_same() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
        out.writestr("xl/odd.xml", '<sheetData><row><c r="XFD1048576"/></row></sheetData>')
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.xlsx", stream.getvalue())
    assert refusal.value.problem.code == "sheet-too-wide"


def test_a_formula_that_does_not_tell_its_cell_is_refused() -> None:
    content = altered(SHEET, rb'<c r="B2"[^>]*><v>2</v></c>', b"<c><f>1+1</f></c>")
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.xlsx", content)
    assert refusal.value.problem.code == "formula-without-value"
    assert str(refusal.value.problem.place) == "файл.xlsx › Лист1"


def test_a_cell_with_an_error_in_an_open_document_is_refused() -> None:
    error = '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p>'
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("файл.ods", ods(f"<table:table-row>{error}</table:table-cell></table:table-row>"))
    assert refusal.value.problem.code == "cell-error"
