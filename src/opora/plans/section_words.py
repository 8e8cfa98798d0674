"""Sections of words above a plan's table, known by their titles: «Цель», «Риски и как их снизить»."""

import re
from collections.abc import Sequence

from opora.tables.plan import Place, Section
from opora.vocabulary.spelling import plain

#: Sections of words stand outside the tables, which are counted from 1.
ABOVE_TABLES = 0
_NUMBER_OR_SIGN = re.compile(r"^(?:раздел\s+)?(?:\d{1,2}(?:\.\d{1,2})*|[ivxх]{1,5})[.)]\s*|[\s.:]+$", re.IGNORECASE)


def sections_of_words(lines: Sequence[str], titles: Sequence[str]) -> tuple[list[str], tuple[Section, ...]]:
    """Return the lines that stand in no such section, and the sections whose titles were found, with their words.

    A section goes on to the next title that is known, or to the table. Its row is its line, counted from 1.

    Args:
        lines: lines above the table of measures.
        titles: titles to look for; numbers before them, case and a colon after them do not count.
    """
    known = {_comparable(title): title for title in titles}
    outside: list[str] = []
    found: dict[str, tuple[int, list[str]]] = {}
    current = outside
    for row, line in enumerate((part for one in lines for part in one.split("\n")), start=1):
        title = known.get(_comparable(line))
        if title is None or title in found:
            current.append(line)
        else:
            current = []
            found[title] = (row, current)
    sections = tuple(
        Section(title=title, measures=0, place=Place(table=ABOVE_TABLES, row=row), text="\n".join(words).strip())
        for title, (row, words) in found.items()
    )
    return outside, sections


def _comparable(line: str) -> str:
    return plain(_NUMBER_OR_SIGN.sub("", line))
