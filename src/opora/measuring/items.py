"""Maps of items and gaps of schools, classes and pupils: from rows of answers to what is told."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa

from opora.analysis.item_gaps import (
    FEWEST_PUPILS,
    Gaps,
    ItemCounts,
    beside,
    gaps,
    item_counts,
    item_map,
    shown_together,
    summed_over,
    thirds,
)
from opora.measuring.answered_items import AnsweredItems, Known, NoItemScoresError, items_of_release, with_skills
from opora.measuring.ready_made_items import ReadyMadeItems, ready_made_items
from opora.measuring.told import number
from opora.store import Release
from opora.tables.item_answers import DiscriminationPoint, ItemRow, ItemsAnswer, PupilItem
from opora.vocabulary.availability import Availability
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, perhaps

#: From which share an item counts as mastered, and how far from it nothing is said: basic items, harder ones.
_SUFFICIENT = {"Б": (0.60, 0.03), "П": (0.30, 0.015), "В": (0.30, 0.015)}

_SIGNIFICANT = 0.05

_READY_MADE = (
    "Баллов учеников за задания нет; карта – по отчёту «Выполнение заданий». Он не говорит, кто ошибся, а кто не "
    "приступал, и не показывает разброс: погрешность заданий дороже балла взята с запасом."
)


@dataclass(frozen=True)
class Asked:
    """Whose items are asked about; None – everybody's."""

    school: str | None = None
    class_name: str | None = None
    pupil: str | None = None
    similar: tuple[str, ...] = ()


def items_answer(answered: AnsweredItems, asked: Asked) -> ItemsAnswer:
    """Return the map of items for all, municipalities, schools and, of a school asked about, its classes.

    Raises:
        AnalysisRefusedError: the school, class or pupil is not among the rows, or fewer than 10 pupils wrote the paper.
    """
    full = with_skills(answered)
    columns, most = full.columns, [one.maximum for one in full.items]
    schools = item_counts(full.rows, columns, most, ["municipality", "school"])
    pupils = int(schools.pupils.sum())
    if pupils < FEWEST_PUPILS:
        raise AnalysisRefusedError(f"{answered.title}: учеников {pupils}, для разбора заданий нужно {FEWEST_PUPILS}.")
    _require_school(schools, asked)
    levels = _Levels.of(schools)
    rows = [*levels.rows(full.items)]
    if asked.school is not None:
        rows = [row for row in rows if row.area_level != "school" or row.school == asked.school]
        rows += _class_rows(full, levels, asked)
        rows += _similar_rows(full.items, schools, asked)
    halves = thirds(full.rows, answered.columns, [one.maximum for one in answered.items])
    return ItemsAnswer(
        title=answered.title,
        pupils=pupils,
        schools=max(sum(school is not None for _, school in schools.groups), 1),
        rows=rows,
        thirds=[
            DiscriminationPoint(item=one.name, weak=number(weak), strong=number(strong))
            for one, weak, strong in zip(answered.items, halves.weak, halves.strong, strict=True)
        ],
        weak_pupils=halves.weak_pupils,
        strong_pupils=halves.strong_pupils,
        pupil=_pupil_items(full, levels, asked) if asked.pupil is not None else [],
        notes=list(answered.notes),
    )


def items_of_paper(release: Release, paper: Paper, asked: Asked) -> ItemsAnswer:
    """Return the map of a paper of a release: from pupils' scores, else from the report of shares by schools.

    Raises:
        AnalysisRefusedError: the release holds neither, or what is asked about is not there.
    """
    try:
        answered = items_of_release(release, paper)
    except NoItemScoresError:
        ready = ready_made_items(release, paper)
        if ready is None:
            raise
        return _ready_made_answer(ready, asked)
    return items_answer(answered, asked)


def _ready_made_answer(ready: ReadyMadeItems, asked: Asked) -> ItemsAnswer:
    if asked.class_name is not None or asked.pupil is not None:
        raise AnalysisRefusedError(f"{ready.title}: отчёт говорит о школах; класса и участника в нём нет.")
    _require_school(ready.schools, asked)
    rows = _Levels.of(ready.schools).rows(ready.items)
    if asked.school is not None:
        rows = [row for row in rows if row.area_level != "school" or row.school == asked.school]
        rows += _similar_rows(ready.items, ready.schools, asked)
    return ItemsAnswer(
        title=ready.title,
        pupils=int(ready.schools.pupils.sum()),
        schools=len(ready.schools.groups),
        rows=rows,
        thirds=[],
        weak_pupils=0,
        strong_pupils=0,
        pupil=[],
        notes=[_READY_MADE],
    )


