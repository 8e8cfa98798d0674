"""Which rules judge just now: an authority may edit its files while the site runs, and the next page knows of it."""

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from opora.recipe import authority_fingerprint

#: A file as a folder lists it: its path, its size, when it was changed and when it was put there.
_FileSeen = tuple[str, int, int, int]


def fingerprint_in_force(authorities: Sequence[Path]) -> str:
    """Return the fingerprint of the rules, scales and vocabularies as they are now.

    Every page asks for it, so the files are read again only when their folders show another file, another size or
    another moment than at the last reading: an edit, a new file and a removed one each do.
    """
    folders = tuple(authorities)
    return _fingerprint(folders, tuple(seen for folder in folders for seen in sorted(_files_seen(folder))))


@lru_cache(maxsize=1)
def _fingerprint(folders: tuple[Path, ...], _seen: tuple[_FileSeen, ...]) -> str:
    return authority_fingerprint(folders)


def _files_seen(folder: Path | str) -> Iterator[_FileSeen]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files_seen(entry.path)
            elif entry.name.endswith(".toml"):
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns, found.st_ctime_ns
