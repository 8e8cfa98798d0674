"""Office documents without the names of who wrote them, changed them and noted something; the document itself stays.

The package is written anew only where a name stands in it. What it holds is copied member by member, never unpacked to
the disk. A document signed electronically stays as it is: any change would break its signature.
"""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from lxml import etree

from opora.sources.zip_damages import ZIP_DAMAGES

_DC, _META = "{http://purl.org/dc/elements/1.1/}", "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


@dataclass(frozen=True)
class _Telling:
    """Members of a package that name people: in which attributes, in the text of which elements.

    Attributes:
        mark: what stands in every such member that may name somebody; one without it is not even parsed.
    """

    members: re.Pattern[str]
    mark: bytes
    attributes: frozenset[str] = frozenset()
    elements: frozenset[str] = frozenset()


#: Of Word, Excel, PowerPoint and OpenDocument: who wrote a document, who changed or noted something in it. A field of
#: the text that shows its author is the document itself.
_TELLING = (
    _Telling(
        re.compile(r"docProps/(?:core|app)\.xml|meta\.xml"), b"",
        elements=frozenset({"creator", "lastModifiedBy", "Manager", "Company", "initial-creator", "printed-by"}),
    ),
    _Telling(re.compile(r"word/[^/]+\.xml"), b"author", frozenset({"author", "initials", "userId"})),
    _Telling(
        re.compile(r"ppt/(?:commentAuthors|authors)\.xml|xl/persons/[^/]+\.xml"), b"",
        frozenset({"name", "displayName", "initials", "userId"}),
    ),
    _Telling(re.compile(r"xl/comments[^/]*\.xml|xl/comments/[^/]+\.xml"), b"author", elements=frozenset({"author"})),
    _Telling(
        re.compile(r"(?:content|styles)\.xml"), b"creator",
        elements=frozenset({f"{_DC}creator", f"{_META}creator-initials"}),
    ),
)  # fmt: skip
#: Names that stay apart as «Автор 1», «Автор 2»: whose change is whose can still be told. All others become empty.
_TOLD_APART = frozenset({"author", "name", "displayName", f"{_DC}creator"})
_SIGNATURES = ("_xmlsignatures/", "META-INF/documentsignatures.xml")
_LARGEST_TELLING, _LARGEST_UNPACKED = 32 * 2**20, 200 * 2**20
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
    people = defaultdict[str, str](map("Автор {}".format, count(1)).__next__)
    said = {name: _without_names(package, name, people) for name in names}
    changed = {name: content for name, content in said.items() if content is not None}
    return _written_anew(package, changed) if changed else None


def _without_names(package: zipfile.ZipFile, name: str, people: dict[str, str]) -> bytes | None:
    """Return a member with what stands for each name of people; None where it names nobody."""
    telling = next((one for one in _TELLING if one.members.fullmatch(name)), None)
    if telling is None or telling.mark not in (content := package.read(name)):
        return None
    if len(content) > _LARGEST_TELLING:
        raise DocumentBrokenError
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    names = list(_names(root, telling))
    for element, attribute, place in names:
        said = (element.text if attribute is None else element.get(attribute)) or ""
        stands = people[said] if place in _TOLD_APART else ""
        if attribute is None:
            element.text = stands or None
        else:
            element.set(attribute, stands)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written if names else None


def _names(root: etree._Element, telling: _Telling) -> Iterator[tuple[etree._Element, str | None, str]]:
    """Yield each name: its element, its attribute (None for the text), and by which word of `telling` it was found."""
    for element in root.iter(etree.Element):
        if element.text:
            for place in telling.elements.intersection({element.tag, etree.QName(element).localname}):
                yield element, None, place
        for attribute, value in element.attrib.items():
            if value and (place := etree.QName(attribute).localname) in telling.attributes:
                yield element, attribute, place


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
