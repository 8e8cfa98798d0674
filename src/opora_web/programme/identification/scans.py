"""Signed orders as files: what a file is is read from its content; it is kept below the uploads folder by its hash."""

import hashlib
import re
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from opora.store.durable import write_durably
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.metadata.pictures import BROKEN_PICTURE, PictureBrokenError, without_metadata

LARGEST = 25 * 2**20
#: How a file begins → suffix and type.
_KINDS = (
    (b"%PDF-", ".pdf", "application/pdf"),
    (b"\xff\xd8\xff", ".jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", ".png", "image/png"),
)
_TYPES = {suffix: kind for _, suffix, kind in _KINDS}
_NOT_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\\"<>|:*?]")
_FOLDER = "orders"


def keep_scan(content: BinaryIO, name: str) -> tuple[str, str]:
    """Keep a signed order; return where it is below the uploads folder, and its name for people.

    What a phone writes into a photo of a paper is not kept; a PDF is kept as it came.

    Raises:
        RefusedError: the file is too large, is no PDF, JPEG or PNG by its content, or is a broken picture.
    """
    data = content.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RefusedError("Файл больше 25 МБ. Отсканируйте приказ с разрешением 200 точек на дюйм.")
    suffix = next((suffix for beginning, suffix, _ in _KINDS if data.startswith(beginning)), None)
    if suffix is None:
        raise RefusedError("По содержимому это не PDF, JPEG и не PNG. Приложите скан приказа в одном из этих видов.")
    data = _clean(data, _TYPES[suffix])
    stored = f"{_FOLDER}/{hashlib.sha256(data).hexdigest()}{suffix}"
    file = Path(settings.UPLOADS) / stored
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        write_durably(file, data)
        file.chmod(0o600)
    return stored, f"{_clean_stem(name)}{suffix}"


def _clean(data: bytes, kind: str) -> bytes:
    try:
        return without_metadata(data, kind)
    except PictureBrokenError:
        raise RefusedError(BROKEN_PICTURE) from None


def _clean_stem(name: str) -> str:
    stem = _NOT_A_NAME.sub(" ", Path(name.replace("\\", "/")).stem).strip(" .")
    return stem[:200] or "приказ"


def kept_scan(stored: str) -> tuple[Path, str]:
    """Return the file of a kept order and its type.

    Raises:
        FileNotFoundError: it is not there, or the address leads out of its folder.
    """
    folder = (Path(settings.UPLOADS) / _FOLDER).resolve()
    file = (Path(settings.UPLOADS) / stored).resolve()
    if not stored or file.parent != folder or not file.is_file():
        raise FileNotFoundError(stored)
    return file, _TYPES[file.suffix]
