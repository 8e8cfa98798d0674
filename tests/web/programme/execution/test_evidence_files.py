"""Files that people attach: what they are is read from their content; hostile ones are told so."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from opora_web.programme.execution.evidence_files import keep_evidence, kept_evidence
from opora_web.programme.execution.models import Evidence, Occurrence
from opora_web.programme.identification.rules import RefusedError
from tests.web.personas import People, SignedIn
from tests.web.programme.execution.conftest import LESSONS, VISITS, one
from tests.web.programme.execution.test_picture_metadata import PLACE, located

PDF, JPEG = b"%PDF-1.7\n...", b"\xff\xd8\xff\xda\x00\x02photo\xff\xd9"


def package(*members: str, **content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        for name in members:
            archive.writestr(name, b"<x/>")
    return stream.getvalue()


def kept(name: str, content: bytes) -> str:
    return keep_evidence(SimpleUploadedFile(name, content))[1]


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("приказ.pdf", PDF, "приказ.pdf"),
        ("фото.pdf", JPEG, "фото.jpg"),
        ("страница.html", JPEG, "страница.jpg"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("снимок.heic", b"\x00\x00\x00\x18ftypheic....", "снимок.heic"),
        ("снимок.webp", b"RIFF\x0c\x00\x00\x00WEBPVP8 \x00\x00\x00\x00", "снимок.webp"),
        ("справка.docx", package("word/document.xml"), "справка.docx"),
        ("справка.odt", package(mimetype=b"application/vnd.oasis.opendocument.text"), "справка.odt"),
        ("отчёт\u202excod.exe", PDF, "отчётxcod.pdf"),
    ],
)
def test_a_file_is_what_it_holds(name: str, content: bytes, shown: str):
    assert kept(name, content) == shown


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "пуст"),
        (b"<html><script>alert(1)</script>", "По содержимому"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "По содержимому"),
        (b"MZ\x90\x00", "По содержимому"),
        (b"PK\x03\x04broken", "По содержимому"),
        (package("word/document.xml", "word/vbaProject.bin"), "По содержимому"),
        (package("setup.exe"), "По содержимому"),
        (b"\xff\xd8\xff\xe1\x70\x70Exif", "не целиком"),
        (package(mimetype=b"text/html" + b" " * 200), "По содержимому"),
    ],
)
def test_what_is_no_document_is_refused_in_words(content: bytes, why: str):
    with pytest.raises(RefusedError, match=why):
        kept("приказ.pdf", content)


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("opora_web.programme.execution.evidence_files.LARGEST", 10)
    with pytest.raises(RefusedError, match="25 МБ"):
        kept("приказ.pdf", PDF)


@pytest.mark.parametrize("stored", ["", "../site-key", "../../etc/passwd", "aa/none"])
def test_an_address_of_a_file_leads_nowhere_else(stored: str):
    Path(settings.UPLOADS).mkdir(parents=True, exist_ok=True)
    with pytest.raises(FileNotFoundError):
        kept_evidence(stored)


def attach(signed_in: SignedIn, task: Occurrence, name: str, content: bytes) -> str:
    said = {"kind": "note", "proves": "Уроки посещены", "file": SimpleUploadedFile(name, content)}
    return signed_in("head").post(f"/execution/{task.pk}/attach/", said, follow=True).content.decode()


def test_a_photo_is_attached_and_given_only_to_whoever_sees_the_task(
    lessons: Occurrence, signed_in: SignedIn, people: People
):
    assert "лист.jpg" in attach(signed_in, lessons, "лист.html", JPEG)
    paper = Evidence.objects.get()
    answer = signed_in("curator").get(f"/execution/evidence/{paper.pk}/file/")
    assert b"".join(answer.streaming_content) == JPEG
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    for name in ("neighbour-head", "stranger", "outsider", "administrator", "teacher", "observer"):
        assert signed_in(name).get(f"/execution/evidence/{paper.pk}/file/").status_code == 404, name


def test_a_hostile_file_leaves_the_form_with_what_was_written(lessons: Occurrence, signed_in: SignedIn):
    page = attach(signed_in, lessons, "приказ.pdf", b"<script>alert(1)</script>")
    assert "По содержимому это не PDF" in page
    assert "Уроки посещены" in page
    assert not Evidence.objects.exists()


def test_names_of_files_are_only_names(lessons: Occurrence, signed_in: SignedIn):
    page = attach(signed_in, lessons, "<img src=x onerror=alert(1)>.pdf", PDF)
    assert "<img src=x" not in page
    assert Evidence.objects.exists()


def test_where_the_plan_names_nothing_anything_is_offered_first(tasks: list[Occurrence], signed_in: SignedIn):
    where = f"/execution/{one(VISITS).pk}/"
    form = signed_in("coordinator").get(where).context["proof_form"]
    assert form.fields["kind"].choices[0][0] == "other"
    lessons = f"/execution/{one(LESSONS).pk}/"
    assert signed_in("head").get(lessons).context["proof_form"].fields["kind"].choices[0][0] == "note"


def test_where_a_photo_was_taken_is_never_written_to_the_disk(lessons: Occurrence, signed_in: SignedIn, people: People):
    told = located(JPEG)
    assert PLACE in told
    attach(signed_in, lessons, "урок.jpg", told)
    paper = Evidence.objects.get()
    answer = signed_in("curator").get(f"/execution/evidence/{paper.pk}/file/")
    assert PLACE not in b"".join(answer.streaming_content)
    assert not [one for one in Path(settings.UPLOADS).rglob("*") if one.is_file() and PLACE in one.read_bytes()]
    page = signed_in("head").get(f"/execution/{lessons.pk}/").content.decode()
    assert "Место и время съёмки из фотографий JPEG, PNG и WebP удаляются" in page
