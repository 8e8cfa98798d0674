"""A file on disk opened as a book of sheets, whatever its name says. Uploads are distrusted."""

import bisect
import csv
import io
import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from opora.sources.cells import Cell, heading_key
from opora.sources.claimed_sizes import ods_cells, xls_cells, xlsx_cells
from opora.sources.encoding import decoded
from opora.sources.error_cells import error_cells, has_error_cells, old_error_cells
from opora.sources.old_records import is_encrypted
from opora.sources.ole_chains import ChainBrokenError, workbook_stream
from opora.sources.plain_old_books import plain_book
from opora.sources.signs import SIGNS, Sign, Signs, put_signs
from opora.sources.uncounted_formulas import sheet_called, uncounted_formulas
from opora.sources.zip_damages import ZIP_DAMAGES
from opora.vocabulary.problems import Place, Problem

MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_CELLS = 10_000_000
_MOST_OLD_CELLS = 65_536 * 256  # more than an old sheet has are a number gone wrong

_RELATIONS_PART = "xl/_rels/workbook.xml.rels"
_UNUSUAL = re.compile(rb"['&]|=\s|\s=")
_OF_CELLS = ("xl/worksheets/", "xl/sharedstrings.xml")

#: Rows from the top of a sheet among which a table begins.
TOP_ROWS = 40

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_OTHER_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_WEB_PAGES = ("<", "mime-version:")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$")
_OPEN_DOCUMENT_PART = "content.xml"
_BINARY_PART = "xl/workbook.bin"
_OTHER_DOCUMENTS = frozenset({"word/document.xml", "ppt/presentation.xml"})
_STRINGS_PART = "xl/sharedstrings.xml"
_MANY_STRINGS = re.compile(rb"""uniqueCount\s*=\s*["']\s*\+?\d{9}""")
_DELIMITERS = ";\t,"
_BEGINNING = 1_024

#: Row and column, from 0, of the first and the last of cells merged into one.
MergedCells = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows from row 1 on, empty leading rows included, all of one length.

    An OpenDocument does not tell which of its cells are merged.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[MergedCells] = ()

    def row(self, index: int) -> Sequence[Cell]:
        """Return a row with what cells merged down to it say: a book keeps their value in the first row only."""
        if not self.merged:
            return self.rows[index]
        row = list(self.rows[index])
        for position, spans in self._merged_down.items():
            first, last = spans[bisect.bisect_right(spans, (index, len(self.rows))) - 1]
            if first < index <= last:
                row[position] = self.rows[first][position]
        return row

    @cached_property
    def _merged_down(self) -> dict[int, list[tuple[int, int]]]:
        """First and last rows of the cells merged down, by column."""
        spans: dict[int, list[tuple[int, int]]] = {}
        for (first, position), (last, _) in sorted(self.merged):
            if last > first and first < len(self.rows) and position < len(self.rows[first]):
                spans.setdefault(position, []).append((first, last))
        return spans

    @property
    def top_sign(self) -> Sign | None:
        """The first cell at the top of the sheet, where headings and titles stand, with a sign in place of a value."""
        return next(
            (
                Sign(index, position, str(cell))
                for index, row in enumerate(self.rows[:TOP_ROWS])
                for position, cell in enumerate(row)
                if cell in SIGNS
            ),
            None,
        )

    @cached_property
    def top_words(self) -> frozenset[str]:
        """Everything written at the top of the sheet, as heading keys: where headings and titles stand."""
        written = set(chain.from_iterable(self.rows[:TOP_ROWS]))
        return frozenset(heading_key(words) for words in written if isinstance(words, str))


@dataclass(frozen=True)
class Book:
    """A file's sheets under the name it was sent by."""

    file: str
    sheets: tuple[Sheet, ...]


class UnreadableFileError(Exception):
    """The file cannot be opened as a book; `problem` says why and what to do."""

    def __init__(self, code: str, where: str | Place, found: str = "") -> None:
        self.problem = Problem(code, Place(where) if isinstance(where, str) else where, found)
        super().__init__(self.problem.text)


def open_book(file: str, content: bytes) -> Book:
    """Return the book in the content, recognised by its first bytes.

    Args:
        file: the name shown in reports.
        content: the whole file.

    Raises:
        UnreadableFileError: the file is empty, encrypted, damaged, a web page, too large, or no table at all.
    """
    return parsed(file, content, look_into(file, content))


def look_into(file: str, content: bytes) -> Signs:
    """Refuse what must not even be parsed; return the cells that are not as empty as the parser will say.

    Raises:
        UnreadableFileError: the file is empty, encrypted, damaged, of another kind, or claims too much memory.
    """
    if not content:
        raise UnreadableFileError("file-empty", file)
    if content.startswith(_OTHER_ARCHIVES):
        raise UnreadableFileError("archive-not-zip", file)
    if content.startswith(_ZIP):
        return _look_into_package(file, content)
    return _look_into_old_book(file, content) if content.startswith(_OLE) else {}


def parsed(file: str, content: bytes, signs: Signs) -> Book:
    """Return the book in content that was looked into before, with the signs found there.

    Raises:
        UnreadableFileError: the content is damaged, encrypted, a web page, too large, or no table at all.
    """
    return _sheets(file, content, signs) if content.startswith((_ZIP, _OLE)) else _text_book(file, content)


def _look_into_old_book(file: str, content: bytes) -> Signs:
    if _ENCRYPTED in content:
        raise UnreadableFileError("file-encrypted", file)
    try:
        stream = workbook_stream(content)
        _refuse_old_book(file, stream)
        return dict(enumerate(old_error_cells(stream)))
    except (ChainBrokenError, struct.error) as error:
        raise UnreadableFileError("file-damaged", file) from error


