"""Growth percentiles of one progression: pupils, knots, what was left out, medians of schools."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.analysis.found_words import require_numbers_in
from opora.analysis.growth_percentiles import (
    Columns,
    GrowthPercentiles,
    OrderFit,
    Progression,
    Records,
    growth_in_words,
    growth_level,
    growth_percentiles,
    panel_of,
    school_medians,
)
from opora.analysis.lazy import Lazy
from opora.measuring.chosen_rows import Condition, rows_where
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns

#: Fewer pupils than this are a thin norm: R's SGP leaves such groups out by its states' settings.
_THIN_NORM = 250


@dataclass(frozen=True)
class GrowthQuestion:
    """What growth is asked about.

    Attributes:
        columns: what the table's columns are called.
        conditions: which rows count: a subject, valid cases.
        time: the last year.
        grades: the way pupils went, ascending.
    """

    columns: Columns
    conditions: tuple[Condition, ...]
    time: str
    grades: Sequence[int]


class Order(BaseModel):
    """How one number of earlier results was fitted: knots and boundaries by grade."""

    model_config = ConfigDict(frozen=True)

    order: int
    pupils: int
    is_computed: bool
    is_singular: bool
    knots: dict[str, list[float]]
    boundaries: dict[str, list[float]]


class LeftOut(BaseModel):
    """Rows and pupils of the table that have no percentile, by reason."""

    model_config = ConfigDict(frozen=True)

    repeated_rows: int
    rows_without_score: int
    pupils_of_another_grade_before: int
    pupils_without_earlier_result: int


class School(BaseModel):
    """Median growth of one school; null where pupils are fewer than 10."""

    model_config = ConfigDict(frozen=True)

    school: str
    pupils: int
    median: float | None
    interval: tuple[float, float] | None
    share_low: float | None


class Growth(BaseModel):
    """The answer: what was computed, what was left out, medians of schools."""

    model_config = ConfigDict(frozen=True)

    grades: list[int]
    times: list[str]
    pupils: int
    orders: list[Order]
    left_out: LeftOut
    schools: list[School]
    notes: list[str]


def growth(table: Lazy, question: GrowthQuestion) -> tuple[Growth, pa.Table]:
    """Return the answer and the table of pupils: id, sgp, order, sgp_order_1 …, school, level, words.

    Raises:
        AnalysisRefusedError: a column is missing, no rows meet the conditions, or no pupil has an earlier result.
    """
    columns = question.columns
    asked = (columns.id, columns.time, columns.grade, columns.score, columns.school)
    require_columns([name for name in asked if name is not None], table.collect_schema().names())
    require_numbers_in(table, [columns.score], "Ожидается балл; где его нет – пусто или NA.")
    progression = _progression(question)
    chosen = rows_where(table, question.conditions)
    rows_where(chosen, [Condition(columns.time, question.time)])  # a mistyped year is answered with those there are
    records = panel_of(chosen, columns, progression)
    found = growth_percentiles(records)
    if not found.order.any():
        raise AnalysisRefusedError(
            f"Процентили роста не посчитать: учеников {progression.grades[-1]} класса {question.time} года – "
            f"{records.score.size}, с результатом предыдущего класса – {found.fits[0].pupils}, а нужно хотя бы 9 "
            "на каждый столбец модели. Проверьте столбцы ученика, года и класса."
        )
    return _answer(progression, records, found), _pupils(records, found)


def _progression(question: GrowthQuestion) -> Progression:
    try:
        return Progression.until(question.time, question.grades)
    except ValueError as cause:
        raise AnalysisRefusedError(
            f"Классы {', '.join(map(str, question.grades)) or '–'}: ожидаются два класса или больше по возрастанию, "
            "например 3,4,5."
        ) from cause


def _pupils(records: Records, found: GrowthPercentiles) -> pa.Table:
    table = found.table()
    if records.school is not None:
        measured = pa.array(found.order.nonzero()[0])
        table = table.append_column("school", records.school.take(measured))
    percentiles = table["sgp"].to_pylist()
    table = table.append_column("level", pa.array([growth_level(sgp) for sgp in percentiles]))
    return table.append_column("words", pa.array([growth_in_words(sgp) for sgp in percentiles]))


def _answer(progression: Progression, records: Records, found: GrowthPercentiles) -> Growth:
    schools = school_medians(records.school.to_pylist(), found.sgp) if records.school is not None else []
    measured = int((found.order > 0).sum())
    return Growth(
        grades=list(progression.grades),
        times=list(progression.times),
        pupils=measured,
        orders=[_order(fit, progression) for fit in found.fits],
        left_out=LeftOut(
            repeated_rows=records.repeated_rows,
            rows_without_score=records.without_score,
            pupils_of_another_grade_before=records.other_grade,
            pupils_without_earlier_result=records.score.size - measured,
        ),
        schools=[
            School(
                school=str(one.school), pupils=one.pupils, median=one.median, interval=one.interval,
                share_low=one.share_low,
            )
            for one in schools
        ],
        notes=_notes(found),
    )  # fmt: skip


def _order(fit: OrderFit, progression: Progression) -> Order:
    grades = [str(grade) for grade in progression.grades[-2::-1]]
    return Order(
        order=fit.order,
        pupils=fit.pupils,
        is_computed=fit.is_computed,
        is_singular=fit.is_singular,
        knots={grade: list(knots.inner) for grade, knots in zip(grades, fit.knots, strict=False)},
        boundaries={grade: list(knots.boundary) for grade, knots in zip(grades, fit.knots, strict=False)},
    )


def _notes(found: GrowthPercentiles) -> list[str]:
    notes = []
    for fit in found.fits:
        if not fit.is_computed:
            notes.append(
                f"По {fit.order} прежним результатам не посчитано: таких учеников {fit.pupils}, этого мало для модели."
            )
        elif fit.pupils < _THIN_NORM:
            notes.append(
                f"По {fit.order} прежним результатам норма тонкая: учеников {fit.pupils}, "
                f"для устойчивых процентилей нужно {_THIN_NORM}."
            )
        if fit.is_singular:
            notes.append(
                f"По {fit.order} прежним результатам баллов так мало разных, что часть сплайнов повторяет другие: "
                "они отброшены. R SGP здесь остановилась бы."
            )
    return notes
