"""What Rasch models need of a table of answers: for each raw score, how many pupils chose each category of each item.

Pupils who answered the same items form a booklet. Everything after this table is arithmetic on a few hundred numbers,
however many pupils there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy

Counts = NDArray[np.int64]

_BITS = 50  # items whose absence one whole number tells


@dataclass(frozen=True)
class Booklet:
    """Pupils who answered the same items.

    Attributes:
        items: places of the items they answered.
        counts: pupils by item, category and raw score (items × categories × scores).
        shift: points left out of the raw score: what everybody who tells items apart has.
    """

    items: Counts
    counts: Counts
    shift: int = 0

    @property
    def pupils(self) -> Counts:
        """Pupils by raw score."""
        found: Counts = self.counts[0].sum(axis=0)
        return found


@dataclass(frozen=True)
class ScoreGroups:
    """Answers summed up.

    Attributes:
        items: names of the items.
        maximum: highest score of each item that anybody has.
        booklets: one for each set of items that pupils answered.
        pupils: pupils with at least one answer.
        silent: rows without any answer.
    """

    items: tuple[str, ...]
    maximum: Counts
    booklets: tuple[Booklet, ...]
    pupils: int
    silent: int

    @property
    def is_complete(self) -> bool:
        """Whether everybody answered every item."""
        return len(self.booklets) == 1 and self.booklets[0].items.size == len(self.items)

    @property
    def answers(self) -> Counts:
        """Pupils by item and category, all booklets together."""
        total = np.zeros((len(self.items), int(self.maximum.max(initial=0)) + 1), dtype=np.int64)
        for booklet in self.booklets:
            total[booklet.items] += booklet.counts.sum(axis=2)
        return total


def score_groups(table: Lazy, items: Sequence[str]) -> ScoreGroups:
    """Count answers by raw score. An answer is a whole number from 0; −1 – not started – earns nothing and counts as 0.

    A missing answer is an item that was not in the pupil's booklet. Two queries: the highest scores, then the counts.
    """
    highest = table.select(*(nw.col(item).max().alias(item) for item in items)).collect().to_arrow().to_pylist()
    maximum = np.array([max(int((highest[0] if highest else {})[item] or 0), 0) for item in items], dtype=np.int64)
    rows = _grouped(table, items, maximum).collect().to_arrow().to_pylist()
    answered = [row for row in rows if _items_of(row, len(items)).size]
    booklets = _booklets(answered, maximum)
    silent = sum(row["pupils"] for row in rows) - sum(row["pupils"] for row in answered)
    return ScoreGroups(tuple(items), maximum, booklets, sum(row["pupils"] for row in answered), silent)


def _grouped(table: Lazy, items: Sequence[str], maximum: Counts) -> Lazy:
    """Return one row per booklet and raw score: pupils, and for each item and category above 0 how many chose it."""
    keys = [f"absent_{word}" for word in range(_words(len(items)))]
    earned = {
        item: nw.when(nw.col(item) > 0).then(nw.col(item).cast(nw.Int64())).otherwise(nw.lit(0)) for item in items
    }
    score = reduce(add, earned.values())
    # names of the table's own columns could be anything, so the columns made here are the only ones kept
    chosen = {
        f"{place}:{category}": nw.when(nw.col(item) == category).then(nw.lit(1)).otherwise(nw.lit(0))
        for place, item in enumerate(items)
        for category in range(1, int(maximum[place]) + 1)
    }
    made = table.select(score=score, **{key: _absent(items, word) for word, key in enumerate(keys)}, **chosen)
    sums = [nw.col(name).sum().cast(nw.Int64()).alias(name) for name in chosen]
    return made.group_by("score", *keys).agg(nw.len().alias("pupils"), *sums)


def _words(items: int) -> int:
    return -(-items // _BITS)


def _absent(items: Sequence[str], word: int) -> nw.Expr:
    """Return a whole number whose bits say which of fifty items a pupil has no answer to."""
    mine = items[word * _BITS : (word + 1) * _BITS]
    bits = (nw.when(nw.col(item).is_null()).then(nw.lit(2**bit)).otherwise(nw.lit(0)) for bit, item in enumerate(mine))
    return reduce(add, (bit.cast(nw.Int64()) for bit in bits))


def _items_of(row: dict[str, Any], items: int) -> Counts:
    return np.array(
        [place for place in range(items) if not row[f"absent_{place // _BITS}"] >> place % _BITS & 1], dtype=np.int64
    )


def _booklets(rows: list[dict[str, Any]], maximum: Counts) -> tuple[Booklet, ...]:
    found: dict[tuple[int, ...], Booklet] = {}
    categories = int(maximum.max(initial=0)) + 1
    for row in sorted(rows, key=lambda row: row["score"]):
        items = _items_of(row, maximum.size)
        empty = np.zeros((items.size, categories, int(maximum[items].sum()) + 1), dtype=np.int64)
        booklet = found.setdefault(tuple(items.tolist()), Booklet(items, empty))
        for place, item in enumerate(items):
            above = np.array([row[f"{item}:{one}"] for one in range(1, int(maximum[item]) + 1)], dtype=np.int64)
            booklet.counts[place, 1 : above.size + 1, row["score"]] += above
            booklet.counts[place, 0, row["score"]] += row["pupils"] - above.sum()
    return tuple(found[key] for key in sorted(found))
