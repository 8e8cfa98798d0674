"""Scans, photos and documents that prove something: what a file is is read from its content, never from its name."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from opora.sources.zip_damages import ZIP_DAMAGES
from opora_web.intake.sendings.uploads import StoredFile, store_content, store_uploads, stored_at
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.metadata.office import DocumentBrokenError, without_authors
from opora_web.programme.metadata.pictures import BROKEN_PICTURE, PictureBrokenError, without_metadata

LARGEST = 25 * 2**20
_BEGINNING = 16
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_LONGEST_STEM = 150
#: A sign near the beginning of a file, how far from it → its suffix and type.
_BEGINNINGS = (
    (b"%PDF-", 0, ".pdf", "application/pdf"),
    (b"\xff\xd8\xff", 0, ".jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, ".png", "image/png"),
    (b"WEBP", 8, ".webp", "image/webp"),
    *((brand, 4, ".heic", "image/heic") for brand in (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1")),
)
#: A member every file of that sort has → its suffix and type.
_PACKAGES = (
    ("word/document.xml", ".docx", f"{_OFFICE}wordprocessingml.document"),
    ("xl/workbook.xml", ".xlsx", f"{_OFFICE}spreadsheetml.sheet"),
    ("ppt/presentation.xml", ".pptx", f"{_OFFICE}presentationml.presentation"),
)
_MIME_TYPES = {f"{_OPEN}text": ".odt", f"{_OPEN}spreadsheet": ".ods", f"{_OPEN}presentation": ".odp"}
_MOST_MEMBERS = 5_000
_REFUSED = (
    "По содержимому это не PDF, не фотография (JPEG, PNG, WebP, HEIC) и не документ Word, Excel, PowerPoint "
    "или OpenDocument. Сохраните файл в одном из этих видов и приложите снова."
)
_BROKEN_DOCUMENT = (
    "Документ дошёл не целиком или повреждён: его части не читаются. Откройте его, сохраните заново и приложите снова."
)
#: Nothing installed can take out of these what is told beside what they show; the form says so.
_AS_THEY_CAME = frozenset({"application/pdf", "image/heic"})


@dataclass(frozen=True)
class FileSort:
    """What a file is by its content: the suffix people know it by, its type."""

    suffix: str
    content_type: str


def keep_evidence(file: UploadedFile[Any]) -> tuple[str, str]:
    """Keep a file; return where it is below the uploads folder, and its name for people.

    What a phone writes into a photo – where and when it was taken, with what – is never kept, nor are the names of who
    wrote an office document; of HEIC and PDF all is kept as it came, and so is a document signed electronically. A file
    is known by the hash of what is kept, so that what lies on the disk is what its name says.

    Raises:
        RefusedError: it is empty, too large, of no sort that is taken, or broken.
    """
    if not file.size:
        raise RefusedError("Файл пуст. Проверьте, открывается ли он, и приложите снова.")
    if file.size > LARGEST:
        raise RefusedError("Файл больше 25 МБ. Сфотографируйте с меньшим разрешением или сожмите PDF.")
    sort = sort_of(file)
    if sort is None:
        raise RefusedError(_REFUSED)
    file.seek(0)
    kept = store_uploads([file])[0] if sort.content_type in _AS_THEY_CAME else _kept_clean(file, sort)
    stem = PurePosixPath(kept.name).stem[:_LONGEST_STEM] or "файл"
    return kept.stored_as, f"{stem}{sort.suffix}"


def _kept_clean(file: UploadedFile[Any], sort: FileSort) -> StoredFile:
    content = file.read()
    try:
        is_picture = sort.content_type.startswith("image/")
        clean = without_metadata(content, sort.content_type) if is_picture else without_authors(content)
    except PictureBrokenError:
        raise RefusedError(BROKEN_PICTURE) from None
    except DocumentBrokenError:
        raise RefusedError(_BROKEN_DOCUMENT) from None
    return store_content(file.name or "", clean)


def kept_evidence(stored_as: str) -> tuple[Path, FileSort]:
    """Return the file of kept evidence and what it is.

    Raises:
        FileNotFoundError: it is not there, or the address leads out of the uploads folder.
    """
    folder, file = Path(settings.UPLOADS).resolve(), stored_at(stored_as).resolve()
    if not stored_as or not file.is_relative_to(folder) or not file.is_file():
        raise FileNotFoundError(stored_as)
    with file.open("rb") as content:
        sort = sort_of(content)
    if sort is None:
        raise FileNotFoundError(stored_as)
    return file, sort


def sort_of(file: UploadedFile[Any] | BinaryIO) -> FileSort | None:
    """Return what a file is by its content; None for what is not taken."""
    file.seek(0)
    beginning = file.read(_BEGINNING)
    file.seek(0)
    if beginning.startswith(b"PK\x03\x04"):
        return _package(file)
    return _plain(bytes(beginning))


def _plain(beginning: bytes) -> FileSort | None:
    for sign, offset, suffix, kind in _BEGINNINGS:
        if beginning[offset:].startswith(sign):
            return FileSort(suffix, kind)
    return None


def _package(file: Any) -> FileSort | None:
    """Return which office document a zip is; one with macros, or any other archive, is none. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            first = package.read("mimetype")[:100].decode("ascii") if _has_mime_type(package) else ""
    except (*ZIP_DAMAGES, RuntimeError):  # the last is zipfile's word for an encrypted member
        return None
    if len(names) > _MOST_MEMBERS or any(name.casefold().endswith("vbaproject.bin") for name in names):
        return None
    if first in _MIME_TYPES:
        return FileSort(_MIME_TYPES[first], first)
    return next((FileSort(suffix, kind) for member, suffix, kind in _PACKAGES if member in names), None)


def _has_mime_type(package: zipfile.ZipFile) -> bool:
    return any(one.filename == "mimetype" and one.file_size <= 100 for one in package.infolist()[:3])  # noqa: PLR2004 - the longest type is shorter
