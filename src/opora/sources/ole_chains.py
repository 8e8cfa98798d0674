"""Old .xls files are small file systems: streams of sectors in chains. The parser believes every number in them.

A number that points beyond the file makes it take terabytes of memory, which ends the whole program and not one file;
a chain that bites its tail never ends. So the chains are walked here first. Source: [MS-CFB].
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_SIZES = {(3, 9): 512, (4, 12): 4_096}  # size of a sector by version of the format and the power of two stated
_LAST_SECTOR = 0xFFFFFFF9  # numbers above it are no sectors: «free», «end of chain» and the like
_ENDS = frozenset({0xFFFFFFFE, 0xFFFFFFFF})
_MINI_SECTOR, _MINI_CUTOFF = 64, 4_096
_STREAM, _ROOT = 2, 5  # kinds of directory entries
_BOOKS = frozenset({"Workbook", "Book"})


class ChainBrokenError(ValueError):
    """A number points where the file has nothing, or a chain never ends."""


@dataclass(frozen=True)
class _Stream:
    """A file inside the file: where its chain begins, how long it is, whether it is the root that holds the minis."""

    name: str
    start: int
    length: int
    is_root: bool


def workbook_stream(content: bytes) -> bytes:
    """Follow every chain of sectors of an OLE file and return the stream that holds the book; empty, if none does.

    Raises:
        ChainBrokenError: the parser must not be given this file.
    """
    try:
        return _Container(content).workbook()
    except (struct.error, IndexError, StopIteration) as error:
        raise ChainBrokenError(str(error)) from error


class _Container:
    def __init__(self, content: bytes) -> None:
        self._content = content
        version_and_shift = struct.unpack_from("<26xH2xH", content)
        if version_and_shift not in _SIZES:
            raise ChainBrokenError
        self._size = _SIZES[version_and_shift]
        self._sectors = (len(content) - 1) // self._size  # the header takes the place of one
        directories, fats, self._directory = struct.unpack_from("<III", content, 40)
        self._mini_fat, mini_fats, self._difat, difats = struct.unpack_from("<IIII", content, 60)
        if max(directories, fats, mini_fats, difats) > self._sectors:
            raise ChainBrokenError

    def workbook(self) -> bytes:
        fat = self._fat()
        streams = list(self._streams(self._chain(self._directory, fat)))
        root = next(stream for stream in streams if stream.is_root)
        mini_fat = self._numbers(self._chain(self._mini_fat, fat), of=root.length // _MINI_SECTOR + 1)
        found = b""
        for stream in (stream for stream in streams if stream.length):
            if stream.length > len(self._content):
                raise ChainBrokenError
            is_mini = stream.length < _MINI_CUTOFF and not stream.is_root
            chain = self._chain(stream.start, mini_fat if is_mini else fat)
            if stream.name in _BOOKS and not is_mini:
                found = b"".join(map(self._sector, chain))[: stream.length]
        return found

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
        return self._numbers([sector for sector in listed if sector <= _LAST_SECTOR], of=self._sectors)

    def _numbers(self, sectors: Sequence[int], of: int | None = None) -> list[int]:
        """Return the numbers that stand in sectors; those that mean sectors must be below `of`."""
        numbers: list[int] = []
        for sector in sectors:
            numbers += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        if of is not None and any(of <= number <= _LAST_SECTOR for number in numbers):
            raise ChainBrokenError
        return numbers

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size]

    @staticmethod
    def _chain(start: int, following: Sequence[int]) -> list[int]:
        """Return the sectors of a chain in order."""
        chain: list[int] = []
        while start not in _ENDS:
            chain.append(start)
            start = following[start]
            if len(chain) > len(following):
                raise ChainBrokenError
        return chain

    def _streams(self, sectors: Sequence[int]) -> Iterator[_Stream]:
        for sector in sectors:
            for name, letters, kind, start, length in struct.iter_unpack("<64sHB49xII4x", self._sector(sector)):
                if kind in {_STREAM, _ROOT}:
                    words = name[: max(letters - 2, 0)].decode("utf-16-le", "replace")
                    yield _Stream(words, start, length, is_root=kind == _ROOT)