def items_table(answer: ItemsAnswer) -> pa.Table:
    """Return the rows as a table: one group of pupils and one item or skill."""
    kinds = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    fields = []
    for name, about in ItemRow.model_fields.items():
        (kind,) = [one for one in kinds if one is about.annotation or one in getattr(about.annotation, "__args__", ())]
        fields.append((name, kinds[kind]))
    return pa.Table.from_pylist([row.model_dump() for row in answer.rows], schema=pa.schema(fields))


@dataclass(frozen=True)
class _Levels:
    """Counts of schools, of municipalities and of all, and of whom each school is compared with."""

    schools: ItemCounts
    municipalities: ItemCounts
    everybody: ItemCounts

    @staticmethod
    def of(schools: ItemCounts) -> "_Levels":
        labels = [str(group[0]) if group[0] is not None else "" for group in schools.groups]
        return _Levels(schools, summed_over(schools, labels), summed_over(schools, [""] * len(labels)))

    @property
    def comparison(self) -> ItemCounts:
        """Municipalities and, after them, everybody."""
        return beside(self.municipalities, self.everybody)

    def compared_with(self, counts: ItemCounts, municipality: Sequence[Hashable]) -> np.ndarray:
        """Return the place of whom each group is compared with: its municipality, where others remain in it."""
        places = {group[0]: place for place, group in enumerate(self.municipalities.groups)}
        found = []
        for group, one in enumerate(municipality):
            place = places[str(one) if one is not None else ""]
            rest = self.municipalities.pupils[place] - counts.pupils[group]
            is_enough = one is not None and rest >= FEWEST_PUPILS
            found.append(place if is_enough else len(self.municipalities.groups))
        return np.array(found, dtype=np.intp)

    def rows(self, items: Sequence[Known]) -> list[ItemRow]:
        last = len(self.municipalities.groups)
        rows = _rows(_Group("all", self.everybody, [{}]), items, None, [])
        if last > 1:
            whole = np.full(last, last, dtype=np.intp)
            told = [{"municipality": group[0] or None} for group in self.municipalities.groups]
            found = gaps(self.municipalities, self.comparison, whole)
            rows += _rows(_Group("municipality", self.municipalities, told), items, found, ["all"] * last)
        place = self.compared_with(self.schools, [group[0] for group in self.schools.groups])
        told = [{"municipality": group[0], "school": group[1]} for group in self.schools.groups]
        found = gaps(self.schools, self.comparison, place)
        return rows + _rows(_Group("school", self.schools, told), items, found, self.names(place))

    def names(self, place: np.ndarray) -> list[str]:
        return ["municipality" if one < len(self.municipalities.groups) else "all" for one in place]


@dataclass(frozen=True)
class _Group:
    """Counts of one level with what names each group."""

    area_level: str
    counts: ItemCounts
    told: Sequence[dict[str, Any]]


def _rows(group: _Group, items: Sequence[Known], found: Gaps | None, compared: Sequence[str]) -> list[ItemRow]:
    counts, shares = group.counts, item_map(group.counts)
    rows = []
    for place, told in enumerate(group.told):
        for item, known in enumerate(items):
            about = _state(counts, place, item) | {
                "share": number(shares.share[place, item]),
                "se": number(shares.error[place, item]),
                "low": number(shares.low[place, item]),
                "high": number(shares.high[place, item]),
            }
            if found is not None:
                about |= _gap(found, place, item) | {"compared_with": compared[place]}
            about["level"] = _level(about["share"], known.difficulty)
            rows.append(
                ItemRow(
                    area_level=group.area_level, kind=known.kind, item=known.name, max_score=known.maximum,
                    difficulty=known.difficulty, skill=known.skill, **told, **about,
                )
            )  # fmt: skip
    return rows


def _state(counts: ItemCounts, place: int, item: int) -> dict[str, Any]:
    """Return how many earned something, nothing, did not start, have no data; small numbers are hidden together."""
    answered = int(counts.answered[place, item])
    wrong, not_started = int(counts.wrong[place, item]), int(counts.not_started[place, item])
    parts = np.array([answered - wrong - not_started, wrong, not_started, int(counts.absent[place, item])])
    is_told = answered >= FEWEST_PUPILS
    has_parts = is_told and wrong >= 0
    earned, wrong_told, not_started_told, absent = shown_together(parts) if has_parts else [None] * 4
    return {
        "pupils": answered if is_told else None,
        "earned": earned,
        "wrong": wrong_told,
        "not_started": not_started_told,
        "absent": absent,
        "availability": Availability.MEASURED if is_told else Availability.TOO_FEW,
    }


