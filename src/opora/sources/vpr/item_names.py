"""Names of items as headings write them: «1», «3.1», «1К1», «2,1», «4 (2б)» – and «3 января», Excel's idea of «3.1»."""

import re
from dataclasses import dataclass
from functools import lru_cache

_ITEM = re.compile(
    r"^(?:№\s*|задание\s*№?\s*)?(\d{1,3}(?:[.,_]\d{1,3}){0,2}\.?(?:\s?[КKкk]\d{1,2})?)\s*(?:\(\s*(\d{1,3})\s*б\.?\s*\))?$",
    re.IGNORECASE,
)
_AS_DAY = re.compile(r"^\d{4}-(\d\d)-(\d\d)(?: 00:00:00)?$")


@dataclass(frozen=True)
class ItemHeading:
    """An item as a heading names it, with its greatest score where the heading states it."""

    name: str
    max_score: int | None


@lru_cache(maxsize=4_096)
def item_heading(words: str) -> ItemHeading | None:
    """Return the item a heading names, or None where it names none."""
    found = _ITEM.match(_undated(words))
    return ItemHeading(item_name(found[1]), int(found[2]) if found[2] else None) if found else None


def item_name(words: str) -> str:
    """Return an item's number in one spelling: «1k1» → «1К1», «3,1» → «3.1»."""
    name = _undated(words).upper().replace(",", ".").replace("_", ".").replace("K", "К").replace(" ", "")
    return name.replace(".К", "К").rstrip(".")


def _undated(words: str) -> str:
    """Return the number that Excel took for a day of this year: 2025-01-03 was typed as «3.1»."""
    day = _AS_DAY.match(words)
    return f"{int(day[2])}.{int(day[1])}" if day else words
