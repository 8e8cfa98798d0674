"""What arrived: folders walked, archives opened, each file known by its content. Uploads are distrusted."""

import hashlib
import io
import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from opora.sources.zip_damages import ZIP_DAMAGES
from opora.vocabulary.problems import Place, Problem

MOST_UNPACKED_BYTES = 2 * 1024**3
MOST_MEMBERS = 20_000
MOST_FILE_BYTES = 200 * 1024 * 1024
DEEPEST = 2

#: Files, folders and archives; or, where files are kept under other names, the names their senders gave them.
Paths = Sequence[Path] | Mapping[str, Path]

_LITTER = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_BOOK_MEMBERS = ("[Content_Types].xml", "mimetype", "xl/workbook.xml", "xl/workbook.bin")
_FIRST_OF_BOOK = frozenset(member.encode() for member in _BOOK_MEMBERS)
_ZIP = b"PK\x03\x04"
_NAME_LENGTH, _NAME_START = slice(26, 28), 30  # in what stands before each member of a zip file


@dataclass(frozen=True)
class Arrival:
    """One file that arrived: its name with folders, and its content or the problem of getting it."""

    file: str
    content: bytes
    problem: Problem | None = None

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the content: the same file under another name is the same file."""
        return hashlib.sha256(self.content).hexdigest()


def files_below(paths: Paths) -> list[tuple[str, Path]]:
    """Return (name shown to people, path) of every file, folders walked in order of name, litter left out.

    Raises:
        FileNotFoundError: a path does not exist; its message is for people.
    """
    if isinstance(paths, Mapping):
        return [(name, path) for name, path in paths.items() if not _is_litter(name)]
    found: list[tuple[str, Path]] = []
    for path in paths:
        if path.is_dir():
            found += _files_inside(path)
        elif path.exists():
            found.append((path.name, path))
        else:
            raise FileNotFoundError(f"«{path}» не найден. Проверьте путь: папка, файл или архив .zip.")
    return _told_apart([(name, path) for name, path in found if not _is_litter(name)])


def _files_inside(folder: Path) -> list[tuple[str, Path]]:
    """Return (name below the folder, path) of every file in it, by name, folder by folder; links are not followed."""
    found = []
    for place, _, files in os.walk(folder):
        above = Path(place).relative_to(folder).parts
        found += [(*above, file) for file in files]
    paths = (("/".join(parts), folder.joinpath(*parts)) for parts in sorted(found))
    return [(name, path) for name, path in paths if stat.S_ISREG(path.lstat().st_mode)]


def _told_apart(found: list[tuple[str, Path]]) -> list[tuple[str, Path]]:
    """Return the files with names that tell them apart: two folders may both hold «5 класс.xlsx»."""
    times = Counter(name for name, _ in found)
    return [(name if times[name] == 1 else path.as_posix().lstrip("/"), path) for name, path in found]


def _is_litter(name: str) -> bool:
    return any(part.startswith(_LITTER) for part in PurePosixPath(name).parts)


def arrivals(file: str, path: Path) -> Iterator[Arrival]:
    """Return the file at the path, or everything inside it when it is an archive."""
    try:
        with path.open("rb") as stored:
            if os.fstat(stored.fileno()).st_size > MOST_UNPACKED_BYTES:
                yield Arrival(file, b"", Problem("file-too-large", Place(file)))
                return
            content = stored.read()
    except OSError:
        yield Arrival(file, b"", Problem("file-unreadable", Place(file)))
        return
    yield from _opened(file, content, depth=0)


def originals(paths: Paths, names: frozenset[str]) -> Iterator[Arrival]:
    """Return the named files once more, as they were sent."""
    for name, path in files_below(paths):
        if name in names or any(wanted.startswith(f"{name}/") for wanted in names):
            yield from (arrival for arrival in arrivals(name, path) if arrival.file in names)


def _opened(file: str, content: bytes, depth: int) -> Iterator[Arrival]:
    if not content.startswith(_ZIP) or _begins_as_book(content):
        yield _sized(file, content)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if _is_book(archive):
                yield _sized(file, content)
            elif _is_bomb(archive, depth):
                yield Arrival(file, content, Problem("archive-too-large", Place(file)))
            else:
                yield from _members(file, archive, depth)
    except ZIP_DAMAGES:
        yield Arrival(file, content, Problem("file-damaged", Place(file)))


def _sized(file: str, content: bytes) -> Arrival:
    too_large = Problem("file-too-large", Place(file)) if len(content) > MOST_FILE_BYTES else None
    return Arrival(file, content, too_large)


def _begins_as_book(content: bytes) -> bool:
    """Tell most books by the name of their first member, without reading the list of all members."""
    length = int.from_bytes(content[_NAME_LENGTH], "little")
    return content[_NAME_START : _NAME_START + length] in _FIRST_OF_BOOK


def _is_book(archive: zipfile.ZipFile) -> bool:
    return any(member in archive.NameToInfo for member in _BOOK_MEMBERS)


def _is_bomb(archive: zipfile.ZipFile, depth: int) -> bool:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    return depth >= DEEPEST or len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES


def _members(file: str, archive: zipfile.ZipFile, depth: int) -> Iterator[Arrival]:
    for member in archive.infolist():
        name = _member_name(member)
        if member.is_dir() or _is_litter(name):
            continue
        inside = f"{file}/{name}"
        if member.flag_bits & 1:
            yield Arrival(inside, b"", Problem("file-encrypted", Place(inside)))
        else:
            yield from _member(inside, archive, member, depth)


def _member(inside: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> Iterator[Arrival]:
    """Open one member; a damaged one is named and its neighbours still arrive."""
    try:
        content = archive.read(member)
    except ZIP_DAMAGES:
        yield Arrival(inside, b"", Problem("file-damaged", Place(inside)))
        return
    yield from _opened(inside, content, depth + 1)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Return the member's name inside the archive: of folders Windows writes with backslashes, of none above it."""
    parts = PurePosixPath(_spelled(member).replace("\\", "/")).parts
    return "/".join(part for part in parts if part not in {"/", "//", ".."})


def _spelled(member: zipfile.ZipInfo) -> str:
    """Return the name as its maker wrote it; archives of old Russian Windows carry it in cp866 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("cp866")
    except UnicodeError:
        return member.filename
