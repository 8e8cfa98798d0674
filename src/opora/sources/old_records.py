"""The stream of an old .xls book: records, first those of the book, then those of each sheet. Source: [MS-XLS]."""

import struct
from collections.abc import Iterator

_HEAD = struct.Struct("<HH")
_SHEET, _END = 0x0085, 0x000A

#: Kind and content.
Record = tuple[int, bytes]


def parts_of(stream: bytes) -> list[Iterator[Record]]:
    """Return the records of the book's own part and of each sheet, which begins where the book says."""
    starts = [struct.unpack_from("<I", record)[0] for kind, record in _records(stream, 0) if kind == _SHEET]
    return [_records(stream, start) for start in (0, *starts)]


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """Yield the records from a position to the next end of a part."""
    while position + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, position)
        yield kind, stream[position + _HEAD.size : position + _HEAD.size + length]
        if kind == _END:
            return
        position += _HEAD.size + length
