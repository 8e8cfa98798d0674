"""The stream of an old .xls book: records, first those of the book, then those of each sheet. Source: [MS-XLS]."""

import struct
from collections.abc import Iterator

BEGINNING, END, SHEET = 0x0809, 0x000A, 0x0085
_ENCRYPTION = 0x002F

_HEAD = struct.Struct("<HH")

#: Kind and content.
Record = tuple[int, bytes]


def parts_of(stream: bytes) -> list[Iterator[Record]]:
    """Return the records of the book's own part and of each sheet, which begins where the book says."""
    starts = [struct.unpack_from("<I", record)[0] for kind, record in _records(stream, 0) if kind == SHEET]
    return [_records(stream, start) for start in (0, *starts)]


def is_encrypted(stream: bytes) -> bool:
    """Tell whether the book asks for a password: heads of records can be read all the same, what is in them cannot."""
    return any(kind == _ENCRYPTION and any(record) for kind, record in _records(stream, 0))


def written(kind: int, record: bytes) -> bytes:
    """Return a record as it stands in the stream."""
    return _HEAD.pack(kind, len(record)) + record


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """Yield the records from a position to the end of a part; a chart drawn on a sheet is a part within a part."""
    depth = 0
    while position + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, position)
        position += _HEAD.size
        depth += kind == BEGINNING
        if depth <= 1:
            yield kind, stream[position : position + length]
        depth -= kind == END
        if kind == END and depth <= 0:
            return
        position += length
