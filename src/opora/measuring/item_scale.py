"""Items on one scale: difficulties or thresholds, fit, classical statistics, from any table of answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.analysis.rasch import (
    Calibration,
    Classical,
    CurvePoint,
    ItemFit,
    ScoreGroups,
    abilities,
    calibrated,
    classical,
    item_fits,
    score_groups,
)
from opora.measuring.answered_items import AnsweredItems
from opora.measuring.told import number, numbers
from opora.vocabulary.refusal import AnalysisRefusedError

Model = Literal["rasch", "pcm"]

#: Fewer answers than this say too little of items to be shown.
FEWEST_PUPILS = 10

_FEWEST_ITEMS = 2


class Item(BaseModel):
    """One item. What could not be estimated is null, and `state` says why.

    Attributes:
        item: name.
        difficulty: on a scale where difficulties (thresholds) sum to zero.
        se: standard error under that constraint.
        thresholds: of the partial-credit model; null where a category was chosen by nobody.
        threshold_se: their standard errors.
        p: mean score as a share of the maximum.
        item_rest_r: correlation with the sum of the other items.
        item_total_r: correlation with the sum of all items.
        alpha_if_dropped: alpha without the item.
        infit: weighted mean square by score groups.
        infit_z: its distance from 1 in standard errors.
        state: estimated, nobody-earned, everybody-earned, or same-for-all-who-differ.
    """

    model_config = ConfigDict(frozen=True)

    item: str
    difficulty: float | None
    se: float | None
    thresholds: list[float | None] | None = None
    threshold_se: list[float | None] | None = None
    p: float | None
    item_rest_r: float | None
    item_total_r: float | None
    alpha_if_dropped: float | None
    infit: float | None
    infit_z: float | None
    state: str


class PersonScore(BaseModel):
    """The ability that one raw score stands for."""

    model_config = ConfigDict(frozen=True)

    score: int
    likeliest: float | None
    weighted: float
    se: float


class Point(BaseModel):
    """What pupils with one raw score earned in an item, and what the model expects; groups under 5 are not shown."""

    model_config = ConfigDict(frozen=True)

    booklet: int
    item: str
    score: int
    pupils: int
    observed: float
    expected: float


class ItemScale(BaseModel):
    """The answer: `n` pupils, the items, alpha, the conditional log-likelihood; thresholds of `pcm` by item too."""

    model_config = ConfigDict(frozen=True)

    model: Model
    n: int
    informative: int
    booklets: int
    loglik: float
    alpha: float | None
    items: list[Item]
    thresholds: dict[str, list[float | None] | None] | None
    persons: list[PersonScore]
    curves: list[Point]
    notes: list[str]


def item_scale(answered: AnsweredItems, model: Model) -> ItemScale:
    """Calibrate the items of a paper or of somebody's table.

    Raises:
        AnalysisRefusedError: items or pupils are too few, or a model of 0 and 1 is asked of more.
    """
    _require_items(answered)
    # columns keep names of their own: «8.1» is a name for people, not for every engine
    counted = score_groups(answered.rows, answered.columns)
    groups = replace(counted, items=tuple(one.name for one in answered.items))
    if groups.pupils < FEWEST_PUPILS:
        raise AnalysisRefusedError(f"Учеников с ответами {groups.pupils}, для разбора заданий нужно {FEWEST_PUPILS}.")
    if model == "rasch":
        _require_two_categories(groups)
    scale = calibrated(groups)
    fits, points = item_fits(scale)
    statistics = classical(counted, answered.rows)
    parts = _Parts(groups, scale, statistics, model, {fit.item: fit for fit in fits})
    told = [parts.item(place) for place in range(len(groups.items))]
    return ItemScale(
        model=model,
        n=groups.pupils,
        informative=scale.informative_pupils,
        booklets=len(groups.booklets),
        loglik=scale.log_likelihood,
        alpha=number(parts.statistics.alpha),
        items=told,
        thresholds={one.item: one.thresholds for one in told} if model == "pcm" else None,
        persons=[
            PersonScore(score=one.score, likeliest=one.likeliest, weighted=one.weighted, se=one.error)
            for one in abilities(scale)
        ],
        curves=[_point(point, groups.items) for point in points],
        notes=_notes(groups, scale),
    )


def _point(point: CurvePoint, items: Sequence[str]) -> Point:
    return Point(
        booklet=point.booklet,
        item=items[point.item],
        score=point.score,
        pupils=point.pupils,
        observed=point.observed,
        expected=point.expected,
    )


def scale_table(answer: ItemScale) -> pa.Table:
    """Return the items as a table; thresholds stand in columns threshold_1, threshold_2 and so on."""
    rows = []
    for item in answer.items:
        row = item.model_dump(exclude={"thresholds", "threshold_se"})
        for name, values in (("threshold", item.thresholds), ("threshold_se", item.threshold_se)):
            row |= {f"{name}_{place}": value for place, value in enumerate(values or [], start=1)}
        rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    words = {"item", "state"}
    schema = pa.schema([(name, pa.string() if name in words else pa.float64()) for name in names])
    return pa.Table.from_pylist(rows, schema=schema)


def _require_items(answered: AnsweredItems) -> None:
    if len(answered.items) < _FEWEST_ITEMS:
        raise AnalysisRefusedError(f"Заданий названо {len(answered.items)}, ожидаются хотя бы {_FEWEST_ITEMS}.")


def _require_two_categories(groups: ScoreGroups) -> None:
    more = [item for item, top in zip(groups.items, groups.maximum, strict=True) if top > 1]
    if more:
        raise AnalysisRefusedError(
            f"В задании «{more[0]}» баллов больше одного, а модели Раша нужны 0 и 1. Возьмите --model pcm."
        )


@dataclass(frozen=True)
class _Parts:
    groups: ScoreGroups
    scale: Calibration
    statistics: Classical
    model: Model
    fits: dict[int, ItemFit]

    def item(self, place: int) -> Item:
        thresholds, errors = self.scale.thresholds[place], self.scale.errors[place]
        is_stepped = self.model == "pcm" and thresholds is not None
        statistics = self.statistics
        return Item(
            item=self.groups.items[place],
            difficulty=self.scale.difficulty[place],
            se=number(self.scale.difficulty_error[place]),
            thresholds=numbers(thresholds) if is_stepped and thresholds is not None else None,
            threshold_se=numbers(errors) if is_stepped and errors is not None else None,
            p=number(statistics.share[place]),
            item_rest_r=number(statistics.item_rest[place]),
            item_total_r=number(statistics.item_total[place]),
            alpha_if_dropped=number(statistics.alpha_without[place]),
            infit=number(self.fits[place].infit) if place in self.fits else None,
            infit_z=number(self.fits[place].z) if place in self.fits else None,
            state=self._state(place),
        )

    def _state(self, place: int) -> str:
        if self.scale.thresholds[place] is not None:
            return "estimated"
        answers = self.groups.answers[place]
        if not answers[1:].any():
            return "nobody-earned"
        return "everybody-earned" if not answers[:-1].any() else "same-for-all-who-differ"


def _notes(groups: ScoreGroups, scale: Calibration) -> list[str]:
    notes = []
    left = [name for name, one in zip(groups.items, scale.thresholds, strict=True) if one is None]
    if not scale.informative_pupils:
        notes.append("Трудность не оценить: никто не решил одни задания и не решил другие.")
    elif left:
        notes.append(
            f"Трудность не оценить: {', '.join(left)} – все, кого задания различают, ответили на них одинаково."
        )
    empty = [
        name
        for name, one in zip(groups.items, scale.thresholds, strict=True)
        if one is not None and bool(np.isnan(one).any())
    ]
    if empty:
        notes.append(f"Часть порогов не оценить: {', '.join(empty)} – есть балл, которого не получил никто.")
    if not scale.is_connected and scale.groups:
        notes.append(
            "Задания не встают на одну шкалу: варианты не связаны общими заданиями или решившие одни решили и другие. "
            "Трудности из разных частей сравнивать нельзя."
        )
    if groups.silent:
        notes.append(f"Строк без единого ответа: {groups.silent}; они не учтены.")
    return notes
