"""What maps of items need of a table of results: for each group of pupils and item a handful of whole numbers."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from opora.analysis.lazy import Lazy

Counts = NDArray[np.int64]

#: What is counted of each item.
_KINDS = ("answered", "points", "squares", "full", "wrong", "not_started")


@dataclass(frozen=True)
class ItemCounts:
    """Groups of pupils by items.

    Attributes:
        groups: what each group is called.
        items: names of the items.
        maximum: most points of each item.
        pupils: pupils of each group.
        answered: pupils to whom the item was offered: all but those without data (groups × items).
        points: sum of their points.
        squares: sum of the squares of their points.
        full: how many earned all points.
        wrong: how many started and earned nothing.
        not_started: how many did not start.

    Where a report tells shares only, the last three are below 0: not known.
    """

    groups: tuple[tuple[Hashable, ...], ...]
    items: tuple[str, ...]
    maximum: Counts
    pupils: Counts
    answered: Counts
    points: Counts
    squares: Counts
    full: Counts
    wrong: Counts
    not_started: Counts

    @property
    def absent(self) -> Counts:
        """Pupils without data on the item: not offered, not taught, or not there (groups × items)."""
        return self.pupils[:, None] - self.answered

    @property
    def share(self) -> NDArray[np.float64]:
        """Earned share of the most points (groups × items), NaN where nobody was offered the item."""
        most = self.answered * self.maximum
        share: NDArray[np.float64] = np.full(most.shape, np.nan)
        np.divide(self.points, most, out=share, where=most > 0)
        return share


def item_counts(table: Lazy, items: Sequence[str], maximum: Sequence[int], keys: Sequence[str]) -> ItemCounts:
    """Count points by group and item. A score of −1 is an item not started, no score is no data.

    Args:
        table: one row per pupil.
        items: columns of scores.
        maximum: most points of each.
        keys: columns that name a group; with none, all pupils are one group.
    """
    made = table.select(
        *(nw.col(key).alias(f"key_{place}") for place, key in enumerate(keys)),
        *(nw.col(item).alias(f"item_{place}") for place, item in enumerate(items)),
        all=nw.lit(1),
    )
    sums = [one for place, most in enumerate(maximum) for one in _sums(place, most)]
    names = [f"key_{place}" for place in range(len(keys))] or ["all"]
    rows = made.group_by(*names).agg(nw.len().alias("pupils"), *sums).sort(*names).collect().to_arrow()
    groups = tuple(zip(*(rows[name].to_pylist() for name in names), strict=True)) if keys else ((),) * rows.num_rows
    of_items = [_counted(rows, place, most) for place, most in enumerate(maximum)]
    counted = {
        kind: np.array([one[kind] for one in of_items], dtype=np.int64).reshape(len(items), rows.num_rows).T
        for kind in _KINDS
    }
    pupils = rows["pupils"].to_numpy().astype(np.int64)
    return ItemCounts(groups, tuple(items), np.array(maximum, dtype=np.int64), pupils, **counted)


def _sums(place: int, most: int) -> list[nw.Expr]:
    """Return what the engine counts of an item; of an item of one point, a third of it tells the rest."""
    score = nw.col(f"item_{place}")
    # counting a condition's trues is twice as fast as summing it
    flags = {"full": score == most, "wrong": score == 0}
    counts = [nw.when(is_so).then(nw.lit(1)).count().alias(f"{kind}_{place}") for kind, is_so in flags.items()]
    answered = score.count().alias(f"answered_{place}")
    if most == 1:
        return [answered, *counts]
    points = nw.when(score > 0).then(score.cast(nw.Int64())).otherwise(nw.lit(0))
    return [
        answered,
        *counts,
        points.sum().cast(nw.Int64()).alias(f"points_{place}"),
        (points * points).sum().cast(nw.Int64()).alias(f"squares_{place}"),
        nw.when(score < 0).then(nw.lit(1)).count().alias(f"not_started_{place}"),
    ]


def _counted(rows: pa.Table, place: int, most: int) -> dict[str, Counts]:
    """Return every kind of count of an item, group by group."""
    asked = [kind for kind in _KINDS if f"{kind}_{place}" in rows.column_names]
    found = {kind: rows[f"{kind}_{place}"].to_numpy().astype(np.int64) for kind in asked}
    if most == 1:
        rest = found["answered"] - found["full"] - found["wrong"]
        found |= {"points": found["full"], "squares": found["full"], "not_started": rest}
    return found


def beside(one: ItemCounts, other: ItemCounts) -> ItemCounts:
    """Return the groups of both, of the same items."""
    both = {kind: np.vstack([getattr(one, kind), getattr(other, kind)]) for kind in _KINDS}
    pupils = np.concatenate([one.pupils, other.pupils])
    return ItemCounts((*one.groups, *other.groups), one.items, one.maximum, pupils, **both)


def summed_over(counts: ItemCounts, labels: Sequence[Hashable]) -> ItemCounts:
    """Return the counts of larger groups: all groups with one label together, labels in order of their spelling."""
    names = sorted(set(labels), key=str)
    places = {name: place for place, name in enumerate(names)}
    where = np.array([places[label] for label in labels], dtype=np.intp)

    def together(numbers: Counts) -> Counts:
        total = np.zeros((len(names), *numbers.shape[1:]), dtype=np.int64)
        np.add.at(total, where, numbers)
        return total

    return ItemCounts(
        tuple((name,) for name in names),
        counts.items,
        counts.maximum,
        together(counts.pupils),
        **{kind: together(getattr(counts, kind)) for kind in _KINDS},
    )
