"""The code under which a pupil of a РИС ГИА file stands in the results store.

РИС ГИА files name people: surname, passport. Opora needs to know only that two rows are the same person, so the name
and the document become a keyed fingerprint in memory while a row is being read, and go no further. The key belongs to
one results store: without it nobody can try out names and passport numbers against the codes, and the codes of two
stores cannot be joined. Nothing here is cached, logged or put into an exception, for the same reason.

Source: domain reference §9.
"""

import hashlib
import re
from collections.abc import Sequence

from opora.sources.cells import Cell
from opora.vocabulary.codes import Pupil

_CODE_BYTES = 10
_LONGEST_KEY = hashlib.blake2b.MAX_KEY_SIZE
_SERIES_DIGITS, _NUMBER_DIGITS = 4, 6
_LATIN_TO_CYRILLIC = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")
_DIGITS = re.compile(r"\d+")


def pupil_code(secret: bytes, names: Sequence[Cell], document: Sequence[Cell]) -> Pupil | None:
    """Return the code of a person, or None where the file gives neither a name nor a document.

    Args:
        secret: key of the results store.
        names: surname, name, patronymic – in one cell or in several.
        document: series and number – in one cell or in two; empty where the file has none.
    """
    letters, digits = _letters(names), _document_digits(document)
    return _code(secret, f"{letters}|{digits}") if letters or digits else None


def nameless_code(secret: bytes, *place: object) -> Pupil:
    """Return a code for a row without a name and a document, unique by its place.

    Such a pupil cannot be followed from one exam to another: the place is all that tells the rows apart.
    """
    return _code(secret, "|".join(["", *map(str, place)]))


def _code(secret: bytes, words: str) -> Pupil:
    if not secret:
        raise ValueError("secret must be the key of the results store; got no bytes")
    key = secret if len(secret) <= _LONGEST_KEY else hashlib.blake2b(secret).digest()
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), key=key, digest_size=_CODE_BYTES)
    return Pupil("p" + digest.hexdigest())


def _letters(names: Sequence[Cell]) -> str:
    """Only letters count: «Мамед оглы» and «Мамед-Оглы», Latin «A» and Cyrillic «А» are one spelling."""
    words = "".join(_words(cell) for cell in names).casefold().translate(_LATIN_TO_CYRILLIC)
    return "".join(letter for letter in words if letter.isalpha())


def _document_digits(document: Sequence[Cell]) -> str:
    """Only digits count, with the leading zeros that Excel drops from a number put back."""
    groups: list[str] = [group for cell in document for group in _DIGITS.findall(_words(cell))]
    if len(groups) < 2:  # noqa: PLR2004 - the series and the number stand together
        return "".join(groups).zfill(_SERIES_DIGITS + _NUMBER_DIGITS) if groups else ""
    return "".join(groups[:-1]).zfill(_SERIES_DIGITS) + groups[-1].zfill(_NUMBER_DIGITS)


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
