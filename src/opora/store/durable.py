"""Writing so that a killed process or a power cut leaves either the old state or the new one."""

import os
from collections.abc import Iterable
from pathlib import Path


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file as a whole: written beside it, flushed to the disk, renamed over it."""
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    flush_folder(path.parent)


def flush_files(files: Iterable[Path]) -> None:
    """Flush files another library wrote, with the folders that name them."""
    folders = set()
    for file in files:
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
        folders.add(file.parent)
    for folder in folders:
        flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Flush a folder's list of names; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
