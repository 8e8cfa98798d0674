"""A file recognised by its first bytes, whatever its name says, and read by the module of its format."""

from opora.plans.documents.office import as_docx
from opora.plans.documents.packages import member_names
from opora.plans.documents.pasted_text import read_pasted_text
from opora.plans.documents.refusals import MOST_UNPACKED_BYTES, UnreadablePlanError
from opora.plans.documents.table_of_text import TextDocument
from opora.plans.documents.web_page import read_web_page
from opora.plans.documents.word import read_word
from opora.plans.documents.workbook import read_workbook
from opora.sources.book import UnreadableFileError
from opora.sources.encoding import decoded

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RICH_TEXT = b"{\\rtf"
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_TEXT = 40 * 1024 * 1024
_PAGE_TAGS = ("<table", "<html", "<!doctype html", "<body")


def opened_document(file: str, content: bytes) -> TextDocument:
    """Return the lines and tables of a document of any known format.

    Args:
        file: the name shown in reports; only its ending is looked at, and only where the bytes do not tell.
        content: the whole file.

    Raises:
        UnreadablePlanError: the file cannot be read; the error says why and what to do.
        UnreadableFileError: the same, of a workbook.
    """
    if not content.strip():
        raise UnreadablePlanError("file-empty", file)
    if len(content) > MOST_UNPACKED_BYTES:
        raise UnreadablePlanError("file-too-large", file)
    if content.startswith(_ZIP):
        return _packed(file, content)
    if content.startswith(_OLE):
        return _old_office(file, content)
    if content.lstrip().startswith(_RICH_TEXT):
        return _converted(file, content, ".rtf")
    return _text(file, content)


def _packed(file: str, content: bytes) -> TextDocument:
    names = member_names(file, content)
    if "word/document.xml" in names or "word/document2.xml" in names:
        return read_word(file, content)
    if "xl/workbook.xml" in names:
        return read_workbook(file, content)
    if "content.xml" not in names:
        raise UnreadablePlanError("not-recognised", file)
    return read_workbook(file, content) if file.casefold().endswith(".ods") else _converted(file, content, ".odt")


def _old_office(file: str, content: bytes) -> TextDocument:
    if _ENCRYPTED in content:
        raise UnreadablePlanError("file-encrypted", file)
    return _converted(file, content, ".doc") if _OLD_WORD in content else read_workbook(file, content)


def _converted(file: str, content: bytes, suffix: str) -> TextDocument:
    made = as_docx(file, content, suffix)
    member_names(file, made)
    return read_word(file, made)


def _text(file: str, content: bytes) -> TextDocument:
    if len(content) > _MOST_TEXT:
        raise UnreadablePlanError("file-too-large", file)
    text = decoded(content)
    if text is None:
        raise UnreadablePlanError("not-recognised", file)
    if text.lstrip("\ufeff \t\r\n").startswith("<") and any(tag in text.casefold() for tag in _PAGE_TAGS):
        return read_web_page(file, text)
    return read_pasted_text(file, text)


__all__ = ["UnreadableFileError", "UnreadablePlanError", "opened_document"]
