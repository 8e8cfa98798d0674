"""A packed document looked into before it is unpacked: uploads are distrusted."""

import io
import lzma
import zipfile
import zlib

from opora.plans.documents.refusals import MOST_PART_BYTES, MOST_UNPACKED_BYTES, UnreadablePlanError

#: What the unpacking of a damaged package may raise.
DAMAGES = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError, ValueError)


def member_names(file: str, content: bytes) -> frozenset[str]:
    """Return the names of the parts of a package that may be unpacked, in lower case.

    Raises:
        UnreadablePlanError: the package is damaged, encrypted, or would take too much when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except DAMAGES as error:
        raise UnreadablePlanError("file-damaged", file) from error
    if any(member.flag_bits & 1 for member in members):
        raise UnreadablePlanError("file-encrypted", file)
    _refuse_bombs(file, members)
    return frozenset(member.filename.casefold() for member in members)


def _refuse_bombs(file: str, members: list[zipfile.ZipInfo]) -> None:
    """A few kilobytes can claim gigabytes; a part of text becomes ten times its size when it is taken apart."""
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise UnreadablePlanError("file-too-large", file)
    texts = [member for member in members if member.filename.casefold().endswith((".xml", ".rels"))]
    if sum(member.file_size for member in texts) > MOST_PART_BYTES:
        raise UnreadablePlanError("file-too-large", file)
