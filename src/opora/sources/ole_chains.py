"""Old .xls files are small file systems: streams of sectors in chains. Any number in them may be damaged.

A chain may lead beyond the file or bite its own tail; either is said, and nothing is taken on trust. Only what leads
to the book is looked at: offices leave nonsense in the rest. Source: [MS-CFB].
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SECTOR_SIZES = {9: 512, 12: 4_096}  # by the power of two stated
_LAST_SECTOR = 0xFFFFFFF9  # numbers above it are no sectors: «free», «end of chain» and the like
_MINI_SECTOR, _MINI_CUTOFF = 64, 4_096
_STREAM, _ROOT = 2, 5  # kinds of directory entries
_BOOKS = ("workbook", "book")  # a file for two generations of Excel has both, the newer one counts


class ChainBrokenError(ValueError):
    """A number points where the file has nothing, or a chain never ends."""


@dataclass(frozen=True)
class _Stream:
    """A file inside the file: where its chain begins and how long it is."""

    start: int
    length: int


def workbook_stream(content: bytes) -> bytes:
    """Follow the chains of an OLE file to the stream that holds the book and return it; empty, if none does.

    Raises:
        ChainBrokenError: there is such a stream, and it is not whole.
    """
    try:
        return _Container(content).workbook()
    except (struct.error, IndexError, KeyError) as error:
        raise ChainBrokenError(str(error)) from error


class _Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        self._size = _SECTOR_SIZES[shift]
        self._sectors = -(-len(content) // self._size) - 1  # the header takes the place of one
        (self._directory,) = struct.unpack_from("<I", content, 48)
        self._mini_fat, _, self._difat = struct.unpack_from("<III", content, 60)

    def workbook(self) -> bytes:
        fat = self._fat()
        root, streams = self._streams(b"".join(map(self._sector, self._chain(self._directory, fat))))
        book = next((streams[name] for name in _BOOKS if name in streams), None)
        if book is None:
            return b""
        if book.length >= _MINI_CUTOFF:
            return self._whole(map(self._sector, self._chain(book.start, fat)), book)
        minis = b"".join(map(self._sector, self._chain(root.start, fat)))
        mini_fat = self._numbers(self._chain(self._mini_fat, fat))
        return self._whole((_mini_sector(minis, number) for number in self._chain(book.start, mini_fat)), book)

    @staticmethod
    def _whole(sectors: Iterator[bytes], stream: _Stream) -> bytes:
        whole = b"".join(sectors)[: stream.length]
        if len(whole) < stream.length:
            raise ChainBrokenError
        return whole

    def _fat(self) -> list[int]:
        """Return the table of sectors: for each the next one of its chain."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following, met = self._difat, 0
        while following <= _LAST_SECTOR:
            met += 1
            if met > self._sectors:
                raise ChainBrokenError
            *more, following = self._numbers([following])
            listed += more
        return self._numbers([sector for sector in listed if sector < self._sectors])

    def _numbers(self, sectors: Sequence[int]) -> list[int]:
        """Return the numbers that stand in sectors."""
        numbers: list[int] = []
        for sector in sectors:
            numbers += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        return numbers

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    @staticmethod
    def _chain(start: int, following: Sequence[int]) -> list[int]:
        """Return the sectors of a chain in order."""
        chain: list[int] = []
        while start <= _LAST_SECTOR:
            chain.append(start)
            start = following[start]
            if len(chain) > len(following):
                raise ChainBrokenError
        return chain

    @staticmethod
    def _streams(directory: bytes) -> tuple[_Stream, dict[str, _Stream]]:
        """Return the root, which holds the short streams, and the streams by name in lower case."""
        root, streams = _Stream(0, 0), {}
        for name, letters, kind, start, length in struct.iter_unpack("<64sHB49xII4x", directory):
            if kind == _ROOT:
                root = _Stream(start, length)
            elif kind == _STREAM:
                words = name[: max(letters - 2, 0)].decode("utf-16-le", "replace")
                streams[words.casefold()] = _Stream(start, length)
        return root, streams


def _mini_sector(minis: bytes, number: int) -> bytes:
    return minis[number * _MINI_SECTOR : (number + 1) * _MINI_SECTOR]
