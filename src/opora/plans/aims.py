"""What an indicator of a plan aims at, where past results can say whether such an aim was ever reached."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Literal

Aim = Literal["schools-off-the-list", "pupils-below"]

_SCHOOLS = re.compile(r"\bшкол|\bОО\b|\bОУ\b|\bООО?\b|\bШНОР\b|образовательн\w+ (?:организац|учрежден)")
_OF_THE_LIST = re.compile(
    r"низк|вышедш|выход|покинувш|вне (?:списка|перечня)|перешедш|успе[шх]|преодол|ШНОР", re.IGNORECASE
)
_PUPILS = re.compile(r"учащ|учени[кц]|обучающ|участник|выпускник|школьник|двоек|неудовлетворительн", re.IGNORECASE)
_BELOW = re.compile(
    r"не\s+(?:преодол|справ|освои)|ниже\s+(?:порог|миним)|не\s+достигш|двоек|«2»|неудовлетворительн", re.IGNORECASE
)

_TO_FALL = re.compile(
    r"снижени|уменьшени|сокращени|не более|не выше|неуспева|низки\w* (?:образовательн\w* )?результат|необъективн|«2»|"
    r"двоек|второгодник|не преодолев|нарушени|отток|дефицит",
    re.IGNORECASE,
)
_TO_RISE = re.compile(
    r"увеличени|повышени|рост|успе[шх]|вышедш|покинувш|перешедш|охват|не менее|не ниже", re.IGNORECASE
)


def must_fall(words: str) -> bool:
    """Tell whether words say that less is better: «доля не преодолевших порог», «не более 5 %»."""
    return bool(_TO_FALL.search(words)) and not _TO_RISE.search(words)


def is_less_better(name: str, values: Sequence[float | None], texts: Sequence[str] = ()) -> bool:
    """Tell whether an indicator has reached a target by being no greater: «10 %, then 5 %», «не более 5 %».

    Args:
        name: the indicator's words.
        values: its targets in the order of years; None – not a number. Where they go somewhere, they say it.
        texts: the targets as the plan writes them; these and the name say it where the values do not.
    """
    known = [value for value in values if value is not None]
    if known and known[0] != known[-1]:
        return known[0] > known[-1]
    return must_fall(" ".join((name, *texts)))


def aim_of(name: str, shares: Sequence[float | None]) -> Aim | None:
    """Return what an indicator aims at; None – something that results of schools do not show.

    «Доля школ, чья программа успешна» is about a group of schools, whose success results show by leaving the list; it
    must not fall from year to year. «Доля учеников, не преодолевших порог» is a share below the threshold.

    Args:
        name: the indicator's words.
        shares: its targets in the order of years, 0–1; None – not a number.
    """
    known = [share for share in shares if share is not None]
    if not known or not all(0 <= share <= 1 for share in known):
        return None
    if _PUPILS.search(name):
        return "pupils-below" if _BELOW.search(name) else None
    grows = all(before <= after for before, after in pairwise(known))
    return "schools-off-the-list" if grows and _SCHOOLS.search(name) and _OF_THE_LIST.search(name) else None


def schools_meant(turns: Sequence[tuple[Collection[int], float | None]]) -> int:
    """Return how many schools a group has whose targets name the schools whose turn it is; 0 – nobody is named.

    «33,3 % – these three» means nine schools, whether or not the later targets name the other six.

    Args:
        turns: schools named and share, 0–1, of each target in the order of years.
    """
    named: set[int] = set()
    meant = 0
    for schools, share in turns:
        named |= set(schools)
        if schools and share:
            meant = round(len(named) / share)
    return max(meant, len(named))
