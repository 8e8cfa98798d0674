"""Bytes of a text file in whatever encoding districts use."""


def decoded(content: bytes) -> str | None:
    """Return the text, or None where the bytes are no text at all: UTF-16 by its mark, UTF-8, else cp1251."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")
