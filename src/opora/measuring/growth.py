"""Growth percentiles of one progression: pupils, knots, what was left out, medians of schools."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.analysis.found_words import require_numbers_in
from opora.analysis.growth_percentiles import (
    Columns,
    GrowthPercentiles,
    OrderFit,
    Progression,
    Records,
    UnsettledError,
    growth_in_words,
    growth_level,
    growth_percentiles,
    panel_of,
    school_medians,
)
from opora.analysis.growth_percentiles.panel import Floats, is_year, spelling_of_years
from opora.analysis.growth_percentiles.spline_design import COLUMNS_OF_A_PRIOR
from opora.analysis.lazy import Lazy
from opora.measuring.chosen_rows import Condition, rows_where, values_of
from opora.vocabulary.refusal import AnalysisRefusedError, require_all, require_columns, require_different
from opora.vocabulary.spelling import as_written, listed

#: Fewer pupils than this are a thin norm: R's SGP leaves such groups out by its states' settings.
_THIN_NORM = 250

#: Scores that differ by less are alike when knots are rounded as R's SGP rounds them, to three digits.
_LEAST_RANGE = 0.01

#: A score so many spreads away leaves splines nothing to tell the others apart by.
_FARTHEST = 1e6

_FEWEST_PUPILS = 2 + COLUMNS_OF_A_PRIOR
_SHOWN = 5


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
    rows_without_pupil_year_or_grade: int
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
    progression = _progression(question)
    _require_table(table, question)
    chosen = rows_where(table, question.conditions)
    records = panel_of(chosen, question.columns, progression)
    _require_scores(records, progression)
    found = _percentiles(records)
    if not found.order.any():
        raise AnalysisRefusedError(
            f"Процентили роста не посчитать: учеников {progression.grades[-1]} класса {question.time} года – "
            f"{records.score.size}, с результатом предыдущего класса – {found.fits[0].pupils}, а нужно хотя бы "
            f"{_FEWEST_PUPILS}. Проверьте столбцы ученика, года и класса."
        )
    answer = _answer(progression, records, found)
    notes = [*answer.notes, *_other_spellings(chosen, question)]
    return answer.model_copy(update={"notes": notes}), _pupils(records, found)


def _percentiles(records: Records) -> GrowthPercentiles:
    try:
        return growth_percentiles(records)
    except UnsettledError as cause:
        raise AnalysisRefusedError(
            "Процентили роста не посчитать: какой-то балл стоит от остальных в миллионы раз дальше, чем они друг от "
            "друга. Найдите его и поправьте."
        ) from cause


def _require_table(table: Lazy, question: GrowthQuestion) -> None:
    """Refuse a table that does not hold what is asked about; what is mistyped is answered with what there is."""
    columns = question.columns
    own = (columns.id, columns.time, columns.grade, columns.score)
    require_different(own)
    asked = [*own, *([columns.school] if columns.school else []), *(one.column for one in question.conditions)]
    require_columns(asked, table.collect_schema().names())
    last = (Condition(columns.time, question.time), Condition(columns.grade, str(question.grades[-1])))
    require_all(
        partial(require_numbers_in, table, [columns.score], "Ожидается балл; где его нет – пусто или NA."),
        *(partial(rows_where, table, [one]) for one in (*question.conditions, *last)),
    )


def _require_scores(records: Records, progression: Progression) -> None:
    """Refuse scores that tell pupils apart by nothing, or by less than the method sees."""
    by_grade = dict(zip(progression.grades[::-1], (records.score, *records.pooled), strict=True))
    said = [f"Баллы {grade} класса: {what}" for grade, scores in by_grade.items() for what in _odd_scores(scores)]
    if records.score.size > 1 and not np.ptp(records.score):
        said.append(
            f"У всех учеников {progression.grades[-1]} класса {progression.times[-1]} года один балл – "
            f"{as_written(float(records.score[0]))}: сравнивать их не по чему. Проверьте столбец балла."
        )
    if said:
        raise AnalysisRefusedError("\n".join(said))


def _odd_scores(scores: Floats) -> Iterator[str]:
    """Yield what the method would not see, or see nothing beside."""
    if not scores.size:
        return
    away = np.abs(scores - np.median(scores))
    if 0 < np.ptp(scores) < _LEAST_RANGE:
        yield (
            f"различаются меньше чем на {_LEAST_RANGE:g}, а узлы сплайнов, как в R SGP, округляются до тысячных. "
            "Возьмите баллы в более мелких единицах."
        )
    if away.max() > _FARTHEST * np.median(away) > 0:
        wild = scores[away.argmax()]
        yield f"{wild:g} стоит от остальных в миллионы раз дальше, чем они друг от друга. Поправьте его."


def _other_spellings(table: Lazy, question: GrowthQuestion) -> list[str]:
    """Return a note on years that are written otherwise than the one asked about: their rows are on no way."""
    years = [as_written(value) for value in values_of(table, question.columns.time)]
    usual = spelling_of_years(question.time)
    strange = [f"«{year}»" for year in years if spelling_of_years(year) != usual]
    if not strange:
        return []
    return [f"Год записан не так, как «{question.time}»: {listed(strange, _SHOWN)}. Такие строки не в счёт."]


def _progression(question: GrowthQuestion) -> Progression:
    if not is_year(question.time):
        raise AnalysisRefusedError(
            f"Год «{question.time}»: ожидается год, как он записан в таблице – 2025, 2024_2025 или 2024/25."
        )
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
            rows_without_pupil_year_or_grade=records.nameless,
            pupils_of_another_grade_before=records.other_grade,
            pupils_without_earlier_result=records.score.size - measured,
        ),
        schools=[
            School(
                school=as_written(one.school), pupils=one.pupils, median=one.median, interval=one.interval,
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
