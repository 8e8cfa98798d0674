"""Office documents without the names of who wrote and who last changed them; the document itself stays.

The package is written anew only where a name stands in it. What it holds is copied member by member, never unpacked to
the disk. A document signed electronically stays as it is: any change would break its signature.
"""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

from opora.sources.zip_damages import ZIP_DAMAGES

#: Members that say who wrote a document, of Word, Excel and PowerPoint and of OpenDocument.
_TELLING = frozenset({"docProps/core.xml", "docProps/app.xml", "meta.xml"})
_NAMES = frozenset({
    "creator", "lastModifiedBy", "Manager", "Company", "initial-creator", "printed-by",
})  # fmt: skip
_SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
_LARGEST_TELLING, _LARGEST_UNPACKED = 2**20, 200 * 2**20
_PIECE = 2**20


class DocumentBrokenError(Exception):
    """The package cannot be read to its end, so nobody can say what it tells."""


def without_authors(content: bytes) -> bytes:
    """Return an office document without the names of its authors; one that names nobody, or is signed, as it is.

    Raises:
        DocumentBrokenError: a part of it cannot be read, or it unpacks to more than any document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _cleaned(package) or content
    except (*ZIP_DAMAGES, RuntimeError, etree.XMLSyntaxError) as error:  # zipfile's word for an encrypted member
        raise DocumentBrokenError from error


def _cleaned(package: zipfile.ZipFile) -> bytes | None:
    """Return the package with names taken out; None where there is nothing to take out, or it is signed."""
    members = package.infolist()
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or sum(member.file_size for member in members) > _LARGEST_UNPACKED:
        raise DocumentBrokenError
    if any(name.startswith(_SIGNATURES) for name in names):
        return None
    telling = {name: _without_names(package, name) for name in _TELLING.intersection(names)}
    changed = {name: said for name, said in telling.items() if said is not None}
    return _written_anew(package, changed) if changed else None


def _without_names(package: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a member that tells of the document without names; None where it names nobody."""
    if package.getinfo(name).file_size > _LARGEST_TELLING:
        raise DocumentBrokenError
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(package.read(name), parser)
    named = [one for one in root.iter(etree.Element) if etree.QName(one).localname in _NAMES and one.text]
    for one in named:
        one.text = None
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written if named else None


def _written_anew(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for member in package.infolist():
            kept = zipfile.ZipInfo(member.filename, member.date_time)
            kept.compress_type, kept.external_attr = member.compress_type, member.external_attr
            if member.filename in changed:
                written.writestr(kept, changed[member.filename])
            else:
                kept.file_size = member.file_size
                with package.open(member) as source, written.open(kept, "w") as target:
                    _copy(source.read, target.write)
    return stream.getvalue()


def _copy(read: Callable[[int], bytes], write: Callable[[bytes], int]) -> None:
    while piece := read(_PIECE):
        write(piece)
