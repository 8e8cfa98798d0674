"""Text files in the encodings districts use: the same table in each."""

import pytest

from opora.sources.book import UnreadableFileError, open_book
from opora.sources.encoding import decoded

TABLE = "Код ОО;Класс;Фамилия\r\n111002;9А;Ёлкина\r\n111003;9Б;ЮЖНАЯ\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "ascii"]
)
def test_a_table_is_the_same_in_every_encoding(encoding: str) -> None:
    table = TABLE if encoding != "ascii" else "SchoolCode;ClassCode\r\n"
    assert decoded(table.encode(encoding)) == table


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9, b"\0" * 64, bytes(range(256)) * 8])
def test_what_is_no_text_is_said_to_be_none(content: bytes) -> None:
    assert decoded(content) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Rar!\x1a\x07\x01\x00", "archive-not-zip"),
        (b"7z\xbc\xaf'\x1c\x00\x04", "archive-not-zip"),
        (b"\x1f\x8b\x08\x00", "archive-not-zip"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file-is-web-page"),
        ("\ufeff\r\n<!DOCTYPE html>".encode(), "file-is-web-page"),
        ("<table>".encode("utf-16-le"), "file-is-web-page"),
    ],
)
def test_what_only_bears_the_name_of_a_table_is_called_what_it_is(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refusal:
        open_book("результаты.xls", content)
    assert refusal.value.problem.code == code
