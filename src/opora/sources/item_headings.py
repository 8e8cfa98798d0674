"""Items of a paper as a heading row names them: «1 (4б)», «2.1 (1б)», «1К1 (2б)»."""

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from opora.sources import cells
from opora.sources.block import Block
from opora.sources.cells import Cell

_ITEM = re.compile(r"^(\d+(?:[.,]\d+)*(?:[КK]\d+)?)\s*\((\d{1,3})\s*б\.?\)$", re.IGNORECASE)
_DIFFICULTIES = frozenset("БПВ")


class ItemHeadings:
    """The items of a paper as the heading row names them.

    Attributes:
        positions: column of each item, from 0.
        names: number of each item: 1, 2.1, 1К1.
        maxima: the most points each item gives.
        difficulties: Б, П or В of each item, None where the row above does not say.
        form: fingerprint of names and maxima; None where there are no items.
    """

    def __init__(self, texts: Sequence[str], above: Sequence[Cell]) -> None:
        named = [(position, _ITEM.match(words)) for position, words in enumerate(texts)]
        matched = [(position, match) for position, match in named if match]
        self.positions = [position for position, _ in matched]
        self.names = [match[1].replace(",", ".").upper().replace("K", "К") for _, match in matched]
        self.maxima = [int(match[2]) for _, match in matched]
        self.difficulties = [_difficulty(above, position) for position in self.positions]
        described = ";".join(f"{name}/{most}" for name, most in zip(self.names, self.maxima, strict=True))
        self.form = hashlib.blake2b(described.encode(), digest_size=4).hexdigest() if matched else None


def _difficulty(above: Sequence[Cell], position: int) -> str | None:
    word = cells.text(above[position]).upper().replace("B", "В") if position < len(above) else ""
    return word if word in _DIFFICULTIES else None


@lru_cache(maxsize=1_024)
def item_headings(texts: tuple[str, ...], above: tuple[Cell, ...] = ()) -> ItemHeadings:
    """Return the items a heading row names, with their difficulties from the row above it."""
    return ItemHeadings(texts, above)


@lru_cache(maxsize=16_384)
def is_item(words: str) -> bool:
    """Tell whether a heading is the number of an item with its maximum."""
    return _ITEM.match(words) is not None


def item_scores(block: Block, position: int, most: int) -> list[int | None]:
    """Return the scores of one item; one above the item's maximum is a problem."""
    scores = block.read_at(position, cells.item_score, "score-unknown")
    if max(filter(None, scores), default=0) > most:
        for index in (index for index, score in enumerate(scores) if score is not None and score > most):
            block.report("score-above-maximum", index, position, expected=f"не больше {most}")
    return scores
