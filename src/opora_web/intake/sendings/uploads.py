"""Files on their way from a browser to the uploads folder: counted while they come, kept under their hash."""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from opora.store.durable import flush_folder
from opora_web.intake.sendings.rules import cleaned_name, told_apart

_PIECE = 1 << 20
_OWNER_ONLY = 0o600


class UploadGate(FileUploadHandler):
    """Counts what comes and stops it at the limit: nothing beyond is written to the disk.

    The view finds out by `request.upload_is_too_large`; the rest of the form has been read by then.
    """

    _come = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Pass a piece on while there is room."""
        self._come += len(raw_data)
        if self._come > settings.UPLOAD_LIMIT:
            assert self.request is not None
            self.request.upload_is_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is kept: its name as the sender has it, its hash, its size."""

    name: str
    sha256: str
    size: int

    @property
    def stored_as(self) -> str:
        """The file below the uploads folder."""
        return f"{self.sha256[:2]}/{self.sha256}"


def stored_at(stored_as: str) -> Path:
    """Return where a stored file is."""
    return Path(settings.UPLOADS) / stored_as


def store_uploads(files: Sequence[UploadedFile[Any]], paths: Sequence[str] = ()) -> list[StoredFile]:
    """Keep uploaded files, each once under its hash.

    Args:
        files: files of the request, in order.
        paths: their names with folders, where the browser told them; else the bare names count.
    """
    names = paths if len(paths) == len(files) else [file.name or "" for file in files]
    tidy = told_apart([cleaned_name(name) for name in names])
    return [
        StoredFile(name, *_kept(file.chunks(_PIECE) if file.size else ()))
        for file, name in zip(files, tidy, strict=True)
    ]


def store_content(name: str, content: bytes) -> StoredFile:
    """Keep a file that the site itself has written."""
    return StoredFile(cleaned_name(name), *_kept([content]))


def _kept(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Write the pieces to the disk under their hash and return it with the size; what is there already stays."""
    folder = Path(settings.UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = folder / f"coming-{secrets.token_hex(8)}"
    try:
        sha256, size = _written(coming, pieces)
        place = folder / sha256[:2] / sha256
        if not place.exists():
            place.parent.mkdir(exist_ok=True, mode=0o700)
            coming.replace(place)
            flush_folder(place.parent)
    finally:
        coming.unlink(missing_ok=True)
    return sha256, size


def _written(file: Path, pieces: Iterable[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as stream:
        for piece in _solid(pieces):
            digest.update(piece)
            size += stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest(), size


def _solid(pieces: Iterable[bytes]) -> Iterator[bytes]:
    return (piece for piece in pieces if piece)
