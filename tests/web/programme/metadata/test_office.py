"""Office documents lose the names of their authors and nothing else; what is signed or names nobody stays as it is."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook

from opora_web.programme.metadata.office import DocumentBrokenError, without_authors

_META = (
    '<office:document-meta xmlns:office="o" xmlns:dc="d" xmlns:meta="m"><office:meta><meta:initial-creator>Иванова'
    "</meta:initial-creator><dc:creator>Петрова</dc:creator><dc:title>Справка</dc:title></office:meta>"
    "</office:document-meta>"
)


def word(author: str = "Иванова И. И.", last: str = "Петрова П. П.") -> bytes:
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("Уроки посещены.")
    document.core_properties.author, document.core_properties.last_modified_by = author, last
    document.core_properties.title = "Справка"
    document.save(stream)
    return stream.getvalue()


def package(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_word_forgets_who_wrote_and_who_changed_it_and_keeps_its_words() -> None:
    clean = without_authors(word())
    document = Document(io.BytesIO(clean))
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    assert document.core_properties.title == "Справка"
    assert [one.text for one in document.paragraphs] == ["Уроки посещены."]
    assert "Петрова".encode() not in b"".join(
        zipfile.ZipFile(io.BytesIO(clean)).read(name) for name in zipfile.ZipFile(io.BytesIO(clean)).namelist()
    )


def test_excel_forgets_its_authors_and_keeps_its_cells() -> None:
    book, stream = Workbook(), io.BytesIO()
    book.properties.creator, book.properties.lastModifiedBy = "Иванова", "Петрова"
    book.active["A1"] = "Ведомость"
    book.save(stream)
    found = load_workbook(io.BytesIO(without_authors(stream.getvalue())))
    assert not found.properties.creator
    assert not found.properties.lastModifiedBy
    assert found.active["A1"].value == "Ведомость"


def test_every_other_member_stays_bit_for_bit_and_in_its_place() -> None:
    before, after = (zipfile.ZipFile(io.BytesIO(content)) for content in (word(), without_authors(word())))
    assert before.namelist() == after.namelist()
    assert all(before.read(name) == after.read(name) for name in before.namelist() if name != "docProps/core.xml")


def test_an_open_document_forgets_its_authors_too() -> None:
    clean = without_authors(package(mimetype="application/vnd.oasis.opendocument.text", meta_xml=_META))
    meta = zipfile.ZipFile(io.BytesIO(clean)).read("meta.xml").decode()
    assert "Иванова" not in meta
    assert "Петрова" not in meta
    assert "Справка" in meta


@pytest.mark.parametrize(
    "content", [word("", ""), package(meta_xml=_META, **{"META-INF__documentsignatures_xml": "<a/>"})]
)
def test_what_names_nobody_or_is_signed_stays_bit_for_bit(content: bytes) -> None:
    assert without_authors(content) == content


@pytest.mark.parametrize("place", range(0, 4000, 97))
def test_damage_is_told_and_never_a_fault(place: int) -> None:
    content = bytearray(word())
    content[place % len(content)] ^= 0xFF
    try:
        without_authors(bytes(content))
    except DocumentBrokenError:
        return


def test_a_package_that_says_its_parts_twice_is_not_taken() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("meta.xml", _META)
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("meta.xml", _META)
    with pytest.raises(DocumentBrokenError):
        without_authors(stream.getvalue())


def test_entities_of_a_hostile_document_are_not_followed() -> None:
    hostile = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a><creator>&x;</creator></a>'
    content = package(meta_xml=hostile)
    assert without_authors(content) == content
