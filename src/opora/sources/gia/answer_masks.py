"""How РИС ГИА writes the answers to the items of a paper in one cell: «++-2+» and «1(2)0(3)»."""

import re
from dataclasses import dataclass

from opora.sources.cells import Cell

_LONG = re.compile(r"(\d{1,2})\((\d{1,2})\)")
_MIXED = re.compile(r"(\d)\((\d{1,2})\)|([+-])|(\d)")
_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class Answer:
    """One item of a mask.

    Attributes:
        score: points earned.
        most: points possible, where the mask says it.
        is_sign: written «+» or «-», which is how items worth one point are written.
    """

    score: int
    most: int | None = None
    is_sign: bool = False


def answers(mask: Cell) -> tuple[Answer, ...] | None:
    """Return the items of a mask in order; an empty mask has none; None where it cannot be read.

    «+» is 1 and «-» is 0, a digit is a score, «2(3)» is 2 of 3. A mask that Excel has turned into a number or a date
    cannot be read: its leading zeros are lost. Source: domain reference §6.7.
    """
    if mask is None:
        return ()
    if not isinstance(mask, str):
        return None
    words = _DASHES.sub("-", _SPACES.sub("", mask))
    return _all_of(_LONG, words) or _all_of(_MIXED, words) if words else ()


def _all_of(pattern: re.Pattern[str], words: str) -> tuple[Answer, ...] | None:
    """Return the items when the pattern covers the mask from end to end and each score is within its maximum."""
    matches = list(pattern.finditer(words))
    if sum(len(match[0]) for match in matches) != len(words):
        return None
    read = tuple(_answer(match) for match in matches)
    return None if any(answer.most is not None and not 0 < answer.most >= answer.score for answer in read) else read


def _answer(match: re.Match[str]) -> Answer:
    score, most, sign, digit = (*match.groups(), None, None)[:4]
    if sign:
        return Answer(int(sign == "+"), is_sign=True)
    if digit:
        return Answer(int(digit))
    return Answer(int(score or 0), int(most or 0))
