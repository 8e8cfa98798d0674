"""Names of items as headings write them: «1», «3.1», «1К1», «2,1», «4 (2б)»."""

import re
from dataclasses import dataclass
from functools import lru_cache

_ITEM = re.compile(
    r"^(?:№\s*|задание\s*№?\s*)?(\d{1,3}(?:[.,_]\d{1,3}){0,2}\.?(?:\s?[КKкk]\d{1,2})?)\s*(?:\(\s*(\d{1,3})\s*б\.?\s*\))?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ItemHeading:
    """An item as a heading names it, with its greatest score where the heading states it."""

    name: str
    max_score: int | None


@lru_cache(maxsize=4_096)
def item_heading(words: str) -> ItemHeading | None:
    """Return the item a heading names, or None where it names none."""
    found = _ITEM.match(words)
    return ItemHeading(item_name(found[1]), int(found[2]) if found[2] else None) if found else None


def item_name(words: str) -> str:
    """Return an item's number in one spelling: «1k1» → «1К1», «3,1» → «3.1»."""
    name = words.upper().replace(",", ".").replace("_", ".").replace("K", "К").replace(" ", "")
    return name.replace(".К", "К").rstrip(".")
