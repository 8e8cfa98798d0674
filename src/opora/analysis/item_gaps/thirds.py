"""Items by the weak and the strong third of pupils: what a difficulty–discrimination plot shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw
import numpy as np

from opora.analysis.item_gaps.counts import item_counts
from opora.analysis.item_gaps.maps import FEWEST_PUPILS, Floats
from opora.analysis.lazy import Lazy

_THIRD = 1 / 3


@dataclass(frozen=True)
class Thirds:
    """Earned shares of the weak and the strong third.

    Attributes:
        weak_pupils: pupils of the weak third: of the lowest scores, as near to a third as whole scores allow.
        strong_pupils: pupils of the strong third.
        weak: earned share of each item by the weak third; NaN where it has fewer than 10 pupils.
        strong: by the strong third.
    """

    weak_pupils: int
    strong_pupils: int
    weak: Floats
    strong: Floats


def thirds(table: Lazy, items: Sequence[str], maximum: Sequence[int]) -> Thirds:
    """Return how the thirds do each item; a pupil's score is the sum of his items, what is missing earns nothing."""
    score = reduce(add, (_points(item) for item in items))
    scored = table.select(*items).with_columns(total_score=score)
    sizes = scored.group_by("total_score").agg(pupils=nw.len()).sort("total_score").collect().to_arrow()
    scores, pupils = sizes["total_score"].to_numpy(), sizes["pupils"].to_numpy()
    if not scores.size:
        nothing = np.full(len(items), np.nan)
        return Thirds(0, 0, nothing, nothing)
    below = np.cumsum(pupils) / pupils.sum()
    weakest = int(scores[np.argmin(np.abs(below - _THIRD))])
    above = np.cumsum(pupils[::-1])[::-1] / pupils.sum()
    strongest = max(int(scores[np.argmin(np.abs(above - _THIRD))]), weakest + 1)
    third = nw.when(nw.col("total_score") <= weakest).then(nw.lit(1)).otherwise(
        nw.when(nw.col("total_score") >= strongest).then(nw.lit(3)).otherwise(nw.lit(2))
    )  # fmt: skip
    counts = item_counts(scored.with_columns(score_third=third), items, maximum, ["score_third"])
    found = {int(str(group[0])): place for place, group in enumerate(counts.groups)}
    weak, strong = (_shares(counts.share, counts.pupils, found.get(one)) for one in (1, 3))
    return Thirds(weak[0], strong[0], weak[1], strong[1])


def _points(item: str) -> nw.Expr:
    return nw.when(nw.col(item) > 0).then(nw.col(item).cast(nw.Int64())).otherwise(nw.lit(0))


def _shares(share: Floats, pupils: np.ndarray, place: int | None) -> tuple[int, Floats]:
    if place is None or pupils[place] < FEWEST_PUPILS:
        return (0 if place is None else int(pupils[place])), np.full(share.shape[1], np.nan)
    return int(pupils[place]), share[place]
