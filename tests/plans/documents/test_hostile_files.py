"""Uploads are distrusted: whatever the bytes are, the answer is a plan or a refusal with a code – never a crash."""

import io
import random
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.plans import checked, plan_in
from opora.vocabulary.problem_kinds import KINDS, Severity
from tests.plans.written import HEADING, codes, docx, row, tabbed

GOOD = docx([HEADING, ("Раздел",), row(1), row(2, "Отчёт")])


def answered(file: str, content: bytes) -> list[str]:
    """Return the codes of what is said of a file; a refused one has exactly one blocking problem and no measures."""
    found = checked(plan_in(file, content))
    blocking = [problem for problem in found.problems if problem.severity is Severity.BLOCKS]
    assert len(blocking) == (0 if found.measures else 1)
    assert all(problem.code in KINDS and problem.text for problem in found.problems)
    return codes(blocking)


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return stream.getvalue()


def with_body(body: bytes) -> bytes:
    """Return the good document with another document.xml."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    return package(parts | {"word/document.xml": body})


W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("пусто.docx", b"", "file-empty"),
        ("пробелы.txt", b" \n\t ", "file-empty"),
        ("не план.docx", package({"a.txt": b"x"}), "not-recognised"),
        ("обрыв.docx", GOOD[: len(GOOD) // 2], "file-damaged"),
        ("обрыв.docx", GOOD[:-10], "file-damaged"),
        ("картинка.txt", b"\x89PNG\x00\x01", "not-recognised"),
        ("книга.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "file-damaged"),
        ("пароль.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted"),
        ("письмо.txt", "Уважаемые коллеги!\nПлана нет.".encode(), "no-plan-table"),
        ("страница.html", b"<html><body><p>404", "no-plan-table"),
        ("документ.docx", package({"word/document.xml": b"<w:document"}), "file-damaged"),
        ("документ.docx", with_body(b"<not-xml"), "file-damaged"),
        ("документ.docx", with_body(b"<w:document " + W + b"><w:body/></w:document>"), "no-plan-table"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(file: str, content: bytes, code: str) -> None:
    assert answered(file, content) == [code]


def test_a_package_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"word/document.xml": b"<a>" + b"0" * 60_000_000 + b"</a>"})
    assert len(bomb) < 100_000
    assert answered("бомба.docx", bomb) == ["file-too-large"]


def test_entities_are_never_expanded_and_no_file_is_read_through_them() -> None:
    laughs = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    cells = "".join(f"<w:tc><w:p><w:r><w:t>{words}&x;&a11;</w:t></w:r></w:p></w:tc>" for words in HEADING).encode()
    body = (
        b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a0 "ha">' + laughs + b"]><w:document "
        + W + b"><w:body><w:tbl><w:tr>" + cells + b"</w:tr><w:tr>" + cells + b"</w:tr></w:tbl></w:body></w:document>"
    )  # fmt: skip
    started = time.process_time()
    found = plan_in("сущности.docx", with_body(body))
    assert time.process_time() - started < 20  # a billion laughs would take hours
    assert "root:" not in found.model_dump_json()


@pytest.mark.parametrize(
    "text",
    [
        "x" + "\t" * 500_000,
        "\n".join(["№\tМероприятие\tСрок"] + [f"{n}\tСеминар\tМай" for n in range(21_000)]),
        "№\tМероприятие\tСрок\n" + "\t" * 300_000 + "x\n" + "1\tа\tб\n" * 2000,
    ],
)
def test_text_that_would_make_too_large_a_table_is_refused(text: str) -> None:
    assert answered("план.txt", text.encode()) == ["file-too-large"]


@pytest.mark.parametrize(
    "words", ["А", "слово ", "УО «ИМС ", "УО ", "(", ". ", "2022 год – 5 %, ", "май, ", "по ", " "]
)
def test_cells_of_thousands_of_letters_are_read(words: str) -> None:
    long = "а" + words * (5_000 // len(words)) + "б"
    for column in range(5):
        cells = [long if place == column else word for place, word in enumerate(row(1))]
        assert answered("план.txt", tabbed(HEADING, cells)) == []


def test_a_page_whose_cells_claim_millions_is_refused() -> None:
    row_of_cells = "<tr>" + "<td colspan=100 rowspan=1000>x" * 90 + "</tr>"
    page = "<table>" + row_of_cells + "<tr><td>1</tr>" * 900 + "</table>"
    assert answered("план.html", page.encode()) == ["file-too-large"]


def test_a_document_whose_tables_are_deep_is_read_or_refused() -> None:
    deep = b"<w:tbl><w:tr><w:tc>" * 400 + b"</w:tc></w:tr></w:tbl>" * 400
    assert answered("план.docx", with_body(b"<w:document " + W + b"><w:body>" + deep + b"</w:body></w:document>"))
    assert answered("план.html", b"<div>" * 20_000 + b"<table><tr><td>x")


def test_numbers_in_properties_that_are_no_numbers_are_no_harm() -> None:
    odd = GOOD
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        body = source.read("word/document.xml")
    for value in (b"-5", b"99999999999999", b"x", "٣".encode(), b""):
        odd = with_body(body.replace(b'<w:gridSpan w:val="5"/>', b'<w:gridSpan w:val="' + value + b'"/>'))
        assert answered("план.docx", odd) in ([], ["file-damaged"])


@given(st.integers(0, 2**32), st.integers(1, 40))
@settings(max_examples=50, deadline=None)
def test_a_document_with_flipped_bytes_is_read_or_refused(seed: int, flips: int) -> None:
    chance, content = random.Random(seed), bytearray(GOOD)
    for _ in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    answered("план.docx", bytes(content))


@given(st.integers(0, 2**32), st.integers(1, 30))
@settings(max_examples=50, deadline=None)
def test_a_document_whose_xml_is_disturbed_is_read_or_refused(seed: int, changes: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source:
        body = source.read("word/document.xml")
    tags = body.replace(b">", b">\n").split(b"\n")
    for _ in range(changes):
        place = chance.randrange(2, len(tags))
        tags[place] = chance.choice([b"", tags[place] * 2, tags[chance.randrange(len(tags))], b"<w:tc/>", b"<w:tr/>"])
    answered("план.docx", with_body(b"".join(tags)))


@given(st.integers(0, len(GOOD)))
@settings(max_examples=30, deadline=None)
def test_a_truncated_document_is_refused(length: int) -> None:
    assert answered("план.docx", GOOD[:length]) in (["file-damaged"], ["file-empty"], ["no-plan-table"], [])


@given(st.binary(max_size=400))
@settings(max_examples=50, deadline=None)
def test_random_bytes_are_refused(content: bytes) -> None:
    assert len(answered("файл", content)) == 1


@given(st.lists(st.lists(st.text(alphabet="аб1.-\n<>&|мероприятие№срок", max_size=12), max_size=6), max_size=12))
@settings(max_examples=50, deadline=None)
def test_any_cells_below_a_heading_are_read(rows: list[list[str]]) -> None:
    answered("план.txt", tabbed(HEADING, *rows))
    cells = [[word.replace("\x00", "") for word in one] or [""] for one in rows]
    answered("план.docx", docx([HEADING, *(one + [""] * (5 - len(one)) for one in (cell[:5] for cell in cells))]))


@given(st.text(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_text_and_any_page_is_read(text: str) -> None:
    answered("план.txt", text.encode("utf-8", errors="ignore"))
    answered("план.html", f"<table>{text}".encode("utf-8", errors="ignore"))
