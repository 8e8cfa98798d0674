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


_EDITED = {
    "word__document_xml": (
        '<w:document xmlns:w="{w}" xmlns:mc="{mc}" mc:Ignorable="w14" xmlns:w14="w14"><w:body><w:p>'
        '<w:ins w:id="1" w:author="Иванова И. И." w:date="2026-01-01T00:00:00Z"><w:r><w:t>w:author="сама"</w:t></w:r>'
        '</w:ins><w:del w:id="2" w:author="Петров П. П."><w:r><w:delText>нет</w:delText></w:r></w:del>'
        '<w:bookmarkStart w:id="3" w:name="Итоги"/></w:p></w:body></w:document>'
    ).format(w="http://schemas.openxmlformats.org/wordprocessingml/2006/main", mc="mc"),
    "word__comments_xml": (
        '<c xmlns:w="w"><w:comment w:id="0" w:author="Петров П. П." w:initials="ПП">Верно</w:comment></c>'
    ),
    "word__people_xml": (
        '<p xmlns:w="w"><w:person w:author="Петров П. П.">'
        '<w:presenceInfo w:userId="petrov@example.org"/></w:person></p>'
    ),
}
_NOTED = {
    "a workbook": {
        "xl__comments1_xml": "<c><authors><author>Петров</author></authors><t>Верно</t></c>",
        "xl__persons__person_xml": '<p><person displayName="Петров" id="{1}" userId="petrov@example.org"/></p>',
    },
    "slides": {"ppt__commentAuthors_xml": '<p><cmAuthor id="1" name="Петров" initials="Петр"/><t>Верно</t></p>'},
    "an open document": {
        "content_xml": (
            '<o xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:text="t"><annotation><dc:creator>Петров</dc:creator>'
            "Верно</annotation><text:creator>Иванова</text:creator></o>"
        )
    },
}


def members_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_changes_and_notes_of_word_stay_and_those_who_made_them_are_told_apart_without_names() -> None:
    found = members_of(without_authors(package(**_EDITED)))
    document, comments, people = found.values()
    assert 'w:ins w:id="1" w:author="Автор 1"' in document
    assert 'w:del w:id="2" w:author="Автор 2"' in document
    assert '<w:t>w:author="сама"</w:t>' in document
    assert 'w:name="Итоги"' in document
    assert 'w:author="Автор 2" w:initials="">Верно<' in comments
    assert 'w:person w:author="Автор 2"><w:presenceInfo w:userId=""/>' in people


@pytest.mark.parametrize("members", _NOTED.values(), ids=_NOTED)
def test_notes_in_other_documents_stay_without_names(members: dict[str, str]) -> None:
    found = "".join(members_of(without_authors(package(**members))).values())
    assert "Петров" not in found
    assert "petrov" not in found
    assert "Автор 1" in found
    assert "Верно" in found or "person" in found


def test_a_field_that_shows_the_author_in_an_open_text_stays() -> None:
    (content,) = members_of(without_authors(package(**_NOTED["an open document"]))).values()
    assert "<text:creator>Иванова</text:creator>" in content


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
