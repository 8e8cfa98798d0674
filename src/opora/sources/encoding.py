"""Bytes of a text file in whatever encoding districts use."""

import re

_RUSSIAN = re.compile(r"[а-яёА-ЯЁ]")
_OF_A_TABLE = re.compile(r"[\s!-~а-яёА-ЯЁ№«»–—]")
_ENOUGH = 4_096  # so many signs tell what a text is
_NEARLY_ALL = 0.9


def decoded(content: bytes) -> str | None:
    """Return the text, or None where the bytes are no text at all.

    UTF-16 is known by its mark or by its zero bytes, then comes UTF-8; of the old encodings – cp1251 of Windows and
    cp866 of DOS – it is the one that gives more Russian letters.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return next(filter(_is_text, map(content.decode, ("utf-16-le", "utf-16-be"), ("replace", "replace"))), None)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max(map(content.decode, ("cp1251", "cp866"), ("replace", "replace")), key=_russian_letters)


def _russian_letters(words: str) -> int:
    return len(_RUSSIAN.findall(words[:_ENOUGH]))


def _is_text(words: str) -> bool:
    beginning = words[:_ENOUGH]
    return len(_OF_A_TABLE.findall(beginning)) > _NEARLY_ALL * len(beginning)