def _gap(found: Gaps, place: int, item: int) -> dict[str, Any]:
    difference, q = found.difference[place, item], found.q[place, item]
    told = {
        name: number(getattr(found, name)[place, item])
        for name in ("others", "difference", "beyond_level", "p", "q", "expected", "likely_below")
    }
    return told | {"is_gap": bool(difference < 0 and q <= _SIGNIFICANT) if np.isfinite(q) else None}


def _level(share: float | None, difficulty: str | None) -> str | None:
    """Return sufficient, insufficient or border; None where the paper does not say how hard the item is."""
    if share is None or difficulty not in _SUFFICIENT:
        return None
    limit, margin = _SUFFICIENT[difficulty]
    if abs(share - limit) < margin:
        return "border"
    return "sufficient" if share >= limit else "insufficient"


def _class_rows(full: AnsweredItems, levels: _Levels, asked: Asked) -> list[ItemRow]:
    mine = full.rows.filter(nw.col("school") == asked.school, ~nw.col("class_name").is_null())
    counts = item_counts(mine, full.columns, [one.maximum for one in full.items], ["municipality", "class_name"])
    if not counts.groups:
        return []
    if asked.class_name is not None and asked.class_name not in [group[1] for group in counts.groups]:
        names = [str(group[1]) for group in counts.groups]
        raise AnalysisRefusedError(f"Класса «{asked.class_name}» нет.{perhaps(asked.class_name, names)}")
    place = levels.compared_with(counts, [group[0] for group in counts.groups])
    found = gaps(counts, levels.comparison, place)
    told = [{"municipality": group[0], "school": asked.school, "class_name": group[1]} for group in counts.groups]
    rows = _rows(_Group("class", counts, told), full.items, found, levels.names(place))
    return [row for row in rows if asked.class_name is None or row.class_name == asked.class_name]


def _similar_rows(items: Sequence[Known], schools: ItemCounts, asked: Asked) -> list[ItemRow]:
    """Return the school asked about beside the schools named as similar to it."""
    if not asked.similar:
        return []
    labels = [
        "own" if group[1] == asked.school else "similar" if group[1] in asked.similar else "other"
        for group in schools.groups
    ]
    own = summed_over(schools, labels)
    place = own.groups.index(("own",))
    chosen = summed_over(schools, ["together" if label != "other" else "other" for label in labels])
    where = np.full(len(own.groups), chosen.groups.index(("together",)), dtype=np.intp)
    found = gaps(own, chosen, where)
    told = [{"school": asked.school}] * len(own.groups)
    rows = _rows(_Group("school", own, told), items, found, ["similar"] * len(own.groups))
    return rows[place * len(items) : (place + 1) * len(items)]


def _pupil_items(full: AnsweredItems, levels: _Levels, asked: Asked) -> list[PupilItem]:
    """Return the items of one pupil beside the share others of the municipality earn."""
    whose = [nw.col("pupil") == asked.pupil, *([nw.col("school") == asked.school] if asked.school else [])]
    found = full.rows.filter(*whose).collect().to_arrow().to_pylist()
    if len(found) != 1:
        raise AnalysisRefusedError(
            f"Участников с кодом «{asked.pupil}» найдено {len(found)}, ожидается один. Назовите и школу."
        )
    municipality = found[0]["municipality"] or ""
    shares = levels.municipalities.share[levels.municipalities.groups.index((municipality,))]
    return [
        PupilItem(
            item=known.name, kind=known.kind, max_score=known.maximum, skill=known.skill,
            state=_pupil_state(found[0][known.column], known.maximum), others=number(shares[item]),
        )
        for item, known in enumerate(full.items)
    ]  # fmt: skip


def _pupil_state(score: int | None, most: int) -> str:
    if score is None:
        return "absent"
    if score <= 0:
        return "wrong" if score == 0 else "not-started"
    return "full" if score >= most else "part"


def _require_school(schools: ItemCounts, asked: Asked) -> None:
    codes = sorted(str(group[1]) for group in schools.groups if group[1] is not None)
    if not codes and (asked.school or asked.similar):
        raise AnalysisRefusedError("В таблице нет школ: назовите столбец с их кодами, --school-column.")
    for code in (*([asked.school] if asked.school else []), *asked.similar):
        if code not in codes:
            raise AnalysisRefusedError(f"Школы «{code}» среди писавших нет.{perhaps(code, codes)}")
