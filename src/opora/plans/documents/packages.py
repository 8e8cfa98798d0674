"""A packed document looked into before it is unpacked: uploads are distrusted."""

import io
import zipfile

from opora.plans.documents.refusals import MOST_PART_BYTES, MOST_UNPACKED_BYTES, UnreadablePlanError
from opora.sources.zip_damages import ZIP_DAMAGES


def member_names(file: str, content: bytes) -> frozenset[str]:
    """Return the names of the parts of a package that may be unpacked, in lower case.

    Raises:
        UnreadablePlanError: the package is damaged, encrypted, or would take too much when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except ZIP_DAMAGES as error:
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
