"""How people spell one thing in many ways, brought to one comparable form."""

import re
from collections.abc import Sequence
from functools import lru_cache

_LATIN_TO_CYRILLIC = str.maketrans("abcehkmoptxyё", "авсенкмортхуе")
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_CAPITAL = re.compile(r"\b[А-ЯЁ](?=[а-яё])")


@lru_cache(maxsize=65_536)
def tidy(text: str) -> str:
    """Return the text as a person reads it: single ordinary spaces, one kind of dash, no edges."""
    return _SPACES.sub(" ", _DASHES.sub("-", text)).strip()


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Return the form in which two spellings of one heading or name are equal.

    Case, ё/е, spaces of all kinds and Latin letters that look like Cyrillic ones do not count.
    The result is for comparing only: it is never shown and never stored.
    """
    return tidy(text).casefold().translate(_LATIN_TO_CYRILLIC)


def plural(count: int, one: str, few: str, many: str) -> str:
    """Return the Russian form that goes with the count: 1 школа, 2 школы, 5 школ."""
    tens, units = count % 100, count % 10
    if units == 1 and tens != 11:  # noqa: PLR2004 - Russian grammar, not a threshold
        return one
    return few if units in {2, 3, 4} and tens not in {12, 13, 14} else many


def counted(count: int, one: str, few: str, many: str) -> str:
    """Return the count with its noun: «22 участника»."""
    return f"{count} {plural(count, one, few, many)}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """Return a list for people: the first names, the rest counted."""
    rest = f" и ещё {len(names) - most}" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def as_written(value: object) -> str:
    """Return a value of a table as people and R write it: TRUE, 1224 rather than 1224.0, words as they are."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def in_a_sentence(headings: str) -> str:
    """Return headings of columns as they stand within a sentence: small first letters, abbreviations as they are."""
    return _CAPITAL.sub(lambda found: found[0].lower(), headings)


def percent(share: float, digits: int = 0) -> str:
    """Return a share of 0–1 as Russian typography writes it: «36,4 %» with a non-breaking space."""
    return f"{share * 100:.{digits}f}".replace(".", ",") + "\u00a0%"
