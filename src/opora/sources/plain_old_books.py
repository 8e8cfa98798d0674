"""An old .xls book written anew with nothing in it but what tells the values of its cells.

The parser of workbooks reads more than we need – formulas, names, sizes stated in advance – and trusts the numbers in
it: a torn record ends it in a panic, which prints to the screen of whoever runs the program, and a size in terabytes
ends the program itself. So it is given only records it needs, each long enough. Sources: [MS-XLS], [MS-CFB].
"""

import struct
from collections.abc import Iterable, Iterator
from itertools import accumulate

from opora.sources.old_records import BEGINNING, END, SHEET, Record, parts_of, written
from opora.sources.old_strings import refuse_torn_strings
from opora.sources.ole_chains import ChainBrokenError, workbook_stream

_FORMULA, _STRINGS, _CONTINUED, _MERGED = 0x0006, 0x00FC, 0x003C, 0x00E5

#: Fewest bytes of the records that are kept, by kind.
_OF_BOOK = {
    BEGINNING: 4,
    SHEET: 8,
    _STRINGS: 8,
    _CONTINUED: 1,
    0x0022: 2,  # from which year days are counted
    0x0042: 2,  # encoding of letters
    0x00E0: 4,  # which format a cell has
    0x041E: 2,  # a format of numbers
}
_OF_SHEET = {
    BEGINNING: 4,
    _FORMULA: 20,
    _MERGED: 2,
    0x00BD: 6,  # several numbers in a row
    0x00D6: 6,  # text with pieces in different fonts
    0x00FD: 10,  # text kept among the book's strings
    0x0203: 14,  # number
    0x0204: 6,  # text
    0x0205: 8,  # true, false or an error
    0x0207: 2,  # text a formula gave
    0x027E: 10,  # number, shortened
}
_STRINGS_HEAD, _FORMULA_HEAD, _MERGED_SIZE = 8, 20, 8
_NO_TOKENS = b"\0\0"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 4_096
_NUMBERS_IN_SECTOR = _SECTOR // 4
_END_OF_CHAIN, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TABLES_IN_HEADER = 109
_SHORTEST = 4_096  # a shorter stream is kept in another way


def plain_book(content: bytes) -> bytes:
    """Return the book in the content with the values of its cells, merged cells and formats of numbers, and no more.

    Raises:
        ChainBrokenError: a record is torn, or there is no book in the content.
    """
    try:
        return _container(_plain_stream(workbook_stream(content)))
    except struct.error as error:
        raise ChainBrokenError(str(error)) from error


def _plain_stream(stream: bytes) -> bytes:
    book, *sheets = parts_of(stream)
    kept = list(_kept(book, _OF_BOOK))
    first, *following = [record for kind, record in kept if kind in {_STRINGS, _CONTINUED}] or [b""]
    refuse_torn_strings([first[_STRINGS_HEAD:], *following])
    parts = [_written(_kept(sheet, _OF_SHEET)) for sheet in sheets]
    starts = accumulate(map(len, parts), initial=len(_written(kept)))
    moved = ((kind, _begun_at(next(starts), record) if kind == SHEET else record) for kind, record in kept)
    return b"".join([_written(moved), *parts])


def _begun_at(start: int, sheet: bytes) -> bytes:
    return struct.pack("<I", start) + sheet[4:]


def _written(records: Iterable[Record]) -> bytes:
    return b"".join([*(written(kind, record) for kind, record in records), written(END, b"")])


def _kept(records: Iterable[Record], fewest: dict[int, int]) -> Iterator[Record]:
    """Yield the records of the kinds that are kept; a record's continuation goes where it goes."""
    is_kept = False
    for kind, record in records:
        is_kept = kind in fewest and (is_kept or kind != _CONTINUED)
        if not is_kept:
            continue
        if len(record) < fewest[kind]:
            raise ChainBrokenError
        if kind == _MERGED and len(record) < 2 + _MERGED_SIZE * struct.unpack_from("<H", record)[0]:
            raise ChainBrokenError
        yield kind, record[:_FORMULA_HEAD] + _NO_TOKENS if kind == _FORMULA else record


def _container(stream: bytes) -> bytes:
    """Return the OLE file that holds the stream of a book and nothing else."""
    stream = stream.ljust(_SHORTEST, b"\0")
    sectors = -(-len(stream) // _SECTOR)
    tables = -(-(sectors + 1) // (_NUMBERS_IN_SECTOR - 1))  # each table has a number for itself as well
    if tables > _TABLES_IN_HEADER:
        raise ChainBrokenError
    places = range(sectors + 1, sectors + 1 + tables)
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII109I", _OLE, 62, 4, 0xFFFE, 12, 6, 1, tables, sectors, 0, _SHORTEST,
        _END_OF_CHAIN, 0, _END_OF_CHAIN, 0, *places, *[_FREE] * (_TABLES_IN_HEADER - tables),
    )  # fmt: skip
    chains = [*range(1, sectors), _END_OF_CHAIN, _END_OF_CHAIN, *[_TABLE] * tables]
    chains += [_FREE] * (tables * _NUMBERS_IN_SECTOR - len(chains))
    entries = _entry("Root Entry", 5, 0, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    pieces = [header, stream, entries, struct.pack(f"<{len(chains)}I", *chains)]
    return b"".join(piece.ljust(-(-len(piece) // _SECTOR) * _SECTOR, b"\0") for piece in pieces)


def _entry(name: str, kind: int, start: int, length: int, child: int = _FREE) -> bytes:
    words = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", words, len(words) + 2, kind, 1, _FREE, _FREE, child, start, length)
