"""Classical item statistics: shares, item–rest correlation, Cronbach's alpha (the same numbers as R's psych::alpha).

All of it follows from covariances of items with the total, which score groups hold when everybody answered everything.
With missing answers covariances are taken over the pupils who answered both items, counted by the engine as well.
"""

from dataclasses import dataclass
from itertools import combinations

import narwhals.stable.v2 as nw
import numpy as np

from opora.analysis.lazy import Lazy
from opora.analysis.rasch.conditional import Floats
from opora.analysis.rasch.score_groups import ScoreGroups

_FEWEST_ITEMS = 2

#: So many sums the engine is asked at once: the plan of a query of thousands takes longer than the counting.
_AT_ONCE = 200


@dataclass(frozen=True)
class Classical:
    """Classical statistics of a set of items.

    Attributes:
        share: mean score of each item as a share of its maximum; of an item of 0 and 1 the share of right answers.
        item_rest: correlation with the sum of the other items; NaN where an item does not vary.
        item_total: correlation with the sum of all items.
        alpha: Cronbach's alpha of the items that vary; NaN where fewer than two do.
        alpha_without: alpha of the set without each item.
    """

    share: Floats
    item_rest: Floats
    item_total: Floats
    alpha: float
    alpha_without: Floats


@dataclass(frozen=True)
class _Covariances:
    """Variance of each item, its covariance with the total, variance of the total."""

    own: Floats
    with_total: Floats
    total: float


def classical(groups: ScoreGroups, table: Lazy) -> Classical:
    """Return the classical statistics; the table is read again only where answers are missing."""
    covariances = _of_groups(groups) if groups.is_complete else _of_pairs(groups, table)
    categories = np.arange(groups.answers.shape[1])
    answered = groups.answers.sum(axis=1)
    mean = np.divide(groups.answers @ categories, answered, out=np.full(answered.size, np.nan), where=answered > 0)
    share = np.divide(mean, groups.maximum, out=np.zeros(answered.size), where=groups.maximum > 0)
    return Classical(share, *_statistics(covariances))


def _of_groups(groups: ScoreGroups) -> _Covariances:
    (booklet,) = groups.booklets
    n, scores = groups.pupils, np.arange(booklet.pupils.size)
    categories = np.arange(booklet.counts.shape[1])
    sums = booklet.counts.sum(axis=2) @ categories
    squares = booklet.counts.sum(axis=2) @ categories**2
    products = np.einsum("ikr,k,r->i", booklet.counts, categories, scores)
    total, total_squares = int(booklet.pupils @ scores), int(booklet.pupils @ scores**2)
    # whole numbers until the last division: nothing is lost to rounding
    own = (n * squares - sums**2) / (n * (n - 1.0)) if n > 1 else np.zeros(sums.size)
    with_total = (n * products - sums * total) / (n * (n - 1.0)) if n > 1 else np.zeros(sums.size)
    return _Covariances(own, with_total, (n * total_squares - total**2) / (n * (n - 1.0)) if n > 1 else 0.0)


def _of_pairs(groups: ScoreGroups, table: Lazy) -> _Covariances:
    """Return covariances over the pupils who answered both items.

    How many they are and what they earned the booklets tell; sums of products the engine adds up.
    """
    categories = np.arange(groups.answers.shape[1])
    pairs, sums = (np.zeros((len(groups.items), len(groups.items))) for _ in range(2))
    for booklet in groups.booklets:
        both = np.ix_(booklet.items, booklet.items)
        pairs[both] += booklet.pupils.sum()
        sums[both] += (booklet.counts.sum(axis=2) @ categories)[:, None]
    products = _products(table, groups.items) + np.diag(groups.answers @ categories**2)
    apart = products - sums * sums.T / np.maximum(pairs, 1)
    covariance = np.divide(apart, pairs - 1, out=np.full_like(apart, np.nan), where=pairs > 1)
    # items that do not vary are left out of the total; two items nobody answered both leave it unknown
    still = ~(np.diag(covariance) > 0)
    covariance[still] = covariance[:, still] = 0.0
    return _Covariances(np.diag(covariance).copy(), covariance.sum(axis=1), float(covariance.sum()))


def _products(table: Lazy, items: tuple[str, ...]) -> Floats:
    """Return Σ of products of each two different items over the pupils who answered both (items × items)."""
    earned = {f"x{place}": _points(item) for place, item in enumerate(items)}
    answers, found = table.select(**earned), np.zeros((len(items), len(items)))
    pairs = list(combinations(range(len(items)), 2))
    for some in (pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)):
        sums = (
            (nw.col(f"x{one}") * nw.col(f"x{other}")).sum().cast(nw.Int64()).alias(f"p{number}")
            for number, (one, other) in enumerate(some)
        )
        (row,) = answers.select(*sums).collect().to_arrow().to_pylist()
        for number, (one, other) in enumerate(some):
            found[one, other] = found[other, one] = row[f"p{number}"] or 0
    return found


def _points(item: str) -> nw.Expr:
    score = nw.col(item).cast(nw.Int64())
    return nw.when(score < 0).then(nw.lit(0)).otherwise(score)


def _statistics(c: _Covariances) -> tuple[Floats, Floats, float, Floats]:
    """Return item–rest and item–total correlations, alpha and alpha without each item."""
    varies = c.own > 0
    k = int(varies.sum())
    rest = c.total + c.own - 2 * c.with_total
    item_rest = _ratio(c.with_total - c.own, np.sqrt(c.own * np.maximum(rest, 0.0)))
    item_total = _ratio(c.with_total, np.sqrt(c.own * max(c.total, 0.0)))
    others = c.own.sum() - c.own
    without = np.where(varies, _alpha(k - 1, others, rest), _alpha(k, np.full(rest.size, c.own.sum()), rest))
    alpha = _alpha(k, np.array([c.own.sum()]), np.array([c.total]))
    return item_rest, item_total, float(alpha[0]), without


def _alpha(k: int, own: Floats, total: Floats) -> Floats:
    if k < _FEWEST_ITEMS:
        return np.full(total.size, np.nan)
    return k / (k - 1) * (1 - _ratio(own, total))


def _ratio(above: Floats, below: Floats) -> Floats:
    ratio: Floats = np.divide(above, below, out=np.full(above.size, np.nan), where=below > 0)
    return ratio
