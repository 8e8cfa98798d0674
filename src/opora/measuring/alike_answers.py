"""Answers too alike inside a class, school by school: counts pick the classes, pairs are looked at only inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from opora.analysis.lazy import Lazy
from opora.analysis.objectivity import AnswerChances, alike_answers
from opora.analysis.objectivity.empirical_null import upper_chances

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Smaller classes hold too few pairs, larger groups are no classes: neither is looked at.
FEWEST_IN_CLASS, MOST_IN_CLASS = 10, 150
_MOST_LOOKED_AT = 400  # of a country, too: pairs take time
_LOOKED_AT = 0.25  # of the classes: those whose answers differ most from those of pupils of the same scores
_WIDTH = 1.0  # points: neighbouring scores lend each other their answers
_BORROWED = 0.5


@dataclass(frozen=True)
class _Groups:
    """Counts of classes: names, and pupils by class, raw score, item and answer.

    An answer is numbered by its points plus one; 0 – not started.
    """

    names: list[tuple[str, str]]
    pupils: Counts
    answered: Counts

    @property
    def chances(self) -> AnswerChances:
        """What pupils of each score answer, neighbouring scores smoothed."""
        scores = np.arange(self.pupils.shape[1])
        near = np.exp(-(((scores[:, None] - scores[None, :]) / _WIDTH) ** 2) / 2)
        seen = np.einsum("ts,sic->tic", near, self.answered.sum(axis=0))
        is_answer = self.answered.any(axis=(0, 1))
        lent = seen + _BORROWED * is_answer
        points = np.maximum(np.arange(seen.shape[2]) - 1, 0)
        return AnswerChances(lent / lent.sum(axis=2, keepdims=True), np.tile(points, (seen.shape[1], 1)))


def alike_by_school(rows: Lazy, items: Sequence[str], schools: Sequence[str], seed: int) -> Floats:
    """Return the chance of answers so alike in the most unusual class of each school, were each pupil alone.

    Only pupils with every item count. Classes are picked by counts of answers alone; a class not picked shows nothing
    (1.0); NaN where a school has no class of 10–150 pupils, and everywhere without items. How far ordinary classes go
    is taken from the classes themselves where there are enough (empirical null); several classes of a school are
    corrected for their number.
    """
    found = np.full(len(schools), np.nan)
    if not items:
        return found
    named = _named(rows, items)
    groups = _counted(named, items)
    sizes = groups.pupils.sum(axis=1)
    looked = (sizes >= FEWEST_IN_CLASS) & (sizes <= MOST_IN_CLASS)
    if not looked.any():
        return found
    chances = np.where(looked, 1.0, np.nan)
    picked = _picked(groups, looked)
    chances[picked] = _of_pairs(named, items, groups, picked, np.random.default_rng(seed))
    place = {school: here for here, school in enumerate(schools)}
    for school in {name[0] for name in groups.names} & place.keys():
        mine = chances[[name[0] == school for name in groups.names]]
        told = mine[~np.isnan(mine)]
        if told.size:
            found[place[school]] = min(1.0, float(told.min()) * told.size)
    return found


def _named(rows: Lazy, items: Sequence[str]) -> Lazy:
    """Return school, class and the number of each answer, of pupils with all items; a school without classes is one."""
    has_class = "class_name" in rows.collect_schema().names()
    class_name = nw.coalesce(nw.col("class_name").cast(nw.String()), nw.lit("")) if has_class else nw.lit("")
    whole = rows.filter(~nw.col("school").is_null(), *(~nw.col(item).is_null() for item in items))
    answers = {
        f"a{place}": nw.when(nw.col(item) < 0).then(0).otherwise(nw.col(item) + 1).cast(nw.Int64())
        for place, item in enumerate(items)
    }
    return whole.select("school", class_name=class_name, **answers)


def _counted(named: Lazy, items: Sequence[str]) -> _Groups:
    columns = [f"a{place}" for place in range(len(items))]
    (most,) = named.select(*(nw.col(one).max() for one in columns)).collect().to_arrow().to_pylist()
    width = max((int(value) for value in most.values() if value is not None), default=0) + 1
    points = [nw.when(nw.col(one) > 1).then(nw.col(one) - 1).otherwise(0) for one in columns]
    chosen = {
        f"{one}:{answer}": nw.when(nw.col(one) == answer).then(1).otherwise(0)
        for one in columns
        for answer in range(int(most[one] or 0) + 1)
    }
    made = named.select("school", "class_name", total=reduce(add, points), **chosen)
    sums = [nw.col(name).sum().cast(nw.Int64()).alias(name) for name in chosen]
    table = made.group_by("school", "class_name", "total").agg(nw.len().alias("pupils"), *sums).collect().to_arrow()
    names = list(zip(table["school"].to_pylist(), table["class_name"].to_pylist(), strict=True))
    known = sorted(set(names))
    place = {name: here for here, name in enumerate(known)}
    where = np.array([place[name] for name in names], dtype=np.intp)
    total = table["total"].to_numpy().astype(np.int64)
    scores = int(total.max(initial=0)) + 1
    pupils = np.zeros((len(known), scores), dtype=np.int64)
    answered = np.zeros((len(known), scores, len(columns), width), dtype=np.int64)
    pupils[where, total] = table["pupils"].to_numpy()
    for name in chosen:
        item, answer = name[1:].split(":")
        answered[where, total, int(item), int(answer)] = table[name].to_numpy()
    return _Groups(known, pupils, answered)


def _picked(groups: _Groups, looked: NDArray[np.bool_]) -> Counts:
    """Return the classes whose answers differ most from those expected at their scores."""
    chances = groups.chances.by_score
    seen = groups.answered.sum(axis=1)
    expected = np.einsum("gt,tic->gic", groups.pupils, chances)
    variance = np.einsum("gt,tic->gic", groups.pupils, chances * (1 - chances))
    unusual = ((seen - expected) ** 2).sum(axis=(1, 2)) / np.maximum(variance.sum(axis=(1, 2)), 1e-9)
    wanted = min(_MOST_LOOKED_AT, max(1, int(_LOOKED_AT * looked.sum())))
    order = np.argsort(np.where(looked, -unusual, np.inf), kind="stable")
    return np.sort(order[:wanted])


def _of_pairs(
    named: Lazy, items: Sequence[str], groups: _Groups, picked: Counts, chance: np.random.Generator
) -> Floats:
    """Return the chance of pairs so alike in each picked class; only their pupils are read."""
    known = groups.chances
    schools = sorted({groups.names[place][0] for place in picked})
    columns = [f"a{place}" for place in range(len(items))]
    # the order of rows is the engine's own: answers are sorted, so that one seed gives one answer
    rows = named.filter(nw.col("school").is_in(schools)).sort("school", "class_name", *columns).collect().to_arrow()
    names = list(zip(rows["school"].to_pylist(), rows["class_name"].to_pylist(), strict=True))
    answers = np.column_stack([rows[one].to_numpy() for one in columns]).astype(np.int64)
    members: dict[tuple[str, str], list[int]] = {}
    for row, name in enumerate(names):
        members.setdefault(name, []).append(row)
    told = np.array([alike_answers(answers[members[groups.names[place]]], known, chance) for place in picked])
    return upper_chances(ndtri(1 - np.clip(told, 1e-12, 1 - 1e-12)))
