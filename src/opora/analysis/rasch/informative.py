"""What of the answers says anything about items: pupils with no or all points, and items all answered alike, do not.

Leaving an item out moves scores, which may bring new pupils to no or all points, so it is done until nothing moves.
"""

from dataclasses import dataclass, replace

import numpy as np

from opora.analysis.rasch.score_groups import Booklet, Counts, ScoreGroups


@dataclass(frozen=True)
class Informative:
    """Booklets without what says nothing.

    Attributes:
        booklets: only items and pupils that tell items apart; categories counted from the lowest anybody has.
        lowest: the lowest category of each item; categories are counted from it.
        highest: the highest category of each item, counted from the lowest; 0 – all answered alike.
    """

    booklets: tuple[Booklet, ...]
    lowest: Counts
    highest: Counts


def informative(groups: ScoreGroups) -> Informative:
    """Return what tells items apart."""
    found = Informative(groups.booklets, np.zeros_like(groups.maximum), groups.maximum)
    while True:
        inner = tuple(_inner(booklet, found.highest) for booklet in found.booklets)
        used = _used(inner, found.highest)
        low, high = _ends(used)
        if not low.any() and (high == found.highest).all():
            return replace(found, booklets=tuple(one for one in inner if one.items.size and one.counts.any()))
        moved = tuple(_moved(booklet, low, high) for booklet in inner)
        found = Informative(moved, found.lowest + low, high - low)


def _inner(booklet: Booklet, highest: Counts) -> Booklet:
    """Return the booklet without pupils who have no or all points."""
    counts = booklet.counts.copy()
    top = int(highest[booklet.items].sum())
    counts[:, :, 0] = 0
    counts[:, :, top:] = 0
    return replace(booklet, counts=counts)


def _used(booklets: tuple[Booklet, ...], highest: Counts) -> Counts:
    total = np.zeros((highest.size, int(highest.max(initial=0)) + 1), dtype=np.int64)
    for booklet in booklets:
        width = min(total.shape[1], booklet.counts.shape[1])
        total[booklet.items, :width] += booklet.counts.sum(axis=2)[:, :width]
    return total


def _ends(used: Counts) -> tuple[Counts, Counts]:
    """Return the lowest and the highest used category of each item; 0 and 0 where none is."""
    is_used = used > 0
    low = np.where(is_used.any(axis=1), is_used.argmax(axis=1), 0)
    high = np.where(is_used.any(axis=1), used.shape[1] - 1 - is_used[:, ::-1].argmax(axis=1), 0)
    return low, high


def _moved(booklet: Booklet, low: Counts, high: Counts) -> Booklet:
    """Return the booklet counted from the lowest used categories, without items answered alike."""
    shift = int(low[booklet.items].sum())
    kept = [place for place, item in enumerate(booklet.items) if high[item] > low[item]]
    items = booklet.items[kept]
    size = int((high - low)[items].sum()) + 1
    width = int((high - low).max(initial=0)) + 1
    counts = np.zeros((len(kept), width, size), dtype=np.int64)
    for new, old in enumerate(kept):
        item = booklet.items[old]
        source = booklet.counts[old, low[item] : high[item] + 1, shift : shift + size]
        counts[new, : source.shape[0], : source.shape[1]] = source
    return Booklet(items, counts, booklet.shift + shift)