def _refuse_old_book(file: str, stream: bytes) -> None:
    if not stream:
        raise UnreadableFileError("not-recognised", file)
    if is_encrypted(stream):
        raise UnreadableFileError("file-encrypted", file)
    cells = xls_cells(stream)
    if cells > MOST_CELLS:
        raise UnreadableFileError("sheet-too-wide" if cells <= _MOST_OLD_CELLS else "file-damaged", file)


def _look_into_package(file: str, content: bytes) -> Signs:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return dict(_parts_with_signs(file, package))
    except ZIP_DAMAGES as error:
        raise UnreadableFileError("file-damaged", file) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise UnreadableFileError("file-encrypted", file) from error


def _parts_with_signs(file: str, package: zipfile.ZipFile) -> Iterator[tuple[str, Sequence[Sign]]]:
    """Look into the package before a reader unpacks it: a few kilobytes can claim billions of cells."""
    members = package.infolist()
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise UnreadableFileError("file-too-large", file)
    names = {member.filename.casefold() for member in members}
    if _BINARY_PART in names:
        raise UnreadableFileError("file-is-binary-book", file)
    if not names.isdisjoint(_OTHER_DOCUMENTS):
        raise UnreadableFileError("not-recognised", file)
    keeps_to_custom = _keeps_sheets_in_their_folder(package, names)
    for member in members:
        if not keeps_to_custom or member.filename.casefold().startswith(_OF_CELLS):
            yield from _signs_in(file, package, member)


def _keeps_sheets_in_their_folder(package: zipfile.ZipFile, names: set[str]) -> bool:
    """Tell whether all sheets lie where every office puts them; then no other part needs to be looked at.

    A book may call its sheets' parts anything. A list of parts that is written in an unusual way is not trusted.
    """
    if _RELATIONS_PART not in names:
        return False
    relations = package.read(_RELATIONS_PART)
    targets = relations.count(b'Target="worksheets/') + relations.count(b'Target="/xl/worksheets/')
    return not _UNUSUAL.search(relations) and relations.count(b'/worksheet"') == targets


def _signs_in(file: str, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[tuple[str, Sequence[Sign]]]:
    """Refuse a part that claims too much; yield a sheet with cells that look empty to the parser and are not."""
    if member.filename.casefold() == _STRINGS_PART:
        _refuse_strings(file, package, member)
        return
    part = package.read(member)
    claimed = ods_cells(part) if member.filename == _OPEN_DOCUMENT_PART else xlsx_cells(part)
    if claimed > MOST_CELLS:
        raise UnreadableFileError("sheet-too-wide", file)
    if _SHEET_PART.search(member.filename):
        yield from _signs_of_sheet(file, package, member.filename, part)
    elif member.filename == _OPEN_DOCUMENT_PART and has_error_cells(part):
        raise UnreadableFileError("cell-error", file)


def _signs_of_sheet(
    file: str, package: zipfile.ZipFile, name: str, part: bytes
) -> Iterator[tuple[str, Sequence[Sign]]]:
    """Yield the signs of a sheet under its name; refuse those that cannot be put back where they stand."""
    uncounted, errors = uncounted_formulas(part), error_cells(part)
    if uncounted == errors == []:
        return
    sheet = sheet_called(package, name)
    if uncounted is None or sheet is None:
        raise UnreadableFileError("cell-error" if errors else "formula-without-value", Place(file, sheet))
    yield sheet, [*uncounted, *errors]


def _refuse_strings(file: str, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse a list of strings that claims hundreds of millions: the reader takes memory for all of them at once."""
    with package.open(member) as stream:
        if _MANY_STRINGS.search(stream.read(65_536)):
            raise UnreadableFileError("file-damaged", file)


def _sheets(file: str, content: bytes, signs: Signs) -> Book:
    try:
        parsable = plain_book(content) if content.startswith(_OLE) else content
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(parsable))
        sheets = tuple(
            _sheet(workbook.get_sheet_by_name(name), signs.get(name) or signs.get(number, ()))
            for number, name in enumerate(workbook.sheet_names)
        )
    except PasswordError as error:
        raise UnreadableFileError("file-encrypted", file) from error
    except (CalamineError, OSError, ValueError, UnicodeError) as error:
        raise UnreadableFileError("file-damaged", file) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the Rust reader's own failure; its class cannot be imported
            raise UnreadableFileError("file-damaged", file) from error
        raise
    return Book(file, sheets)


def _sheet(sheet: CalamineSheet, signs: Sequence[Sign]) -> Sheet:
    rows = cast("list[list[Cell]]", sheet.to_python(skip_empty_area=False))
    put_signs(rows, signs)
    return Sheet(sheet.name, rows, sheet.merged_cell_ranges or ())


def _text_book(file: str, content: bytes) -> Book:
    words = decoded(content)
    if words is None:
        raise UnreadableFileError("not-recognised", file)
    if words[:_BEGINNING].lstrip("\ufeff \t\r\n").casefold().startswith(_WEB_PAGES):
        raise UnreadableFileError("file-is-web-page", file)
    delimiter = max(_DELIMITERS, key=words[:65_536].count)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(words), delimiter=delimiter)]
    except csv.Error as error:
        raise UnreadableFileError("file-damaged", file) from error
    width = max((len(row) for row in rows), default=0)
    if width * len(rows) > MOST_CELLS:
        raise UnreadableFileError("sheet-too-wide", file)
    return Book(file, (Sheet(Path(file).stem, [row + [""] * (width - len(row)) for row in rows]),))
